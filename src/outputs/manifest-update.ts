import { byCode } from '../territory/codes.js';
import { VERSION } from '../version.js';
import { WARNING } from './method-text.js';
import type { Hashes } from './write-folder.js';

/** A file that a command read, as the manifest names it. */
export interface ManifestInput {
  readonly chemin: string;
  readonly role: string;
  readonly taille: number;
  readonly sha256: string;
  readonly millesimes: readonly string[];
}

/** What a command adds to a result folder. */
export interface ManifestAddition {
  /** Its own section: `croisement`, `repartition`, `diagnostic`, `comparaison`, `confrontation`, `cartes` or `rapport`. */
  readonly section: string;
  readonly content: object;
  readonly inputs: readonly ManifestInput[];
  /** The names of the files that it writes. */
  readonly outputs: readonly string[];
  /** The names of files of an earlier run that it takes away. */
  readonly removed?: readonly string[];
  /** The command as `verify` runs it again, `{resultat}` standing for the folder; without one it cannot. */
  readonly step?: readonly string[];
}

/** A command that added to a folder, and the files that it wrote there. */
export interface ManifestStep {
  readonly commande: readonly string[];
  readonly sorties: readonly string[];
}

/** The sections that commands add, in the order in which they stand, and the command of each. */
export const SECTION_COMMANDS: ReadonlyMap<string, string> = new Map([
  ['croisement', 'cross'],
  ['repartition', 'allocate'],
  ['diagnostic', 'diagnose'],
  ['comparaison', 'compare'],
  ['confrontation', 'confront'],
  ['cartes', 'map'],
  ['rapport', 'report'],
]);
const SECTIONS = [...SECTION_COMMANDS.keys()];

/** A section names its own inputs, so that a later run of its command forgets those that it no longer reads. */
interface Section {
  readonly fichiers?: readonly string[];
}

type Manifest = Record<string, unknown> & {
  readonly entrees?: readonly ManifestInput[];
  readonly sorties?: readonly { readonly chemin: string; readonly sha256: string }[];
  readonly etapes?: readonly ManifestStep[];
};

/**
 * The manifest of a folder with what a command adds to it; without one, a new manifest. Inputs and
 * outputs of the same name are replaced, inputs are sorted by path. Steps stand in an order that gives these files
 * again; one whose files were all written again is forgotten, and one that gave the same bytes again, or that was
 * withdrawn to be done again, keeps its place.
 */
