import { readFileSync, writeFileSync } from 'node:fs';
import { markdownTable, promiseLine } from './report.js';

const PAGE = new URL('../docs/performance.md', import.meta.url);
const [START, END] = ['<!-- début des mesures -->', '<!-- fin des mesures -->'];

/** Puts the measures between the two marks of the page, and returns its name. */
export function writePage(machine, parts) {
  const page = readFileSync(PAGE, 'utf8');
  const [from, to] = [page.indexOf(START), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md n'a pas les marques ${START} et ${END}.`);
  const sections = parts.map(({ title, about, table, promises }) => `## ${title}\n\n${about}\n\n${markdownTable(table)}\n\n${promises.map((one) => `- ${promiseLine(one)}`).join('\n')}\n`);
  writeFileSync(PAGE, `${page.slice(0, from)}${START}\n\n${machine}\n\n${sections.join('\n')}\n${page.slice(to)}`);
  return 'docs/performance.md';
}
