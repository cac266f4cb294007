import type { PackedGeometry } from '../geometry/packed.js';

/** The coordinates of a polygon or of several, and where they are among the bytes of a feature. */
export interface FoundPositions {
  readonly geometry: PackedGeometry;
  readonly type: 'Polygon' | 'MultiPolygon';
  /** Of the list: its bracket, and the byte after the one that closes it. */
  readonly start: number;
  readonly end: number;
}

const NAME = Buffer.from('"coordinates"');

const SPACE = 0x20;
const isSpace = (byte: number): boolean => byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Whole numbers up to here are exact, and so are powers of ten up to 10²²: their quotient is rounded once, as JSON.parse does. */
const MOST_WHOLE = 2 ** 53;
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${String(i)}`));

/** Where numbers are put before it is known how many there are; grown as features need it. */
let scratch = new Float64Array(1 << 14);

/**
 * The positions of a GeoJSON feature read straight from its bytes: as JSON, each would be an array of its
 * own, and a country has millions. The numbers are those that JSON.parse gives.
 *
 * Only what is plain is read so: closed rings, none of them empty, numbers without an exponent, the
 * member « coordinates » there once.
 *
 * @param bytes one feature, whole
 * @returns null for all the rest, which JSON.parse judges
 */
export function positionsOfFeature(bytes: Buffer): FoundPositions | null {
  const named = bytes.indexOf(NAME);
  if (named < 0) return null;
  const colon = afterSpaces(bytes, named + NAME.length);
  if (bytes[colon] !== COLON) return null;
  const start = afterSpaces(bytes, colon + 1);
  let depth = 0;
  for (let at = start; bytes[at] === OPEN; at = afterSpaces(bytes, at + 1)) depth += 1;
  if (depth !== 3 && depth !== 4) return null;
  const place: Place = { at: start, length: 0 };
  const rings = (): number[] | null => listOf(bytes, place, () => ringSize(bytes, place));
  const polygons = depth === 3 ? alone(rings()) : listOf(bytes, place, rings);
  if (polygons === null || bytes.includes(NAME, place.at)) return null;
  return { geometry: { coordinates: scratch.slice(0, place.length), polygons }, type: depth === 3 ? 'Polygon' : 'MultiPolygon', start, end: place.at };
}

/** Where the reading is: the next byte, and how many numbers are in the scratch. */
interface Place {
  at: number;
  length: number;
}

const alone = (rings: number[] | null): number[][] | null => (rings === null ? null : [rings]);

function afterSpaces(bytes: Buffer, from: number): number {
  let at = from;
  for (let byte = bytes[at] ?? 0; byte <= SPACE && isSpace(byte); byte = bytes[at] ?? 0) at += 1;
  return at;
}

/** The items of a list that is not empty, or null. */
function listOf<T>(bytes: Buffer, place: Place, item: () => T | null): T[] | null {
  place.at = afterSpaces(bytes, place.at);
  if (bytes[place.at] !== OPEN) return null;
  const items: T[] = [];
  do {
    place.at = afterSpaces(bytes, place.at + 1);
    const made = item();
    if (made === null) return null;
    items.push(made);
    place.at = afterSpaces(bytes, place.at);
  } while (bytes[place.at] === COMMA);
  return bytes[place.at++] === CLOSE ? items : null;
}

/** How many positions a closed ring has, which go to the scratch; null for another. */
function ringSize(bytes: Buffer, place: Place): number | null {
  const first = place.length;
  let { at, length } = place;
  if (bytes[at] !== OPEN) return null;
  do {
    if (length + 4 > scratch.length) grow();
    at = afterSpaces(bytes, at + 1);
    if (bytes[at] !== OPEN) return null;
    at = numberAt(bytes, at + 1, length);
    if (at < 0 || bytes[at] !== COMMA) return null;
    at = numberAt(bytes, at + 1, length + 1);
    // Heights are dropped.
    while (at >= 0 && bytes[at] === COMMA) at = numberAt(bytes, at + 1, length + 2);
    if (at < 0 || bytes[at] !== CLOSE) return null;
    at = afterSpaces(bytes, at + 1);
    length += 2;
  } while (bytes[at] === COMMA);
  if (bytes[at] !== CLOSE || scratch[first] !== scratch[length - 2] || scratch[first + 1] !== scratch[length - 1]) return null;
  place.at = at + 1;
  place.length = length;
  return (length - first) / 2;
}

/**
 * Puts a number, with the spaces around it, into the scratch.
 *
 * @returns the place after it, or -1 when it is none, or one with an exponent
 */
function numberAt(bytes: Buffer, from: number, into: number): number {
  let at = afterSpaces(bytes, from);
  const negative = bytes[at] === MINUS;
  if (negative) at += 1;
  const whole = at;
  let value = 0;
  let digit = bytes[at] ?? 0;
  while (digit >= ZERO && digit <= NINE) {
    value = value * 10 + (digit - ZERO);
    digit = bytes[++at] ?? 0;
  }
  // None, or one too many zeros.
  if (at === whole || (bytes[whole] === ZERO && at > whole + 1)) return -1;
  let decimals = 0;
  if (digit === POINT) {
    const point = at;
    digit = bytes[++at] ?? 0;
    while (digit >= ZERO && digit <= NINE) {
      value = value * 10 + (digit - ZERO);
      digit = bytes[++at] ?? 0;
    }
    decimals = at - point - 1;
    if (decimals === 0) return -1;
  }
  const end = at;
  at = afterSpaces(bytes, at);
  // An exponent, or the end of the bytes.
  if (bytes[at] !== COMMA && bytes[at] !== CLOSE) return -1;
  const exact = value <= MOST_WHOLE && decimals < POWERS.length;
  const positive = exact ? value / (POWERS[decimals] ?? 1) : Number(bytes.toString('latin1', whole, end));
  scratch[into] = negative ? -positive : positive;
  return Number.isFinite(positive) ? at : -1;
}

function grow(): void {
  const larger = new Float64Array(2 * scratch.length);
  larger.set(scratch);
  scratch = larger;
}
