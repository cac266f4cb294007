import type { Io } from '../io.js';
import { collect } from './declare.js';
import type { Declare } from './declare.js';

/** The commands that show a result: map and page. */
export function declareViewCommands(command: Declare, io: Io): void {
  command('map')
    .description('dessine la carte d’un résultat : carte.svg, carte.png, carte-<colonne>.svg et .png')
    .argument('[dossier]', 'dossier du résultat (celui de fragilite.yaml, sinon « sortie », sans cet argument)')
    .option('--column <colonnes>', 'colonnes d’ifn.csv, séparées par des virgules (score sans cette option) ; un effectif est dessiné en cercles', collect)
    .option('--method <methode>', 'classes : base100 (sans cette option, en base 100), echelle (sans cette option, pour une échelle à deux bouts), quantiles (ailleurs), jenks, amplitudes-egales, ecart-type, q6')
    .option('--breaks <bornes>', 'bornes des classes, croissantes : 70,85,95,105,115,130')
    .option('--classes <n>', 'nombre de classes des quantiles, de jenks et des amplitudes égales (5 sans cette option)')
    .option('--same-breaks', 'mêmes bornes pour toutes les cartes faites ensemble (toujours vrai en base 100)')
    .option('--circles <colonnes>', 'effectifs en cercles par-dessus : postes_portes, demandes_postes…, ou none (postes et demandes sur le score, sans cette option)', collect)
    .option('--labels <choix>', 'noms des communes : oui (sans cette option), non, ou combien au plus')
    .option('--format <liste>', 'svg, png (les deux sans cette option)', collect)
    .option('--width <pixels>', 'largeur du PNG (1600 sans cette option)')
    .option('--out <dossier>', 'dossier de sortie (celui du résultat sans cette option)')
    .option('--config <fichier>', 'fichier de projet dont la section map tient ces options (fragilite.yaml du dossier courant, sans dossier nommé)')
    .option('--json', 'le résumé pour une machine, sur la sortie standard')
    .action(async (folder: string | undefined, options: Record<string, unknown>) => (await import('../map.js')).mapCommand(folder, options, io));

  command('report')
    .description("écrit rapport.html : un résultat entier en une page, qui s'ouvre sans réseau et s'imprime")
    .argument('[dossier]', 'dossier du résultat (celui de fragilite.yaml, sinon « sortie », sans cet argument)')
    .option('--config <fichier>', 'fichier de projet qui nomme le dossier du résultat')
    .option('--json', 'le résumé pour une machine, sur la sortie standard')
    .action(async (folder: string | undefined, options: Record<string, unknown>) => (await import('../report.js')).reportCommand(folder, options, io));
}
