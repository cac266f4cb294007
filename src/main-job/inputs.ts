import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inputError } from '../errors.js';
import { outsideFrance } from '../geometry/france.js';
import type { HarmonisedBoundaries } from '../geometry/harmonise.js';
import { harmoniseBoundaries } from '../geometry/harmonise.js';
import { quantitiesNeeded, variablesOf } from '../index/model.js';
import { columnMatcher } from '../index/quantity.js';
import type { Quantity } from '../index/quantity.js';
import type { Journal } from '../journal.js';
import { readBoundaries } from '../sources/boundaries.js';
import type { Boundaries } from '../sources/boundaries.js';
import { loadCog } from '../sources/cog.js';
import { requireFile } from '../sources/fingerprint.js';
import { readInseeTable } from '../sources/insee-table.js';
import type { SourceTable } from '../sources/insee-table.js';
import { loadModel } from '../sources/model-file.js';
import type { LoadedModel } from '../sources/model-file.js';
import { loadQuantities } from '../sources/quantities.js';
import { readReferenceValues } from '../sources/reference-values.js';
import type { GivenValue } from '../sources/reference-values.js';
import { bridgeRows, bridgeTables } from '../territory/bridge-forms.js';
import { carryCode } from '../territory/carry.js';
import { carryTable } from '../territory/carry-table.js';
import type { CarriedTable } from '../territory/carry-table.js';
import { byCode } from '../territory/codes.js';
import { unitOf } from '../territory/cog.js';
import type { Geography } from '../territory/cog.js';
import { mergeTables, mergeTerritoryRows } from '../territory/merge-tables.js';
import type { MergedTable } from '../territory/merge-tables.js';
import { selectTerritory } from '../territory/selector.js';
import type { Territory } from '../territory/selector.js';
import { requireCompleteModel } from './complete-model.js';
import type { JobOptions } from './options.js';

/** A file that was read, for the manifest. */
export interface InputFile {
  /** The path as the user wrote it. */
  readonly shown: string;
  readonly path: string;
  readonly role: 'insee' | 'contours' | 'modele' | 'territoire' | 'valeurs_de_reference';
  readonly size: number;
  readonly sha256: string;
  readonly vintages: readonly string[];
}

export interface ReadContours {
  readonly source: Boundaries;
  readonly harmonised: HarmonisedBoundaries;
  /** Positions before and after `--simplify`; null without it. */
  readonly simplified: { readonly before: number; readonly after: number } | null;
}

/** Everything that was read, on one geography. */
export interface Inputs {
  readonly options: JobOptions;
  readonly geography: Geography;
  readonly loaded: LoadedModel;
  readonly sources: readonly SourceTable[];
  readonly carried: readonly CarriedTable[];
  readonly merged: MergedTable;
  /** Rows of whole territories, `level:code` → column → value. */
  readonly territoryRows: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly territory: Territory;
  readonly reference: Territory;
  readonly given: readonly GivenValue[];
  readonly contours: ReadContours | null;
  readonly files: readonly InputFile[];
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
  const geography: Geography = { cog: await loadCog(options.cog ?? undefined), plm: options.plm };
  // A wrong territory is told before gigabytes are read.
  const lists = new Set<string>();
  const chosen = options.territory === null ? null : select(options.territory, geography, options, lists);
  const chosenReference = options.reference === null ? null : select(options.reference, geography, options, lists);
  const given =
    options.referenceValues === null
      ? null
      : await readReferenceValues(at(options.referenceValues), options.referenceValues, variablesOf(model).map((v) => v.id));

  const ids = new Set([...quantitiesNeeded(model), ...ALWAYS_READ]);
  const wanted = [...ids].map((id) => model.quantities.get(id)).filter((q): q is Quantity => q !== undefined);
  const match = columnMatcher(wanted, model.quantities);
  const names = {
    regions: new Map([...geography.cog.regions.values()].map((r) => [r.code, r.nom])),
    departements: new Map([...geography.cog.departements.values()].map((d) => [d.code, d.nom])),
  };
  const sources: SourceTable[] = [];
  for (const path of distinctPaths(options.insee, at)) {
    sources.push(await readInseeTable(at(path), path, match, names, { wanted, all: model.quantities }));
  }
  const carried = bridgeTables(sources.map((source) => carryTable(source, geography)), wanted);
  const merged = mergeTables(carried);
  const territoryRows = mergeTerritoryRows(bridgeRows(sources.map((s) => ({ file: s.file, rows: s.territoryRows })), wanted, merged));
  const territory = chosen ?? allUnits(merged.codes);
  const reference = chosenReference ?? territory;
  const contours = await readContours(options, geography, territory, journal);
  const files = await inputFiles(options, loaded, sources, contours, lists, at);
  if (given !== null && options.referenceValues !== null) {
    const { size, sha256 } = given.print;
    files.push({ shown: options.referenceValues, path: at(options.referenceValues), role: 'valeurs_de_reference', size, sha256, vintages: [] });
  }
  return {
    options,
    geography,
    loaded,
    sources,
    carried,
    merged,
    territoryRows,
    territory,
    reference,
    given: given?.values ?? [],
    contours,
    files,
  };
}

