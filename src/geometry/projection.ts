import proj4 from 'proj4';
import { inputError } from '../errors.js';
import { KNOWN_PROJECTIONS, type KnownProjection } from './known-projections.js';
import { fromLambert93, positionsFromLambert93, toLambert93 } from './lambert93.js';

/** The coordinate reference system of a file of boundaries. */
export interface Projection {
  /** What a person reads: `Lambert-93 (EPSG:2154)`. */
  readonly label: string;
  /** `EPSG:2154`, or null when the system is not one that we know by name. */
  readonly epsg: string | null;
  /** What proj4 is given: a PROJ string, or the WKT of the file when we do not know the system. */
  readonly definition: string;
  /** True for longitudes and latitudes in degrees, false for metres. */
  readonly geographic: boolean;
}

export const WGS84: Projection = {
  label: 'WGS 84 (EPSG:4326)',
  epsg: 'EPSG:4326',
  definition: '+proj=longlat +datum=WGS84 +no_defs',
  geographic: true,
};

/**
 * Systems whose degrees are those of WGS 84 to better than a metre: their coordinates are kept as
 * they are, which is exact and costs nothing.
 */
const AS_WGS84 = new Set(['EPSG:4326', 'EPSG:4171']);

const GRAD = /UNIT\s*\[\s*"grade?s?"/i;
const PROJECTED_NAME = /\bPROJ(?:CS|CRS|ECTEDCRS)\s*\[\s*"([^"]*)"/i;
const GEOGRAPHIC_NAME = /\bGEO(?:GCS|GCRS|GRAPHICCRS|DCRS|DETICCRS)\s*\[\s*"([^"]*)"/i;
const FALSE_ORIGIN = {
  x_0: /PARAMETER\s*\[\s*"false[ _]easting"\s*,\s*([-\d.e+]+)/i,
  y_0: /PARAMETER\s*\[\s*"false[ _]northing"\s*,\s*([-\d.e+]+)/i,
} as const;
const FINAL_EPSG = /(?:AUTHORITY\s*\[\s*"EPSG"\s*,\s*"(\d+)"\s*\]|ID\s*\[\s*"EPSG"\s*,\s*(\d+)\s*\])\s*\]\s*$/i;

/**
 * Reads the WKT of a `.prj` (that of ESRI, of GDAL, or WKT 2).
 *
 * The systems in use in France are recognised by their name, because their WKT has variants that
 * proj4 misreads: it takes the grads of Lambert II étendu for degrees, 575 km away. Any other
 * system is given to proj4 as it stands, except in grads.
 *
 * @param wkt the content of the `.prj`
 * @param file named in the error
 * @throws an input error when the text is not a WKT that can be projected
 */
export function projectionFromWkt(wkt: string, file?: string): Projection {
  const text = wkt.replace(/^\ufeff/, '').trim();
  const projected = PROJECTED_NAME.exec(text)?.[1];
  const name = projected ?? GEOGRAPHIC_NAME.exec(text)?.[1];
  const where = file === undefined ? '' : ` de ${file}`;
  const advice = 'Indiquez la projection, par exemple --crs EPSG:2154 (Lambert-93).';
  if (name === undefined) {
    throw inputError(`Projection${where} illisible : « ${excerpt(text)} ».\n${advice}`);
  }
  const known = byName(name) ?? byCode(finalCode(text));
  if (known !== null && known.geographic === (projected === undefined) && sameOrigin(text, known)) return known;
  if (GRAD.test(text)) {
    throw inputError(`La projection « ${name} »${where} est en grades et n'est pas lue.\nConvertissez le fichier en Lambert-93 (EPSG:2154) ou en WGS 84 (EPSG:4326).`);
  }
  const projection: Projection = {
    label: name,
    epsg: null,
    definition: text,
    geographic: projected === undefined,
  };
  try {
    toWgs84(projection);
  } catch (error) {
    throw inputError(`Projection${where} illisible : « ${name} ».\n${advice}`, { cause: error });
  }
  return projection;
}

/**
 * Reads a name of a projection as people and files write it: `EPSG:2154`, `2154`,
 * `urn:ogc:def:crs:EPSG::2154`, `urn:ogc:def:crs:OGC:1.3:CRS84`,
 * `http://www.opengis.net/def/crs/EPSG/0/2154`, `lambert93`, `WGS 84`.
 *
 * @returns null when the name is not one that we know
 */
export function projectionFromName(text: string): Projection | null {
  const name = text.trim();
  if (/(?:^|[:/])CRS:?84$/i.test(name)) return WGS84;
  const code = /^(?:(?:urn:(?:x-)?ogc:def:crs:)?EPSG:(?:[\d.]*:)?|https?:\/\/www\.opengis\.net\/(?:def\/crs\/EPSG\/[\d.]+\/|gml\/srs\/epsg\.xml#))?(\d{4,5})$/i.exec(name);
  if (code?.[1] !== undefined) return byCode(code[1]);
  return byName(name.replace(/^IGNF:/i, ''));
}

/** The `EPSG:…` codes and the names that `--crs` accepts, for the messages. */
export const acceptedProjections = (): string[] => [
  WGS84.label,
  ...KNOWN_PROJECTIONS.filter(({ code }) => code !== '4326').map((known) => toProjection(known).label),
];

/**
 * The function that takes a position of the file to longitude and latitude in degrees.
 *
 * @throws what proj4 throws when the definition cannot be read
 */
export function toWgs84(projection: Projection): (x: number, y: number) => [number, number] {
  if (projection.epsg !== null && AS_WGS84.has(projection.epsg)) return (x, y) => [x, y];
  if (projection.epsg === 'EPSG:2154') return fromLambert93;
  const converter = proj4(projection.definition, WGS84.definition);
  return (x, y) => converter.forward<[number, number]>([x, y]);
}

/** Takes positions (x, y, x, y…) to longitudes and latitudes in degrees, written from the start of `into`. */
export type PositionsToWgs84 = (positions: Float64Array, into: Float64Array) => void;

/** The same as `toWgs84` for all the positions of a geometry at once. */
export function positionsToWgs84(projection: Projection): PositionsToWgs84 {
  const project = toWgs84(projection);
  if (project === fromLambert93) return positionsFromLambert93;
  return (positions, into) => {
    for (let i = 0; i < positions.length; i += 2) {
      const [longitude, latitude] = project(positions[i]!, positions[i + 1]!);
      into[i] = longitude;
      into[i + 1] = latitude;
    }
  };
}

/**
 * The function that takes a longitude and a latitude in degrees to metres, in a system that we know.
 *
 * @param epsg `EPSG:2154`
 */
export function fromWgs84(epsg: string): (longitude: number, latitude: number) => [number, number] {
  if (epsg === 'EPSG:2154') return toLambert93;
  const projection = projectionFromName(epsg);
  if (projection === null) throw new Error(`Unknown projection ${epsg}`);
  const converter = proj4(WGS84.definition, projection.definition);
  return (longitude, latitude) => converter.forward<[number, number]>([longitude, latitude]);
}

/** Letters and digits only, without accents: `RGF93 v1 / Lambert-93` reads `rgf93v1lambert93`. */
const plain = (name: string): string =>
  name.normalize('NFD').toLowerCase().replace(/[^a-z0-9]+/g, '');

const toProjection = ({ code, label, definition, geographic }: KnownProjection): Projection => ({
  label: `${label} (EPSG:${code})`,
  epsg: `EPSG:${code}`,
  definition,
  geographic,
});

function byName(name: string): Projection | null {
  const key = plain(name);
  const known = KNOWN_PROJECTIONS.find(({ names }) => names.test(key));
  return known === undefined ? null : toProjection(known);
}

function byCode(code: string | null): Projection | null {
  const known = KNOWN_PROJECTIONS.find((candidate) => candidate.code === code || candidate.twins?.includes(code ?? ''));
  return known === undefined ? null : toProjection(known);
}

/** A name is not enough when the WKT puts the origin elsewhere than the projection of that name. */
function sameOrigin(wkt: string, { definition }: Projection): boolean {
  return (['x_0', 'y_0'] as const).every((key) => {
    const ours = new RegExp(`\\+${key}=(\\S+)`).exec(definition)?.[1];
    const theirs = FALSE_ORIGIN[key].exec(wkt)?.[1];
    return ours === undefined || theirs === undefined || Number(ours) === Number(theirs);
  });
}

function finalCode(wkt: string): string | null {
  const match = FINAL_EPSG.exec(wkt);
  return match?.[1] ?? match?.[2] ?? null;
}

const excerpt = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
