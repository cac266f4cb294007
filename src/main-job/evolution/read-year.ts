import { join } from 'node:path';
import { inputError } from '../../errors.js';
import { rateOfPoints } from '../../index/points.js';
import { isObserved } from '../../index/statuses.js';
import { NO_FIGURE } from '../../evolution/year-result.js';
import type { Figure, ValueKind, YearResult, YearUnit, YearVariable } from '../../evolution/year-result.js';
import { fingerprint } from '../../sources/fingerprint.js';
import { readResultFolder, storedNumber } from '../../sources/result-folder.js';
import type { StoredManifest, StoredResult, StoredRow, StoredVariable } from '../../sources/result-folder.js';
import { readStoredQuantities } from '../../sources/stored-quantities.js';
import type { StoredColumns, StoredQuantities } from '../../sources/stored-quantities.js';

/** A file of a result that the panel rests on. */
export interface ReadFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** A result folder as it was read. */
export interface ReadYear {
  readonly result: YearResult;
  readonly manifest: StoredManifest;
  /** How many units it scored, or withheld. */
  readonly rows: number;
  /** Files that are no longer those of the manifest. */
  readonly changed: readonly string[];
  readonly folder: string;
  readonly files: readonly ReadFile[];
}

/**
 * Reads a result folder of `compute` for a panel: `manifest.json`, `ifn.csv` and `quantites.csv`.
 *
 * @param gapFamilies the families whose vintage names the year, before any other
 * @throws inputError when the folder is not a result, lacks one of the files, or one was modified since
 */
export async function readYear(folder: string, shown: string, gapFamilies: ReadonlySet<string>): Promise<ReadYear> {
  const stored = readResultFolder(folder, shown);
  const quantities = readStoredQuantities(folder, shown, stored.manifest);
  const files = await Promise.all(['ifn.csv', 'manifest.json', 'quantites.csv'].map((name) => readFile(folder, name, shown)));
  const { manifest } = stored;
  const result: YearResult = {
    shown,
    year: yearOf(manifest, shown, gapFamilies),
    cog: manifest.geographie.cog,
    filesCog: oldestGeography(manifest),
    variables: new Map(manifest.variables.map((v) => [v.id, yearVariable(v)])),
    units: yearUnits(stored, quantities),
  };
  // The rows as text are not kept: a panel of the whole country holds several results.
  return { result, manifest, rows: stored.rows.size, changed: stored.changed, folder, files };
}

/** The size and the sha256 of a file of a result. */
export async function readFile(folder: string, name: string, shown: string): Promise<ReadFile> {
  const path = join(folder, name);
  const { size, sha256 } = await fingerprint(path, `${shown}/${name}`);
  return { path, size, sha256 };
}

/** The census vintage that most of the weight has; without a census, that of any family. */
function yearOf({ variables }: StoredManifest, shown: string, gapFamilies: ReadonlySet<string>): number {
  const weights = new Map<number, number>();
  const ofCensus = variables.filter((v) => gapFamilies.has(v.famille ?? ''));
  for (const v of ofCensus.length > 0 ? ofCensus : variables) if (v.millesime !== null) weights.set(v.millesime, (weights.get(v.millesime) ?? 0) + v.poids_nominal);
  const [most] = [...weights].sort(([a, w], [b, x]) => x - w || b - a);
  if (most === undefined) throw inputError(`« ${shown} » : aucune variable n'a de millésime ; rien ne dit de quelle année est ce résultat.`);
  return most[0];
}

/** The last year that the oldest file of INSEE figures can be of; null where none tells. */
function oldestGeography({ entrees = [] }: StoredManifest): number | null {
  const years = entrees.filter((e) => e.role === 'insee').flatMap(({ geographie = [] }) => (geographie.length === 0 ? [] : [Math.max(...geographie)]));
  return years.length === 0 ? null : Math.min(...years);
}

