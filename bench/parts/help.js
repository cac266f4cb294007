import { secondsOf } from '../measure.js';
import { FRAGILITE } from '../programs.js';
import { promise } from '../report.js';
import { median } from '../rounds.js';

const TIMES = 15;
const COMMANDS = { 'fragilite --help': [FRAGILITE, '--help'], 'node -e 0': ['-e', '0'] };

export const help = {
  title: 'Le démarrage',

  prepare: () => ({ about: `Médiane de ${String(TIMES)} démarrages, à tour de rôle.`, ours: 'node -e 0' }),

  /** Taken apart: what a reading loads to be measured would be half of these. */
  take: () => {
    const taken = { 'fragilite --help': [], 'node -e 0': [] };
    for (let i = 0; i < TIMES; i += 1) for (const [name, argv] of Object.entries(COMMANDS)) taken[name].push(secondsOf(argv));
    return Object.fromEntries(Object.entries(taken).map(([name, all]) => [name, { seconds: Math.min(...all), median: median(all), stdout: '' }]));
  },

  same: () => true,

  promises: (results) => [promise('Démarrage : --help sous 1,5 fois node -e 0', results['fragilite --help'].median / results['node -e 0'].median, '<', 1.5, '×')],
};
