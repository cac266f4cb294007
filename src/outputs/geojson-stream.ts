import type { Millionths } from '../geometry/packed.js';
import { ByteWriter, type Pieces } from './byte-writer.js';

/** A position at its longest: `[-179.999999,-89.999999],`. */
const POSITION_BYTES = 32;

const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
const MILLION = 1_000_000;
/** `000001002…999`: divisions are what writing a number costs. */
const THREE_DIGITS = Uint8Array.from({ length: 3000 }, (_, i) => ZERO + (Math.floor(Math.floor(i / 3) / 10 ** (2 - (i % 3))) % 10));

/** A feature: the text of its properties and its geometry. */
export interface FeatureText {
  readonly properties: string;
  readonly geometry: Millionths | null;
}

/**
 * A FeatureCollection as bytes, a piece at a time: numbers go straight into a buffer, and the whole
 * is never one string. The bytes are those that JSON.stringify gives. Each piece is lent until the
 * next one is asked for.
 *
 * @param start the collection up to its list of features, `{"type":"FeatureCollection",…,"features":[\n`
 */
export function* featureCollection(start: string, features: Iterable<FeatureText>, end: string): Generator<Uint8Array> {
  const writer = new ByteWriter();
  let before = start;
  for (const { properties, geometry } of features) {
    const text = `${before}{"type":"Feature","properties":${properties},"geometry":${geometryStart(geometry)}`;
    if (!writer.put(text)) yield* writer.flushAndPut(text);
    if (geometry !== null) yield* polygons(writer, geometry);
    before = ',\n';
  }
  const text = before === start ? start + end : end;
  if (!writer.put(text)) yield* writer.flushAndPut(text);
  yield* writer.flush();
}

const geometryStart = (geometry: Millionths | null): string =>
  geometry === null ? 'null}' : geometry.polygons.length === 1 ? '{"type":"Polygon","coordinates":' : '{"type":"MultiPolygon","coordinates":[';

/** Writes the coordinates, and the ends of the geometry and of its feature. */
function* polygons(writer: ByteWriter, { coordinates, polygons }: Millionths): Pieces {
  let from = 0;
  for (const [p, rings] of polygons.entries()) {
    for (const [r, size] of rings.entries()) {
      const opening = r > 0 ? ',[' : p > 0 ? ',[[' : '[[';
      if (!writer.put(opening)) yield* writer.flushAndPut(opening);
      const end = from + 2 * size;
      while (from < end) {
        if (writer.room < POSITION_BYTES) yield* writer.flush();
        const until = Math.min(end, from + 2 * Math.floor(writer.room / POSITION_BYTES));
        positions(writer, coordinates, from, until, end);
        from = until;
      }
      const closing = r === rings.length - 1 ? ']]' : ']';
      if (!writer.put(closing)) yield* writer.flushAndPut(closing);
    }
  }
  const ending = polygons.length === 1 ? '}}' : ']}}';
  if (!writer.put(ending)) yield* writer.flushAndPut(ending);
}

/** Writes positions that there is room for, a comma after each that is not the last of its ring. */
function positions(writer: ByteWriter, coordinates: Int32Array, from: number, until: number, end: number): void {
  const { buffer } = writer;
  let { at } = writer;
  for (let i = from; i < until; i += 2) {
    buffer[at++] = OPEN;
    at = putMillionths(buffer, at, coordinates[i] ?? 0);
    buffer[at++] = COMMA;
    at = putMillionths(buffer, at, coordinates[i + 1] ?? 0);
    buffer[at++] = CLOSE;
    if (i + 2 < end) buffer[at++] = COMMA;
  }
  writer.at = at;
}

/**
 * Writes a number given in millionths as the shortest decimal: -4823000 is `-4.823`.
 *
 * @returns the place after it
 */
export function putMillionths(buffer: Uint8Array, start: number, millionths: number): number {
  let at = start;
  let value = millionths;
  if (value < 0) {
    buffer[at++] = MINUS;
    value = -value;
  }
  const whole = (value / MILLION) | 0;
  const decimals = value - whole * MILLION;
  if (whole >= 1000) buffer[at++] = ZERO + ((whole / 1000) | 0);
  if (whole >= 100) buffer[at++] = digitOf(whole % 1000, 0);
  if (whole >= 10) buffer[at++] = digitOf(whole % 1000, 1);
  buffer[at++] = digitOf(whole % 1000, 2);
  if (decimals === 0) return at;
  buffer[at] = POINT;
  const high = (decimals / 1000) | 0;
  const low = decimals - 1000 * high;
  for (let i = 0; i < 3; i++) buffer[++at] = digitOf(high, i);
  if (low > 0) for (let i = 0; i < 3; i++) buffer[++at] = digitOf(low, i);
  while (buffer[at] === ZERO) at--;
  return at + 1;
}

/** The digit at a place, from 0, of a number under 1,000 in three digits. */
const digitOf = (number: number, place: number): number => THREE_DIGITS[3 * number + place] ?? ZERO;
