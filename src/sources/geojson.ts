import { isUtf8 } from 'node:buffer';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import { inputError } from '../errors.js';
import { pack, type PackedGeometry } from '../geometry/packed.js';
import { closeRing, geometryOf, type Ring } from '../geometry/rings.js';
import type { ByteSource } from './byte-source.js';
import { positionsOfFeature } from './geojson-positions.js';
import { bytesBefore, decode, encodingOf } from './json-encoding.js';
import type { JsonEncoding } from './json-encoding.js';
import { findJsonFault } from './json-fault.js';
import { JsonScanFault, scanRootObject } from './json-scan.js';

export interface GeoJsonFeature {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: PackedGeometry | null;
  /** Rings that the file leaves open. */
  readonly openRings: number;
}

/** What a GeoJSON FeatureCollection says that matters to boundaries. */
export interface GeoJsonContent {
  readonly features: readonly GeoJsonFeature[];
  /** The name in the old `crs` member (GeoJSON 2008), or null when there is none. */
  readonly crs: string | null;
  /** True when the file says itself that its contours are schematic (`"schematique": true`). */
  readonly schematic: boolean;
  /** Features that are points or lines: skipped. */
  readonly skipped: number;
  readonly encoding: JsonEncoding;
}

type Json = Readonly<Record<string, unknown>>;

/** A JSON file of contours: the features of a GeoJSON, or the whole of a TopoJSON. */
export type JsonContours =
  | ({ readonly kind: 'geojson' } & GeoJsonContent)
  | { readonly kind: 'topojson'; readonly root: Json; readonly encoding: JsonEncoding };

/** The largest feature that is read; no contour of France comes near. */
const MOST_BYTES = 128 * 1024 * 1024;

/**
 * Reads a GeoJSON FeatureCollection of polygons feature by feature, in the memory of what is kept.
 * Polygons of a GeometryCollection are taken out of it; heights are dropped; rings are closed. A
 * TopoJSON is recognised on the way, and given back as it is.
 *
 * @param file the name for the messages
 * @param chunk bytes read at once
 * @throws an input error for UTF-16, for a text that is not JSON, and for anything but a
 *   FeatureCollection or a Topology
 */
export function readGeoJson(source: ByteSource, file: string, chunk?: number): JsonContours {
  refuseUtf16(source, file);
  try {
    return readAs('utf-8', source, file, chunk);
  } catch (error) {
    if (error instanceof NotUtf8) return readAs('windows-1252', source, file, chunk);
    throw error;
  }
}

/** What a file is read as until a value of it says otherwise: reading it twice to know first takes a sixth longer. */
class NotUtf8 extends Error {}

/** @throws NotUtf8 when it is to be read so and is not, beside what readGeoJson throws */
function readAs(encoding: JsonEncoding, source: ByteSource, file: string, chunk: number | undefined): JsonContours {
  const requireEncoding = (bytes: Buffer): void => {
    if (encoding === 'utf-8' && !isUtf8(bytes)) throw new NotUtf8();
  };
  const root = Object.create(null) as Record<string, unknown>;
  const features: GeoJsonFeature[] = [];
  let listed = false;
  let items = 0;
  let skipped = 0;
  const take = (bytes: Buffer, offset: number): void => {
    items += 1;
    requireEncoding(bytes);
    const plain = plainFeature(bytes, encoding);
    if (plain !== null) {
      features.push(plain);
      return;
    }
    const item = parseSlice(bytes, offset, encoding);
    const where = `${file}, objet ${items}`;
    if (!isObject(item) || item['type'] !== 'Feature') {
      throw inputError(`${where} : un objet « Feature » est attendu, pas ${excerpt(item)}.`);
    }
    let openRings = 0;
    const geometry = readGeometry(item['geometry'], where, () => (openRings += 1));
    if (geometry === 'skipped') skipped++;
    else features.push({ properties: isObject(item['properties']) ? item['properties'] : {}, geometry: geometry === null ? null : pack(geometry), openRings });
  };
  try {
    const scan = scanRootObject(source, 'features', MOST_BYTES, chunk);
    let part = scan.next();
    for (; part.done !== true; part = scan.next()) {
      const { value } = part;
      if (value.kind === 'list') listed = true;
      else if (value.kind === 'item') take(value.bytes, value.offset);
      else {
        requireEncoding(value.name);
        requireEncoding(value.bytes);
        root[String(parseSlice(value.name, value.offset, encoding))] = parseSlice(value.bytes, value.offset, encoding);
      }
    }
    if (!part.value) throw notAnObject(source, file, encodingOf(source));
  } catch (error) {
    if (error instanceof JsonScanFault) {
      if (encodingOf(source) !== encoding) throw new NotUtf8();
      throw faultError(source, file, encoding, error, items);
    }
    throw error;
  }
  if (root['type'] === 'Topology') return { kind: 'topojson', root, encoding };
  if (root['type'] !== 'FeatureCollection') throw notACollection(file, `« type »: ${excerpt(root['type'])}`);
  if (!listed) throw notACollection(file, 'pas de liste « features »');
  return { kind: 'geojson', features, crs: crsName(root['crs'], file), schematic: root['schematique'] === true, skipped, encoding };
}

