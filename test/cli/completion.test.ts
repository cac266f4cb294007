import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describedCommands } from '../../src/cli/command-tree.js';
import { helpExamples, printedHelp } from '../../src/cli/help-examples.js';
import { buildProgram } from '../../src/cli/main.js';
import { optionChoices } from '../../src/cli/option-choices.js';
import { manPage } from '../../scripts/man-page.js';
import { fragilite } from '../support/command-line.js';
import { repositoryFile } from '../support/run-cli.js';
import { temporaryFolder } from '../support/write-shapefile.js';

const program = buildProgram({ stdout: () => undefined, stderr: () => undefined, interactive: false, color: false, cwd: '/' });
const there = (...command: readonly [string, ...string[]]): boolean => {
  try {
    execFileSync(command[0], command.slice(1), { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const bash = there('bash', '-c', 'complete -p >/dev/null; true');
const script = async (shell: string): Promise<string> => (await fragilite('/', ['completion', shell])).stdout;

/** What bash offers after some words, the last being begun. */
async function offered(folder: string, ...words: readonly string[]): Promise<string[]> {
  writeFileSync(join(folder, '.completion'), await script('bash'));
  const asked = 'source ./.completion; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fragilite; printf "%s\\n" "${COMPREPLY[@]}"';
  const answer = execFileSync('bash', ['--norc', '-c', asked, 'bash', 'fragilite', ...words], { cwd: folder, encoding: 'utf8' });
  return answer.split('\n').filter((line) => line !== '').sort();
}

describe('completion', () => {
  it('names every command and every option of the program, in each shell', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const text = await script(shell);
      for (const command of program.commands) {
        expect(text).toContain(command.name());
        for (const { long } of command.options) expect(text, `${shell} ${command.name()}`).toContain(shell === 'fish' ? `-l ${long?.slice(2) ?? ''}` : long);
      }
    }
  });

  it('offers values for options and arguments that there are, and only once', async () => {
    const known = new Set(describedCommands(program).flatMap(({ name, options, arguments: words }) => [...options.map((o) => `${name} ${o.long}`), ...words.map((w) => `${name} ${w.name}`)]));
    const choices = await optionChoices();
    for (const [key, words] of choices) {
      expect(known).toContain(key);
      expect(words.length).toBe(new Set(words).size);
    }
  });

  it.runIf(bash)('bash: commands, options, values, lists, files and folders', async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, 'un dossier'));
    writeFileSync(join(folder, 'rp 2022.csv'), '');
    expect(await offered(folder, 'comp')).toEqual(['compare', 'completion', 'compute']);
    expect(await offered(folder, 'compute', '--requ')).toEqual(['--require-complete', '--require-join']);
    expect(await offered(folder, 'compute', '--insee', 'x.csv', '--model', 'ly')).toEqual(['lyon-2021']);
    expect(await offered(folder, 'compute', '--format', 'xlsx,q')).toEqual(['xlsx,qml']);
    expect(await offered(folder, 'compute', '--unit', '')).toEqual(['commune', 'departement', 'epci', 'iris', 'region']);
    expect(await offered(folder, 'allocate', '--method', 'd')).toEqual(['dhondt']);
    expect(await offered(folder, 'map', '--method', 'q')).toEqual(['q6', 'quantiles']);
    expect(await offered(folder, 'compute', '--insee', 'rp')).toEqual(['rp 2022.csv']);
    expect(await offered(folder, 'verify', 'u')).toEqual(['un dossier']);
    expect(await offered(folder, 'completion', '')).toEqual(['bash', 'fish', 'zsh']);
    expect(await offered(folder, 'help', 'ver')).toEqual(['verify']);
  });

  it.each(['zsh', 'fish'])('%s reads its script, where it is installed', async (shell) => {
    const folder = await temporaryFolder();
    writeFileSync(join(folder, 'script'), await script(shell));
    if (there(shell, '-c', 'true')) execFileSync(shell, ['-n', join(folder, 'script')]);
    // Quotes that are told apart are left aside: those that remain open and close.
    for (const line of (await script(shell)).split('\n')) expect(line.replaceAll(shell === 'fish' ? "\\'" : "'\\''", '').split("'").length % 2, line).toBe(1);
  });

  it('refuses another shell, with the nearest', async () => {
    const { code, stderr } = await fragilite('/', ['completion', 'bsh']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'Erreur : completion bsh : pas de complétion pour ce shell. Vouliez-vous dire bash ?\nShells : bash, zsh, fish.\n' });
  });
});

describe('the man page', () => {
  it('is that of the commands as they are: npm run docs:man', () => {
    expect(existsSync(repositoryFile('man/fragilite.1'))).toBe(true);
    expect(readFileSync(repositoryFile('man/fragilite.1'), 'utf8')).toBe(manPage());
  });

  it.runIf(there('groff', '--version'))('is read by groff without a warning', () => {
    const warnings = execFileSync('bash', ['-c', 'groff -K utf8 -man -Tutf8 -ww "$1" 2>&1 >/dev/null', 'bash', repositoryFile('man/fragilite.1')], { encoding: 'utf8' });
    expect(warnings).toBe('');
  });

  it('has the examples of every command', () => {
    for (const command of program.commands) for (const example of helpExamples(printedHelp(command))) expect(manPage()).toContain(example.replaceAll('-', '\\-'));
  });
});
