/** Names are text: what Markdown or HTML would take for a sign is escaped; spaces that hold a number together stay. */
export function markdownText(text: string): string {
  // Nearly every name of a commune.
  if (!/[^\S ]| {2}|[&<>\\|*_`[\]#]/.test(text)) return text;
  return text
    .replace(/[^\S\u00a0\u202f]+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\|*_`[\]#]/g, (sign) => `\\${sign}`);
}

/** A name of a column or of a file, or a formula, set as code. */
export const codeText = (text: string): string => `\`${text.replace(/[`\s]+/g, ' ')}\``;

/**
 * The lines of a Markdown table. Cells are taken as they are: names go through `markdownText` first.
 *
 * @param right positions of the columns that are aligned to the right
 */
export const markdownTable = (head: readonly string[], rows: Iterable<readonly string[]>, right: readonly number[]): string[] => [
  ...markdownTableLines(head, rows, right),
];

/** The same one line after the other, for a table that may be long. */
export function* markdownTableLines(
  head: readonly string[],
  rows: Iterable<readonly string[]>,
  right: readonly number[],
): Generator<string> {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  yield line(head);
  yield `|${head.map((_, i) => (right.includes(i) ? '---:' : '---')).join('|')}|`;
  for (const cells of rows) yield line(cells);
}
