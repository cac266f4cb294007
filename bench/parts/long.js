import { fileURLToPath } from 'node:url';
import { megabytes } from '../inputs.js';
import { promise } from '../report.js';

const script = fileURLToPath(new URL('../readers/long.js', import.meta.url));
const QUARTER = 'fragilite (un quart)';

export const long = {
  title: 'La forme longue : un cube du recensement, une ligne par valeur',

  prepare: (inputs) => {
    const [quarter, whole] = [inputs.long(0.25), inputs.long(1)];
    return {
      about: `${megabytes(whole).toFixed(0)} Mo, 480 lignes par lieu, dont 6 sont de l'indice ; « ${QUARTER} » en lit un quart des lignes : la mémoire ne croît que des lieux retenus.`,
      ours: 'fragilite',
      amounts: { fragilite: megabytes(whole), [QUARTER]: megabytes(quarter), duckdb: megabytes(whole) },
      readings: {
        fragilite: [script, 'fragilite', whole],
        [QUARTER]: [script, 'fragilite', quarter],
        duckdb: [script, 'duckdb', whole],
      },
    };
  },

  same: ({ fragilite, duckdb }) => fragilite.stdout === duckdb.stdout,

  promises: ({ fragilite }, { amounts }) => [
    promise('Forme longue : plus de 150 Mo par seconde de processeur', amounts.fragilite / fragilite.cpu, '>', 150, ' Mo/s'),
    promise('Forme longue : mémoire bornée, moins de 250 Mo', fragilite.megabytes, '<', 250, ' Mo'),
  ],
};
