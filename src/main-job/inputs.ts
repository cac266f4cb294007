import { resolve } from 'node:path';
import { quantitiesNeeded, variablesOf } from '../index/model.js';
import type { Model } from '../index/model.js';
import type { Quantity } from '../index/quantity.js';
import { STATE, isKnown } from '../index/state.js';
import { indexOfCode } from '../index/table.js';
import type { Journal } from '../journal.js';
import { installedNames, missingCog } from '../sources/cog.js';
import { fileDigest } from '../sources/columns/digest.js';
import type { Digest } from '../sources/columns/digest.js';
import { fileDigests } from '../sources/file-digests.js';
import type { SourceTable, TerritoryNames } from '../sources/insee-table.js';
import { startInseeTables } from '../sources/insee-tables.js';
import type { StartedTables } from '../sources/insee-tables.js';
import { loadModel } from '../sources/model-file.js';
import type { LoadedModel } from '../sources/model-file.js';
import { loadQuantities } from '../sources/quantities.js';
import { readReferenceValues } from '../sources/reference-values.js';
import type { GivenValue } from '../sources/reference-values.js';
import type { CarriedTable } from '../territory/carry-table.js';
import { byCode, isIrisCode } from '../territory/codes.js';
import type { Cog, Geography } from '../territory/cog.js';
import { guessGeography } from '../territory/geography-guess.js';
import type { GeographyGuess } from '../territory/geography-guess.js';
import type { MergedTable } from '../territory/merge-tables.js';
import type { Territory } from '../territory/selector.js';
import { isWholeLevel } from '../territory/unit-level.js';
import type { Units } from '../territory/units.js';
import { rowsOfLevel } from '../territory/whole-units.js';
import type { TerritoryRows } from '../territory/whole-units.js';
import { requireCompleteModel, requireOwnLevel } from './complete-model.js';
import { prepareContours, readContours } from './contours.js';
import type { ReadContours } from './contours.js';
import { openGeography } from './geography.js';
import type { JobOptions } from './options.js';
import { askedTerritories, scopeOf } from './territories.js';
import type { Scope } from './territories.js';
import { unitTables } from './unit-tables.js';

/** A file that was read, for the manifest. */
export interface InputFile {
  /** The path as the user wrote it. */
  readonly shown: string;
  readonly path: string;
  readonly role: 'insee' | 'contours' | 'modele' | 'territoire' | 'valeurs_de_reference' | 'passage';
  readonly size: number;
  readonly sha256: string;
  readonly vintages: readonly string[];
  /** The years that its codes can be of; empty where they do not tell, or it has none. */
  readonly geography: readonly number[];
}

/** Everything that was read, on one geography. */
export interface Inputs extends Scope {
  readonly options: JobOptions;
  readonly geography: Geography;
  readonly units: Units;
  readonly loaded: LoadedModel;
  readonly sources: readonly SourceTable[];
  /** By source, which 1 January its codes are of; null where they do not tell. */
  readonly guesses: readonly (GeographyGuess | null)[];
  readonly carried: readonly CarriedTable[];
  /** The columns of the files by unit; of EPCI, départements and régions, by commune. */
  readonly merged: MergedTable;
  readonly territoryRows: TerritoryRows;
  /** IRIS that took the figures of their undivided commune. */
  readonly completed: readonly string[];
  readonly given: readonly GivenValue[];
  readonly contours: ReadContours | null;
  readonly files: readonly InputFile[];
  /** What there is to know of the geography itself (French). */
  readonly geographyNotes: readonly string[];
}

/** Quantities that every result has beside those of the model. */
const ALWAYS_READ = ['population', 'population_15_plus'];

/**
 * Reads and harmonises all inputs of the main job: model, INSEE files, geography, boundaries.
 * Files are taken in the order of their paths, so that theirs on the command line does not matter.
 *
 * @throws FragiliteError with exit code 2 or 3
 */
export async function readInputs(options: JobOptions, journal: Journal): Promise<Inputs> {
  const at = (path: string): string => resolve(options.folder, path);
  const quantities = await loadQuantities();
  const loaded = await loadModel(options.model, quantities, options.folder);
  const { model } = loaded;
  requireCompleteModel(model);
  requireOwnLevel(model, options.unit);
  const wanted = quantitiesRead(model);
  // Large files are read on other threads from now on, while this one loads the geography.
  const names = installedNames(options.cog ?? undefined, options.folder) ?? installedNames();
  if (names === null) throw missingCog(options.cog ?? undefined);
  const tasks = distinctPaths(options.insee, at).map((path) => ({ path: at(path), shown: path, names, wanted, all: model.quantities, iris: options.unit === 'iris' }));
  const started = startInseeTables(tasks);
  try {
    return await readWith(options, loaded, wanted, started, journal);
  } finally {
    started.stop();
  }
}

