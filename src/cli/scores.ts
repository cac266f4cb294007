import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { inputError, usageError } from '../errors.js';
import { BASE_100 } from '../index/scale.js';
import type { ReadFile } from '../main-job/crossing-job.js';
import type { ScoredTerritory } from '../main-job/scored-territory.js';
import { aboutIndex } from '../outputs/about-index.js';
import type { ManifestAddition, ManifestInput } from '../outputs/manifest-update.js';
import { updatedManifest } from '../outputs/manifest-update.js';
import { settleFolder } from '../outputs/interrupted-write.js';
import type { ClosingFile } from '../outputs/write-folder.js';
import { loadCog } from '../sources/cog.js';
import { relativePath } from '../sources/relative-path.js';
import { resultManifest, storedScale } from '../sources/result-folder.js';
import { readScores } from '../sources/scores.js';
import type { ScoreTable } from '../sources/scores.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import type { UnitLevel } from '../territory/unit-level.js';
import type { RawPostOptions } from './post-options.js';
import { sectionOptions } from './project-options.js';
import { portableOptions, RESULT, stepOf } from './replay-step.js';
import type { Terminal } from './terminal.js';

/** Scores read from a file, the folder that they come from and the one that results go to. */
export interface ScoresAt {
  readonly table: ScoreTable;
  readonly territory: ScoredTerritory;
  readonly folder: string;
  /** True when the scores are the `ifn.csv` of their folder, and not another file beside it. */
  readonly ofResult: boolean;
  /** True when a manifest of `compute` describes them. */
  readonly computed: boolean;
  readonly out: string;
  readonly outShown: string;
}

/** The options of `cross` or `allocate`, those of a project file among them. */
interface PostSection {
  readonly raw: RawPostOptions & { readonly scores?: string; readonly out?: string };
  readonly folder: string;
  readonly result: string;
}

/** @param alone true when the words of the command say enough to do without a project file */
export async function postSection(section: 'cross' | 'allocate', flags: Readonly<Record<string, unknown>>, cwd: string, alone: boolean, terminal: Terminal): Promise<PostSection> {
  return sectionOptions(section, flags, cwd, alone, (text) => {
    terminal.say(text);
  });
}

/**
 * Reads `--scores` (the `ifn.csv` of the result without it) and decides the output folder: `--out`, else the
 * folder of the scores, so that a result folder gains what is crossed with it.
 *
 * @param result the folder of the result that serves without --scores
 * @throws usageError when other scores than those of a computed result would be written over them
 */
export async function scoresAt({ scores, out }: PostSection['raw'], cwd: string, result: string): Promise<ScoresAt> {
  const shown = scores ?? join(result, 'ifn.csv');
  const path = resolve(cwd, shown);
  settleFolder(dirname(path), dirname(shown));
  if (scores === undefined && !existsSync(path)) {
    throw inputError(`Pas de scores : ${shown} n'existe pas.\nCalculez-les (fragilite compute), ou donnez --scores FICHIER.`);
  }
  requireCommunes(dirname(path), basename(path), shown);
  const cog = await loadCog();
  const table = await readScores(path, shown, cog);
  const folder = dirname(path);
  const ofResult = basename(path) === 'ifn.csv';
  const manifest = manifestOf(folder);
  const name = (ofResult ? manifest?.territoire?.nom_court : undefined) ?? `${String(table.units.length)} communes`;
  const stored = ofResult ? resultManifest(manifestText(folder) ?? '') : null;
  // Outputs name the file and not the way to it: they are the same wherever the folder is.
  const about = stored === null ? [`Indice : ${basename(shown)}, sans manifeste de fragilite ; son modèle et sa référence ne sont pas connus.`] : aboutIndex(stored);
  const territory = { units: table.units, geography: { cog, plm: table.plm }, name, notes: table.notes.map((note) => note.replaceAll(shown, basename(shown))), scale: stored === null ? BASE_100 : storedScale(stored), about };
  const outShown = out ?? (dirname(shown) === '' ? '.' : dirname(shown));
  const outFolder = resolve(cwd, outShown);
  settleFolder(outFolder, outShown);
  if (!ofResult && outFolder === folder && manifest?.modele !== undefined) {
    throw usageError(`« ${outShown} » a déjà son ifn.csv, calculé par fragilite, qui n'est pas ${shown}.\nDonnez un autre dossier par --out : rien n'y sera écrasé.`);
  }
  return { table, territory, folder, ofResult, computed: stored !== null, out: outFolder, outShown };
}

