import { resolve } from 'node:path';
import { EXIT, FragiliteError, inputError } from '../errors.js';
import { counted } from '../french.js';
import { loadModel } from '../sources/model-file.js';
import { loadQuantities } from '../sources/quantities.js';
import { VERSION } from '../version.js';
import type { Io } from './io.js';
import { loudnessOf } from './loudness.js';
import { main } from './main.js';
import { withProgress } from './progress.js';
import { Terminal } from './terminal.js';
import { inputClaims, outputClaims, readClaims } from './verify-claims.js';
import type { Claim, ClaimingManifest } from './verify-claims.js';
import { lockFailure } from './verify-lock.js';
import { replay } from './verify-replay.js';
import type { Replay } from './verify-replay.js';
import { verificationJson, verificationText } from './verify-text.js';

/** What `verify` found of a result. */
export interface Verification {
  readonly shown: string;
  readonly manifest: ClaimingManifest;
  readonly inputs: readonly Claim[];
  readonly outputs: readonly Claim[];
  /** The version of its model that this program has; null for a result without one, or a model that is not there. */
  readonly modelVersion: number | null;
  /** Null when it was not made again: its inputs are not those of the manifest. */
  readonly replay: Replay | null;
}

/**
 * `fragilite verify DIR`: says on stdout whether a result is what its manifest claims. Inputs and outputs
 * are held against their sha256, then the result is made again from the manifest alone, in a temporary
 * folder, and compared byte for byte.
 *
 * @throws inputError (3) when an input changed or is missing: nothing can be said of the result itself; or when it
 *   is not the one of `fragilite.lock`;
 *   an error of code 4 when the inputs are there and the result is not what they give
 */
export async function verify(shown: string, options: Readonly<Record<string, unknown>>, io: Io): Promise<void> {
  const terminal = new Terminal(io, loudnessOf(options), 'verify');
  const folder = resolve(io.cwd, shown);
  const from = resolve(io.cwd, typeof options['from'] === 'string' ? options['from'] : '.');
  const { manifest, text } = readClaims(folder, shown);
  const found = await withProgress(io, terminal, 'Vérification', async (): Promise<Verification> => {
    const inputs = await inputClaims(manifest, from);
    const outputs = await outputClaims(manifest, folder);
    const intact = inputs.every(({ etat }) => etat === 'identique');
    return {
      shown,
      manifest,
      inputs,
      outputs,
      modelVersion: await versionOfModel(manifest, from),
      replay: intact ? await replay(manifest, text, folder, from, main) : null,
    };
  });
  const failure = failureOf(found) ?? (await lockFailure(manifest, from, shown));
  const asked = options['json'] === true;
  if (asked) terminal.answer(`${JSON.stringify(verificationJson(found, failure), null, 2)}\n`);
  else if (terminal.loudness !== 'quiet') terminal.answer(verificationText(found, terminal.loudness === 'verbose'));
  if (failure !== null) throw failure;
}

async function versionOfModel({ modele, options }: ClaimingManifest, from: string): Promise<number | null> {
  if (modele === undefined || typeof options?.['model'] !== 'string') return null;
  try {
    return (await loadModel(options['model'], await loadQuantities(), from)).model.version;
  } catch (error) {
    if (error instanceof FragiliteError) return null;
    throw error;
  }
}

/** What is wrong, in one message; null when the result is what its manifest claims. */
function failureOf({ shown, manifest, inputs, outputs, replay: made }: Verification): FragiliteError | null {
  const changed = inputs.filter(({ etat }) => etat !== 'identique');
  if (changed.length > 0) {
    const lost = changed.every(({ etat }) => etat === 'absent');
    return inputError(
      `${shown} : ${counted(changed.length, 'entrée')} sur ${String(inputs.length)} ${lost ? 'introuvable' : 'modifiée ou introuvable'}${changed.length > 1 ? 's' : ''} (${changed.map((c) => c.chemin).join(', ')}).\n` +
        (lost ? 'Les chemins partent du dossier courant : donnez par --from celui où le calcul a été fait.' : `Remettez les fichiers d'alors, ou refaites ce résultat avec les nouveaux (fragilite ${manifest.options === undefined ? (manifest.etapes?.[0]?.commande[0] ?? 'compute') : 'compute'}).`),
    );
  }
  const wrong = new Set([
    ...outputs.filter(({ etat }) => etat !== 'identique').map(({ chemin }) => chemin),
    ...(made?.different ?? []).map(({ chemin }) => chemin),
  ]);
  if (wrong.size === 0 && made?.failures.length === 0) return null;
  const told = [...(wrong.size === 0 ? [] : [`${[...wrong].join(', ')} ${wrong.size > 1 ? 'diffèrent' : 'diffère'}`]), ...(made?.failures ?? []).map((f) => `ne se rejoue pas : ${f}`)];
  const version = manifest.outil.version === VERSION ? '' : `\nCe résultat se dit de fragilite ${manifest.outil.version} et ce programme est la version ${VERSION} : vérifiez-le avec la sienne.`;
  return new FragiliteError(`${shown} n'est pas ce que son manifeste dit : ${told.join(' ; ')}.${version}`, EXIT.threshold);
}
