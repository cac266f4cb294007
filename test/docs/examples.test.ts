import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helpExamples, printedHelp } from '../../src/cli/help-examples.js';
import { buildProgram } from '../../src/cli/main.js';
import { readYaml } from '../../src/sources/yaml-document.js';
import { fragilite } from '../support/command-line.js';
import { repositoryFile } from '../support/run-cli.js';
import { documentExamples, missingFrom } from './document-examples.js';
import type { Example } from './document-examples.js';
import { makeExampleFolder } from './example-folder.js';
import { shellCommands } from './shell-line.js';

/** Commands that are not of fragilite, and why they are not run here. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^npm ci( && npm (start|test))?$/, 'runs from a clone, in .ci/run'],
  [/^npm run bench\b/, 'takes half an hour'],
  [/^npm install -g /, 'installs'],
  [/^npm install (--no-save )?cog-\d{4}@npm:/, 'installs'],
];

const program = buildProgram({ stdout: () => undefined, stderr: () => undefined, interactive: false, color: false, cwd: '/' });

const pages = ['README.md', 'LISEZMOI.md', ...readdirSync(repositoryFile('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
const documents = pages.map((name) => ({ name, ...documentExamples(name, readFileSync(repositoryFile(name), 'utf8')) }));
const helps = [program, ...program.commands].map((command) => {
  const name = command === program ? 'fragilite --help' : `fragilite ${command.name()} --help`;
  return { name, examples: helpExamples(printedHelp(command)).map((line): Example => ({ place: name, command: line, printed: null, notRun: null })) };
});

const work = mkdtempSync(join(tmpdir(), 'fragilite-exemples-'));
const model = join(work, 'modele');
let copies = 0;

beforeAll(async () => {
  cpSync(repositoryFile('fixtures/own-model'), model, { recursive: true });
  await makeExampleFolder(model);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** A folder with all that examples name, for those of one page. */
function exampleFolder(): string {
  copies += 1;
  const folder = join(work, `page-${String(copies)}`);
  cpSync(model, folder, { recursive: true });
  return folder;
}

/** Runs a line as a shell would, and gives all that it says. */
async function runLine(line: string, folder: string): Promise<string> {
  let said = '';
  for (const { words, into } of shellCommands(line)) {
    const [name, ...argv] = words[0] === 'npx' ? words.slice(1) : words;
    if (name === 'mkdir' || name === 'cp') {
      moveFiles(name, argv, folder);
      continue;
    }
    if (name !== 'fragilite') throw new Error('no command of fragilite; say why it is not run in OTHERS, or above its block');
    if (asksNetwork(argv)) throw new Error('asks the network, and nothing of the tests does: --dry-run');
    const { code, stdout, stderr } = await fragilite(folder, argv);
    if (code !== 0) throw new Error(`code ${String(code)}, ${stderr.trim()}`);
    if (into !== null) writeFileSync(join(folder, into), stdout);
    said += into === null ? stdout + stderr : stderr;
  }
  return said;
}

/** True for `fetch` of a file or of a territory; without either it lists what it knows. */
const asksNetwork = ([command, ...words]: readonly string[]): boolean =>
  command === 'fetch' && !words.includes('--dry-run') && (words.includes('--territory') || words.some((word, i) => !word.startsWith('-') && words[i - 1]?.startsWith('--') !== true));

/** `mkdir FOLDER` and `cp FILE… FOLDER`. */
function moveFiles(name: 'mkdir' | 'cp', words: readonly string[], folder: string): void {
  const target = join(folder, words.at(-1) ?? '');
  if (name === 'mkdir') mkdirSync(target);
  else for (const file of words.slice(0, -1)) copyFileSync(join(folder, file), join(target, basename(file)));
}

async function runExamples(examples: readonly Example[]): Promise<void> {
  const folder = exampleFolder();
  const faults: string[] = [];
  for (const { place, command, printed, notRun } of examples) {
    if (notRun !== null || OTHERS.some(([pattern]) => pattern.test(command))) continue;
    try {
      const said = await runLine(command, folder);
      const lost = printed === null ? null : missingFrom(said, printed);
      if (lost !== null) faults.push(`${place} : « ${command} » does not print « ${lost} »`);
    } catch (error) {
      faults.push(`${place} : « ${command} » : ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  expect(faults).toEqual([]);
}

describe('examples run as they are printed', () => {
  it.each(documents.filter(({ examples }) => examples.length > 0))('$name', async ({ examples }) => {
    await runExamples(examples);
  });

  it.each(helps.filter(({ examples }) => examples.length > 0))('$name', async ({ examples }) => {
    await runExamples(examples);
  });

  it('every command has at least one in its help', () => {
    expect(helps.filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('documents say of which command each printed output is', () => {
    expect(documents.flatMap(({ undeclared }) => undeclared)).toEqual([]);
  });
});

describe('project files that documents show', () => {
  const projects = pages.flatMap((name) => [...readFileSync(repositoryFile(name), 'utf8').matchAll(/^```yaml\n(insee:[^`]*)```$/gm)].map(([, text = '']) => ({ name, text })));

  it.each(projects)('$name: are valid', async ({ text }) => {
    const path = join(work, 'fragilite.yaml');
    writeFileSync(path, text);
    await expect(readYaml(path, 'fragilite.yaml', 'project')).resolves.toBeDefined();
  });
});

describe('commands named in a sentence or in a workflow', () => {
  it.each(documents.filter(({ mentions }) => mentions.length > 0))('$name: are commands, with options that they have', ({ mentions }) => {
    expect(mentions.flatMap(({ place, command }) => unknownWords(command).map((fault) => `${place} : « ${command} » : ${fault}`))).toEqual([]);
  });
});

/** What is no command or no option of the program; placeholders (`T`, `FICHIER`, `…`) stand for any word. */
function unknownWords(line: string): string[] {
  const [, name = '', ...words] = line.split(/\s+/);
  if (name === 'help') return [];
  const command = program.commands.find((c) => c.name() === name);
  if (command === undefined) return [`no command « ${name} »`];
  const flags = new Set(['--help', '-h', ...command.options.flatMap((o) => [o.long, o.short])]);
  return words.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.replace(/[=,;.).]+.*$/, '')).filter((word) => !flags.has(word)).map((word) => `no option « ${word} »`);
}
