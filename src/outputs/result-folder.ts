import { variablesOf } from '../index/model.js';
import type { JobResult } from '../main-job/run.js';
import type { JoinedColumns } from './crossing-csv.js';
import { csvLines } from './csv.js';
import { formatFileNames } from './formats.js';
import type { Format } from './formats.js';
import { ifnGeoJson } from './ifn-geojson.js';
import { ifnTable } from './ifn-table.js';
import { manifestText } from './manifest.js';
import type { AskedBeside } from './manifest.js';
import { METHOD_NAME, methodFileLines } from './method-file/method-file.js';
import { quantitiesLines } from './quantities-csv.js';
import { rankingLines } from './ranking.js';
import type { Hashes, LinesFile, OutputFile } from './write-folder.js';

/**
 * `ifn.csv`: one row per unit of the territory, sorted by code.
 *
 * @param added columns of a crossing
 */
export function ifnCsv(result: JobResult, added: JoinedColumns | null = null): LinesFile {
  const { columns, records } = ifnTable(result, added);
  return { name: 'ifn.csv', lines: () => csvLines(columns, records()) };
}

/** The files that every result has, and the text of its manifest once the sha256 of all files are known. */
export interface ResultFiles {
  readonly files: readonly OutputFile[];
  readonly manifest: (hashes: Hashes) => string;
}

/** @param asked what is written beside them, and the manifest names too */
export function resultFiles(result: JobResult, asked: AskedBeside & { readonly formats: readonly Format[] }): ResultFiles {
  const files: OutputFile[] = [ifnCsv(result)];
  const geojson = ifnGeoJson(result);
  if (geojson !== null) files.push(geojson);
  files.push({ name: 'classement.md', lines: () => rankingLines(result) }, { name: METHOD_NAME, lines: () => methodFileLines(result) }, { name: 'quantites.csv', lines: () => quantitiesLines(result) });
  const names = [...files.map(({ name }) => name), ...formatFileNames(asked.formats)];
  return { files, manifest: (hashes) => manifestText(result, names, hashes, asked) };
}

/** How many of the territory's units have every variable observed. */
export function completeUnits({ index }: JobResult): number {
  const n = variablesOf(index.model).length;
  return [...index.frame.territory].filter((row) => n > 0 && (index.completeness[row] ?? 0) > 1 - 1e-9).length;
}

/** How much of an index rests on values that were estimated or imputed. */
export interface FilledShare {
  /** Share of the nominal weight of the variables over all the units of the territory, 0 to 1. */
  readonly all: number;
  /** How many units each variable was filled for. */
  readonly variables: readonly { readonly label: string; readonly units: number }[];
}

/**
 * The part of [unit × variable] that was estimated or imputed, each variable counting for its nominal weight
 * and each unit for one: Σ weight × filled units / (Σ weight × units). What stays missing is not in it.
 */
export function filledShare({ index }: JobResult): FilledShare {
  const units = index.frame.territory.length;
  const variables = index.variables.map((v) => ({
    label: v.choice.definition.label,
    weight: v.nominalWeight,
    units: [...index.frame.territory].filter((row) => v.statuses[row] === 'estime' || v.statuses[row] === 'impute').length,
  }));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const weights = sum(variables.map((v) => v.weight));
  const all = units === 0 || weights === 0 ? 0 : sum(variables.map((v) => v.weight * v.units)) / (weights * units);
  return { all, variables: variables.map(({ label, units: n }) => ({ label, units: n })) };
}
