import { variablesOf } from '../index/model.js';
import type { JobResult } from '../main-job/run.js';
import type { JoinedColumns } from './crossing-csv.js';
import { csvLines, excelCsvLines } from './csv.js';
import { ifnGeoJson } from './ifn-geojson.js';
import { ifnTable } from './ifn-record.js';
import { manifestText } from './manifest.js';
import { quantitiesLines } from './quantities-csv.js';
import { rankingLines } from './ranking.js';
import type { Hashes, LinesFile, OutputFile } from './write-folder.js';

/** What `--format` may add to the outputs that every result has. */
export const FORMATS = ['csv-excel'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * `ifn.csv`: one row per unit of the territory, sorted by code.
 *
 * @param added columns of a crossing
 */
export function ifnCsv(result: JobResult, added: JoinedColumns | null = null): LinesFile {
  const { columns, records } = ifnTable(result, added);
  return { name: 'ifn.csv', lines: () => csvLines(columns, records()) };
}

/** The files of a result, and the text of its manifest once their sha256 are known. */
export interface ResultFiles {
  readonly files: readonly OutputFile[];
  readonly manifest: (hashes: Hashes) => string;
}

export function resultFiles(result: JobResult, formats: readonly Format[]): ResultFiles {
  const files: OutputFile[] = [ifnCsv(result)];
  if (formats.includes('csv-excel')) {
    const { columns, records } = ifnTable(result, null);
    files.push({ name: 'ifn-excel.csv', lines: () => excelCsvLines(columns, records()) });
  }
  const geojson = ifnGeoJson(result);
  if (geojson !== null) files.push(geojson);
  files.push({ name: 'classement.md', lines: () => rankingLines(result) }, { name: 'quantites.csv', lines: () => quantitiesLines(result) });
  const names = files.map(({ name }) => name);
  return { files, manifest: (hashes) => manifestText(result, names, hashes, formats) };
}

/** How many of the territory's units have every variable observed. */
export function completeUnits({ index }: JobResult): number {
  const n = variablesOf(index.model).length;
  return [...index.frame.territory].filter((row) => n > 0 && (index.completeness[row] ?? 0) > 1 - 1e-9).length;
}
