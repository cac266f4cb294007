import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { updatedManifest, withoutSection } from '../../src/outputs/manifest-update.js';
import type { ManifestAddition, ManifestInput } from '../../src/outputs/manifest-update.js';

const input = (chemin: string, sha256 = 'a'): ManifestInput => ({ chemin, role: 'postes', taille: 1, sha256, millesimes: [] });
const hash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const addition = (fields: Partial<ManifestAddition> = {}): ManifestAddition => ({ section: 'croisement', content: { date: null }, inputs: [input('b.csv')], outputs: ['croisement.csv'], ...fields });
/** What was written, for the hashes. */
const HASHES = new Map([['croisement.csv', hash('é\n')], ['ifn.csv', hash('x')], ['allocation.csv', hash('y')]]);
const updated = (before: string | null, added: ManifestAddition): string => updatedManifest(before, added, HASHES);
const read = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

const RESULT = JSON.stringify({
  outil: { nom: 'fragilite', version: '0.0.1' },
  variables: [{ id: 'pauvrete' }],
  entrees: [{ ...input('z.csv'), role: 'insee' }, input('b.csv', 'ancien')],
  sorties: [{ chemin: 'ifn.csv', sha256: 'ancien' }, { chemin: 'classement.md', sha256: 'intact' }],
  avertissement: 'Texte.',
});

describe('the manifest with what a command adds', () => {
  it('keeps what was there, replaces inputs and outputs of the same name, sorts both', () => {
    const manifest = read(updated(RESULT, addition({ inputs: [input('b.csv', 'neuf'), input('a.csv')], outputs: ['ifn.csv', 'croisement.csv'] })));
    expect(manifest).toMatchObject({ variables: [{ id: 'pauvrete' }], croisement: { date: null }, avertissement: 'Texte.' });
    expect((manifest['entrees'] as ManifestInput[]).map((e) => [e.chemin, e.sha256])).toEqual([['a.csv', 'a'], ['b.csv', 'neuf'], ['z.csv', 'a']]);
    expect(manifest['sorties']).toEqual([
      { chemin: 'classement.md', sha256: 'intact' }, { chemin: 'croisement.csv', sha256: hash('é\n') }, { chemin: 'ifn.csv', sha256: hash('x') },
    ]);
  });

  it('is a new one, of ours and with the warning, where there was none', () => {
    const manifest = read(updated(null, addition()));
    expect(manifest['outil']).toMatchObject({ nom: 'fragilite' });
    expect(manifest['avertissement']).toContain("n'est pas un barème d'attribution");
    expect(manifest['sorties']).toEqual([{ chemin: 'croisement.csv', sha256: hash('é\n') }]);
  });

  it('twice is once, and two sections stand side by side', () => {
    const once = updated(RESULT, addition());
    expect(updated(once, addition())).toBe(once);
    const two = read(updated(once, addition({ section: 'repartition', content: { total: 5 }, outputs: ['allocation.csv'] })));
    expect(two).toMatchObject({ croisement: { date: null }, repartition: { total: 5 } });
  });

  it('does not show in which order commands were run', () => {
    const crossing = addition({ inputs: [input('a.csv')] });
    const allocation = addition({ section: 'repartition', content: { total: 5 }, inputs: [input('a.csv'), input('c.csv')], outputs: ['allocation.csv'] });
    expect(updated(updated(RESULT, crossing), allocation)).toBe(updated(updated(RESULT, allocation), crossing));
  });

  it('loses what a command added, and not the inputs that another has too', () => {
    const crossing = addition({ inputs: [input('a.csv')], outputs: ['croisement.csv'] });
    const allocation = addition({ section: 'repartition', content: { total: 5 }, inputs: [input('a.csv'), input('c.csv')], outputs: ['allocation.csv'] });
    const once = updated(RESULT, crossing);
    expect(withoutSection(updated(once, allocation), 'repartition', ['allocation.csv'])).toBe(once);
  });
});