/** @param started the INSEE files that are being read */
async function readWith(options: JobOptions, loaded: LoadedModel, wanted: readonly Quantity[], started: StartedTables, journal: Journal): Promise<Inputs> {
  const at = (path: string): string => resolve(options.folder, path);
  const run = await openGeography(options, at);
  const { geography } = run;
  const lists = new Set<string>();
  const asked = askedTerritories(options, geography, lists);
  const given =
    options.referenceValues === null
      ? null
      : await readReferenceValues(at(options.referenceValues), options.referenceValues, variablesOf(loaded.model).map((v) => v.id));
  let read = false;
  const early = started.elsewhere && options.unit === 'commune' ? prepareContours(options, run, asked.territory?.units ?? null, () => read) : null;
  const sources = await started.tables().finally(() => (read = true));
  const prepared = await early;
  const contourDigests = fileDigests(prepared?.read.files ?? []);
  // Told where they are asked for: until then it is no accident.
  contourDigests.catch(() => undefined);
  const guesses = sources.map((source) => guessGeography(communesOf(source), run.history, geography.cog));
  const { communes, ...tables } = unitTables(options.unit, sources, guesses, run, wanted);
  const ownRows = isWholeLevel(options.unit) ? rowsOfLevel(tables.territoryRows, options.unit) : [];
  const scope = scopeOf(asked, options, geography, tables.units, tables.merged.codes, ownRows);
  const contours = await readContours(options, run, scope.territory.units, tables.units, journal, prepared);
  const prints = prepared === null ? await fileDigests(contours?.source.files ?? []) : await contourDigests;
  const files = await inputFiles(options, loaded, sources, guesses, contours, prints, lists, at);
  if (given !== null && options.referenceValues !== null) {
    const { size, sha256 } = given.print;
    files.push({ shown: options.referenceValues, path: at(options.referenceValues), role: 'valeurs_de_reference', size, sha256, vintages: [], geography: [] });
  }
  if (run.passagePrint !== null && options.passage !== null) {
    const { size, sha256 } = run.passagePrint;
    files.push({ shown: options.passage, path: at(options.passage), role: 'passage', size, sha256, vintages: [], geography: [] });
  }
  return {
    options,
    geography,
    loaded,
    sources,
    guesses,
    ...tables,
    ...scope,
    territoryRows: communes === null ? tables.territoryRows : withCommuneRow(tables.territoryRows, communes, scope.reference),
    given: given?.values ?? [],
    contours,
    files,
    geographyNotes: run.notes,
  };
}

/** The quantities that a run of a model looks for in its files. */
export const quantitiesRead = (model: Model): readonly Quantity[] =>
  [...new Set([...quantitiesNeeded(model), ...ALWAYS_READ])].map((id) => model.quantities.get(id)).filter((q) => q !== undefined);

/** The names by which a département is told from a région of the same code. */
export const territoryNames = ({ regions, departements }: Cog): TerritoryNames => ({
  regions: new Map([...regions.values()].map((r) => [r.code, r.nom])),
  departements: new Map([...departements.values()].map((d) => [d.code, d.nom])),
});

/** The communes and arrondissements that a file has rows of, or that its IRIS are in. */
export const communesOf = ({ codes }: SourceTable): readonly string[] => codes.map((code) => (isIrisCode(code) ? code.slice(0, 5) : code));

/** The paths sorted, one that is named twice taken once. */
function distinctPaths(paths: readonly string[], at: (path: string) => string): string[] {
  const byFull = new Map(paths.map((path) => [at(path), path]));
  return [...byFull.entries()].sort(([a], [b]) => byCode(a, b)).map(([, path]) => path);
}

/** Of the IRIS of one commune, that commune's row can be the reference's own value. */
function withCommuneRow(rows: TerritoryRows, communes: MergedTable, { key }: Territory): TerritoryRows {
  const row = key?.level === 'commune' ? indexOfCode(communes.codes, key.code) : -1;
  if (row < 0) return rows;
  const known = [...communes.columns].filter(([, { states }]) => isKnown(states[row] ?? STATE.absent));
  return new Map([...rows, [`commune:${key?.code ?? ''}`, new Map(known.map(([name, { values }]) => [name, values[row] ?? Number.NaN]))]]);
}

async function inputFiles(
  options: JobOptions,
  loaded: LoadedModel,
  sources: readonly SourceTable[],
  guesses: readonly (GeographyGuess | null)[],
  contours: ReadContours | null,
  contourDigests: readonly Digest[],
  lists: ReadonlySet<string>,
  at: (path: string) => string,
): Promise<InputFile[]> {
  const files: InputFile[] = sources.map((source, i) => ({
    shown: source.file,
    path: at(source.file),
    role: 'insee',
    size: source.print.size,
    sha256: source.print.sha256,
    vintages: [...new Set(source.columns.map((c) => vintageName(c.family, c.vintage)))].sort(byCode),
    geography: guesses[i]?.years ?? [],
  }));
  const other = (path: string, shown: string, role: InputFile['role'], { size, sha256 }: Digest, geography: readonly number[] = []): InputFile => ({ shown, path, role, size, sha256, vintages: [], geography });
  for (const [i, path] of (contours?.source.files ?? []).entries()) {
    const print = contourDigests[i];
    if (print !== undefined) files.push(other(path, path, 'contours', print, contours?.guess?.years));
  }
  for (const path of lists) files.push(other(at(path), path, 'territoire', await fileDigest(at(path))));
  if (!loaded.builtIn) files.push(other(loaded.path, options.model, 'modele', await fileDigest(loaded.path)));
  return files;
}

/** `rp 2022`, or the year alone for a column of the user's own. */
function vintageName(family: string | null, vintage: number | null): string {
  return [family, vintage === null ? null : String(vintage)].filter((part) => part !== null).join(' ');
}
