import type { Quantity } from '../index/quantity.js';
import type { FileTable } from '../index/table.js';
import type { SourceTable } from '../sources/insee-table.js';
import { bridgeRows, bridgeTables } from '../territory/bridge-forms.js';
import { carryTable } from '../territory/carry-table.js';
import type { CarriedTable } from '../territory/carry-table.js';
import type { GeographyGuess } from '../territory/geography-guess.js';
import { irisTable, withoutIris } from '../territory/iris.js';
import { mergeTables, mergeTerritoryRows } from '../territory/merge-tables.js';
import type { MergedTable } from '../territory/merge-tables.js';
import { completeUndivided } from '../territory/undivided.js';
import { isWholeLevel } from '../territory/unit-level.js';
import type { UnitLevel } from '../territory/unit-level.js';
import { communeUnits, irisUnits, wholeUnits } from '../territory/units.js';
import type { Units } from '../territory/units.js';
import type { TerritoryRows } from '../territory/whole-units.js';
import { carryOf } from './geography.js';
import type { RunGeography } from './geography.js';

/** The files brought to the units of the run; of the levels above communes, to communes. */
export interface UnitTables {
  readonly units: Units;
  /** One per source. */
  readonly carried: readonly CarriedTable[];
  readonly merged: MergedTable;
  readonly territoryRows: TerritoryRows;
  /** IRIS that took the figures of their undivided commune. */
  readonly completed: readonly string[];
  /** Where IRIS are the units: the communes of the files beside them. */
  readonly communes: MergedTable | null;
}

/**
 * @param guesses by source, which 1 January its codes are of
 * @throws inputError when two files contradict each other
 */
export function unitTables(level: UnitLevel, sources: readonly SourceTable[], guesses: readonly (GeographyGuess | null)[], run: RunGeography, wanted: readonly Quantity[]): UnitTables {
  const { geography } = run;
  const toCommunes = (source: FileTable, i: number): CarriedTable => carryTable(source, geography, carryOf(run, guesses[i] ?? null));
  const rowsOf = (merged: MergedTable): TerritoryRows =>
    mergeTerritoryRows(bridgeRows(sources.map((s) => ({ file: s.file, rows: s.territoryRows })), wanted, merged));
  if (level !== 'iris') {
    const carried = bridgeTables(sources.map(toCommunes), wanted);
    const merged = mergeTables(carried);
    const units = isWholeLevel(level) ? wholeUnits(geography.cog, level) : communeUnits(geography);
    return { units, carried, merged, territoryRows: rowsOf(merged), completed: [], communes: null };
  }
  const carried = bridgeTables(sources.map((source) => irisTable(source, geography)), wanted);
  const iris = mergeTables(carried.filter((table) => table.codes.length > 0));
  const communes = mergeTables(bridgeTables(sources.map((source, i) => toCommunes(withoutIris(source), i)).filter((t) => t.codes.length > 0), wanted));
  const { table, completed } = completeUndivided(iris, communes, wanted, geography);
  const names = new Map(sources.flatMap((s) => [...(s.irisNames ?? [])]));
  return { units: irisUnits(geography, names), carried, merged: table, territoryRows: rowsOf(table), completed, communes };
}
