import { parse } from 'csv-parse/sync';
import { byCode, parseCode } from '../territory/codes.js';
import { csvCell } from './csv.js';
import type { JoinedColumns } from './crossing-csv.js';

/**
 * The text of an `ifn.csv` with more columns; columns of the same names from an earlier crossing are
 * replaced. The other cells keep their text.
 */
export function joinToCsv(header: readonly string[], records: readonly (readonly string[])[], added: JoinedColumns): string {
  const codeAt = header.findIndex((name) => name.toLowerCase() === 'code');
  const kept = header.flatMap((name, i) => (added.names.includes(name) ? [] : [i]));
  const lines = [[...kept.map((i) => csvCell(header[i] ?? '')), ...added.names].join(';')];
  const sorted = [...records].sort((a, b) => byCode(parseCode(a[codeAt] ?? '').code, parseCode(b[codeAt] ?? '').code));
  for (const record of sorted) {
    const cells = added.cells.get(parseCode(record[codeAt] ?? '').code) ?? added.names.map(() => null);
    lines.push([...kept.map((i) => csvCell(record[i] ?? '')), ...cells.map(csvCell)].join(';'));
  }
  return `${lines.join('\n')}\n`;
}

/** The same for the text of an `ifn.csv` of ours. */
export function joinToIfnCsv(text: string, added: JoinedColumns): string {
  const [header = [], ...records] = parse(text, { delimiter: ';', bom: true, skip_empty_lines: true });
  return joinToCsv(header, records, added);
}

interface Collection {
  readonly features: { readonly properties: Record<string, unknown>; readonly geometry: unknown }[];
}

/** Adds the same columns to the properties of an `ifn.geojson`. */
export function joinToGeoJson(text: string, added: JoinedColumns): string {
  const { features, ...members } = JSON.parse(text) as Collection & Record<string, unknown>;
  const lines = features.map((feature) => {
    const kept = Object.entries(feature.properties).filter(([name]) => !added.names.includes(name));
    const code = feature.properties['code'];
    const cells = added.cells.get(typeof code === 'string' ? code : '') ?? [];
    const properties = Object.fromEntries([...kept, ...added.names.map((name, i) => [name, cells[i] ?? null] as const)]);
    return JSON.stringify({ type: 'Feature', properties, geometry: feature.geometry });
  });
  const start = Object.entries(members).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{${start.join(',')},"features":[\n${lines.join(',\n')}\n]}\n`;
}
