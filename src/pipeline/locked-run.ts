import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FileIdentity, LockedRun } from '../lock.js';
import { fileDigest } from '../sources/columns/digest.js';
import { loadModel } from '../sources/model-file.js';
import { loadQuantities } from '../sources/quantities.js';
import { VERSION } from '../version.js';

/** What the lock takes from the manifest of a result. */
interface ComputedManifest {
  /** The model's id, or the path of its file from the project's folder. */
  readonly options: { readonly model: string };
  readonly geographie: { readonly cog: number; readonly source: string };
}

/**
 * What a run was made with, for the lock: model and geography are those of its result.
 *
 * @param result the folder of the result, from the project's
 */
export async function lockedRun(folder: string, result: string, inputs: ReadonlyMap<string, FileIdentity>): Promise<LockedRun> {
  const { options, geographie } = JSON.parse(readFileSync(resolve(folder, result, 'manifest.json'), 'utf8')) as ComputedManifest;
  const { model, path } = await loadModel(options.model, await loadQuantities(), folder);
  const { sha256 } = await fileDigest(path);
  // A passage table may stand beside the package (« … et FICHIER »): it is among the inputs.
  const [source = '', version = ''] = geographie.source.split(' ');
  return { tool: VERSION, model: { id: model.id, version: model.version, sha256 }, geography: { cog: geographie.cog, source, version }, inputs };
}
