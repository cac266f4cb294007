import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_LOCK, withInputs, withSources } from '../../src/lock.js';
import type { Lock, LockedFile, LockedRun, LockedSource } from '../../src/lock.js';
import { lockText } from '../../src/outputs/lock-text.js';
import { LOCK_NAME, readLock } from '../../src/sources/lock-file.js';
import { useFolder } from '../support/run-cli.js';

const folder = useFolder();
const A = 'a'.repeat(64);
const DIGITS = '12e4'.repeat(16);

const source = (sha256: string): LockedSource => ({ url: 'https://exemple.fr/a.zip', finalUrl: 'https://exemple.fr/b.zip', size: 12, sha256, file: null });
const run: LockedRun = {
  tool: '0.1.0',
  model: { id: 'lyon-2021', version: 1, sha256: A },
  geography: { cog: 2026, source: '@etalab/decoupage-administratif', version: '6.0.0' },
  inputs: new Map([['donnees/rp.csv', { size: 3, sha256: A }]]),
};

/** Writes a lock as it is stored, and reads it back. */
async function stored(text: string): Promise<Lock> {
  writeFileSync(join(folder.path, LOCK_NAME), text);
  return readLock(folder.path);
}

describe('fragilite.lock', () => {
  it('is read as it was written', async () => {
    const file: fc.Arbitrary<LockedFile> = fc.record({ path: fc.string({ minLength: 1, maxLength: 9 }), size: fc.nat(), sha256: fc.constantFrom(A, DIGITS) });
    const sources: fc.Arbitrary<[string, LockedSource][]> = fc.array(
      fc.tuple(
        fc.stringMatching(/^[a-z][a-z0-9-]{0,9}(@epci:[0-9]{3})?$/),
        fc.record({ url: fc.webUrl(), finalUrl: fc.webUrl({ withQueryParameters: true }), size: fc.nat(), sha256: fc.stringMatching(/^[0-9a-f]{64}$/), file: fc.option(file) }),
      ),
      { maxLength: 4 },
    );
    const names = fc.string({ minLength: 1, maxLength: 12 }).filter((name) => name !== '__proto__');
    const inputs = fc.array(fc.tuple(names, fc.record({ size: fc.nat(), sha256: fc.constantFrom(A, DIGITS) })), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sources, inputs, fc.boolean(), async (found, read, ran) => {
        const lock: Lock = { sources: new Map(found), run: ran ? { ...run, inputs: new Map(read) } : null };
        expect(await stored(lockText(lock))).toEqual(lock);
      }),
      { numRuns: 40 },
    );
  });

  it('has the same bytes whatever the order', () => {
    const two: [string, LockedSource][] = [['b', source(A)], ['a', { ...source(DIGITS), file: { path: 'donnees/a.zip', size: 12, sha256: DIGITS } }]];
    const text = lockText({ sources: new Map(two), run });
    expect(text).toBe(lockText({ sources: new Map(two.reverse()), run }));
    expect(text).toBe(`# Les fichiers et les versions dont dépend ce projet. Écrit par fragilite fetch et fragilite run :
# à garder avec fragilite.yaml (git), à ne pas modifier à la main.
version: 1
outil: 0.1.0
modele:
  id: lyon-2021
  version: 1
  sha256: ${A}
geographie:
  cog: 2026
  source: "@etalab/decoupage-administratif"
  version: 6.0.0
sources:
  a:
    url: https://exemple.fr/a.zip
    url_finale: https://exemple.fr/b.zip
    taille: 12
    sha256: ${DIGITS}
    fichier:
      chemin: donnees/a.zip
      taille: 12
      sha256: ${DIGITS}
  b:
    url: https://exemple.fr/a.zip
    url_finale: https://exemple.fr/b.zip
    taille: 12
    sha256: ${A}
entrees:
  donnees/rp.csv:
    taille: 3
    sha256: ${A}
`);
  });

  it('is empty where there is no file', async () => {
    expect(await readLock(join(folder.path, 'nulle-part'))).toEqual(EMPTY_LOCK);
  });

  it('keeps what the other command wrote', () => {
    const fetched = withSources(withInputs(EMPTY_LOCK, run), new Map([['a', source(A)]]));
    expect(fetched).toEqual({ sources: new Map([['a', source(A)]]), run });
    expect(withSources(fetched, new Map([['b', source(A)]])).sources.size).toBe(2);
    expect(withInputs(fetched, { ...run, inputs: new Map() }).run?.inputs.size).toBe(0);
  });

  it.each([
    ['version: 2\n', /fragilite\.lock, ligne 1, champ version : 2 ; la seule valeur possible est 1/],
    ['version: 1\nsource: {}\n', /ligne 2, champ source : champ inconnu ; vouliez-vous dire « sources »/],
    ['version: 1\nsources:\n  a:\n    url: x\n    url_finale: x\n    taille: 1\n    sha256: abc\n', /ligne 7, champ sources\.a\.sha256 : "abc" n'a pas la forme attendue/],
    ['version: 1\noutil: 0.1.0\n', /il manque « modele », qui va avec « outil »/],
    ['<<<<<<< HEAD\nversion: 1\n', /fragilite\.lock, ligne 1/],
  ])('refuses %j', async (text, message) => {
    await expect(stored(text)).rejects.toThrow(message);
  });
});