const NO_POSITIONS = Buffer.from('[]');

/** A polygon that is told as nearly all are; null for what has to be looked at, or is wrong. */
export function plainFeature(bytes: Buffer, encoding: JsonEncoding): GeoJsonFeature | null {
  const found = positionsOfFeature(bytes);
  if (found === null) return null;
  const text = decode(Buffer.concat([bytes.subarray(0, found.start), NO_POSITIONS, bytes.subarray(found.end)]), encoding);
  let item: unknown;
  try {
    item = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(item) || item['type'] !== 'Feature' || !isObject(item['properties']) || !isObject(item['geometry'])) return null;
  const { type, coordinates } = item['geometry'];
  return type === found.type && Array.isArray(coordinates) ? { properties: item['properties'], geometry: found.geometry, openRings: 0 } : null;
}

/** @throws inputError */
function refuseUtf16(source: ByteSource, file: string): void {
  const mark = piece(source, 0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') throw inputError(`${file} est en UTF-16, qui n'est pas lu.\nEnregistrez-le en UTF-8.`);
}

/** @throws a JsonScanFault with the place in the file */
function parseSlice(bytes: Buffer, offset: number, encoding: JsonEncoding): unknown {
  const text = decode(bytes, encoding);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const fault = findJsonFault(text);
    throw new JsonScanFault(offset + bytesBefore(text, fault?.offset ?? 0, encoding), 'invalid', null);
  }
}

/** Bytes of a value that are looked into for where it goes wrong. */
const LOOKED_INTO = 8 * 1024 * 1024;

function faultError(source: ByteSource, file: string, encoding: JsonEncoding, found: JsonScanFault, items: number): Error {
  const fault = nearer(source, encoding, found);
  const place = placeOf(source, fault.offset, encoding);
  if (fault.kind === 'huge') {
    return inputError(`${file} : l'objet qui suit le ${items}e, ${place}, dépasse ${MOST_BYTES / 1024 / 1024} Mo.\nVérifiez le fichier, ou donnez un shapefile.`, { cause: found });
  }
  if (fault.kind === 'truncated') {
    return inputError(`${file} est tronqué : le JSON s'arrête au milieu (${place}).\nCopiez ou téléchargez le fichier de nouveau.`, { cause: found });
  }
  const near = decode(piece(source, fault.offset, 80), encoding).slice(0, 20).split('\n')[0] ?? '';
  return inputError(`${file} n'est pas un JSON valide : ${place}, près de « ${near} ».\nExportez le fichier de nouveau.`, { cause: found });
}

/** A missing quote or bracket shows far after its place: the value that was being read may tell it. */
function nearer(source: ByteSource, encoding: JsonEncoding, found: JsonScanFault): JsonScanFault {
  if (found.valueStart === null || found.kind === 'huge') return found;
  const text = decode(piece(source, found.valueStart, Math.min(LOOKED_INTO, found.offset - found.valueStart)), encoding);
  const fault = findJsonFault(text);
  if (fault === null || fault.truncated) return found;
  return new JsonScanFault(found.valueStart + bytesBefore(text, fault.offset, encoding), 'invalid', null);
}

function piece(source: ByteSource, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, source.read(position, buffer, 0, length));
}

