import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { usageError } from '../errors.js';
import type { ManifestInput } from '../outputs/manifest-update.js';
import { fingerprint } from '../sources/fingerprint.js';
import { relativePath } from '../sources/relative-path.js';
import { resultManifest } from '../sources/result-folder.js';
import type { StoredResult } from '../sources/result-folder.js';
import type { Terminal } from './terminal.js';

/** A file of a result that another folder's outputs are made of, as a manifest names it. */
export async function resultInput(path: string, cwd: string, role = 'resultat'): Promise<ManifestInput> {
  const chemin = relativePath(cwd, path);
  const { size, sha256 } = await fingerprint(path, chemin);
  return { chemin, role, taille: size, sha256, millesimes: [] };
}

/**
 * What is made of one result does not go into the manifest of another, nor over a manifest that is not ours.
 *
 * @param folder that of the result, where outputs may go; null where they are of no single result
 * @throws usageError when the folder is taken
 */
export function refuseOtherResult(out: string, shown: string, folder: string | null): void {
  const path = join(out, 'manifest.json');
  if (out === folder || !existsSync(path)) return;
  const text = readFileSync(path, 'utf8');
  let ours = false;
  try {
    ours = (JSON.parse(text) as { outil?: { nom?: string } }).outil?.nom === 'fragilite';
  } catch {
    // Not JSON: not a manifest of ours.
  }
  if (!ours || resultManifest(text) !== null) {
    throw usageError(`« ${shown} » a déjà un manifest.json, ${ours ? "celui d'un autre résultat" : 'qui n’est pas de fragilite'}.\nDonnez un autre dossier par --out.`);
  }
}

/**
 * Warns of the files of a result that were changed since.
 *
 * @param before what the message begins with, where several results are read
 */
export function warnOfChanges({ changed }: StoredResult, terminal: Terminal, before = ''): void {
  terminal.notices(changed.map((name) => ({ level: 'warning' as const, text: `${before}${name} n'est plus celui que manifest.json décrit ; il a été modifié.` })));
}
