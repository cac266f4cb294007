/** Names are text: what Markdown or HTML would take for a sign is escaped. */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\|*_`[\]#]/g, (sign) => `\\${sign}`);
}

/**
 * The lines of a Markdown table. Cells are taken as they are: names go through `markdownText` first.
 *
 * @param right positions of the columns that are aligned to the right
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[],
): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map((_, i) => (right.includes(i) ? '---:' : '---')).join('|')}|`, ...rows.map(line)];
}
