import { copyFileSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outputError } from '../errors.js';
import { linesAsBytes } from './byte-writer.js';
import { DurableWriter } from './durable-writer.js';
import { writeReason } from './write-reason.js';
import { asideName, BY_OPTION, declareIntent, forgetIntent, settleFolder, sweepFolder, temporaryName } from './interrupted-write.js';

/** A file to write: its name in the folder and its text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** A text too long for one string: its lines, each with its end, made while they are written. */
export interface LinesFile {
  readonly name: string;
  readonly lines: () => Iterable<string>;
}

/** A file that makes its own bytes while they are written, each piece lent until the next. */
export interface StreamedFile {
  readonly name: string;
  readonly chunks: () => Iterable<Uint8Array>;
}

/** The sha256 of files, by name. */
export type Hashes = ReadonlyMap<string, string>;

/** A file that tells of the others, so that it is made when they are written: the manifest. */
export interface ClosingFile {
  readonly name: string;
  readonly closing: (hashes: Hashes) => string;
}

export type OutputFile = TextFile | LinesFile | StreamedFile;

/**
 * Makes sure, before any work, that a folder can be written to; makes nothing.
 *
 * @throws outputError when it is a file, or lies under one
 */
export function requireOutputFolder(folder: string, shown: string): void {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(path)) {
      if (!statSync(path).isDirectory()) {
        const which = path === folder ? `« ${shown} »` : `« ${shown} » (plus haut, ${path.slice(dirname(path).length).replace(/^[\\/]/, '')})`;
        throw outputError(`Le dossier de sortie ${which} est un fichier. Donnez un autre dossier ${BY_OPTION}.`);
      }
      return;
    }
    if (dirname(path) === path) return;
  }
}

/**
 * Writes files into a folder all or none: each to a temporary file beside its place, then renamed.
 * A failure, even between two renames, puts back what was there before; a program stopped between two
 * renames leaves a note of what is to be renamed still (see interrupted-write.ts).
 *
 * @param closing written last, once the sha256 of the others are known
 * @param stale names of earlier outputs that this result does not have: removed once it is in place
 * @param advice what to do when it cannot be written
 * @returns the sha256 of what was written, by name
 * @throws outputError when something cannot be written
 */
export function writeFolder(folder: string, shown: string, outputs: readonly OutputFile[], closing: ClosingFile | null = null, stale: readonly string[] = [], advice = `donnez un autre dossier ${BY_OPTION}`): Hashes {
  const files = [...outputs, ...(closing === null ? [] : [closing])];
  const temporary: string[] = [];
  const replaced: { readonly path: string; readonly before: string | null }[] = [];
  const asideOf = (name: string): string => join(folder, asideName(name));
  settleFolder(folder, shown);
  let made: string | undefined;
  try {
    for (const path of lackingFolders(folder)) if (makeFolder(path)) made ??= path;
    const writer = new DurableWriter(files.length);
    let written: Hashes;
    try {
      for (const file of files) {
        const path = join(folder, temporaryName(file.name));
        temporary.push(path);
        writer.write(file.name, path, 'closing' in file ? [Buffer.from(file.closing(writer.hashes()), 'utf8')] : piecesOf(file));
      }
      written = writer.hashes();
    } finally {
      writer.close();
    }
    declareIntent(folder, files.map(({ name }) => name), stale);
    for (const [i, { name }] of files.entries()) {
      const path = join(folder, name);
      const before = keepAside(path, asideOf(name));
      replaced.push({ path, before });
      renameSync(temporary[i] ?? '', path);
    }
    for (const name of stale) rmSync(join(folder, name), { force: true });
    for (const { before } of replaced) if (before !== null) rmSync(before, { force: true });
    forgetIntent(folder);
    sweepFolder(folder);
    return written;
  } catch (cause) {
    // First: what is put back is not to be finished by anyone.
    forgetIntent(folder);
    for (const { path, before } of replaced) putBack(path, before);
    for (const path of [...temporary, ...files.map(({ name }) => asideOf(name))]) rmSync(path, { force: true });
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    // What a piece throws while it is made is no matter of disks.
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    const why = writeReason(cause);
    throw outputError(`Impossible d'écrire dans « ${shown} »${why === '' ? '' : ` : ${why}`}. Les sorties précédentes sont intactes ; ${advice}.`, { cause });
  }
}

/** The folders to make so that this one is there, from the highest. */
function lackingFolders(folder: string): string[] {
  const lacking: string[] = [];
  for (let path = folder; !existsSync(path) && dirname(path) !== path; path = dirname(path)) lacking.unshift(path);
  return lacking;
}

/**
 * One folder at a time: asked for all at once, Node tries for ever where the system says that a parent
 * which is there does not exist (`/proc/xx`).
 *
 * @returns false when another run has just made it
 */
function makeFolder(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (cause) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return false;
    throw cause;
  }
}

/** A second name for a file that is about to be replaced, or null when there is none. */
function keepAside(path: string, aside: string): string | null {
  if (!existsSync(path)) return null;
  rmSync(aside, { force: true });
  if (statSync(path).isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR' });
  try {
    linkSync(path, aside);
  } catch {
    // A file system without hard links: a copy does as well.
    copyFileSync(path, aside);
  }
  return aside;
}

/** Leaves the second name where it is when both still name one file: a rename then does nothing. */
function putBack(path: string, before: string | null): void {
  if (before === null) rmSync(path, { force: true });
  else renameSync(before, path);
}

function piecesOf(file: OutputFile): Iterable<Uint8Array> {
  if ('chunks' in file) return file.chunks();
  return 'lines' in file ? linesAsBytes(file.lines()) : [Buffer.from(file.text, 'utf8')];
}

/** The outputs that a folder's manifest says are ours, when it holds one. */
export function ownedOutputs(folder: string): string[] {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { outil?: { nom?: string }; sorties?: { chemin: string }[] };
    return manifest.outil?.nom === 'fragilite' ? (manifest.sorties ?? []).map((s) => s.chemin).filter((name) => /^[\w-]+\.[a-z]+$/.test(name)) : [];
  } catch {
    // No manifest, or not one of ours: nothing in the folder is known to be ours.
    return [];
  }
}
