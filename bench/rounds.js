import { measure } from './measure.js';

/**
 * Takes readings in rounds, one of each at a time, so that a busy moment of the machine falls on all alike.
 *
 * @param readings name → the arguments of `node`
 * @returns name → its seconds (least and median), its processor seconds (least), its peak memory (greatest)
 *   and what it printed the first time
 */
export function takeRounds(readings, runs, say) {
  const taken = Object.fromEntries(Object.keys(readings).map((name) => [name, []]));
  for (let round = 1; round <= runs; round += 1) {
    for (const [name, argv] of Object.entries(readings)) {
      say(`${name} (${String(round)}/${String(runs)})`);
      taken[name].push(measure(argv));
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, all]) => [name, summary(all)]));
}

function summary(all) {
  return {
    seconds: Math.min(...all.map((one) => one.seconds)),
    median: median(all.map((one) => one.seconds)),
    cpu: Math.min(...all.map((one) => one.cpu)),
    megabytes: Math.max(...all.map((one) => one.megabytes)),
    stdout: all[0].stdout,
  };
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
