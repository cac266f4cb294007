import { readFile } from 'node:fs/promises';
import type { CogChange, CogHistory } from '../territory/cog-history.js';

interface HistoryFile {
  readonly communes: Readonly<Record<string, number>>;
  readonly changements: Readonly<Record<string, readonly string[]>>;
}

/** Loads what became of the codes of communes year by year: `data/cog-years.json`, derived from Insee's COG. */
export async function loadCogHistory(): Promise<CogHistory> {
  const file = JSON.parse(await readFile(new URL('../../data/cog-years.json', import.meta.url), 'utf8')) as HistoryFile;
  return {
    years: Object.keys(file.communes).map(Number).sort((a, b) => a - b),
    changes: new Map(Object.entries(file.changements).map(([year, texts]) => [Number(year), texts.map(parseChange)])),
  };
}

/** `69149+69152>69149` */
function parseChange(text: string): CogChange {
  const [before = '', after = ''] = text.split('>');
  return { before: before.split('+'), after: after.split('+') };
}
