import { frenchNumber } from '../french.js';
import type { ReportData } from '../outputs/report/form.js';
import { byId, make, maybeById, plain } from './dom.js';
import { tableCsv } from './table-csv.js';

interface Row {
  readonly element: HTMLTableRowElement;
  readonly unit: number;
  /** The text of each cell. */
  readonly cells: readonly string[];
  readonly sought: string;
  readonly crossing: string;
}

/** Sorts, filters and exports the table, and opens the sheet of a row. */
export function startTable(data: ReportData, open: (unit: number) => void): void {
  const table = byId<HTMLTableElement>('classement');
  const heads = [...table.querySelectorAll<HTMLTableCellElement>('thead th')];
  const columns = heads.map((head) => head.dataset['colonne'] ?? '');
  const body = table.tBodies[0];
  if (body === undefined) throw new Error('The table has no body');
  const classAt = columns.indexOf('classe');
  const rows = [...body.rows].map((element): Row => {
    const unit = Number(element.dataset['u']);
    const cells = [...element.cells].map((cell) => cell.textContent.trim());
    return { element, unit, cells, sought: plain(`${data.names[unit] ?? ''} ${data.codes[unit] ?? ''}`), crossing: cells[classAt] ?? '' };
  });

  body.addEventListener('click', (event) => {
    const row = event.target instanceof Element && event.target.closest('button') !== null ? event.target.closest('tr') : null;
    if (row !== null) open(Number(row.dataset['u']));
  });
  sortable(heads, rows, body);
  const filter = filters(data, rows);
  byId('exporter').addEventListener('click', () => {
    const shown = [...body.rows].filter((element) => !element.hidden).map((element) => [...element.cells].map((cell) => cell.textContent.trim()));
    const names = heads.map((head) => head.textContent.trim());
    download(data.csvName, tableCsv(names, columns, shown));
  });
  filter();
}

/** Each head becomes a button: one press sorts downwards or by name, the next the other way. */
function sortable(heads: readonly HTMLTableCellElement[], rows: readonly Row[], body: HTMLTableSectionElement): void {
  heads.forEach((head, at) => {
    const button = make('button', { type: 'button', class: 'tri' }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const numeric = head.classList.contains('n');
      const before = head.getAttribute('aria-sort');
      // A rank is read from 1, another number from the highest, a name from A.
      const up = before === null ? !numeric || head.dataset['colonne'] === 'rang' : before === 'descending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      const sorted = [...rows].sort((a, b) => compare(a.cells[at] ?? '', b.cells[at] ?? '', numeric, up) || a.unit - b.unit);
      body.append(...sorted.map((row) => row.element));
    });
  });
}

/** What is missing comes last, whichever way. */
function compare(a: string, b: string, numeric: boolean, up: boolean): number {
  const sign = up ? 1 : -1;
  if (!numeric) return sign * a.localeCompare(b, 'fr');
  const [x, y] = [a, b].map(numberOf) as [number, number];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  return sign * (x - y);
}

/** `1 234,5` as a number; NaN for a dash. */
export const numberOf = (text: string): number => (/\d/.test(text) ? Number(text.replace(/[\s\u202f]/g, '').replace(',', '.').replace('−', '-')) : Number.NaN);

function filters(data: ReportData, rows: readonly Row[]): () => void {
  const text = byId<HTMLInputElement>('filtre-texte');
  const scoreClass = byId<HTMLSelectElement>('filtre-classe');
  const epci = maybeById<HTMLSelectElement>('filtre-epci');
  const crossing = maybeById<HTMLSelectElement>('filtre-croisement');
  const [score] = data.layers;
  const apply = (): void => {
    const sought = plain(text.value.trim());
    let shown = 0;
    for (const { element, unit, sought: own, crossing: ownCrossing } of rows) {
      const keep =
        own.includes(sought) &&
        (scoreClass.value === '' || score?.classes[unit] === Number(scoreClass.value)) &&
        ((epci?.value ?? '') === '' || data.epci[unit] === epci?.value) &&
        ((crossing?.value ?? '') === '' || ownCrossing === crossing?.value);
      element.hidden = !keep;
      if (keep) shown++;
    }
    byId('compte').textContent = `${frenchNumber(shown)} sur ${frenchNumber(rows.length)} ${data.unitNames}`;
  };
  for (const control of [text, scoreClass, epci, crossing]) control?.addEventListener('input', apply);
  return apply;
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = make('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(url);
}