const yearVariable = (v: StoredVariable): YearVariable => ({
  id: v.id,
  label: v.definition,
  fallback: v.repli,
  kind: kindOf(v),
  family: v.famille,
  vintage: v.millesime,
  quantities: v.quantites ?? [],
  notes: v.notes ?? [],
  direction: v.sens,
  inversion: v.inversion,
  truncated: v.normalisation?.troncature === true,
  policy: v.manquants.politique ?? v.manquants.appliquee,
  applied: v.manquants.appliquee,
  reference: v.reference.valeur,
  rule: v.reference.regle,
  nominalWeight: v.poids_nominal,
});

/** Results of version 0.1 do not name the nature of a variable; only medians are in another unit than %. */
const kindOf = (v: StoredVariable): ValueKind => (v.unite !== '%' ? 'mediane' : (v.nature ?? 'part'));

function yearUnits({ rows, manifest }: StoredResult, quantities: StoredQuantities): ReadonlyMap<string, YearUnit> {
  const places = new Map(quantities.codes.map((code, at) => [code, at]));
  const codes = [...new Set([...rows.keys(), ...places.keys()])];
  const numbers = (column: string): Float64Array => Float64Array.from(codes, (code) => numberOf(rows.get(code), column));
  const columns = new Map(manifest.variables.map((v): [string, VariableColumns] => [v.id, { variable: v, points: numbers(`${v.id}_points`), quantities: quantities.columns.get(v.id) }]));
  return new Map(codes.map((code, at): [string, YearUnit] => [code, new StoredUnit(code, rows.get(code), at, places.get(code), columns)]));
}

const numberOf = (row: StoredRow | undefined, column: string): number => (row === undefined ? null : storedNumber(row, column)) ?? Number.NaN;

/** What a result holds of one variable: points by row of the result, quantities by unit of `quantites.csv`. */
interface VariableColumns {
  readonly variable: StoredVariable;
  readonly points: Float64Array;
  readonly quantities: StoredColumns | undefined;
}

/** A unit whose figures are made from columns when they are asked for: a country has hundreds of thousands a year. */
class StoredUnit implements YearUnit {
  readonly code: string;
  readonly scored: boolean;
  readonly name: string;
  readonly departement: string;
  readonly epci: string;
  readonly population: number;
  readonly score: number;
  readonly #at: number;
  readonly #place: number | undefined;
  readonly #columns: ReadonlyMap<string, VariableColumns>;

  constructor(code: string, row: StoredRow | undefined, at: number, place: number | undefined, columns: ReadonlyMap<string, VariableColumns>) {
    this.code = code;
    this.scored = row !== undefined;
    this.name = row?.get('nom') ?? '';
    this.departement = row?.get('departement') ?? '';
    this.epci = row?.get('epci') ?? '';
    this.population = numberOf(row, 'population');
    this.score = numberOf(row, 'score');
    [this.#at, this.#place, this.#columns] = [at, place, columns];
  }

  get points(): YearUnit['points'] {
    return { get: (id) => this.#columns.get(id)?.points[this.#at] };
  }

  get figures(): YearUnit['figures'] {
    return {
      get: (id) => {
        const own = this.#columns.get(id);
        return own === undefined ? undefined : figureOf(own.variable, own.points[this.#at] ?? Number.NaN, own.quantities, this.#place);
      },
    };
  }
}

/** A figure from the counts or the rate that were stored; what was estimated or imputed from its points. */
function figureOf(v: StoredVariable, stored: number, columns: StoredColumns | undefined, at: number | undefined): Figure {
  if (columns === undefined || at === undefined) return NO_FIGURE;
  const status = columns.statuses[at] ?? 'absent';
  const figure = { numerator: columns.numerators[at] ?? Number.NaN, denominator: columns.denominators[at] ?? Number.NaN, status };
  if (isObserved(status)) return { ...figure, value: kindOf(v) === 'part' ? (100 * figure.numerator) / figure.denominator : figure.numerator };
  // Points that were cut to an integer do not tell.
  const { valeur: reference } = v.reference;
  const told = reference !== null && v.normalisation?.troncature !== true;
  return { ...figure, value: told ? rateOfPoints(stored, reference, v.sens, v.inversion) : Number.NaN };
}
