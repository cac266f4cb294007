import type { Command } from 'commander';
import type { Io } from '../io.js';
import { collect } from './declare.js';
import type { Declare } from './declare.js';

/** The commands of posts and demands. */
export function declarePostCommands(command: Declare, io: Io): void {
  command('import')
    .description("met les fichiers de l'ANCT dans nos formes : postes.csv, demandes.csv (sans contacts personnels)")
    .argument('<fichiers...>', 'liste ouverte des structures, postes ou structures du back-office')
    .option('--out <dossier>', 'dossier de sortie (« sortie » sans cette option)')
    .option('--json', 'le résumé pour une machine, sur la sortie standard')
    .action(async (files: string[], options: Record<string, unknown>) => (await import('../import.js')).importFiles(files, options, io));

  postOptions(command('cross'))
    .description('croise scores, postes et demandes : croisement.csv, croisement.md, colonnes jointes à ifn.csv et ifn.geojson')
    .option('--demands <fichiers...>', 'export ANCT des structures, ou demandes.csv (répétable)', collect)
    .option('--thresholds <bas,haut>', 'indices qui séparent besoin faible, modéré et fort (sans cette option : 90,110, pour un indice en base 100)')
    .option('--horizon <date>', 'liste ce qui finit avant cette date, AAAA-MM-JJ')
    .action(async (options: Record<string, unknown>) => (await import('../cross.js')).crossCommand(options, io));

  postOptions(command('allocate'))
    .description('répartit une enveloppe entre communes, EPCI ou regroupements : allocation.csv, allocation.md')
    .option('--total <n>', 'postes à répartir')
    .option('--envelope <fichier>', 'enveloppe.yaml : bas, haut, parts convenues')
    .option('--method <methode>', 'sainte-lague (sans cette option), plus-fort-reste, dhondt, huntington-hill, adams')
    .option('--min <n>', 'au moins n postes par ligne')
    .option('--max <n>', 'au plus n postes par ligne')
    .option('--keep-existing', 'garde les postes de --posts : ils sont un plancher')
    .option('--by <regroupement>', 'commune (sans cette option), epci, arrondissement, ou un fichier code;groupe')
    .action(async (options: Record<string, unknown>) => (await import('../allocate.js')).allocateCommand(options, io));
}

/** The options that `cross` and `allocate` share. */
function postOptions(command: Command): Command {
  return command
    .option('--scores <fichier>', 'ifn.csv, ou tout CSV « code;score » (sortie/ifn.csv sans cette option)')
    .option('--posts <fichiers...>', 'liste ouverte ANCT, postes ANCT, export des structures, ou postes.csv et interventions.csv (répétable)', collect)
    .option('--weight <fonction>', 'score (sans cette option), excedent, personnes, population')
    .option('--illectronisme <fichier>', 'pour --weight personnes : code;taux;source')
    .option('--as-of <date>', 'compte ce qui tenait à cette date, AAAA-MM-JJ')
    .option('--out <dossier>', 'dossier de sortie (celui des scores sans cette option)')
    .option('--config <fichier>', 'fichier de projet dont une section tient ces options (fragilite.yaml du dossier courant, quand la commande ne dit pas quoi faire)')
    .option('--json', 'le résumé pour une machine, sur la sortie standard');
}
