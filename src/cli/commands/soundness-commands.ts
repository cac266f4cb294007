import type { Io } from '../io.js';
import type { Declare } from './declare.js';

/** The command that tells how sound a result is. */
export function declareSoundnessCommands(command: Declare, io: Io): void {
  command('diagnose')
    .description('dit ce que vaut un résultat : complétude, distributions, corrélations, poids effectifs, retraits, incertitude des rangs ; diagnostic.md, diagnostic.json, fiabilité dans ifn.csv')
    .argument('[dossier]', 'dossier du résultat (celui de fragilite.yaml, sinon « sortie », sans cet argument)')
    .option('--draws <n>', 'tirages de la simulation (1000 sans cette option)')
    .option('--seed <n>', 'graine des tirages : la même donne les mêmes nombres (2021 sans cette option)')
    .option('--config <fichier>', 'fichier de projet dont la section diagnose tient ces options (fragilite.yaml du dossier courant, sans dossier nommé)')
    .option('--json', 'diagnostic.json, sur la sortie standard')
    .action(async (folder: string | undefined, options: Record<string, unknown>) => (await import('../diagnose.js')).diagnoseCommand(folder, options, io));
}
