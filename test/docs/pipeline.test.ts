import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { fragilite } from '../support/command-line.js';
import { repositoryFile, useFolder } from '../support/run-cli.js';

const place = useFolder();
const text = readFileSync(repositoryFile('docs/pipeline.md'), 'utf8');
const [project = '', ...workflows] = [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, block = '']) => block);

it('there is a workflow for GitHub and one for GitLab', () => {
  const [github, gitlab] = workflows.map((block) => parse(block) as Record<string, unknown>);
  expect(github).toMatchObject({ jobs: { indice: { 'runs-on': 'ubuntu-latest' } } });
  expect(gitlab).toMatchObject({ stages: ['donnees', 'indice', 'publication'], pages: { artifacts: { paths: ['public'] } } });
});

it.each(workflows.map((block, i) => ({ block, name: ['GitHub', 'GitLab'][i] ?? '' })))('$name: what fetch would put in its place is what the project reads', async ({ block }) => {
  const { insee, boundaries } = parse(project) as { readonly insee: readonly string[]; readonly boundaries: string };
  const fetches = [...block.matchAll(/npx fragilite (fetch .*)$/gm)].map(([, words = '']) => words.split(' '));
  const put: string[] = [];
  for (const words of fetches) {
    const { code, stdout } = await fragilite(place.path, [...words, '--dry-run']);
    expect(code).toBe(0);
    put.push(...[...stdout.matchAll(/ (donnees\/\S+)/g)].map(([, path = '']) => path));
  }
  expect([...insee, boundaries].sort()).toEqual(put.sort());
});
