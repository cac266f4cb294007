import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FragiliteError } from '../errors.js';
import { SECTION_COMMANDS } from '../outputs/manifest-update.js';
import { firstDifference, firstDifferenceOf } from '../sources/first-difference.js';
import type { Difference } from '../sources/first-difference.js';
import { computeResult } from './compute.js';
import type { Io } from './io.js';
import { RESULT } from './replay-step.js';
import { RunSummary } from './run-summary.js';
import { rawOptionsOf } from './stored-options.js';
import { Terminal } from './terminal.js';
import type { ClaimingManifest } from './verify-claims.js';

/** What making a result again gave. */
export interface Replay {
  /** Outputs that it gives to the byte. */
  readonly same: readonly string[];
  readonly different: readonly { readonly chemin: string; readonly difference: Difference }[];
  /** Outputs that no step of the manifest gives: known by their sha256 alone. */
  readonly notMade: readonly string[];
  /** Why it could not be made, or one of its steps (French). */
  readonly failures: readonly string[];
}

/** Commands that may be run again, and the word that says that they write into the result folder, without `--out`. */
const REPLAYED: ReadonlyMap<string, (words: readonly string[]) => boolean> = new Map<string, (words: readonly string[]) => boolean>([
  ['cross', ([scores]) => scores === `--scores=${RESULT}/ifn.csv`],
  ['allocate', ([scores]) => scores === `--scores=${RESULT}/ifn.csv`],
  ['map', ([folder]) => folder === RESULT],
  ['report', ([folder]) => folder === RESULT],
  ['diagnose', ([folder]) => folder === RESULT],
  ['confront', ([, folder]) => folder === RESULT],
  ['compare', () => false],
  ['evolution', () => false],
]);

/** How a command line is run: `main`, which loads this file only when it is asked to. */
export type Run = (argv: readonly string[], io: Io) => Promise<number>;

/**
 * Makes a result again in a temporary folder, as its manifest says, and compares.
 *
 * @param folder the result
 * @param from the folder that the paths of its inputs start from
 */
export async function replay(manifest: ClaimingManifest, text: string, folder: string, from: string, run: Run): Promise<Replay> {
  const work = mkdtempSync(join(tmpdir(), 'fragilite-verify-'));
  try {
    const made = await makeAgain(manifest, folder, from, join(work, 'resultat'), run);
    return { ...compare(manifest, text, folder, made.folder), failures: made.failures };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function makeAgain(manifest: ClaimingManifest, folder: string, from: string, out: string, run: Run): Promise<{ readonly folder: string; readonly failures: readonly string[] }> {
  const scene = manifest.options?.['scene'];
  mkdirSync(out);
  if (manifest.options === undefined) {
    // Columns were added to scores that no computation of ours gave: they are taken as they stand.
    for (const name of ['ifn.csv', 'ifn.geojson']) if (existsSync(join(folder, name))) cpSync(join(folder, name), join(out, name));
  } else {
    const silent = silentIo(from);
    const surroundings = { io: silent.io, terminal: new Terminal(silent.io, 'quiet'), summary: new RunSummary(), demonstration: scene === undefined ? [] : (['scenes'] as const) };
    try {
      await computeResult({ ...rawOptionsOf(manifest.options), out }, from, surroundings);
    } catch (error) {
      if (!(error instanceof FragiliteError)) throw error;
      return { folder: out, failures: [`compute : ${error.message}`] };
    }
  }
  const failures = untold(manifest);
  for (const { commande } of manifest.etapes ?? []) {
    const [name = ''] = commande;
    if (!mayRun(commande)) {
      failures.push(`${name} : l'étape du manifeste n'est pas de celles qui se rejouent (${commande.join(' ')}).`);
      continue;
    }
    const { io, said } = silentIo(from);
    const code = await run(commande.map((word) => word.replaceAll(RESULT, out)), io);
    if (code !== 0) failures.push(`${name} : ${said().replace(/^Erreur : /, '').trim()}`);
  }
  return { folder: typeof scene === 'string' ? join(out, scene) : out, failures };
}

/** Options of `compute` that add a section by themselves. */
const SECTION_OPTIONS: Readonly<Record<string, readonly string[]>> = { croisement: ['posts', 'demands'], repartition: ['envelope'] };

/** Sections that nothing in the manifest says how to make: those of a version that did not keep it. */
function untold(manifest: ClaimingManifest): string[] {
  const { options = {}, etapes = [] } = manifest;
  if (options['scene'] !== undefined) return [];
  return [...SECTION_COMMANDS, ['evolution', 'evolution'] as const]
    .filter(([section, command]) => section in manifest && !etapes.some(({ commande: [name] }) => name === command) && !(SECTION_OPTIONS[section] ?? []).some((name) => name in options))
    .map(([section, command]) => `${section} : le manifeste ne garde pas la commande qui l'a fait. Refaites-le (fragilite ${command})${manifest.options === undefined ? '' : ', ou recalculez le résultat'}.`);
}

/** A manifest may come from anywhere: only commands that write into the temporary folder, and nowhere else. */
function mayRun([name = '', ...rest]: readonly string[]): boolean {
  const writesThere = REPLAYED.get(name);
  if (writesThere === undefined) return false;
  const outs = rest.filter((word) => word.startsWith('--out'));
  return outs.length > 0 ? outs.length === 1 && outs[0] === `--out=${RESULT}` : writesThere(rest);
}

function silentIo(cwd: string): { readonly io: Io; readonly said: () => string } {
  const said: string[] = [];
  return { io: { stdout: () => undefined, stderr: (words) => said.push(words), interactive: false, color: false, cwd }, said: () => said.join('').split('\n').find((line) => line.startsWith('Erreur')) ?? '' };
}

function compare(manifest: ClaimingManifest, text: string, folder: string, made: string): Omit<Replay, 'failures'> {
  const same: string[] = [];
  const different: { chemin: string; difference: Difference }[] = [];
  const notMade: string[] = [];
  for (const { chemin } of manifest.sorties) {
    if (!existsSync(join(made, chemin))) notMade.push(chemin);
    else if (existsSync(join(folder, chemin))) {
      const difference = firstDifference(join(folder, chemin), join(made, chemin));
      if (difference === null) same.push(chemin);
      else different.push({ chemin, difference });
    }
  }
  const again = join(made, 'manifest.json');
  if (existsSync(again) && notMade.length === 0) {
    const wanted = readFileSync(again);
    const difference = wanted.equals(Buffer.from(text)) ? null : firstDifferenceOf(Buffer.from(text), wanted);
    if (difference === null) same.push('manifest.json');
    else different.push({ chemin: 'manifest.json', difference });
  }
  return { same, different, notMade };
}
