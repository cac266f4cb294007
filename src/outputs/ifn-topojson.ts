import { sharedBorders } from '../geometry/topology.js';
import type { SharedBorders } from '../geometry/topology.js';
import type { JobResult } from '../main-job/run.js';
import type { JoinedColumns } from './crossing-csv.js';
import { SCHEMATIC_MEMBER, propertiesOf } from './ifn-geojson.js';
import type { StreamedFile } from './write-folder.js';

/** Text given at a time. */
const CHUNK_LENGTH = 1 << 20;
const MILLIONTH = 1e-6;

/**
 * `ifn.topojson`: the features of `ifn.geojson`, sorted by code with the same properties, over borders
 * told once. Its grid is the millionth of a degree (11 cm from south to north): the 6 decimals of
 * `ifn.geojson`, so that no position moves.
 *
 * @returns null when no boundaries were given
 */
export function ifnTopoJson(result: JobResult, added: JoinedColumns | null = null): StreamedFile | null {
  const { contours } = result.inputs;
  if (contours === null) return null;
  const { geometries } = contours.harmonised;
  const { frame } = result.index;
  const codes = [...frame.territory].map((row) => frame.codes[row] ?? '');
  const packed = codes.map((code) => geometries.packed(code));
  const box = geometries.boxOf(codes);
  const [west, south] = box ?? [0, 0];
  const members = ['"type":"Topology"'];
  if (contours.source.schematic) members.push(SCHEMATIC_MEMBER);
  if (box !== null) {
    members.push(
      `"bbox":${JSON.stringify(box.map((edge) => edge / 1e6))}`,
      `"transform":${JSON.stringify({ scale: [MILLIONTH, MILLIONTH], translate: [west / 1e6, south / 1e6] })}`,
    );
  }
  function* texts(): Generator<string> {
    const { coordinates, starts, units } = sharedBorders(packed);
    yield `{${members.join(',')},"objects":{"ifn":{"type":"GeometryCollection","geometries":[\n`;
    const properties = propertiesOf(result, added);
    for (const [i, row] of frame.territory.entries()) {
      yield `${i === 0 ? '' : ',\n'}{${shapeText(units[i] ?? null)},"properties":${properties(row)}}`;
    }
    yield '\n]}},"arcs":[\n';
    for (let i = 0; i + 1 < starts.length; i++) yield `${i === 0 ? '' : ',\n'}${arcText(coordinates.subarray(2 * (starts[i] ?? 0), 2 * (starts[i + 1] ?? 0)), west, south)}`;
    yield '\n]}\n';
  }
  return { name: 'ifn.topojson', chunks: () => inPieces(texts()) };
}

function shapeText(polygons: SharedBorders['units'][number]): string {
  if (polygons === null) return '"type":null';
  const [first] = polygons;
  return polygons.length === 1 && first !== undefined
    ? `"type":"Polygon","arcs":${JSON.stringify(first)}`
    : `"type":"MultiPolygon","arcs":${JSON.stringify(polygons)}`;
}

/** A border as TopoJSON has it: its first position from the corner of the box, then steps. */
function arcText(border: Int32Array, west: number, south: number): string {
  let [x, y] = [west, south];
  const steps: string[] = [];
  for (let i = 0; i < border.length; i += 2) {
    const nextX = border[i] ?? 0;
    const nextY = border[i + 1] ?? 0;
    steps.push(`[${String(nextX - x)},${String(nextY - y)}]`);
    [x, y] = [nextX, nextY];
  }
  return `[${steps.join(',')}]`;
}

function* inPieces(texts: Iterable<string>): Generator<Uint8Array> {
  let pending: string[] = [];
  let length = 0;
  for (const text of texts) {
    pending.push(text);
    length += text.length;
    if (length < CHUNK_LENGTH) continue;
    yield Buffer.from(pending.join(''), 'utf8');
    pending = [];
    length = 0;
  }
  yield Buffer.from(pending.join(''), 'utf8');
}
