import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outputError } from '../errors.js';

/** A file to write: its name in the folder and its text. */
export interface OutputFile {
  readonly name: string;
  readonly text: string;
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

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
        throw outputError(`Le dossier de sortie ${which} est un fichier. Donnez un autre dossier par --out.`);
      }
      return;
    }
    if (dirname(path) === path) return;
  }
}

/**
 * Writes files into a folder all or none: each to a temporary file beside its place, then renamed.
 * A failure leaves what was there before as it was.
 *
 * @param stale names of earlier outputs that this result does not have: removed once it is in place
 * @throws outputError when something cannot be written
 */
export function writeFolder(folder: string, shown: string, files: readonly OutputFile[], stale: readonly string[] = []): void {
  const temporary: string[] = [];
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, text } of files) {
      const path = join(folder, `.${name}.tmp`);
      temporary.push(path);
      writeDurably(path, text);
    }
    for (const [i, { name }] of files.entries()) renameSync(temporary[i] ?? '', join(folder, name));
    for (const name of stale) rmSync(join(folder, name), { force: true });
  } catch (cause) {
    for (const path of temporary) rmSync(path, { force: true });
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const why = REASONS.get(code) ?? code;
    throw outputError(`Impossible d'écrire dans « ${shown} »${why === '' ? '' : ` : ${why}`}. Les sorties précédentes sont intactes ; donnez un autre dossier par --out.`, { cause });
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'droits insuffisants'],
  ['EPERM', 'opération interdite'],
  ['EROFS', 'système de fichiers en lecture seule'],
  ['ENOSPC', 'le disque est plein'],
  ['EEXIST', 'un fichier porte ce nom'],
  ['ENOTDIR', 'un fichier porte ce nom'],
  ['EISDIR', 'un dossier porte le nom d’une sortie'],
]);

function writeDurably(path: string, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  const file = openSync(path, 'w');
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
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
