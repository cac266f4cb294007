import { inputError } from '../../errors.js';

const GO = 1024 ** 3;
/** More than any file of Insee, unpacked (7 GB in 2026): what is longer is a bomb, or another kind of file. */
const MOST_UNPACKED = 20 * GO;
/** Insee's archives unpack to 20 to 40 times their size, a bomb to nearly a thousand. */
const MOST_TIMES = 250;
/** Below this many bytes, unpacked, an archive does no harm. */
const HARMLESS = 256 * 1024 ** 2;

/**
 * Refuses an archive that unpacks to absurdly many bytes.
 *
 * @param unpacked bytes that came out of it, or that it announces
 * @param packed bytes that they take in it
 * @throws inputError
 */
export function refuseBomb(unpacked: number, packed: number, name: string): void {
  if (unpacked <= HARMLESS) return;
  const what =
    unpacked > MOST_UNPACKED ? `plus de ${String(MOST_UNPACKED / GO)} Go une fois décompressé` : unpacked > packed * MOST_TIMES ? `plus de ${String(MOST_TIMES)} fois sa taille une fois décompressé` : null;
  if (what === null) return;
  throw inputError(`${name} : ${what}. Ce n'est pas un fichier de l'Insee ; s'il est bien le bon, décompressez-le et donnez le CSV.`);
}
