import type { Millionths } from '../geometry/packed.js';

/** Bytes given at a time. */
const CHUNK_BYTES = 1 << 20;
/** A position at its longest: `[-179.999999,-89.999999],`. */
const POSITION_BYTES = 32;

const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
const MILLION = 1_000_000;

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
  const writer = new Writer();
  yield* writer.text(start);
  let first = true;
  for (const { properties, geometry } of features) {
    yield* writer.text(`${first ? '' : ',\n'}{"type":"Feature","properties":${properties},"geometry":`);
    first = false;
    if (geometry === null) yield* writer.text('null}');
    else {
      const one = geometry.polygons.length === 1;
      yield* writer.text(`{"type":"${one ? 'Polygon' : 'MultiPolygon'}","coordinates":${one ? '' : '['}`);
      yield* writer.polygons(geometry);
      yield* writer.text(one ? '}}' : ']}}');
    }
  }
  yield* writer.text(end);
  yield* writer.rest();
}

class Writer {
  readonly #buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  #at = 0;

  *text(text: string): Generator<Uint8Array> {
    // A character takes three bytes at most, two of UTF-16 taking four together.
    if (3 * text.length > CHUNK_BYTES - this.#at) {
      yield* this.rest();
      if (3 * text.length > CHUNK_BYTES) {
        yield Buffer.from(text, 'utf8');
        return;
      }
    }
    this.#at += this.#buffer.write(text, this.#at, 'utf8');
  }

  *polygons({ coordinates, polygons }: Millionths): Generator<Uint8Array> {
    let from = 0;
    for (const [p, rings] of polygons.entries()) {
      yield* this.text(p === 0 ? '[' : ',[');
      for (const [r, size] of rings.entries()) {
        yield* this.text(r === 0 ? '[' : ',[');
        const end = from + 2 * size;
        while (from < end) {
          const room = Math.floor((CHUNK_BYTES - this.#at) / POSITION_BYTES);
          if (room === 0) yield* this.rest();
          const until = Math.min(end, from + 2 * room);
          this.#positions(coordinates, from, until, end);
          from = until;
        }
        yield* this.text(']');
      }
      yield* this.text(']');
    }
  }

  /** Writes positions that there is room for, a comma after each that is not the last of its ring. */
  #positions(coordinates: Int32Array, from: number, until: number, end: number): void {
    const buffer = this.#buffer;
    let at = this.#at;
    for (let i = from; i < until; i += 2) {
      buffer[at++] = OPEN;
      at = putMillionths(buffer, at, coordinates[i] ?? 0);
      buffer[at++] = COMMA;
      at = putMillionths(buffer, at, coordinates[i + 1] ?? 0);
      buffer[at++] = CLOSE;
      if (i + 2 < end) buffer[at++] = COMMA;
    }
    this.#at = at;
  }

  *rest(): Generator<Uint8Array> {
    if (this.#at > 0) yield this.#buffer.subarray(0, this.#at);
    this.#at = 0;
  }
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
  let decimals = value - whole * MILLION;
  if (whole >= 1000) buffer[at++] = ZERO + ((whole / 1000) | 0);
  if (whole >= 100) buffer[at++] = ZERO + (((whole / 100) | 0) % 10);
  if (whole >= 10) buffer[at++] = ZERO + (((whole / 10) | 0) % 10);
  buffer[at++] = ZERO + (whole % 10);
  if (decimals === 0) return at;
  buffer[at] = POINT;
  let digits = 6;
  while (decimals % 10 === 0) {
    decimals = (decimals / 10) | 0;
    digits--;
  }
  for (let i = digits; i > 0; i--) {
    const rest = (decimals / 10) | 0;
    buffer[at + i] = ZERO + (decimals - rest * 10);
    decimals = rest;
  }
  return at + digits + 1;
}
