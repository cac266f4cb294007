import { shortDescription } from './command-tree.js';
import type { DescribedArgument, DescribedCommand, DescribedOption, WordKind } from './command-tree.js';

export function fishCompletion(commands: readonly DescribedCommand[]): string {
  const lines = commands.flatMap((command) => [
    `complete -c fragilite -n __fish_use_subcommand -f -a ${command.name} -d ${quoted(shortDescription(command.description))}`,
    ...command.options.map((option) => optionLine(command.name, option)),
    ...command.arguments.map((argument) => argumentLine(command.name, argument)),
  ]);
  return `# Complétion de fragilite pour fish : fragilite completion fish | source\n${lines.join('\n')}\n`;
}

const inside = (command: string): string => `complete -c fragilite -n ${quoted(`__fish_seen_subcommand_from ${command}`)}`;

function optionLine(command: string, { long, short, description, kind, choices }: DescribedOption): string {
  const letter = short === null ? '' : ` -s ${short.replace(/^-/, '')}`;
  return `${inside(command)} -l ${long.replace(/^--/, '')}${letter}${values(kind, choices)} -d ${quoted(shortDescription(description))}`;
}

const argumentLine = (command: string, { kind, choices }: DescribedArgument): string => `${inside(command)}${values(kind, choices).replace(' -x', ' -f').replace(' -r', '')}`;

function values(kind: WordKind, choices: readonly string[]): string {
  if (kind === 'none') return '';
  const words = choices.length === 0 ? '' : ` -a ${quoted(choices.join(' '))}`;
  if (kind === 'file') return ` -r -F${words}`;
  return kind === 'folder' ? ` -x -a ${quoted('(__fish_complete_directories)')}` : ` -x${words}`;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