export function updatedManifest(before: string | null, addition: ManifestAddition, hashes: Hashes): string {
  const manifest: Manifest = before === null ? { outil: { nom: 'fragilite', version: VERSION } } : (JSON.parse(before) as Manifest);
  const { entrees = [], sorties = [], etapes = [], avertissement = WARNING, ...others } = manifest;
  const added = new Set(addition.inputs.map((i) => i.chemin));
  const forgotten = new Set(ownInputs(others, addition.section).filter((chemin) => !added.has(chemin)));
  const sections = new Map(SECTIONS.filter((s) => others[s] !== undefined).map((s) => [s, others[s]]));
  sections.set(addition.section, { ...addition.content, fichiers: [...added].sort(byCode) });
  const rest = Object.fromEntries(Object.entries(others).filter(([name]) => !SECTIONS.includes(name)));
  const written = new Map(addition.outputs.map((name) => [name, hashes.get(name) ?? '']));
  const kept = sorties.filter((s) => addition.removed?.includes(s.chemin) !== true).map((s) => ({ chemin: s.chemin, sha256: written.get(s.chemin) ?? s.sha256 }));
  const known = new Set(kept.map((s) => s.chemin));
  const formerHashes = new Map(sorties.map((s) => [s.chemin, s.sha256]));
  const again = addition.outputs.every((name) => formerHashes.get(name) === written.get(name));
  const steps = again && etapes.some(({ commande }) => sameWords(commande, addition.step ?? [])) ? etapes : stepsWith(etapes, addition, new Set(formerHashes.keys()));
  const content = {
    ...rest,
    ...Object.fromEntries([...sections].sort(([a], [b]) => SECTIONS.indexOf(a) - SECTIONS.indexOf(b))),
    ...(steps.length === 0 ? {} : { etapes: steps }),
    entrees: [...entrees.filter((e) => !added.has(e.chemin) && !forgotten.has(e.chemin)), ...addition.inputs].sort((a, b) => byCode(a.chemin, b.chemin)),
    // By name, so that the order in which commands were run does not show.
    sorties: [...kept, ...[...written].filter(([name]) => !known.has(name)).map(([chemin, hash]) => ({ chemin, sha256: hash }))].sort((a, b) => byCode(a.chemin, b.chemin)),
    avertissement,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/**
 * The manifest of a folder without what a command added to it: its section, the inputs of it alone, its files.
 *
 * @param again the command is about to be run again: its step keeps its place for that
 */
export function withoutSection(before: string, section: string, outputs: readonly string[], again = false): string {
  const { entrees = [], sorties = [], etapes = [], ...others } = JSON.parse(before) as Manifest;
  const forgotten = new Set(ownInputs(others, section));
  const { avertissement = WARNING, ...rest } = Object.fromEntries(Object.entries(others).filter(([name]) => name !== section));
  const steps = again ? etapes : stepsWithout(etapes.filter(({ commande: [command] }) => command !== SECTION_COMMANDS.get(section)), outputs);
  const content = {
    ...rest,
    ...(steps.length === 0 ? {} : { etapes: steps }),
    entrees: entrees.filter((e) => !forgotten.has(e.chemin)),
    sorties: sorties.filter((s) => !outputs.includes(s.chemin)),
    avertissement,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The inputs that a section names, and no other. */
function ownInputs(manifest: Record<string, unknown>, section: string): readonly string[] {
  const of = (name: string): readonly string[] => (manifest[name] as Section | undefined)?.fichiers ?? [];
  const elsewhere = new Set(SECTIONS.filter((s) => s !== section).flatMap(of));
  return of(section).filter((chemin) => !elsewhere.has(chemin));
}

/** @param known the files of the manifest before */
function stepsWith(steps: readonly ManifestStep[], { step, outputs, removed = [] }: ManifestAddition, known: ReadonlySet<string>): ManifestStep[] {
  const left = stepsWithout(steps, removed);
  if (step === undefined) return withoutRewritten(left);
  const own: ManifestStep = { commande: step, sorties: outputs };
  const withdrawn = left.findIndex(({ commande: [command], sorties }) => command === step[0] && sorties.some((name) => !known.has(name)));
  return withoutRewritten(inUsualOrder(withdrawn < 0 ? [...left, own] : left.with(withdrawn, own)));
}

/** The steps without files that are there no more. */
const stepsWithout = (steps: readonly ManifestStep[], files: readonly string[]): ManifestStep[] =>
  steps.map(({ commande, sorties }) => ({ commande, sorties: sorties.filter((name) => !files.includes(name)) })).filter(({ sorties }) => sorties.length > 0);

/** The steps of which some file was not written again by later ones. */
function withoutRewritten(steps: readonly ManifestStep[]): ManifestStep[] {
  const written = new Set<string>();
  const kept: ManifestStep[] = [];
  for (const step of [...steps].reverse()) {
    if (step.sorties.some((name) => !written.has(name))) kept.unshift(step);
    for (const name of step.sorties) written.add(name);
  }
  return kept;
}

/** Commands that add to a result, in the order of a whole project, and those whose outputs each one shows. */
const SHOWN_BY: ReadonlyMap<string, readonly string[]> = new Map([
  ['cross', []],
  ['allocate', []],
  ['diagnose', []],
  ['confront', []],
  ['map', ['cross']],
  ['report', ['cross', 'allocate', 'diagnose', 'confront']],
]);
const USUAL_ORDER = [...SHOWN_BY.keys()];

/** Steps that follow each other and could be exchanged stand in one order, so that doing one of them again does not show. */
function inUsualOrder(steps: readonly ManifestStep[]): ManifestStep[] {
  const ordered: ManifestStep[] = [];
  for (const step of steps) {
    let at = ordered.length;
    for (let before = ordered[at - 1]; before !== undefined && isBetterAfter(before, step); before = ordered[at - 1]) at -= 1;
    ordered.splice(at, 0, step);
  }
  return ordered;
}

/** True when a step gives the same after the one that follows it, and usually stands there. */
function isBetterAfter({ commande: [command = ''] }: ManifestStep, { commande: [next = ''] }: ManifestStep): boolean {
  const [place, nextPlace] = [USUAL_ORDER.indexOf(command), USUAL_ORDER.indexOf(next)];
  return place > nextPlace && nextPlace >= 0 && SHOWN_BY.get(command)?.includes(next) !== true;
}

const sameWords = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((word, i) => word === b[i]);
