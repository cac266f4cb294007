import type { Command } from 'commander';
import type { Io } from './io.js';

const TITLES: ReadonlyMap<string, string> = new Map([
  ['Usage:', 'Utilisation :'],
  ['Arguments:', 'Arguments :'],
  ['Options:', 'Options :'],
  ['Global Options:', 'Options générales :'],
  ['Commands:', 'Commandes :'],
]);

/** Makes a command speak French, write through `io`, and throw instead of leaving the process. */
export function french(command: Command, io: Io): Command {
  return command
    .helpOption('-h, --help', "afficher l'aide")
    .helpCommand('help [commande]', "afficher l'aide d'une commande")
    .configureHelp({ styleTitle: (title) => TITLES.get(title) ?? title })
    .configureOutput({ writeOut: io.stdout, writeErr: () => undefined, outputError: () => undefined })
    .exitOverride();
}
