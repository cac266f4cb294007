import { basename } from 'node:path';
import { monteCarlo } from '../../dist/robustness/monte-carlo.js';
import { readStoredIndex } from '../../dist/sources/stored-index.js';

/**
 * The simulation of a result folder, from reading it to its intervals: `node diagnose.js FOLDER`. Prints
 * what must be the same each time: units, draws, the share of ordered pairs, the sum of the intervals.
 */
const [, , folder] = process.argv;
const { index } = readStoredIndex(folder, basename(folder));
const { draws, ranked, pairs, low, high } = monteCarlo(index);
const width = high.reduce((sum, to, unit) => sum + (Number.isNaN(to) ? 0 : to - low[unit]), 0);
console.log(JSON.stringify({ ranked, variables: index.variables.length, draws, share: pairs.share, width }));
