import type { Argument, Command, Option } from 'commander';

/** What a word of a command line is: nothing follows it, one of some words, a file, a folder, or a text. */
export type WordKind = 'none' | 'file' | 'folder' | 'text';

export interface DescribedOption {
  readonly long: string;
  readonly short: string | null;
  /** `<fichiers...>` as the help shows it; empty for a flag. */
  readonly value: string;
  readonly kind: WordKind;
  readonly repeated: boolean;
  readonly description: string;
  /** The values that a shell offers; several can stand in one word, separated by commas, where `listed`. */
  readonly choices: readonly string[];
  readonly listed: boolean;
}

export interface DescribedArgument {
  readonly name: string;
  readonly required: boolean;
  readonly repeated: boolean;
  readonly kind: WordKind;
  readonly description: string;
  readonly choices: readonly string[];
}

export interface DescribedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly DescribedOption[];
  readonly arguments: readonly DescribedArgument[];
}

/** Values by `command --option` or `command argument`. */
export type Choices = ReadonlyMap<string, readonly string[]>;

/** The commands of a program as commander holds them, so that what is made of them never lags behind. */
export const describedCommands = (program: Command, choices: Choices = new Map()): DescribedCommand[] =>
  program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [...command.options.map((option) => describedOption(option, command.name(), choices)), HELP],
    arguments: command.registeredArguments.map((argument) => describedArgument(argument, command.name(), choices)),
  }));

const HELP: DescribedOption = { long: '--help', short: '-h', value: '', kind: 'none', repeated: false, description: "afficher l'aide", choices: [], listed: false };

function describedOption({ flags, long, short, description, variadic }: Option, command: string, choices: Choices): DescribedOption {
  const value = /[<[].*$/.exec(flags)?.[0] ?? '';
  const name = long ?? short ?? '';
  return {
    long: name,
    short: short ?? null,
    value,
    kind: kindOf(value),
    repeated: variadic || description.includes('répétable'),
    description,
    choices: choices.get(`${command} ${name}`) ?? [],
    listed: /liste|politique/.test(value),
  };
}

const describedArgument = (argument: Argument, command: string, choices: Choices): DescribedArgument => ({
  name: argument.name(),
  required: argument.required,
  repeated: argument.variadic,
  kind: kindOf(`<${argument.name()}>`),
  description: argument.description,
  choices: choices.get(`${command} ${argument.name()}`) ?? [],
});

function kindOf(value: string): WordKind {
  if (value === '') return 'none';
  if (value.includes('dossier')) return 'folder';
  return /fichier|passage|modele|regroupement/.test(value) ? 'file' : 'text';
}

/** What a command or an option is, in few words: what stands before its details. */
export const shortDescription = (text: string): string => /^.*?(?= ?[:;(]|$)/s.exec(text)?.[0] ?? text;
