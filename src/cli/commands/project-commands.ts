import type { Io } from '../io.js';
import type { Declare } from './declare.js';

/** The commands of the yearly project. */
export function declareProjectCommands(command: Declare, io: Io): void {
  command('init')
    .description('écrit un fragilite.yaml commenté, d’après les fichiers trouvés dans un dossier')
    .argument('[dossier]', 'dossier du projet (le dossier courant sans cet argument)')
    .option('--force', 'remplace le fragilite.yaml qui est là')
    .option('--json', 'le résumé pour une machine, sur la sortie standard')
    .action(async (folder: string | undefined, options: Record<string, unknown>) => (await import('../init.js')).initProject(folder ?? '.', options, io));

  command('run')
    .description('check, compute, cross, allocate, diagnose, map, report, comme fragilite.yaml le dit ; ce dont les entrées et les options n’ont pas changé n’est pas refait')
    .option('--config <fichier>', 'fichier de projet (fragilite.yaml du dossier courant, sans cette option)')
    .option('--update', 'accepte un fichier officiel qui n’est plus celui que fetch a noté dans fragilite.lock')
    .option('--force', 'refait tout')
    .option('--json', 'le résumé pour une machine, sur la sortie standard')
    .action(async (options: Record<string, unknown>) => (await import('../run.js')).runProject(options, io));
}