/** @throws inputError when the scores are a result by something else than communes */
function requireCommunes(folder: string, file: string, shown: string): void {
  const level = file.startsWith('ifn') ? (manifestOf(folder)?.options?.unit ?? 'commune') : 'commune';
  if (level === 'commune') return;
  throw inputError(`${shown} est un résultat par ${UNIT_WORDS[level].one} : postes et demandes se croisent et se répartissent par commune.\nRecalculez-le sans --unit (fragilite compute), puis recommencez.`);
}

interface SomeManifest {
  readonly options?: { readonly unit?: UnitLevel };
  readonly outil?: { readonly nom?: string };
  readonly modele?: object;
  readonly territoire?: { readonly nom_court?: string };
  readonly entrees?: readonly ManifestInput[];
}

function manifestText(folder: string): string | null {
  const path = join(folder, 'manifest.json');
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function manifestOf(folder: string): SomeManifest | null {
  const text = manifestText(folder);
  if (text === null) return null;
  try {
    const manifest = JSON.parse(text) as SomeManifest;
    return manifest.outil?.nom === 'fragilite' ? manifest : null;
  } catch {
    // Not a manifest of ours: it is left out of the account.
    return null;
  }
}

/** The options of a command on scores, as commander gives them. */
type RawScoreOptions = RawPostOptions & { readonly scores?: string; readonly out?: string };

/** The options with no absolute path: outputs name the files, and are the same wherever one works. */
export const portablePosts = (options: RawScoreOptions, cwd: string): RawScoreOptions =>
  portableOptions(options, ['scores', 'posts', 'demands', 'envelope', 'illectronisme', 'by'], cwd);

/** How `verify` runs a command on scores again: on the result folder's own, else on the file that was named. */
export function postsStep(command: string, at: ScoresAt, raw: RawScoreOptions): string[] {
  const own = at.out === at.folder && at.ofResult;
  return stepOf([command, ...(own ? [`--scores=${RESULT}/ifn.csv`] : [`--scores=${at.table.file}`, `--out=${RESULT}`])], { ...raw });
}

/**
 * The manifest of the output folder with what a command adds: that of the result itself when it goes
 * there, that of an earlier command on the same scores, else a new one.
 */
export function manifestFor(at: ScoresAt, cwd: string, files: readonly ReadFile[], addition: Pick<ManifestAddition, 'section' | 'content' | 'outputs' | 'step'>): ClosingFile {
  const named = (shown: string): string => relativePath(cwd, resolve(cwd, shown));
  const inputs: ManifestInput[] = files.map((f) => ({ chemin: named(f.shown), role: f.role, taille: f.size, sha256: f.sha256, millesimes: [] }));
  const { print, file } = at.table;
  const sameFolder = at.out === at.folder;
  if (!sameFolder || !at.ofResult) inputs.push({ chemin: named(file), role: 'scores', taille: print.size, sha256: print.sha256, millesimes: [] });
  const before = manifestOf(at.out);
  const sameScores = before?.entrees?.some((e) => e.role === 'scores' && e.sha256 === print.sha256) === true;
  const base = before !== null && (sameFolder || sameScores) ? manifestText(at.out) : null;
  return { name: 'manifest.json', closing: (hashes) => updatedManifest(base, { ...addition, inputs }, hashes) };
}