/** `ligne 2, colonne 5, octet 120`, lines and columns from 1, bytes from 0. */
function placeOf(source: ByteSource, offset: number, encoding: JsonEncoding): string {
  let line = 1;
  let column = 1;
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (let position = 0; position < offset; ) {
    const got = source.read(position, buffer, 0, Math.min(buffer.length, offset - position));
    if (got === 0) break;
    for (let i = 0; i < got; i++) {
      const byte = buffer[i] ?? 0;
      if (byte === 0x0a) {
        line++;
        column = 1;
      } else if (encoding !== 'utf-8' || (byte & 0xc0) !== 0x80) column++;
    }
    position += got;
  }
  return `ligne ${line}, colonne ${column}, octet ${offset}`;
}

function notAnObject(source: ByteSource, file: string, encoding: JsonEncoding): Error {
  const text = decode(piece(source, 0, Math.min(source.size, LOOKED_INTO)), encoding).replace(/^\ufeff/, '');
  const fault = findJsonFault(text);
  if (fault !== null && !(fault.truncated && source.size > LOOKED_INTO)) {
    // A word alone could be the start of a JSON value, but a file of contours that is cut starts with a bracket.
    const kind = fault.truncated && /^\s*([{[]|$)/.test(text) ? 'truncated' : 'invalid';
    return faultError(source, file, encoding, new JsonScanFault(bytesBefore(text, fault.offset, encoding), kind, null), 0);
  }
  return notACollection(file, text.trimStart().startsWith('[') ? 'une liste' : 'une valeur seule');
}

/**
 * The polygons of a geometry of a GeoJSON; `skipped` for points and lines.
 *
 * @param opened called for each ring that is not closed, and is then
 */
export function readGeometry(value: unknown, where: string, opened: () => void): Polygon | MultiPolygon | null | 'skipped' {
  if (value === null || value === undefined) return null;
  if (!isObject(value)) throw inputError(`${where} : géométrie illisible (${excerpt(value)}).`);
  const polygons = polygonsIn(value, where, opened);
  if (polygons.length > 0) return geometryOf(polygons);
  return value['type'] === 'Polygon' || value['type'] === 'MultiPolygon' ? null : 'skipped';
}

function polygonsIn(geometry: Json, where: string, opened: () => void): Ring[][] {
  switch (geometry['type']) {
    case 'Polygon': {
      const rings = readRings(geometry['coordinates'], where, opened);
      return rings.length > 0 ? [rings] : [];
    }
    case 'MultiPolygon':
      return listOf(geometry['coordinates'], where).map((rings) => readRings(rings, where, opened)).filter((rings) => rings.length > 0);
    case 'GeometryCollection':
      return listOf(geometry['geometries'], where).flatMap((member) => (isObject(member) ? polygonsIn(member, where, opened) : []));
    case 'Point': case 'MultiPoint': case 'LineString': case 'MultiLineString':
      return [];
    default:
      throw inputError(`${where} : type de géométrie inconnu (${excerpt(geometry['type'])}).`);
  }
}

const readRings = (rings: unknown, where: string, opened: () => void): Ring[] =>
  listOf(rings, where).map((ring) => closeRing(listOf(ring, where).map((position) => readPosition(position, where)), opened));

function readPosition(value: unknown, where: string): Position {
  const [x, y] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) {
    throw inputError(`${where} : position illisible (${excerpt(value)}), deux nombres sont attendus.`);
  }
  return [x, y];
}

function listOf(value: unknown, where: string): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw inputError(`${where} : coordonnées illisibles (${excerpt(value)}).`);
}

/** `{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}}`. */
function crsName(crs: unknown, file: string): string | null {
  if (crs === null || crs === undefined) return null;
  const properties = isObject(crs) ? crs['properties'] : undefined;
  const name = isObject(properties) ? properties['name'] : undefined;
  if (typeof name === 'string') return name;
  throw inputError(`${file} : membre « crs » illisible (${excerpt(crs)}).\nIndiquez la projection, par exemple --crs EPSG:2154.`);
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function excerpt(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

const notACollection = (file: string, found: string) =>
  inputError(`${file} n'est pas une FeatureCollection GeoJSON : ${found}.\nExportez la couche des communes en GeoJSON.`);
