import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The programs that are measured whole, as arguments of `node`. */
export const FRAGILITE = fileURLToPath(new URL('../bin/fragilite.js', import.meta.url));

const require = createRequire(import.meta.url);
const manifest = require.resolve('mapshaper/package.json');

export const MAPSHAPER = join(dirname(manifest), require(manifest).bin.mapshaper);

export const toGeoJson = (shapefile, output) => [MAPSHAPER, shapefile, '-proj', 'wgs84', '-o', output, 'format=geojson', 'force'];

export const computeAll = (dossier, boundaries, out) => [FRAGILITE, 'compute', '--insee', dossier, '--boundaries', boundaries, '--out', out, '--quiet'];
