import type { MultiPolygon, Polygon } from 'geojson';
import { closeRing, geometryOf, type Ring } from '../../geometry/rings.js';

/** What is wrong with a geometry of a GeoPackage, in French; the caller says where. */
export class WkbFault extends Error {}

const ENVELOPE_BYTES = [0, 32, 48, 48, 64];

const POLYGON = 3;
const MULTIPOLYGON = 6;
const COLLECTION = 7;
const CURVE_POLYGON = 10;
const MULTI_SURFACE = 12;
/** Points and lines, curved ones included. */
const NOT_AREAS = new Set([1, 2, 4, 5, 8, 9, 11, 13]);

/** A file that nests collections deeper than this means harm. */
const DEEPEST = 16;

/**
 * Reads a geometry of a GeoPackage: the header of the OGC standard (12-128, § 2.1.3), then its WKB,
 * in either byte order, with or without heights and measures (ISO codes and the flags of EWKB).
 *
 * @param opened called for each ring that is not closed, and is then
 * @returns null when it is empty, `skipped` for points and lines
 * @throws a WkbFault
 */
export function readGeoPackageGeometry(blob: Uint8Array, opened: () => void = () => undefined): Polygon | MultiPolygon | null | 'skipped' {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  if (blob.length < 8 || blob[0] !== 0x47 || blob[1] !== 0x50) throw new WkbFault("ne commence pas par « GP », l'en-tête des géométries d'un GeoPackage");
  const flags = blob[3] ?? 0;
  if ((flags & 0x20) !== 0) throw new WkbFault("est d'un type étendu, propre à un autre logiciel");
  const envelope = ENVELOPE_BYTES[(flags >> 1) & 7];
  if (envelope === undefined) throw new WkbFault(`a un en-tête illisible (enveloppe ${(flags >> 1) & 7})`);
  if ((flags & 0x10) !== 0) return null;
  const reader = new WkbReader(view, 8 + envelope, opened);
  const polygons: Ring[][] = [];
  const type = reader.geometry(polygons, 0);
  if (polygons.length > 0) return geometryOf(polygons);
  return NOT_AREAS.has(type) ? 'skipped' : null;
}

class WkbReader {
  #littleEndian = true;

  constructor(
    readonly view: DataView,
    public at: number,
    readonly opened: () => void,
  ) {}

  /** Adds the polygons of a geometry; returns its type. */
  geometry(polygons: Ring[][], depth: number): number {
    if (depth > DEEPEST) throw new WkbFault(`emboîte plus de ${DEEPEST} collections`);
    this.#need(5);
    const order = this.view.getUint8(this.at);
    if (order > 1) throw new WkbFault(`a un ordre d'octets inconnu (${order})`);
    this.#littleEndian = order === 1;
    this.at += 1;
    const code = this.#count();
    if ((code & 0x20000000) !== 0) this.at += 4;
    const iso = code & 0x0fffffff;
    const type = iso % 1000;
    const hasZ = (code & 0x80000000) !== 0 || iso >= 3000 || (iso >= 1000 && iso < 2000);
    const hasM = (code & 0x40000000) !== 0 || iso >= 2000;
    const numbers = 2 + (hasZ ? 1 : 0) + (hasM ? 1 : 0);
    if (iso >= 4000) throw new WkbFault(`est d'un type inconnu (${iso})`);
    if (type === POLYGON) {
      const rings = this.#polygon(numbers);
      if (rings.length > 0) polygons.push(rings);
    } else if (type === MULTIPOLYGON || type === COLLECTION || type === MULTI_SURFACE) {
      for (let n = this.#count(); n > 0; n--) this.geometry(polygons, depth + 1);
    } else if (type === CURVE_POLYGON) {
      throw new WkbFault('a des arcs de cercle, qui ne sont pas lus : exportez-la en segments');
    } else if (NOT_AREAS.has(type)) {
      // Alone it is skipped; in a collection, where its end is needed, it is walked through.
      if (depth > 0) this.#skip(type, numbers, depth);
    } else throw new WkbFault(`est d'un type inconnu (${iso})`);
    return type;
  }

  #polygon(numbers: number): Ring[] {
    const rings: Ring[] = [];
    for (let n = this.#count(); n > 0; n--) {
      const size = this.#count();
      this.#need(size * numbers * 8);
      const ring: Ring = new Array<Ring[number]>(size);
      for (let i = 0; i < size; i++, this.at += numbers * 8) {
        const x = this.view.getFloat64(this.at, this.#littleEndian);
        const y = this.view.getFloat64(this.at + 8, this.#littleEndian);
        if (!Number.isFinite(x) || !Number.isFinite(y)) throw new WkbFault(`a une position impossible (${x}, ${y})`);
        ring[i] = [x, y];
      }
      if (size > 0) rings.push(closeRing(ring, this.opened));
    }
    return rings;
  }

  #skip(type: number, numbers: number, depth: number): void {
    if (type === 1) this.#pass(numbers * 8);
    else if (type === 2 || type === 8) this.#pass(this.#count() * numbers * 8);
    else for (let n = this.#count(); n > 0; n--) this.geometry([], depth + 1);
  }

  #pass(bytes: number): void {
    this.#need(bytes);
    this.at += bytes;
  }

  #count(): number {
    this.#need(4);
    const count = this.view.getUint32(this.at, this.#littleEndian);
    this.at += 4;
    return count;
  }

  #need(bytes: number): void {
    if (this.at + bytes > this.view.byteLength) {
      throw new WkbFault(`est coupée : ${this.at + bytes} octets au moins attendus, ${this.view.byteLength} présents`);
    }
  }
}
