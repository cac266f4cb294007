import { fileURLToPath } from 'node:url';
import { megabytes } from '../inputs.js';
import { run } from '../measure.js';
import { toGeoJson } from '../programs.js';
import { timePromise } from '../report.js';

const script = fileURLToPath(new URL('../readers/geometry.js', import.meta.url));
const facts = fileURLToPath(new URL('../readers/geojson-facts.js', import.meta.url));
/** In degrees: means over all positions, each rounded to 6 decimals by one of the two. */
const TOLERANCE = 1e-7;

export const geometry = {
  title: 'Les contours : shapefile en Lambert-93 vers GeoJSON en WGS 84',

  prepare: (inputs) => {
    const { shapefile } = inputs.contours();
    const outputs = { fragilite: inputs.output('fragilite.geojson'), mapshaper: inputs.output('mapshaper.geojson') };
    return {
      about: `Le .shp a ${megabytes(shapefile).toFixed(0)} Mo, environ 150 positions par commune.`,
      ours: 'fragilite',
      readings: {
        fragilite: [script, shapefile, outputs.fragilite],
        mapshaper: toGeoJson(shapefile, outputs.mapshaper),
      },
      outputs,
    };
  },

  same: (results, { outputs }) => {
    const [ours, theirs] = [outputs.fragilite, outputs.mapshaper].map((path) => JSON.parse(run([facts, path])));
    const near = (a, b) => Math.abs(a - b) <= TOLERANCE;
    return ours.features === theirs.features && ours.positions === theirs.positions && near(ours.longitude, theirs.longitude) && near(ours.latitude, theirs.latitude);
  },

  promises: ({ fragilite, mapshaper }) => [timePromise('Contours : au moins 3 fois plus vite que mapshaper', mapshaper, fragilite, '>=', 3)],
};
