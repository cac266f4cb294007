import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inputError } from '../errors.js';
import type { ManifestInput, ManifestStep } from '../outputs/manifest-update.js';
import { splitMember } from '../sources/columns/byte-source.js';
import { fileDigest } from '../sources/columns/digest.js';

/** The folder of the package: the files of the demonstration are in it. */
const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** What `verify` reads in a manifest. */
export interface ClaimingManifest {
  readonly outil: { readonly nom: string; readonly version: string };
  readonly modele?: { readonly id: string; readonly version: number };
  /** Of the computation; a folder without them holds only what commands added to it. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly etapes?: readonly ManifestStep[];
  readonly entrees: readonly ManifestInput[];
  readonly sorties: readonly { readonly chemin: string; readonly sha256: string }[];
}

export type ClaimState = 'identique' | 'modifie' | 'absent';

/** A file that a manifest names, and whether it is still that one. */
export interface Claim {
  readonly chemin: string;
  readonly etat: ClaimState;
  /** What the manifest says, and what the file has; null for a file that is not there. */
  readonly attendu: string;
  readonly trouve: string | null;
}

/** @throws inputError when the folder is not a result of fragilite */
export function readClaims(folder: string, shown: string): { readonly manifest: ClaimingManifest; readonly text: string } {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) throw inputError(`« ${shown} » n'est pas un dossier de résultat : manifest.json n'y est pas.\nDonnez le dossier qu'écrit fragilite compute.`);
  const text = readFileSync(path, 'utf8');
  let manifest: Partial<ClaimingManifest> | null;
  try {
    manifest = JSON.parse(text) as Partial<ClaimingManifest> | null;
  } catch (cause) {
    throw inputError(`« ${shown} » : manifest.json est illisible, ce n'est plus celui que fragilite a écrit. Recalculez le résultat.`, { cause });
  }
  if (manifest?.outil?.nom !== 'fragilite' || !Array.isArray(manifest.entrees) || !Array.isArray(manifest.sorties)) {
    throw inputError(`« ${shown} » : manifest.json n'est pas celui d'un résultat de fragilite.\nDonnez le dossier qu'écrit fragilite compute.`);
  }
  return { manifest: manifest as ClaimingManifest, text };
}

/** The inputs of a manifest, each looked for from a folder; those of the demonstration are in the package. */
export async function inputClaims(manifest: ClaimingManifest, from: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const { chemin, sha256 } of manifest.entrees) {
    const { file } = splitMember(chemin);
    const ours = manifest.options?.['demonstration'] === true && file.startsWith('data/demo/');
    claims.push(await claimOf(chemin, resolve(ours ? PACKAGE : from, file), sha256));
  }
  return claims;
}

export async function outputClaims(manifest: ClaimingManifest, folder: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const { chemin, sha256 } of manifest.sorties) claims.push(await claimOf(chemin, join(folder, chemin), sha256));
  return claims;
}

async function claimOf(chemin: string, path: string, attendu: string): Promise<Claim> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return { chemin, etat: 'absent', attendu, trouve: null };
  const { sha256 } = await fileDigest(path);
  return { chemin, etat: sha256 === attendu ? 'identique' : 'modifie', attendu, trouve: sha256 };
}
