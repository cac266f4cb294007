import { feature } from 'topojson-client';
import type { Polygon, Topology } from 'topojson-specification';
import { inputError } from '../errors.js';
import { pack, type PackedGeometry } from '../geometry/packed.js';
import type { Layer } from './boundaries/layers.js';
import { readGeometry } from './geojson.js';

/** An object of a TopoJSON, with its polygons to come. */
export interface TopoJsonObject extends Layer {
  /** The geometries, one per row of the columns, how many of their rings are open, and which rows are points or lines. */
  geometries(): { readonly geometries: readonly (PackedGeometry | null)[]; readonly openRings: readonly number[]; readonly skipped: readonly boolean[] };
}

type Json = Readonly<Record<string, unknown>>;

const POLYGONS: readonly unknown[] = ['Polygon', 'MultiPolygon', null];

/**
 * The objects of a TopoJSON that hold polygons, quantised or not. Their columns are those of the
 * properties, then `id` when the geometries have one and no property of that name.
 *
 * @param file the name for the messages
 * @throws an input error when the topology lacks its arcs or its objects, or has no polygons
 */
export function readTopoJson(root: Json, file: string): TopoJsonObject[] {
  const { objects, arcs, transform } = root;
  if (!isObject(objects)) throw inputError(`${file} : TopoJSON sans membre « objects ».\nExportez le fichier de nouveau.`);
  if (!Array.isArray(arcs)) throw inputError(`${file} : TopoJSON sans liste « arcs ».\nExportez le fichier de nouveau.`);
  if (transform !== undefined && !isTransform(transform)) {
    throw inputError(`${file} : membre « transform » illisible dans le TopoJSON : deux listes de deux nombres sont attendues, scale et translate.\nExportez le fichier de nouveau.`);
  }
  const topology = root as unknown as Topology;
  const layers = Object.entries(objects).flatMap(([name, object]) => {
    const members = isObject(object) && object['type'] === 'GeometryCollection' ? object['geometries'] : [object];
    if (!Array.isArray(members) || !members.every(isObject)) {
      throw inputError(`${file}, objet « ${name} » : liste de géométries illisible.\nExportez le fichier de nouveau.`);
    }
    const polygonal = members.some(({ type }) => type === 'Polygon' || type === 'MultiPolygon');
    return polygonal ? [layer(topology, name, members, file)] : [];
  });
  if (layers.length > 0) return layers;
  const names = Object.keys(objects).join(', ');
  throw inputError(`${file} : aucun objet du TopoJSON n'est fait de polygones${names === '' ? '' : ` (${names})`}.\nDonnez la couche des communes.`);
}

function layer(topology: Topology, name: string, members: readonly Json[], file: string): TopoJsonObject {
  const properties = members.map((member) => (isObject(member['properties']) ? member['properties'] : {}));
  const columns = [...new Set(properties.flatMap((own) => Object.keys(own)))];
  if (!columns.includes('id') && members.some((member) => member['id'] !== undefined)) columns.push('id');
  return {
    name,
    columns,
    values: (column) => {
      const named = columns[column] ?? '';
      return members.map((member, row) => textOf(properties[row]?.[named] ?? (named === 'id' ? member['id'] : undefined)));
    },
    geometries: () => {
      const skipped = members.map(({ type }) => !POLYGONS.includes(type ?? null));
      const openRings = new Array<number>(members.length).fill(0);
      const geometries = members.map((member, row) => {
        if (skipped[row] === true || (member['type'] ?? null) === null) return null;
        const geometry = readGeometry(shapeOf(topology, member, name, row, file), `${file}, objet « ${name} », géométrie ${row + 1}`, () => (openRings[row] = (openRings[row] ?? 0) + 1));
        return geometry === null || geometry === 'skipped' ? null : pack(geometry);
      });
      return { geometries, openRings, skipped };
    },
  };
}

function shapeOf(topology: Topology, member: Json, name: string, row: number, file: string): unknown {
  try {
    return feature(topology, { ...member, properties: {} } as unknown as Polygon).geometry;
  } catch (error) {
    // topojson-client trusts its input: an arc that is not there shows as a TypeError.
    throw inputError(`${file}, objet « ${name} », géométrie ${row + 1} : ses arcs ne sont pas dans le fichier.\nExportez le fichier de nouveau.`, { cause: error });
  }
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const isTransform = (value: unknown): boolean => isObject(value) && [value['scale'], value['translate']].every(isPair);

const isPair = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every((n) => typeof n === 'number' && Number.isFinite(n));

/** A property as text: a code written as a number is repaired like a lost zero. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
