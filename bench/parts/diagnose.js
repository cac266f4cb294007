import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../measure.js';
import { computeAll, FRAGILITE } from '../programs.js';
import { promise } from '../report.js';

const script = fileURLToPath(new URL('../readers/diagnose.js', import.meta.url));
const [COMMAND, QUARTER, ENGINE] = ['fragilite diagnose', 'fragilite diagnose (un quart)', 'les tirages seuls'];

/** The result that is diagnosed: the whole with its contours, whose GeoJSON the command writes again. */
function resultsOf(inputs) {
  const [whole, quarter] = ['diagnose', 'diagnose-quart'].map((name) => inputs.output(name));
  run(computeAll(inputs.dossier(), inputs.contours().shapefile, whole));
  run([FRAGILITE, 'compute', '--insee', inputs.dossier(0.25), '--out', quarter, '--quiet']);
  return [whole, quarter];
}

const command = (folder) => [FRAGILITE, 'diagnose', folder, '--quiet'];

export const diagnose = {
  title: 'Le diagnostic : toute la commande sur la France entière, 1 000 tirages',

  prepare: (inputs) => {
    const [whole, quarter] = resultsOf(inputs);
    return {
      about:
        `Un résultat de 34 969 communes et 7 variables, avec ses contours : lecture, statistiques, 1 000 tirages des sept sources ensemble et 100 de chacune seule, intervalles et paires, puis diagnostic.md, .json, ifn.csv, ifn.geojson et classement.md écrits. ` +
        `« ${ENGINE} » : le même résultat lu et simulé, sans le reste ni rien d'écrit. « ${QUARTER} » : un quart des communes, sans contours.`,
      ours: COMMAND,
      outputs: { whole },
      readings: { [COMMAND]: command(whole), [ENGINE]: [script, whole], [QUARTER]: command(quarter) },
    };
  },

  same: (results, { outputs }) => {
    const { simulation } = JSON.parse(readFileSync(join(outputs.whole, 'diagnostic.json'), 'utf8'));
    const { draws, share } = JSON.parse(results[ENGINE].stdout);
    return simulation.tirages === draws && simulation.paires_ordonnees.part === share;
  },

  promises: (results) => [
    promise('Diagnostic de la France entière, toute la commande : moins de 20 secondes de processeur', results[COMMAND].cpu, '<', 20, ' s'),
    promise('Diagnostic de la France entière : mémoire bornée, moins de 500 Mo', results[COMMAND].megabytes, '<', 500, ' Mo'),
    promise('Les tirages seuls : moins de 12 secondes de processeur', results[ENGINE].cpu, '<', 12, ' s'),
  ],
};
