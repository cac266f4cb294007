import type { ConfrontedCell } from '../../survey/confront.js';
import { csvText } from '../csv.js';
import type { Cell } from '../ifn-record.js';

/** A column of `confrontation.csv` with its cell; shares are in %. */
const COLUMNS: readonly (readonly [name: string, cell: (c: ConfrontedCell) => Cell])[] = [
  ['code', (c) => c.code],
  ['nom', (c) => c.nom],
  ['n', (c) => c.n],
  ['taux', (c) => 100 * c.share],
  ['score', (c) => c.score],
  ['rang_indice', (c) => c.ranks?.index ?? null],
  ['rang_enquete', (c) => c.ranks?.survey ?? null],
  ['rang_enquete_bas', (c) => c.ranks?.surveyLow ?? null],
  ['rang_enquete_haut', (c) => c.ranks?.surveyHigh ?? null],
  ['ecart_normalise', (c) => (c.ranks !== null && Number.isFinite(c.ranks.gap) ? c.ranks.gap : null)],
  ['desaccord', (c) => (c.ranks === null ? null : !c.ranks.disagrees ? 'non' : c.ranks.survey < c.ranks.index ? 'enquete' : 'indice')],
  ['limite_95_basse', (c) => 100 * c.limits.low95],
  ['limite_95_haute', (c) => 100 * c.limits.high95],
  ['limite_998_basse', (c) => 100 * c.limits.low998],
  ['limite_998_haute', (c) => 100 * c.limits.high998],
  ['entonnoir', (c) => c.place],
];

/** `confrontation.csv`: a row per commune of at least 11 persons asked, sorted by code. */
export const confrontationCsv = (cells: readonly ConfrontedCell[]): string =>
  csvText(
    COLUMNS.map(([name]) => name),
    cells.map((c) => COLUMNS.map(([, cell]) => cell(c))),
  );
