import { describe, expect, it } from 'vitest';
import { documentExamples, missingFrom } from './document-examples.js';
import { shellCommands } from './shell-line.js';

const page = (...lines: readonly string[]): ReturnType<typeof documentExamples> => documentExamples('page.md', lines.join('\n'));

describe('the examples of a document', () => {
  it('are the lines of its « sh » blocks, those cut by \\ put together, each with its place', () => {
    const { examples } = page('# Titre', '```sh', '# un commentaire', 'npx fragilite compute \\', '  --out lyon', 'fragilite verify lyon  # ensuite', '```');
    expect(examples).toEqual([
      { place: 'page.md, ligne 4', command: 'npx fragilite compute --out lyon', printed: null, notRun: null },
      { place: 'page.md, ligne 6', command: 'fragilite verify lyon # ensuite', printed: null, notRun: null },
    ]);
  });

  it('have the output that stands just beneath, or of the command that a comment names', () => {
    const { examples, undeclared } = page('```sh', 'fragilite models', '```', '', '```', 'Modèle', '```', 'Puis :', '<!-- sortie de : fragilite check -->', '```', 'a', '…', '```', 'Texte.', '```', 'orphelin', '```');
    expect(examples.map(({ command, printed }) => [command, printed])).toEqual([['fragilite models', ['Modèle']], ['fragilite check', ['a', '…']]]);
    expect(undeclared).toEqual(['page.md, ligne 15']);
  });

  it('may be kept from running with a reason; sentences and workflows only mention', () => {
    const { examples, mentions } = page('Avec `npx fragilite map T --column x`.', '<!-- non exécuté : demande un compte -->', '```sh', 'fragilite fetch', '```', '```yaml', 'run: npx fragilite check --json # contrôle', '```');
    expect(examples).toEqual([{ place: 'page.md, ligne 4', command: 'fragilite fetch', printed: null, notRun: 'demande un compte' }]);
    expect(mentions).toEqual([{ place: 'page.md, ligne 1', command: 'fragilite map T --column x' }, { place: 'page.md, ligne 7', command: 'fragilite check --json' }]);
  });
});

describe('what is printed beneath', () => {
  const output = 'a\nb  \n\nc\nd\ne\n';
  it.each([
    [['a', 'b', '', 'c', 'd', 'e'], null],
    [['a', 'b', '…'], null],
    [['a', '…', 'd', 'e'], null],
    [['…', 'e'], null],
    [['a', 'c'], 'c'],
    [['b', '…'], 'b'],
    [['a', '…', 'x', 'e'], 'x'],
    [['…', 'd', '…', 'a'], 'a'],
    [['a', '…', 'd'], 'the end, before « e »'],
  ])('%j', (printed, lost) => {
    expect(missingFrom(output, printed)).toBe(lost);
  });
});

describe('a line of shell', () => {
  it('has words, quotes, comments, one file of answer, commands in a row', () => {
    expect(shellCommands(`npx fragilite map 'un dossier' --column "a b",c > 'x y.txt' && fragilite check  # fin`)).toEqual([
      { words: ['npx', 'fragilite', 'map', 'un dossier', '--column', 'a b,c'], into: 'x y.txt' },
      { words: ['fragilite', 'check'], into: null },
    ]);
  });

  it.each(['fragilite compute | head', 'fragilite verify $DIR', 'fragilite map *', 'source <(fragilite completion bash)'])('%s: is not understood, and says where', (line) => {
    expect(() => shellCommands(line)).toThrow(/is not shell that the examples use/);
  });
});
