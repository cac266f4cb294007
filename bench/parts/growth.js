import { fileURLToPath } from 'node:url';
import { computeAll } from '../programs.js';
import { timePromise } from '../report.js';

const script = (name) => fileURLToPath(new URL(`../readers/${name}.js`, import.meta.url));
const SHARES = [0.25, 0.5, 1];
const stages = {
  'CSV': (inputs, share) => [script('csv'), 'fragilite', inputs.dossier(share)],
  'contours': (inputs, share) => [script('geometry'), inputs.contours(share).shapefile, inputs.output('fragilite.geojson')],
  'forme longue': (inputs, share) => [script('long'), 'fragilite', inputs.long(share)],
  'compute (shapefile)': (inputs, share) => computeAll(inputs.dossier(share), inputs.contours(share).shapefile, inputs.output('compute-shapefile')),
};
const nameOf = (stage, share) => `${stage}, ${String(share * 4)}×`;

export const growth = {
  title: 'Comment le coût croît : un quart, la moitié, tout',

  prepare: (inputs) => ({
    about: '1× est un quart des communes (ou des lignes longues), 4× la France entière. Le rapport est celui du temps à 1×.',
    readings: Object.fromEntries(Object.entries(stages).flatMap(([stage, argv]) => SHARES.map((share) => [nameOf(stage, share), argv(inputs, share)]))),
    oursOf: (name) => `${name.slice(0, name.lastIndexOf(','))}, 1×`,
  }),

  same: () => true,

  promises: (results) =>
    Object.keys(stages).map((stage) => timePromise(`${stage} : 4 fois les lignes, au plus 4,4 fois le temps`, results[nameOf(stage, 1)], results[nameOf(stage, 0.25)], '<=', 4.4)),
};
