import type { Command } from 'commander';
import { usageError } from '../errors.js';
import { nearest } from '../nearest.js';
import { describedCommands } from './command-tree.js';
import type { DescribedCommand } from './command-tree.js';
import { bashCompletion } from './completion-bash.js';
import { fishCompletion } from './completion-fish.js';
import { zshCompletion } from './completion-zsh.js';
import type { Io } from './io.js';
import { optionChoices } from './option-choices.js';

const SHELLS: Readonly<Record<string, (commands: readonly DescribedCommand[]) => string>> = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/**
 * `fragilite completion SHELL`: a script on stdout, made of the commands as they are declared.
 *
 * @throws usageError for another shell
 */
export async function completion(shell: string, program: Command, io: Io): Promise<void> {
  const script = SHELLS[shell];
  if (script === undefined) {
    const [near] = nearest(shell, Object.keys(SHELLS));
    throw usageError(`completion ${shell} : pas de complétion pour ce shell.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\nShells : ${Object.keys(SHELLS).join(', ')}.`);
  }
  io.stdout(script(describedCommands(program, await optionChoices())));
}
