/** Columns whose cells are codes: Excel must not read a number in them. */
const CODES: ReadonlySet<string> = new Set(['code']);

/**
 * The rows of the table as they are shown, for a double click in French Excel: BOM, `;`, CRLF, decimal
 * comma, codes as text, and no cell that Excel would take for a formula.
 *
 * @param ids the ids of the columns
 */
export function tableCsv(names: readonly string[], ids: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], head: boolean): string => cells.map((cell, i) => cellText(cell, !head && CODES.has(ids[i] ?? ''))).join(';');
  return `\ufeff${[line(names, true), ...rows.map((row) => line(row, false))].join('\r\n')}\r\n`;
}

function cellText(cell: string, code: boolean): string {
  if (code && /^[0-9A-Z]+$/.test(cell)) return `"=""${cell}"""`;
  if (cell === '–') return '';
  // Spaces between thousands would make a text of a number.
  if (/^−?[\d\u202f]+(,\d+)?$/.test(cell)) return cell.replace(/\u202f/g, '').replace('−', '-');
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
