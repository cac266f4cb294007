import { inputError, usageError } from '../../errors.js';
import { acceptedProjections, type Projection, projectionFromName, projectionFromWkt, WGS84 } from '../../geometry/projection.js';
import { packedBox } from '../../geometry/packed.js';
import type { BoundingBox } from '../../geometry/rings.js';
import type { Journal } from '../../journal.js';
import type { BoundaryTable, Stated } from './table.js';

export type ProjectionOrigin = 'prj' | 'crs' | 'gpkg' | 'option' | 'coordonnees';

const STATED_BY = { prj: '.prj', crs: 'membre « crs »', gpkg: 'table des projections' } as const;

export interface ChosenProjection {
  readonly projection: Projection;
  readonly origin: ProjectionOrigin;
}

/**
 * Decides the projection of a file: `--crs` if given, else what the file says, else WGS 84 when all
 * coordinates are possible degrees. Then checks it against the coordinates.
 *
 * @throws an input error when nothing says the projection, or when the coordinates contradict it; a
 *   usage error when `--crs` is not a name that we know
 */
export function chooseProjection(table: BoundaryTable, option: string | undefined, file: string, journal: Journal): ChosenProjection {
  const box = packedBox(table.geometries);
  const chosen = fromOption(table, option, file, journal) ?? fromFile(table, file, journal) ?? fromCoordinates(box, file);
  if (box !== null) checkAgainst(box, chosen, file);
  return chosen;
}

function fromOption(table: BoundaryTable, option: string | undefined, file: string, journal: Journal): ChosenProjection | null {
  if (option === undefined) return null;
  const projection = projectionFromName(option);
  if (projection === null) {
    throw usageError(`--crs ${option} : projection inconnue.\nProjections acceptées : ${acceptedProjections().join(', ')}.`);
  }
  const stated = table.stated === null ? '' : ` ; ce que dit le fichier (${STATED_BY[table.stated.origin]}) est ignoré`;
  const text = `${file} : projection ${projection.label}, donnée par --crs${stated}.`;
  if (table.stated === null) journal.info(text);
  else journal.warn(text);
  return { projection, origin: 'option' };
}

function fromFile(table: BoundaryTable, file: string, journal: Journal): ChosenProjection | null {
  if (table.stated === null) return null;
  const { origin, text } = table.stated;
  const projection = projectionOf(table.stated, file);
  if (projection === null) {
    throw inputError(`${file} : projection « ${text} » inconnue.\nIndiquez-la, par exemple --crs EPSG:2154 (Lambert-93), ou convertissez le fichier.`);
  }
  if (projection.epsg === null) {
    journal.warn(`${file} : la projection « ${projection.label} » n'est pas de celles que l'outil connaît ; elle est lue telle que le fichier la décrit. Vérifiez la position des contours.`);
  }
  return { projection, origin };
}

function projectionOf(stated: Stated, file: string): Projection | null {
  if (stated.origin === 'prj') return projectionFromWkt(stated.text, file);
  const named = projectionFromName(stated.text);
  return named === null && stated.origin === 'gpkg' && stated.wkt !== null ? projectionFromWkt(stated.wkt, file) : named;
}

function fromCoordinates(box: BoundingBox | null, file: string): ChosenProjection {
  if (box !== null && !inDegrees(box)) {
    throw inputError(`${file} ne dit pas sa projection et ses coordonnées ne sont pas des degrés (par exemple ${example(box)}).\nIndiquez-la, par exemple --crs EPSG:2154 (Lambert-93).`);
  }
  return { projection: WGS84, origin: 'coordonnees' };
}

function checkAgainst(box: BoundingBox, { projection, origin }: ChosenProjection, file: string): void {
  if (projection.geographic === inDegrees(box)) return;
  const source = { prj: 'son .prj', crs: 'son membre « crs »', gpkg: 'sa table des projections', option: '--crs', coordonnees: 'ses coordonnées' }[origin];
  const contradiction = projection.geographic ? 'ne sont pas des degrés' : 'sont des degrés, pas des mètres';
  const advice = projection.geographic ? 'EPSG:2154 (Lambert-93)' : 'EPSG:4326 (WGS 84)';
  throw inputError(`${file} : projection ${projection.label} d'après ${source}, mais ses coordonnées ${contradiction} (par exemple ${example(box)}).\nIndiquez la projection réelle, par exemple --crs ${advice}.`);
}

const inDegrees = ([west, south, east, north]: BoundingBox): boolean =>
  west >= -180 && east <= 180 && south >= -90 && north <= 90;

const example = ([west, south]: BoundingBox): string => `${west} ; ${south}`;
