import { fileURLToPath } from 'node:url';
import { WANTED } from '../dossier.js';
import { megabytes } from '../inputs.js';
import { timePromise } from '../report.js';

const script = fileURLToPath(new URL('../readers/csv.js', import.meta.url));
const READERS = ['fragilite', 'colonnes', 'papaparse', 'duckdb', 'csv-parse'];

export const csv = {
  title: 'Le dossier complet : quelques colonnes sur 1 900',

  prepare: (inputs) => {
    const path = inputs.dossier();
    return {
      about: `${megabytes(path).toFixed(0)} Mo, 1 900 colonnes, ${String(WANTED.length)} voulues et le code. « fragilite » lit comme compute (toutes les colonnes de l'indice, trois recensements, sha256, encodage, codes vérifiés et triés) ; « colonnes » est son lecteur seul.`,
      ours: 'fragilite',
      amounts: Object.fromEntries(READERS.map((reader) => [reader, megabytes(path)])),
      readings: Object.fromEntries(READERS.map((reader) => [reader, [script, reader, path]])),
    };
  },

  same: (results) => [...new Set(Object.values(results).map((r) => r.stdout))].length === 1,

  promises: ({ fragilite, papaparse, duckdb, 'csv-parse': csvParse }) => [
    timePromise('CSV : au moins 8 fois plus vite que csv-parse', csvParse, fragilite, '>=', 8),
    timePromise('CSV : plus vite que papaparse', papaparse, fragilite, '>', 1),
    timePromise('CSV : plus vite que DuckDB', duckdb, fragilite, '>', 1),
  ],
};
