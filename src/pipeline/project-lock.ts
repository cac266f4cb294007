import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { inputError } from '../errors.js';
import { frenchList, frenchNumber } from '../french.js';
import { EMPTY_LOCK, replacedFiles, sourceOfFile, withInputs, withReplaced } from '../lock.js';
import type { FileIdentity, LockedRun, ReplacedFile } from '../lock.js';
import { settleFolder, sweepFolder } from '../outputs/interrupted-write.js';
import { lockText } from '../outputs/lock-text.js';
import { updateLock } from '../outputs/lock-update.js';
import { LOCK_NAME, lockNameOf, readLock } from '../sources/lock-file.js';
import type { ProjectFile } from '../sources/project-file.js';

/**
 * What `run` and the lock of its folder say to each other: the official files that it reads must be those that
 * `fetch` noted there, and what it read is noted in its turn.
 */
export class ProjectLock {
  readonly #folder: string;
  /** The folder, as messages name it. */
  readonly #shown: string;
  /** The name of the lock that says what was read; the official files are in `fragilite.lock`, whatever the project file. */
  readonly name: string;

  constructor({ folder, path, shown }: ProjectFile) {
    this.#folder = folder;
    this.#shown = dirname(shown);
    this.name = lockNameOf(path);
  }

  /**
   * Holds the inputs against the official files of the lock.
   *
   * @param found the inputs by path from the project's folder, null for one that is not there
   * @param accepting true to accept files that were replaced
   * @param command the command of this run, to be told again with `--update`
   * @returns the files to accept
   * @throws inputError when an official file is not there, or is no longer the one that was fetched
   */
  async replaced(found: ReadonlyMap<string, FileIdentity | null>, accepting: boolean, command: string): Promise<readonly ReplacedFile[]> {
    settleFolder(this.#folder, this.#shown);
    sweepFolder(this.#folder);
    const { sources } = await readLock(this.#folder);
    const lock = { sources, run: (await readLock(this.#folder, this.name)).run };
    const there = new Map<string, FileIdentity>();
    for (const [path, identity] of found) {
      if (identity !== null) there.set(path, identity);
      const source = identity === null ? sourceOfFile(lock, path) : null;
      if (source !== null) throw inputError(`${path} : fichier introuvable. C'est celui que ${LOCK_NAME} nomme ${source.id} ; pour le reprendre : ${fetchCommand(source.id, path)}`);
    }
    const replaced = replacedFiles(lock, there);
    if (replaced.length > 0 && !accepting) throw replacedError(replaced, command);
    return replaced;
  }

  /**
   * Notes what a run read, and the files accepted. A lock that would say the same is not written again.
   *
   * @returns true when it was written
   * @throws outputError when it cannot be
   */
  async record(run: LockedRun, accepted: readonly ReplacedFile[]): Promise<boolean> {
    const advice = `le résultat est fait, mais ${this.name} ne le dit pas : vérifiez les droits de ce dossier, puis relancez`;
    return updateLock({ folder: this.#folder, shown: this.#shown, advice }, (lock) => {
      const shared = withReplaced(lock, accepted);
      const texts = new Map(accepted.length === 0 ? [] : [[LOCK_NAME, lockText(shared)]]);
      texts.set(this.name, lockText(withInputs(this.name === LOCK_NAME ? shared : EMPTY_LOCK, run)));
      return [...texts].flatMap(([name, text]) => (textIn(join(this.#folder, name)) === text ? [] : [{ name, text }]));
    });
  }
}

const textIn = (path: string): string | null => (existsSync(path) ? readFileSync(path, 'utf8') : null);

function replacedError(replaced: readonly ReplacedFile[], command: string): Error {
  const [first, ...others] = replaced;
  if (first === undefined) throw new RangeError('no file was replaced');
  const what =
    others.length === 0
      ? `${first.path} n'est plus le fichier pris par fetch (${first.id}) : ${LOCK_NAME} attend ${identityText(first.expected)} ; trouvé ${identityText(first.found)}.`
      : `${frenchList(replaced.map(({ path }) => path))} ne sont plus les fichiers pris par fetch : leur sha256 n'est pas celui de ${LOCK_NAME}.`;
  return inputError(`${what}\nSi c'est voulu : ${command} --update\nSinon, pour remettre le fichier d'avant : ${fetchCommand(first.id, first.path)}`);
}

const identityText = ({ size, sha256 }: FileIdentity): string => `${sha256.slice(0, 12)}…, ${frenchNumber(size)} octets`;

/** The command that takes a source of the lock: `base@epci:200046977` is of a territory. */
function fetchCommand(name: string, path: string): string {
  const [id = '', territory] = name.split('@');
  const [selector, split] = (territory ?? '').split(' (');
  const folder = posix.dirname(path);
  return `fragilite fetch ${id}${territory === undefined ? '' : ` --territory ${selector ?? ''}${split === undefined ? '' : ' --plm arrondissements'}`}${folder === 'donnees' ? '' : ` --out ${folder}`}`;
}
