import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/sources/catalogue-file.js';
import { fragilite } from '../support/command-line.js';
import { repositoryFile, useFolder } from '../support/run-cli.js';

const folder = useFolder();
const docs = readFileSync(repositoryFile('docs/sources.md'), 'utf8');
const blocks = (language: string): string[] => [...docs.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text ?? '');

describe('docs/sources.md', () => {
  it('has a catalogue that is read', async () => {
    const path = join(folder.path, 'catalogue.yaml');
    writeFileSync(path, blocks('yaml')[0] ?? '');
    const { sources } = await loadCatalogue(path, 'catalogue.yaml');
    expect([...(sources.get('rp-pop-2022')?.quantities ?? [])]).toHaveLength(3);
  });

  it.each(blocks('sh').flatMap((block) => block.trim().split('\n')))('has a command that runs without a network: %s', async (line) => {
    const [program, ...words] = line.split(' ');
    expect(program).toBe('fragilite');
    const { code, stdout } = await fragilite(folder.path, words);
    expect({ code, some: stdout.length > 100 }).toEqual({ code: 0, some: true });
  });
});
