import type { Command, CommanderError } from 'commander';
import { nearest } from '../nearest.js';

/** The French sentence for words that the command line does not understand. */
export function usageMessage(error: CommanderError, program: Command, argv: readonly string[]): string {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const command = program.commands.find((c) => c.name() === argv[0]) ?? program;
  const help = command === program ? 'fragilite --help' : `fragilite ${command.name()} --help`;
  switch (error.code) {
    case 'commander.unknownOption': {
      const flags = command.options.flatMap((o) => (o.long === undefined ? [] : [o.long]));
      return `Erreur : option « ${quoted} » inconnue.${suggestion(quoted, flags)}\nVoir « ${help} ».`;
    }
    case 'commander.unknownCommand': {
      const names = program.commands.map((c) => c.name());
      return `Erreur : commande « ${quoted} » inconnue.${suggestion(quoted, names)}\nCommandes : ${names.join(', ')}.`;
    }
    case 'commander.excessArguments': {
      const extra = argv.filter((word) => !word.startsWith('-')).at(-1) ?? '';
      return `Erreur : trop de mots${extra === '' ? '' : ` (« ${extra} »)`} pour « ${command.name()} ».\nVoir « ${help} ».`;
    }
    case 'commander.missingArgument':
      return `Erreur : il manque « ${quoted} » à « ${command.name()} ».\nVoir « ${help} ».`;
    case 'commander.optionMissingArgument':
      return `Erreur : l'option « ${quoted} » attend une valeur.\nVoir « ${help} ».`;
    case 'commander.help':
      return program.helpInformation();
    default:
      return `Erreur : ${error.message.replace(/^error: /, '')}.\nVoir « ${help} ».`;
  }
}

function suggestion(word: string, known: readonly string[]): string {
  const [near] = nearest(word, known);
  return near === undefined ? '' : ` Vouliez-vous dire « ${near} » ?`;
}
