import { join } from 'node:path';
import { inputError } from '../../errors.js';
import { rateOfPoints } from '../../index/points.js';
import { isObserved } from '../../index/statuses.js';
import { NO_FIGURE } from '../../evolution/year-result.js';
import type { Figure, ValueKind, YearResult, YearUnit, YearVariable } from '../../evolution/year-result.js';
import { fingerprint } from '../../sources/fingerprint.js';
import { readResultFolder, storedNumber } from '../../sources/result-folder.js';
import type { StoredManifest, StoredResult, StoredVariable } from '../../sources/result-folder.js';
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
  const codes = new Set([...rows.keys(), ...places.keys()]);
  return new Map(
    [...codes].map((code): [string, YearUnit] => {
      const row = rows.get(code);
      const number = (column: string): number => (row === undefined ? null : storedNumber(row, column)) ?? Number.NaN;
      const at = places.get(code);
      return [
        code,
        {
          code,
          scored: row !== undefined,
          name: row?.get('nom') ?? '',
          departement: row?.get('departement') ?? '',
          epci: row?.get('epci') ?? '',
          population: number('population'),
          score: number('score'),
          points: new Map(manifest.variables.map((v) => [v.id, number(`${v.id}_points`)])),
          figures: new Map(manifest.variables.map((v) => [v.id, figureOf(v, number(`${v.id}_points`), quantities.columns.get(v.id), at)])),
        },
      ];
    }),
  );
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
