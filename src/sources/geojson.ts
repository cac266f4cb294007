import { constants, isUtf8 } from 'node:buffer';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import iconv from 'iconv-lite';
import { inputError } from '../errors.js';
import { closeRing, geometryOf, type Ring } from '../geometry/rings.js';
import { findJsonFault } from './json-fault.js';

export interface GeoJsonFeature {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: Polygon | MultiPolygon | null;
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
  readonly encoding: 'utf-8' | 'windows-1252';
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a GeoJSON FeatureCollection of polygons. Polygons of a GeometryCollection are taken out of
 * it; heights are dropped; rings are closed.
 *
 * @param file the name for the messages
 * @throws an input error for UTF-16, for a text that is not JSON, and for anything but a
 *   FeatureCollection
 */
export function readGeoJson(buffer: Buffer, file: string): GeoJsonContent {
  const encoding = isUtf8(buffer) ? 'utf-8' : 'windows-1252';
  const root = parse(textOf(buffer, encoding, file), file);
  if (!isObject(root)) throw notACollection(file, Array.isArray(root) ? 'une liste' : 'une valeur seule');
  if (root['type'] === 'Topology') {
    throw inputError(`${file} est un TopoJSON, qui n'est pas encore lu.\nConvertissez-le en GeoJSON, par exemple avec QGIS ou mapshaper.`);
  }
  if (root['type'] !== 'FeatureCollection') throw notACollection(file, `« type »: ${excerpt(root['type'])}`);
  const list = root['features'];
  if (!Array.isArray(list)) throw notACollection(file, 'pas de liste « features »');

  const features: GeoJsonFeature[] = [];
  let skipped = 0;
  list.forEach((item: unknown, i) => {
    const where = `${file}, objet ${i + 1}`;
    if (!isObject(item) || item['type'] !== 'Feature') {
      throw inputError(`${where} : un objet « Feature » est attendu, pas ${excerpt(item)}.`);
    }
    const geometry = readGeometry(item['geometry'], where);
    if (geometry === 'skipped') skipped++;
    else features.push({ properties: isObject(item['properties']) ? item['properties'] : {}, geometry });
  });
  return { features, crs: crsName(root['crs'], file), schematic: root['schematique'] === true, skipped, encoding };
}

function textOf(buffer: Buffer, encoding: 'utf-8' | 'windows-1252', file: string): string {
  const [first, second] = buffer;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw inputError(`${file} est en UTF-16, qui n'est pas lu.\nEnregistrez-le en UTF-8.`);
  }
  if (buffer.length > constants.MAX_STRING_LENGTH) {
    throw inputError(`${file} fait ${buffer.length} octets, trop pour un GeoJSON lu d'un bloc.\nDonnez un shapefile, ou le GeoJSON des seuls départements utiles.`);
  }
  const text = encoding === 'utf-8' ? buffer.toString('utf8') : iconv.decode(buffer, encoding);
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const fault = findJsonFault(text);
    if (fault === null) throw error;
    const place = `ligne ${fault.line}, colonne ${fault.column}`;
    if (fault.truncated) {
      throw inputError(`${file} est tronqué : le JSON s'arrête au milieu (${place}).\nCopiez ou téléchargez le fichier de nouveau.`, { cause: error });
    }
    const near = text.slice(fault.offset, fault.offset + 20).split('\n')[0] ?? '';
    throw inputError(`${file} n'est pas un JSON valide : ${place}, près de « ${near} ».\nExportez le fichier de nouveau.`, { cause: error });
  }
}

function readGeometry(value: unknown, where: string): Polygon | MultiPolygon | null | 'skipped' {
  if (value === null || value === undefined) return null;
  if (!isObject(value)) throw inputError(`${where} : géométrie illisible (${excerpt(value)}).`);
  const polygons = polygonsIn(value, where);
  if (polygons.length > 0) return geometryOf(polygons);
  return value['type'] === 'Polygon' || value['type'] === 'MultiPolygon' ? null : 'skipped';
}

function polygonsIn(geometry: Json, where: string): Ring[][] {
  switch (geometry['type']) {
    case 'Polygon': {
      const rings = readRings(geometry['coordinates'], where);
      return rings.length > 0 ? [rings] : [];
    }
    case 'MultiPolygon':
      return listOf(geometry['coordinates'], where).map((rings) => readRings(rings, where)).filter((rings) => rings.length > 0);
    case 'GeometryCollection':
      return listOf(geometry['geometries'], where).flatMap((member) => (isObject(member) ? polygonsIn(member, where) : []));
    case 'Point': case 'MultiPoint': case 'LineString': case 'MultiLineString':
      return [];
    default:
      throw inputError(`${where} : type de géométrie inconnu (${excerpt(geometry['type'])}).`);
  }
}

const readRings = (rings: unknown, where: string): Ring[] =>
  listOf(rings, where).map((ring) => closeRing(listOf(ring, where).map((position) => readPosition(position, where))));

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
