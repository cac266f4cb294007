import type { JobResult } from '../main-job/run.js';
import type { Crossing } from '../posts/crossing.js';
import { labelledColumns } from './column-labels.js';
import { JOINED_COLUMNS, joinedColumns } from './crossing-csv.js';
import { excelCsvText } from './csv.js';
import { ifnTable } from './ifn-table.js';
import { ifnTopoJson } from './ifn-topojson.js';
import { qmlText } from './styles/qml.js';
import { scoreClasses } from './styles/score-classes.js';
import { sldText } from './styles/sld.js';
import type { OutputFile } from './write-folder.js';

/** What `--format` may add to the outputs that every result has, and the file of each. */
const FILES = {
  'csv-excel': 'ifn-excel.csv',
  xlsx: 'ifn.xlsx',
  topojson: 'ifn.topojson',
  qml: 'ifn.qml',
  sld: 'ifn.sld',
} as const;

export type Format = keyof typeof FILES;
export const FORMATS = Object.keys(FILES) as readonly Format[];

/** The formats that are nothing without contours. */
export const FORMATS_OF_CONTOURS: readonly Format[] = ['topojson', 'qml', 'sld'];

/** The names of the files of some formats, in the order in which they are written. */
export const formatFileNames = (formats: readonly Format[]): string[] => FORMATS.filter((f) => formats.includes(f)).map((f) => FILES[f]);

/**
 * The files that `--format` asks for, with what was crossed.
 *
 * @param formats those of contours only where the result has some
 * @param manifest the text of the result's manifest, for the words of the map
 */
export async function formatFiles(result: JobResult, formats: readonly Format[], crossing: Crossing | null, manifest: string): Promise<OutputFile[]> {
  const added = crossing === null ? null : joinedColumns(crossing);
  const files: OutputFile[] = [];
  if (formats.includes('csv-excel')) {
    const { columns, cells } = ifnTable(result, added);
    files.push({ name: FILES['csv-excel'], text: excelCsvText(columns, [...result.index.frame.territory].map(cells)) });
  }
  if (formats.includes('xlsx')) {
    const { workbookBytes } = await import('./workbook/workbook.js');
    const bytes = await workbookBytes(result, crossing);
    files.push({ name: FILES.xlsx, chunks: () => [bytes] });
  }
  const topojson = formats.includes('topojson') ? ifnTopoJson(result, added) : null;
  if (topojson !== null) files.push(topojson);
  if (formats.includes('qml') || formats.includes('sld')) {
    const score = scoreClasses(result, manifest);
    const labels = new Map([...labelledColumns(result), ...JOINED_COLUMNS].map((column) => [column.name, column]));
    const fields = ifnTable(result, added).columns.flatMap((name) => labels.get(name) ?? []);
    if (formats.includes('qml')) files.push({ name: FILES.qml, text: qmlText(score, fields) });
    if (formats.includes('sld')) files.push({ name: FILES.sld, text: sldText(score) });
  }
  return files;
}
