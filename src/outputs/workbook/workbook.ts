import { writeXlsx } from 'hucre/xlsx';
import type { WriteSheet } from 'hucre/xlsx';
import type { JobResult } from '../../main-job/run.js';
import type { Crossing } from '../../posts/crossing.js';
import { xmlText } from '../xml-text.js';
import { crossingSheetTable } from './crossing-sheet.js';
import { methodRows } from './method-sheet.js';
import { rankingTable } from './ranking-sheet.js';
import { FONT, tableSheet, textSheet } from './sheet.js';
import type { Table } from './sheet.js';
import { variablesTable } from './variables-sheet.js';

/** The library wants a date of change and would take today's: the first that a zip can tell. */
const NO_DATE = new Date(Date.UTC(1980, 0, 1));

/**
 * The bytes of `ifn.xlsx`: sheets `classement`, `variables`, `croisement` when posts or demands were
 * crossed, `méthode`. Codes are text, numbers are in full, missing cells are empty, no cell is a formula,
 * and the same result gives the same bytes with the same version of Node.js, whose zlib packs them.
 */
export function workbookBytes(result: JobResult, crossing: Crossing | null): Promise<Uint8Array> {
  const tables = [rankingTable(result), variablesTable(result), ...(crossing === null ? [] : [crossingSheetTable(crossing)])];
  const method = methodRows(result, crossing);
  const replaced = tables.reduce((n, table) => n + replacedTexts(table), 0);
  if (replaced > 0) {
    method.push({ title: 'Caractères remplacés', text: `Textes dont un caractère interdit dans un fichier XML est remplacé par « \ufffd » : ${String(replaced)}.` });
  }
  const sheets: WriteSheet[] = [...tables.map(tableSheet), textSheet('méthode', method)];
  return writeXlsx({
    sheets,
    defaultFont: FONT,
    properties: { title: `Indice de fragilité numérique : ${xmlText(result.index.territory.nom)}`, creator: 'fragilite', modified: NO_DATE },
  });
}

const replacedTexts = ({ rows }: Table): number =>
  rows.reduce((n, row) => n + row.filter((cell) => typeof cell === 'string' && xmlText(cell) !== cell).length, 0);
