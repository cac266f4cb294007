import { inputError } from '../errors.js';
import type { FragiliteError } from '../errors.js';
import { counted, firstOf } from '../french.js';
import { sourceOfFile } from '../lock.js';
import { splitMember } from '../sources/columns/byte-source.js';
import { LOCK_NAME, readLock } from '../sources/lock-file.js';
import type { ClaimingManifest } from './verify-claims.js';

/**
 * What is wrong with the inputs of a result for the `fragilite.lock` that stands beside them: they are those of
 * its manifest, and not those of the lock. Null where nothing is, or where there is no lock.
 *
 * @param from the folder that the paths of the inputs start from
 */
export async function lockFailure(manifest: ClaimingManifest, from: string, shown: string): Promise<FragiliteError | null> {
  if (manifest.options?.['demonstration'] === true) return null;
  const lock = await readLock(from);
  const other = manifest.entrees.flatMap(({ chemin, sha256 }) => {
    const { file } = splitMember(chemin);
    const locked = lock.run?.inputs.get(file) ?? sourceOfFile(lock, file)?.expected;
    return locked === undefined || locked.sha256 === sha256 ? [] : [`${file} (sha256 ${sha256.slice(0, 12)}… au lieu de ${locked.sha256.slice(0, 12)}…)`];
  });
  if (other.length === 0) return null;
  return inputError(
    `${shown} : ${counted(other.length, 'entrée')} ${other.length > 1 ? 'ne sont pas celles' : "n'est pas celle"} de ${LOCK_NAME} : ${firstOf(other)}.\n` +
      "Le calcul s'est fait sur d'autres fichiers que ceux que le projet a notés. S'ils sont les bons : fragilite run les note (--update pour un fichier officiel).",
  );
}
