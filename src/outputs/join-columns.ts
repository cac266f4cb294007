import { inputError } from '../errors.js';
import type { ByteSource } from '../sources/byte-source.js';
import { JsonScanFault, scanRootObject } from '../sources/json-scan.js';
import { byCode, parseCode } from '../territory/codes.js';
import { csvCell } from './csv.js';
import type { JoinedColumns } from './crossing-csv.js';

/** Where columns go that a table has already: after the others, or where they stand. */
export type JoinPlace = 'last' | 'in-place';

/**
 * The lines of an `ifn.csv` with more columns; columns of the same names that it has already are replaced.
 * The other cells keep their text.
 */
export function* joinToCsv(header: readonly string[], records: readonly (readonly string[])[], added: JoinedColumns, place: JoinPlace = 'last'): Generator<string> {
  const codeAt = header.findIndex((name) => name.toLowerCase() === 'code');
  const own = header.flatMap((name, at): Place[] => (added.names.includes(name) ? [] : [{ from: 'record', at, name }]));
  const ofAdded = added.names.map((name, at): Place => ({ from: 'added', at, name }));
  const stand = header.map((name, at): Place => ofAdded.find((a) => a.name === name) ?? { from: 'record', at, name });
  const places = place === 'last' ? [...own, ...ofAdded] : [...stand, ...ofAdded.filter((a) => !header.includes(a.name))];
  yield `${places.map(({ name }) => csvCell(name)).join(';')}\n`;
  const codes = records.map((record) => parseCode(record[codeAt] ?? '').code);
  const inOrder = [...records.keys()].sort((a, b) => byCode(codes[a] ?? '', codes[b] ?? ''));
  for (const row of inOrder) {
    const record = records[row] ?? [];
    const cells = added.cells.get(codes[row] ?? '') ?? [];
    yield `${places.map(({ from, at }) => csvCell(from === 'record' ? (record[at] ?? '') : (cells[at] ?? null))).join(';')}\n`;
  }
}

/** Where a column of the joined table comes from. */
interface Place {
  readonly from: 'record' | 'added';
  readonly at: number;
  readonly name: string;
}

interface Feature {
  readonly properties: Record<string, unknown>;
  readonly geometry: unknown;
}

/** No feature of ours comes near. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * The lines of an `ifn.geojson` with the same columns in its properties, a feature each.
 *
 * @throws an input error when the file is not JSON
 */
export function* joinToGeoJson(source: ByteSource, added: JoinedColumns, place: JoinPlace = 'last'): Generator<string> {
  let opened = false;
  let items = 0;
  let before = '{';
  try {
    for (const part of scanRootObject(source, 'features', MOST_BYTES)) {
      if (part.kind === 'list') {
        yield `${before}"features":[\n`;
        opened = true;
      } else if (part.kind === 'item') {
        yield `${items === 0 ? '' : ',\n'}${featureLine(part.bytes.toString('utf8'), added, place)}`;
        items += 1;
      } else {
        const member = `${part.name.toString('utf8')}:${JSON.stringify(JSON.parse(part.bytes.toString('utf8')))}`;
        // Members that follow the list stay after it.
        if (opened) before += `,${member}`;
        else before += `${member},`;
      }
      if (part.kind === 'list') before = '';
    }
  } catch (error) {
    if (error instanceof JsonScanFault || error instanceof SyntaxError) {
      throw inputError('ifn.geojson n\'est pas un JSON lisible. Recalculez le résultat (fragilite compute), puis recommencez.', { cause: error });
    }
    throw error;
  }
  yield `\n]${before}}\n`;
}

/** The text of a feature with the columns added. */
function featureLine(text: string, added: JoinedColumns, place: JoinPlace): string {
  // All of it is read, so that what is no JSON is not written again as if it were.
  const { properties, geometry } = JSON.parse(text) as Feature;
  const kept = Object.entries(properties).filter(([name]) => place === 'in-place' || !added.names.includes(name));
  const code = properties['code'];
  const cells = added.cells.get(typeof code === 'string' ? code : '') ?? [];
  const joined = JSON.stringify(Object.fromEntries([...kept, ...added.names.map((name, i) => [name, cells[i] ?? null] as const)]));
  // In a feature as compute writes it, what follows the properties is the geometry: a contour is not written out again.
  const before = `${BEFORE_PROPERTIES}${JSON.stringify(properties)}`;
  if (text.startsWith(`${before},"geometry":`)) return `${BEFORE_PROPERTIES}${joined}${text.slice(before.length)}`;
  return `${BEFORE_PROPERTIES}${joined},"geometry":${JSON.stringify(geometry)}}`;
}

const BEFORE_PROPERTIES = '{"type":"Feature","properties":';
