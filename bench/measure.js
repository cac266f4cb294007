import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const USAGE_AT_EXIT = new URL('usage-at-exit.js', import.meta.url).href;

/**
 * Runs a Node script in a process of its own, and returns what it prints.
 *
 * @throws when it fails, with what it said
 */
export function run(argv, env = process.env) {
  const { status, signal, stdout, stderr, error } = spawnSync(process.execPath, argv, { env, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${argv.join(' ')} : ${signal ?? `code ${String(status)}`}\n${stderr}`);
  return stdout;
}

/**
 * The same, measured from outside: the seconds from start to end, those of processor (user and system),
 * and the peak memory of the whole process in MB (10⁶ bytes).
 */
export function measure(argv) {
  const folder = mkdtempSync(join(tmpdir(), 'fragilite-mesure-'));
  const report = join(folder, 'usage.json');
  try {
    const start = performance.now();
    const stdout = run(['--import', USAGE_AT_EXIT, ...argv], { ...process.env, FRAGILITE_BENCH_USAGE: report });
    const seconds = (performance.now() - start) / 1000;
    return { seconds, ...JSON.parse(readFileSync(report, 'utf8')), stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds of a command whose start is what is measured: nothing is loaded into it. */
export function secondsOf(argv) {
  const start = performance.now();
  run(argv);
  return (performance.now() - start) / 1000;
}
