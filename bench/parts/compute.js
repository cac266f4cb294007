import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { megabytes } from '../inputs.js';
import { computeAll, toGeoJson } from '../programs.js';
import { promise, timePromise } from '../report.js';

const reader = fileURLToPath(new URL('../readers/csv.js', import.meta.url));
const [SHAPEFILE, GEOJSON] = ['compute (shapefile)', 'compute (GeoJSON)'];
/** What does not speak of its inputs must be the same from both. */
const COMPARED = ['ifn.csv', 'ifn.geojson', 'quantites.csv', 'classement.md'];

export const compute = {
  title: 'Tout le calcul : la France entière, toutes les sorties',

  prepare: (inputs) => {
    const dossier = inputs.dossier();
    const { shapefile, geojson } = inputs.contours();
    const outputs = [inputs.output('compute-shapefile'), inputs.output('compute-geojson')];
    return {
      about: `Dossier complet de ${megabytes(dossier).toFixed(0)} Mo, contours de ${megabytes(shapefile).toFixed(0)} Mo (.shp) ou de ${megabytes(geojson).toFixed(0)} Mo (GeoJSON). mapshaper ne fait que les contours, csv-parse que lire le CSV.`,
      ours: SHAPEFILE,
      readings: {
        [SHAPEFILE]: computeAll(dossier, shapefile, outputs[0]),
        [GEOJSON]: computeAll(dossier, geojson, outputs[1]),
        'mapshaper, contours seuls': toGeoJson(shapefile, inputs.output('mapshaper.geojson')),
        'csv-parse, CSV seul': [reader, 'csv-parse', dossier],
      },
      outputs,
    };
  },

  same: (results, { outputs }) => {
    const hashes = outputs.map((folder) => COMPARED.map((name) => createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')).join());
    return hashes[0] === hashes[1];
  },

  promises: (results) =>
    [SHAPEFILE, GEOJSON].flatMap((name) => {
      const ours = results[name];
      return [
        timePromise(`${name} : moins de temps que mapshaper pour les contours seuls`, ours, results['mapshaper, contours seuls'], '<', 1),
        timePromise(`${name} : moins du quart de csv-parse pour le CSV seul`, ours, results['csv-parse, CSV seul'], '<', 0.25),
        promise(`${name} : moins de 500 Mo`, ours.megabytes, '<', 500, ' Mo'),
      ];
    }),
};
