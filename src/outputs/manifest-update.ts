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
}

/** The sections that commands add, in the order in which they stand. */
const SECTIONS = ['croisement', 'repartition', 'diagnostic', 'comparaison', 'confrontation', 'cartes', 'rapport'];

/** A section names its own inputs, so that a later run of its command forgets those that it no longer reads. */
interface Section {
  readonly fichiers?: readonly string[];
}

type Manifest = Record<string, unknown> & {
  readonly entrees?: readonly ManifestInput[];
  readonly sorties?: readonly { readonly chemin: string; readonly sha256: string }[];
};

/**
 * The manifest of a folder with what a command adds to it; without one, a new manifest. Inputs and
 * outputs of the same name are replaced, inputs are sorted by path.
 */
export function updatedManifest(before: string | null, addition: ManifestAddition, hashes: Hashes): string {
  const manifest: Manifest = before === null ? { outil: { nom: 'fragilite', version: VERSION } } : (JSON.parse(before) as Manifest);
  const { entrees = [], sorties = [], avertissement = WARNING, ...others } = manifest;
  const added = new Set(addition.inputs.map((i) => i.chemin));
  const forgotten = new Set(ownInputs(others, addition.section).filter((chemin) => !added.has(chemin)));
  const sections = new Map(SECTIONS.filter((s) => others[s] !== undefined).map((s) => [s, others[s]]));
  sections.set(addition.section, { ...addition.content, fichiers: [...added].sort(byCode) });
  const rest = Object.fromEntries(Object.entries(others).filter(([name]) => !SECTIONS.includes(name)));
  const written = new Map(addition.outputs.map((name) => [name, hashes.get(name) ?? '']));
  const kept = sorties.filter((s) => addition.removed?.includes(s.chemin) !== true).map((s) => ({ chemin: s.chemin, sha256: written.get(s.chemin) ?? s.sha256 }));
  const known = new Set(kept.map((s) => s.chemin));
  const content = {
    ...rest,
    ...Object.fromEntries([...sections].sort(([a], [b]) => SECTIONS.indexOf(a) - SECTIONS.indexOf(b))),
    entrees: [...entrees.filter((e) => !added.has(e.chemin) && !forgotten.has(e.chemin)), ...addition.inputs].sort((a, b) => byCode(a.chemin, b.chemin)),
    // By name, so that the order in which commands were run does not show.
    sorties: [...kept, ...[...written].filter(([name]) => !known.has(name)).map(([chemin, hash]) => ({ chemin, sha256: hash }))].sort((a, b) => byCode(a.chemin, b.chemin)),
    avertissement,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** The manifest of a folder without what a command added to it: its section, the inputs of it alone, its files. */
export function withoutSection(before: string, section: string, outputs: readonly string[]): string {
  const { entrees = [], sorties = [], ...others } = JSON.parse(before) as Manifest;
  const forgotten = new Set(ownInputs(others, section));
  const { avertissement = WARNING, ...rest } = Object.fromEntries(Object.entries(others).filter(([name]) => name !== section));
  const content = {
    ...rest,
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