/** @param lists gathers the files of codes that the selector names */
function select(text: string, geography: Geography, options: JobOptions, lists: Set<string>): Territory {
  return selectTerritory(text, geography, (path) => {
    const full = resolve(options.folder, path);
    requireFile(full, path);
    lists.add(path);
    return readFileSync(full, 'utf8').replace(/^\ufeff/, '');
  });
}

/** The paths sorted, one that is named twice taken once. */
function distinctPaths(paths: readonly string[], at: (path: string) => string): string[] {
  const byFull = new Map(paths.map((path) => [at(path), path]));
  return [...byFull.entries()].sort(([a], [b]) => byCode(a, b)).map(([, path]) => path);
}

function allUnits(codes: readonly string[]): Territory {
  if (codes.length === 0) {
    throw inputError('Les fichiers ne contiennent aucune commune de la géographie demandée.\nVérifiez la colonne de code, ou donnez --territory.');
  }
  const nom = `les ${String(codes.length)} communes des fichiers`;
  return { selector: 'fichiers', nom, nomCourt: nom, units: codes, key: null, notes: [] };
}

async function readContours(
  options: JobOptions,
  geography: Geography,
  territory: Territory,
  journal: Journal,
): Promise<ReadContours | null> {
  if (options.boundaries === null) return null;
  const { cog } = geography;
  const read = await readBoundaries(
    resolve(options.folder, options.boundaries),
    {
      ...(options.crs === null ? {} : { crs: options.crs }),
      ...(options.layer === null ? {} : { layer: options.layer }),
      isUnit: (code) => cog.communes.has(code) || cog.formerCodes.has(code) || cog.arrondissements.has(code),
    },
    journal,
  );
  const source = { ...read, file: options.boundaries };
  const units = new Set(territory.units);
  const harmonised = harmoniseBoundaries(
    source.features,
    (code) => carryCode(geography, code).unit,
    source.projection,
    (unit) => units.has(unit) && unitOf(geography, unit) !== undefined,
    (code) => cog.arrondissements.has(code),
  );
  for (const unit of harmonised.geometries.keys()) {
    const packed = harmonised.geometries.packed(unit);
    const place = packed === null ? null : outsideFrance(packed);
    if (place === null) continue;
    throw inputError(
      `${source.file} : le contour de ${unit} passe par ${place[0].toFixed(2)}° de longitude et ${place[1].toFixed(2)}° de latitude, hors de France.\n` +
        `La projection (${source.projection.label}) est fausse, ou les axes sont inversés : vérifiez le fichier, ou donnez --crs.`,
    );
  }
  if (options.simplify === null) return { source, harmonised, simplified: null };
  const { simplifyContours } = await import('../geometry/simplify.js');
  const { geometries, before, after } = simplifyContours(harmonised.geometries, options.simplify);
  return { source, harmonised: { ...harmonised, geometries }, simplified: { before, after } };
}

async function inputFiles(
  options: JobOptions,
  loaded: LoadedModel,
  sources: readonly SourceTable[],
  contours: ReadContours | null,
  lists: ReadonlySet<string>,
  at: (path: string) => string,
): Promise<InputFile[]> {
  const files: InputFile[] = sources.map((source) => ({
    shown: source.file,
    path: at(source.file),
    role: 'insee',
    size: source.print.size,
    sha256: source.print.sha256,
    vintages: [...new Set(source.columns.map((c) => vintageName(c.family, c.vintage)))].sort(byCode),
  }));
  const whole = async (path: string, shown: string, role: InputFile['role']): Promise<InputFile> => {
    // By pieces: contours can be larger than all the rest together.
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
    }
    return { shown, path, role, size, sha256: hash.digest('hex'), vintages: [] };
  };
  for (const path of contours?.source.files ?? []) files.push(await whole(path, path, 'contours'));
  for (const path of lists) files.push(await whole(at(path), path, 'territoire'));
  if (!loaded.builtIn) files.push(await whole(loaded.path, options.model, 'modele'));
  return files;
}

/** `rp 2022`, or the year alone for a column of the user's own. */
function vintageName(family: string | null, vintage: number | null): string {
  return [family, vintage === null ? null : String(vintage)].filter((part) => part !== null).join(' ');
}
