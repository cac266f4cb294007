import { inputError } from '../../errors.js';
import { groupRings } from '../../geometry/group-rings.js';
import { doubledArea, isClosed, pack, type PackedGeometry, ringAt } from '../../geometry/packed.js';
import { closeRing, geometryOf } from '../../geometry/rings.js';
import { Slabs } from '../../geometry/slabs.js';
import type { ByteSource } from '../byte-source.js';
import { type IndexedShapes, indexedPlaces, type RecordHeader, type RecordPlace } from './shx.js';
import { Window } from './window.js';

/** The polygons of a `.shp`, one per record in the order of their numbers, null for an empty shape. */
export interface Shapes {
  readonly geometries: readonly (PackedGeometry | null)[];
  /** How many rings of each record the file leaves open: they are closed. */
  readonly openRings: readonly number[];
  /** Holes outside any outer ring, taken as outer rings. */
  readonly orphanHoles: number;
  /** Shapes whose rings turn against the format. */
  readonly reversed: number;
}

/** The bytes of a `.shx` and its name. */
export interface ShapeIndex {
  readonly bytes: Buffer;
  readonly file: string;
}

const MAGIC = 9994;
const HEADER_BYTES = 100;
const RECORD_HEADER_BYTES = 8;
/** Type, box, number of parts, number of points. */
const POLYGON_HEADER_BYTES = 44;
const POINT_BYTES = 16;
const NULL_SHAPE = 0;
/** Polygon, PolygonZ, PolygonM: heights and measures follow the points and are not read. */
const POLYGON_TYPES = new Set([5, 15, 25]);
/** The format writes "no data" below -1e38; no projection in metres or degrees goes this far. */
const FARTHEST = 1e12;

const TYPE_NAMES: Readonly<Record<number, string>> = {
  1: 'points', 3: 'lignes', 8: 'multipoints', 11: 'points Z', 13: 'lignes Z', 18: 'multipoints Z',
  21: 'points M', 23: 'lignes M', 28: 'multipoints M', 31: 'multipatch',
};

/**
 * Reads a `.shp` (ESRI Shapefile Technical Description, July 1998) record by record. Positions have two
 * numbers, rings are closed, and stay in the sense of the file.
 *
 * @param file the name for the messages
 * @param index the `.shx`, which then says where the records are, or null: one after the other
 * @throws an input error when the file is truncated, contradicts itself or its index, or does not hold
 *   polygons
 */
export function readShapes(source: ByteSource, file: string, index: ShapeIndex | null = null): Shapes {
  const bytes = new Window(source);
  const end = checkHeader(bytes.view(0, Math.min(HEADER_BYTES, source.size)), source.size, file);
  const shapes = { headerAt: (offset: number) => headerOf(bytes.view(offset, RECORD_HEADER_BYTES)), end, file };
  const geometries: (PackedGeometry | null)[] = [];
  const openRings: number[] = [];
  const slabs = new Slabs((length) => new Float64Array(length));
  let orphanHoles = 0;
  let reversed = 0;
  for (const { record, start, length } of index === null ? successivePlaces(shapes) : indexedPlaces(index.bytes, index.file, shapes)) {
    if (length < 4 || start + length > end) {
      throw damaged(file, record, `sa longueur annoncée sort du fichier (octet ${start - RECORD_HEADER_BYTES})`);
    }
    const { points, sizes } = readRings(bytes.view(start, length), slabs, file, record);
    let opened = 0;
    if (sizes.length === 1 && isClosed(points)) {
      // Nearly every shape: its points are kept as they are.
      if (doubledArea(points, 0, points.length) > 0) reversed++;
      geometries.push({ coordinates: points, polygons: [sizes] });
    } else if (sizes.length > 0) {
      let from = 0;
      const rings = sizes.map((size) => closeRing(ringAt(points, (from += size) - size, size), () => (opened += 1)));
      const grouped = groupRings(rings);
      orphanHoles += grouped.orphans;
      if (grouped.reversed) reversed++;
      geometries.push(pack(geometryOf(grouped.polygons)));
    } else {
      geometries.push(null);
    }
    openRings.push(opened);
  }
  return { geometries, openRings, orphanHoles, reversed };
}

const headerOf = (view: DataView): RecordHeader => ({
  number: view.getInt32(0, false),
  // Lengths count words of 16 bits.
  length: view.getInt32(4, false) * 2,
});

