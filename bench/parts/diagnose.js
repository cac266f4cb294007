import { fileURLToPath } from 'node:url';
import { run } from '../measure.js';
import { FRAGILITE } from '../programs.js';
import { promise } from '../report.js';

const script = fileURLToPath(new URL('../readers/diagnose.js', import.meta.url));
const QUARTER = 'fragilite (un quart)';

/** A result on a share of the communes. */
function resultOf(inputs, share) {
  const out = inputs.output(`diagnose-${String(share)}`);
  run([FRAGILITE, 'compute', '--insee', inputs.dossier(share), '--out', out, '--quiet']);
  return out;
}

export const diagnose = {
  title: 'La robustesse : 1 000 tirages sur la France entière',

  prepare: (inputs) => {
    const [quarter, whole] = [resultOf(inputs, 0.25), resultOf(inputs, 1)];
    return {
      about: `Lecture d'un résultat (34 969 communes, 7 variables), 1 000 tirages des sept sources ensemble, 100 de chacune seule, intervalles et paires ; « ${QUARTER} » sur un quart des communes. Un seul fil.`,
      ours: 'fragilite',
      readings: { fragilite: [script, whole], [QUARTER]: [script, quarter] },
    };
  },

  same: ({ fragilite }) => JSON.parse(fragilite.stdout).draws === 1000,

  promises: ({ fragilite }) => [
    promise('Robustesse : moins de 15 secondes de processeur', fragilite.cpu, '<', 15, ' s'),
    promise('Robustesse : mémoire bornée, moins de 500 Mo', fragilite.megabytes, '<', 500, ' Mo'),
  ],
};
