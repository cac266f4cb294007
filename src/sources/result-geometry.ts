import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MultiPolygon, Polygon } from 'geojson';
import { inputError } from '../errors.js';
import { pack, PackedMap } from '../geometry/packed.js';
import type { Millionths, PackedGeometry } from '../geometry/packed.js';
import { Slabs } from '../geometry/slabs.js';
import { fileSource } from './byte-source.js';
import { plainFeature } from './geojson.js';
import { JsonScanFault, scanRootObject } from './json-scan.js';

/** No feature of ours comes near. */
const MOST_BYTES = 512 * 1024 * 1024;

interface Feature {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: Polygon | MultiPolygon | null;
}

/**
 * Reads the geometries of a result's `ifn.geojson`, feature by feature; units without one are not in it.
 *
 * @returns null when the result has no `ifn.geojson`
 * @throws inputError when it is not the GeoJSON that compute writes
 */
export function readResultGeometry(folder: string, shown: string): PackedMap | null {
  const path = join(folder, 'ifn.geojson');
  if (!existsSync(path)) return null;
  const packed = new Map<string, Millionths>();
  const slabs = new Slabs((length) => new Int32Array(length));
  const source = fileSource(path);
  try {
    for (const part of scanRootObject(source, 'features', MOST_BYTES)) {
      if (part.kind !== 'item') continue;
      const { properties, geometry } = plainFeature(part.bytes, 'utf-8') ?? packedFeature(JSON.parse(part.bytes.toString('utf8')) as Feature);
      if (geometry !== null && typeof properties['code'] === 'string') packed.set(properties['code'], inMillionths(geometry, slabs));
    }
  } catch (cause) {
    // A feature that is not of our form fails as it is taken apart.
    if (!(cause instanceof JsonScanFault || cause instanceof SyntaxError || cause instanceof TypeError)) throw cause;
    throw inputError(`« ${shown} » : ifn.geojson n'est plus celui que compute écrit. Recalculez le résultat.`, { cause });
  } finally {
    source.close();
  }
  return new PackedMap(packed);
}

const packedFeature = ({ properties, geometry }: Feature): { readonly properties: Feature['properties']; readonly geometry: PackedGeometry | null } => ({ properties, geometry: geometry === null ? null : pack(geometry) });

function inMillionths({ coordinates, polygons }: PackedGeometry, slabs: Slabs<Int32Array>): Millionths {
  const millionths = slabs.take(coordinates.length);
  for (let i = 0; i < coordinates.length; i++) millionths[i] = Math.round((coordinates[i] ?? 0) * 1e6);
  return { coordinates: millionths, polygons };
}
