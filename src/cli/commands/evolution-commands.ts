import type { Io } from '../io.js';
import { collect } from './declare.js';
import type { Declare } from './declare.js';

/** The command that follows an index over the years. */
export function declareEvolutionCommands(command: Declare, io: Io): void {
  command('evolution')
    .description("suit l'indice d'année en année, sur une géographie et une référence figée : evolution.csv, evolution.md, evolution.json, evolution.svg et .png, rapport.html")
    .argument('<dossiers...>', 'au moins deux dossiers de résultat de « compute », un par année, dans n’importe quel ordre')
    .option('--base <annee>', 'dossier, ou année, dont la référence vaut 100 toutes les années (la plus ancienne sans cette option)')
    .option('--without <variables>', 'variables à écarter de toutes les années, séparées par des virgules (répétable)', collect)
    .option('--allow-overlap', "compare des millésimes trop proches, et dit pourquoi l'Insee ne le fait pas")
    .option('--out <dossier>', 'dossier de sortie (« evolution » sans cette option)')
    .option('--json', 'evolution.json, sur la sortie standard')
    .action(async (folders: string[], options: Record<string, unknown>) => (await import('../evolution.js')).evolutionCommand(folders, options, io));
}