/** The places of records that follow each other to the end; a length of -1 where not even a header fits. */
function* successivePlaces({ headerAt, end }: IndexedShapes): Generator<RecordPlace> {
  let offset = HEADER_BYTES;
  for (let record = 1; offset < end; record++) {
    const start = offset + RECORD_HEADER_BYTES;
    const length = start <= end ? headerAt(offset).length : -1;
    yield { record, start, length };
    offset = start + length;
  }
}

/** @returns the byte after the last record */
function checkHeader(view: DataView, actual: number, file: string): number {
  if (actual < HEADER_BYTES) throw truncated(file, `${HEADER_BYTES} octets au moins`, actual);
  const magic = view.getInt32(0, false);
  if (magic !== MAGIC) {
    throw inputError(`${file} n'est pas un shapefile : il commence par ${magic} au lieu de ${MAGIC}.\nVérifiez le fichier, ou exportez-le de nouveau.`);
  }
  const expected = view.getInt32(24, false) * 2;
  if (expected > actual) throw truncated(file, `${expected} octets`, actual);
  if (expected < HEADER_BYTES) {
    throw inputError(`${file} : l'en-tête annonce ${expected} octets, moins que sa propre taille. L'écriture du fichier n'a pas été terminée.\nExportez-le de nouveau.`);
  }
  const type = view.getInt32(32, true);
  if (type !== NULL_SHAPE) checkType(type, file, null);
  return expected;
}

function checkType(type: number, file: string, record: number | null): void {
  if (POLYGON_TYPES.has(type)) return;
  const where = record === null ? '' : `, enregistrement ${record}`;
  const name = TYPE_NAMES[type] ?? 'type inconnu';
  throw inputError(`${file}${where} : formes de type ${type} (${name}), alors que des contours sont des polygones.\nDonnez la couche des communes ou des arrondissements.`);
}

interface Rings {
  /** x, y, x, y… of all rings, one after the other. */
  readonly points: Float64Array;
  /** The number of points of each ring. */
  readonly sizes: readonly number[];
}

const NO_RINGS: Rings = { points: new Float64Array(0), sizes: [] };

/** @param view the content of one record */
function readRings(view: DataView, slabs: Slabs<Float64Array>, file: string, record: number): Rings {
  const length = view.byteLength;
  const type = view.getInt32(0, true);
  if (type === NULL_SHAPE) return NO_RINGS;
  checkType(type, file, record);
  if (length < POLYGON_HEADER_BYTES) throw damaged(file, record, `${length} octets ne peuvent tenir un polygone`);
  const parts = view.getInt32(36, true);
  const count = view.getInt32(40, true);
  if (parts < 0 || count < 0 || (count > 0 && parts === 0)) {
    throw damaged(file, record, `${parts} anneaux et ${count} points annoncés`);
  }
  const firstPoint = POLYGON_HEADER_BYTES + 4 * parts;
  if (firstPoint + POINT_BYTES * count > length) {
    throw damaged(file, record, `${parts} anneaux et ${count} points ne tiennent pas dans ses ${length} octets`);
  }
  const sizes: number[] = [];
  let from = count === 0 ? 0 : view.getInt32(POLYGON_HEADER_BYTES, true);
  if (from !== 0) throw damaged(file, record, `son premier anneau commence au point ${from}`);
  for (let part = 1; part <= parts && count > 0; part++) {
    const to = part === parts ? count : view.getInt32(POLYGON_HEADER_BYTES + 4 * part, true);
    if (to < from || to > count) {
      throw damaged(file, record, `l'anneau ${part} va du point ${from} au point ${to}, pour ${count} points`);
    }
    if (to > from) sizes.push(to - from);
    from = to;
  }
  return { points: readPoints(view, firstPoint, slabs.take(2 * count), file, record), sizes };
}

function readPoints(view: DataView, start: number, points: Float64Array, file: string, record: number): Float64Array {
  for (let i = 0, offset = start; i < points.length; i += 2, offset += POINT_BYTES) {
    const x = view.getFloat64(offset, true);
    const y = view.getFloat64(offset + 8, true);
    // Written so that NaN fails too.
    if (!(Math.abs(x) < FARTHEST && Math.abs(y) < FARTHEST)) {
      throw damaged(file, record, `coordonnées impossibles (${x}, ${y})`);
    }
    points[i] = x;
    points[i + 1] = y;
  }
  return points;
}

const truncated = (file: string, expected: string, actual: number) =>
  inputError(`${file} est tronqué : ${expected} attendus, ${actual} présents.\nCopiez ou téléchargez le fichier de nouveau.`);

const damaged = (file: string, record: number, why: string) =>
  inputError(`${file} est abîmé à l'enregistrement ${record} : ${why}.\nExportez ou téléchargez le fichier de nouveau.`);
