import type { JobResult } from '../main-job/run.js';
import type { Crossing } from '../posts/crossing.js';
import { labelledColumns } from './column-labels.js';
import { JOINED_COLUMNS, joinedColumns } from './crossing-csv.js';
import { excelCsvLines } from './csv.js';
import { FORMAT_FILES } from './formats.js';
import type { Format } from './formats.js';
import { ifnTable } from './ifn-table.js';
import { ifnTopoJson } from './ifn-topojson.js';
import type { OutputFile } from './write-folder.js';

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
    const { columns, records } = ifnTable(result, added);
    files.push({ name: FORMAT_FILES['csv-excel'], lines: () => excelCsvLines(columns, records()) });
  }
  if (formats.includes('xlsx')) {
    const { workbookBytes } = await import('./workbook/workbook.js');
    const bytes = await workbookBytes(result, crossing);
    files.push({ name: FORMAT_FILES.xlsx, chunks: () => [bytes] });
  }
  const topojson = formats.includes('topojson') ? ifnTopoJson(result, added) : null;
  if (topojson !== null) files.push(topojson);
  if (formats.includes('qml') || formats.includes('sld')) {
    const [{ scoreClasses }, { qmlText }, { sldText }] = await Promise.all([import('./styles/score-classes.js'), import('./styles/qml.js'), import('./styles/sld.js')]);
    const score = scoreClasses(result, manifest);
    const labels = new Map([...labelledColumns(result), ...JOINED_COLUMNS].map((column) => [column.name, column]));
    const fields = ifnTable(result, added).columns.flatMap((name) => labels.get(name) ?? []);
    if (formats.includes('qml')) files.push({ name: FORMAT_FILES.qml, text: qmlText(score, fields) });
    if (formats.includes('sld')) files.push({ name: FORMAT_FILES.sld, text: sldText(score) });
  }
  return files;
}
