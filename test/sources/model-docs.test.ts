import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { variablesOf } from '../../src/index/model.js';
import { readModel } from '../../src/sources/model-file.js';
import { loadQuantities } from '../../src/sources/quantities.js';
import { repositoryFile, useFolder } from '../support/run-cli.js';

const folder = useFolder();
const docs = readFileSync(repositoryFile('docs/modeles.md'), 'utf8');
const blocks = [...docs.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');
const [whole = '', ...passages] = blocks;

const read = async (text: string): Promise<number> => {
  const path = join(folder.path, 'fiche.yaml');
  writeFileSync(path, text);
  return variablesOf(await readModel(path, 'fiche.yaml', await loadQuantities())).length;
};

/** The model of the page with one of its passages; what it replaces is taken out. */
function withPassage(passage: string): string {
  const key = /^\w+/.exec(passage)?.[0] ?? '';
  const without = whole.split('\n').filter((line) => !line.startsWith(`${key}:`)).join('\n');
  const tree = passage.includes('theme:') ? without.replace(/^axes:[^\n]*\n([\s\S]*)/m, (_, axes: string) => `themes:\n  - id: t\n    libelle: T\n    axes:\n${axes.replace(/^/gm, '    ')}`) : without;
  return `${tree}\n${passage}`;
}

describe('docs/modeles.md', () => {
  it('has a model that is read', async () => {
    expect(await read(whole)).toBe(1);
  });

  it('has passages that are read in it', async () => {
    const scale = passages.find((p) => p.startsWith('echelle:')) ?? '';
    for (const passage of passages) {
      const lines = passage.startsWith('normalisation:') ? passage.trim().split('\n') : [passage];
      for (const line of lines) {
        const needsScale = /methode: (decile|classes)/.test(line);
        expect(await read(withPassage(line) + (needsScale ? `\n${scale}` : '')), line).toBe(1);
      }
    }
    expect(passages.length).toBeGreaterThanOrEqual(5);
  });

  it('has every word of the schema', () => {
    const schema = JSON.parse(readFileSync(repositoryFile('schemas/model.schema.json'), 'utf8')) as { $defs: Record<string, { properties?: object; enum?: string[] }> };
    const words = ['methode_agregation', 'methode_normalisation'].flatMap((name) => schema.$defs[name]?.enum ?? []);
    const fields = ['regle_normalisation', 'regle_agregation_globale'].flatMap((name) => Object.keys(schema.$defs[name]?.properties ?? {}));
    expect(words.length + fields.length).toBeGreaterThan(15);
    for (const word of [...words, ...fields]) expect(docs).toContain(word);
  });
});
