import { csvLines } from '../outputs/csv.js';
import { byCode } from '../territory/codes.js';
import type { Observation, Page } from './api-pages.js';
import { NetworkFault } from './fault.js';

/** A table of the long form, as INSEE's files are, and the places that it has rows of. */
export interface ApiTable {
  readonly text: string;
  readonly rows: number;
  /** `COM-69123`. */
  readonly places: ReadonlySet<string>;
}

/** `2025-COM-69123`: year of the geography, level, code. */
const PLACE = /^\d{4}-([A-Z0-9_]+)-(.+)$/;

const FIRST = ['GEO', 'GEO_OBJECT'];
const LAST = ['TIME_PERIOD', 'OBS_VALUE'];

/**
 * The rows of answers as one CSV of the long form: GEO as the API writes it, its level in GEO_OBJECT, the
 * dimensions and attributes by name, the value. Rows are sorted, so that pages in another order give the
 * same bytes.
 *
 * @param answers the pages of each query
 * @throws NetworkFault on rows that lack a place or a value's name, or fewer than the API announces
 */
export function apiTable(answers: readonly (readonly Page[])[]): ApiTable {
  const records: ReadonlyMap<string, string | number | null>[] = [];
  for (const pages of answers) {
    const seen = new Map<string, ReadonlyMap<string, string | number | null>>();
    for (const { observations } of pages) {
      for (const observation of observations) {
        const record = recordOf(observation);
        seen.set(JSON.stringify([...record].sort(([a], [b]) => byCode(a, b))), record);
      }
    }
    const announced = pages[0]?.paging?.count;
    if (announced !== undefined && seen.size < announced) {
      throw new NetworkFault(`l'API annonce ${String(announced)} lignes et en donne ${String(seen.size)} : le jeu a pu changer entre deux pages`, false);
    }
    records.push(...seen.values());
  }
  const names = new Set(records.flatMap((record) => [...record.keys()]));
  const columns = [...FIRST, ...[...names].filter((name) => !FIRST.includes(name) && !LAST.includes(name)).sort(byCode), ...LAST];
  const lines = [...csvLines([], records.map((record) => columns.map((name) => record.get(name) ?? null)))].slice(1).sort(byCode);
  return {
    text: `${columns.join(';')}\n${lines.join('')}`,
    rows: records.length,
    places: new Set(records.map((record) => PLACE.exec(String(record.get('GEO')))?.slice(1).join('-') ?? '')),
  };
}

function recordOf({ dimensions, attributes = {}, measures = {} }: Observation): ReadonlyMap<string, string | number | null> {
  const place = PLACE.exec(dimensions['GEO'] ?? '');
  if (place === null || dimensions['TIME_PERIOD'] === undefined) {
    throw new NetworkFault(`une ligne de l'API n'a pas la forme connue (GEO ${JSON.stringify(dimensions['GEO'] ?? null)}, TIME_PERIOD ${JSON.stringify(dimensions['TIME_PERIOD'] ?? null)})`, false);
  }
  // The API calls the measure by its statistic; the files say OBS_VALUE.
  const value = (measures['OBS_VALUE_NIVEAU'] ?? measures['OBS_VALUE'])?.value ?? null;
  return new Map<string, string | number | null>([...Object.entries(dimensions), ...Object.entries(attributes), ['GEO_OBJECT', place[1] ?? ''], ['OBS_VALUE', value]]);
}
