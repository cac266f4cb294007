import { variablesOf } from '../index/model.js';
import type { JobResult } from '../main-job/run.js';
import { csvText, excelCsvText } from './csv.js';
import { ifnGeoJson } from './ifn-geojson.js';
import { ifnColumns, ifnRecord } from './ifn-record.js';
import type { Cell } from './ifn-record.js';
import { manifestText } from './manifest.js';
import { quantitiesCsv } from './quantities-csv.js';
import { rankingMarkdown } from './ranking.js';
import type { Hashes, OutputFile } from './write-folder.js';

/** What `--format` may add to the outputs that every result has. */
export const FORMATS = ['csv-excel'] as const;
export type Format = (typeof FORMATS)[number];

const columns = ({ index, inputs }: JobResult): string[] => ifnColumns(index.model, inputs.units.level);

/** The text of `ifn.csv`: one row per unit of the territory, sorted by code. */
export const ifnCsv = (result: JobResult): string => csvText(columns(result), records(result));

/** The files of a result, and the text of its manifest once their sha256 are known. */
export interface ResultFiles {
  readonly files: readonly OutputFile[];
  readonly manifest: (hashes: Hashes) => string;
}

export function resultFiles(result: JobResult, formats: readonly Format[]): ResultFiles {
  const files: OutputFile[] = [{ name: 'ifn.csv', text: ifnCsv(result) }];
  if (formats.includes('csv-excel')) {
    files.push({ name: 'ifn-excel.csv', text: excelCsvText(columns(result), records(result)) });
  }
  const geojson = ifnGeoJson(result);
  if (geojson !== null) files.push(geojson);
  files.push({ name: 'classement.md', text: rankingMarkdown(result) }, { name: 'quantites.csv', text: quantitiesCsv(result) });
  const names = files.map(({ name }) => name);
  return { files, manifest: (hashes) => manifestText(result, names, hashes, formats) };
}

const records = (result: JobResult): Cell[][] => [...result.index.frame.territory].map((row) => ifnRecord(result, row));

/** How many of the territory's units have every variable observed. */
export function completeUnits({ index }: JobResult): number {
  const n = variablesOf(index.model).length;
  return [...index.frame.territory].filter((row) => n > 0 && (index.completeness[row] ?? 0) > 1 - 1e-9).length;
}
