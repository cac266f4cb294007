import { inputError } from '../errors.js';
import type { ByteSource } from '../sources/byte-source.js';
import { JsonScanFault, scanRootObject } from '../sources/json-scan.js';
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

interface Feature {
  readonly properties: Record<string, unknown>;
  readonly geometry: unknown;
}

/** No feature of ours comes near. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * The bytes of an `ifn.geojson` with the same columns in its properties, feature by feature.
 *
 * @throws an input error when the file is not JSON
 */
export function* joinToGeoJson(source: ByteSource, added: JoinedColumns): Generator<Uint8Array> {
  let opened = false;
  let items = 0;
  let before = '{';
  try {
    for (const part of scanRootObject(source, 'features', MOST_BYTES)) {
      if (part.kind === 'list') {
        yield Buffer.from(`${before}"features":[\n`);
        opened = true;
      } else if (part.kind === 'item') {
        const feature = JSON.parse(part.bytes.toString('utf8')) as Feature;
        yield Buffer.from(`${items === 0 ? '' : ',\n'}${featureLine(feature, added)}`);
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
  yield Buffer.from(`\n]${before}}\n`);
}

function featureLine({ properties, geometry }: Feature, added: JoinedColumns): string {
  const kept = Object.entries(properties).filter(([name]) => !added.names.includes(name));
  const code = properties['code'];
  const cells = added.cells.get(typeof code === 'string' ? code : '') ?? [];
  const joined = Object.fromEntries([...kept, ...added.names.map((name, i) => [name, cells[i] ?? null] as const)]);
  return JSON.stringify({ type: 'Feature', properties: joined, geometry });
}
