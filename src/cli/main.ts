import { Command, CommanderError, Option } from 'commander';
import { EXIT, FragiliteError } from '../errors.js';
import { VERSION } from '../version.js';
import { french, usageMessage } from './french-help.js';
import type { Io } from './io.js';

export { processIo } from './io.js';

/**
 * Runs the command line and gives its exit code: 0 done, 1 a bug of ours, 2 usage, 3 an input that
 * cannot be used, 4 under a threshold, 5 an output that cannot be written.
 *
 * @param argv the words after the program's name
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const program = buildProgram(io);
  const verbose = argv.includes('--verbose');
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done;
      io.stderr(`${usageMessage(error, program, argv)}\n`);
      return EXIT.usage;
    }
    if (error instanceof FragiliteError) {
      io.stderr(`Erreur : ${error.message}\n`);
      if (verbose) io.stderr(`${error.stack ?? ''}\n`);
      return error.exitCode;
    }
    const message = error instanceof Error ? error.message : String(error);
    io.stderr(`Erreur interne de fragilite ${VERSION} : ${message}\nC'est un défaut du programme : relancez avec --verbose et signalez-le.\n`);
    if (verbose && error instanceof Error) io.stderr(`${error.stack ?? ''}\n`);
    return EXIT.bug;
  }
}

function buildProgram(io: Io): Command {
  const program = french(new Command('fragilite'), io)
    .description("L'indice de fragilité numérique des communes, calculé depuis les fichiers de l'Insee.")
    .version(VERSION, '-V, --version', 'afficher la version')
    .usage('[options] <commande>')
    .addHelpText('after', EXAMPLES);
  const command = (name: string): Command => {
    const sub = french(program.command(name), io);
    return sub.option('--quiet', 'ne rien dire que les erreurs').option('--verbose', 'dire tout, et le détail des erreurs');
  };

  jobOptions(command('compute'))
    .description("calcule l'indice : ifn.csv, ifn.geojson, classement.md, quantites.csv, manifest.json (sans --insee : la démonstration)")
    .option('--missing <politique>', "ce qui remplace une valeur manquante : estimation, ignorer, epci, departement, reference, ou variable=politique, séparés par des virgules (répétable)", collect)
    .option('--out <dossier>', 'dossier de sortie (« sortie » sans cette option ; « - » écrit ifn.csv sur la sortie standard)')
    .option('--format <liste>', 'sorties en plus, séparées par des virgules : csv-excel, xlsx (classeur), topojson, qml (style QGIS), sld (style OGC)', collect)
    .option('--config <fichier>', 'fichier de projet qui tient ces options (fragilite.yaml du dossier courant, s’il existe)')
    .option('--require-join <part>', 'échoue (code 4) si moins de cette part des communes a des données et un contour : 99%')
    .option('--require-complete <part>', 'échoue (code 4) si moins de cette part des communes a toutes ses variables observées : 90%')
    .option('--posts <fichiers...>', 'postes (et lieux d’intervention) à croiser avec l’indice, comme « cross »', collectMany)
    .option('--demands <fichiers...>', 'demandes à croiser avec l’indice, comme « cross »', collectMany)
    .option('--envelope <fichier>', 'enveloppe à répartir, comme « allocate »')
    .action(async (options: Record<string, unknown>) => (await import('./compute.js')).compute(options, io));

  jobOptions(command('check'))
    .description('la même lecture sans calcul : ce qui est trouvé, apparié, manquant, réparé')
    .option('--config <fichier>', 'fichier de projet qui tient ces options')
    .option('--require-join <part>', 'échoue (code 4) si moins de cette part des communes a des données et un contour : 99%')
    .option('--json', 'le rapport pour une machine')
    .action(async (options: Record<string, unknown>) => (await import('./check.js')).check(options, io));

  command('explain')
    .description("explique l'indice d'une commune, ou d'une autre unité du résultat : variables, axes, thèmes, contributions")
    .argument('<code>', 'code Insee de la commune, de l’IRIS, de l’EPCI…')
    .argument('[dossier]', 'dossier du résultat (« sortie » sans cet argument)')
    .option('--json', "l'explication pour une machine")
    .action(async (code: string, folder: string | undefined, options: Record<string, unknown>) =>
      (await import('./explain.js')).explain(code, folder ?? 'sortie', options, io));

  command('report')
    .description("écrit rapport.html : un résultat entier en une page, qui s'ouvre sans réseau et s'imprime")
    .argument('[dossier]', 'dossier du résultat (« sortie » sans cet argument)')
    .action(async (folder: string | undefined, options: Record<string, unknown>) => (await import('./report.js')).reportCommand(folder ?? 'sortie', options, io));

  command('map')
    .description('dessine la carte d’un résultat : carte.svg, carte.png, carte-<colonne>.svg et .png')
    .argument('[dossier]', 'dossier du résultat (« sortie » sans cet argument)')
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
    .action(async (folder: string | undefined, options: Record<string, unknown>) => (await import('./map.js')).mapCommand(folder ?? 'sortie', options, io));

  postOptions(command('cross'))
    .description('croise scores, postes et demandes : croisement.csv, croisement.md, colonnes jointes à ifn.csv et ifn.geojson')
    .option('--demands <fichiers...>', 'export ANCT des structures, ou demandes.csv (répétable)', collectMany)
    .option('--thresholds <bas,haut>', 'indices qui séparent besoin faible, modéré et fort (sans cette option : 90,110, pour un indice en base 100)')
    .option('--horizon <date>', 'liste ce qui finit avant cette date, AAAA-MM-JJ')
    .action(async (options: Record<string, unknown>) => (await import('./cross.js')).crossCommand(options, io));

  postOptions(command('allocate'))
    .description('répartit une enveloppe entre communes, EPCI ou regroupements : allocation.csv, allocation.md')
    .option('--total <n>', 'postes à répartir')
    .option('--envelope <fichier>', 'enveloppe.yaml : bas, haut, parts convenues')
    .option('--method <methode>', 'sainte-lague (sans cette option), plus-fort-reste, dhondt, huntington-hill, adams')
    .option('--min <n>', 'au moins n postes par ligne')
    .option('--max <n>', 'au plus n postes par ligne')
    .option('--keep-existing', 'garde les postes de --posts : ils sont un plancher')
    .option('--by <regroupement>', 'commune (sans cette option), epci, arrondissement, ou un fichier code;groupe')
    .action(async (options: Record<string, unknown>) => (await import('./allocate.js')).allocateCommand(options, io));

  command('import')
    .description("met les fichiers de l'ANCT dans nos formes : postes.csv, demandes.csv (sans contacts personnels)")
    .argument('<fichiers...>', 'liste ouverte des structures, postes ou structures du back-office')
    .option('--out <dossier>', 'dossier de sortie (« sortie » sans cette option)')
    .action(async (files: string[], options: Record<string, unknown>) => (await import('./import.js')).importFiles(files, options, io));

  command('models')
    .description('liste les modèles, ou en décrit un')
    .argument('[modele]', 'identifiant, ou fichier .yaml')
    .option('--json', 'pour une machine')
    .action(async (id: string | undefined, options: Record<string, unknown>) => (await import('./models.js')).models(id, options, io));

  command('territory')
    .description("liste les communes d'un territoire")
    .argument('<territoire>', 'epci:200046977, dep:69, reg:84, france, ctcd:69D, communes:69123,69266, file:codes.txt, dep:69,-epci:200046977')
    .addOption(plmOption())
    .option('--cog <annee>', 'année du code officiel géographique')
    .option('--passage <fichier>', "table de passage vers une année qui n'est pas installée")
    .option('--near <distance>', 'ajoute les communes dont le contour est à moins de 20km, 500m… de ceux du territoire (demande --boundaries)')
    .option('--boundaries <fichier>', 'contours des communes, pour --near')
    .option('--layer <couche>', 'couche des contours, dans un GeoPackage ou un TopoJSON')
    .option('--crs <projection>', 'projection des contours, si le fichier ne la dit pas : EPSG:2154')
    .option('--codes', 'les codes seuls, un par ligne, pour --territory file:')
    .option('--json', 'pour une machine')
    .action(async (selector: string, options: Record<string, unknown>) => (await import('./territory.js')).territory(selector, options, io));

  return program;
}

/** The options of the main job's reading, the same for `compute` and `check`. */
function jobOptions(command: Command): Command {
  return command
    .option('--insee <fichiers...>', "fichiers CSV ou Parquet de l'Insee, aussi en .gz ou .zip (archive.zip:membre.csv), ou tout CSV avec un code de commune (répétable)", collectMany)
    .option('--boundaries <fichier>', 'contours des communes, ou des unités de --unit : shapefile (.shp), GeoPackage, GeoJSON ou TopoJSON ; sans eux, pas de GeoJSON')
    .option('--layer <couche>', 'couche des contours, dans un GeoPackage ou un TopoJSON (celle qui a le plus de codes connus, sans cette option)')
    .option('--simplify <mesure>', 'simplifie les contours ensemble, sans rompre les limites communes : taille des détails retirés (50m, 1km) ou part des positions gardée (10%)')
    .option('--crs <projection>', 'projection des contours, si le fichier ne la dit pas : EPSG:2154')
    .option('--model <modele>', 'identifiant de modèle ou fichier .yaml (lyon-2021 sans cette option)')
    .option('--vintage <liste>', 'millésimes imposés : rp=2022,filosofi=2021,peu_diplomes=2018', collect)
    .option('--territory <T>', 'territoire à calculer : epci:200046977, dep:69, dep:69,-epci:200046977… (toutes les communes des fichiers sans cette option)')
    .option('--reference <T>', 'territoire de référence, qui vaut 100 pour un modèle en base 100 (celui qui est calculé, sans cette option)')
    .option('--reference-values <fichier>', 'valeurs publiées de la référence : territoire;variable;valeur;millesime;source')
    .option('--unit <maille>', 'maille des unités : commune (sans cette option), iris, epci, departement, region')
    .addOption(plmOption())
    .option('--cog <annee>', 'année du code officiel géographique (la plus récente installée, sans cette option)')
    .option('--passage <fichier>', "table de passage vers cette géographie : ancien;nouveau, avec part ou population d'une commune partagée, ou la table annuelle de l'Insee");
}

/** The options that `cross` and `allocate` share. */
function postOptions(command: Command): Command {
  return command
    .option('--scores <fichier>', 'ifn.csv, ou tout CSV « code;score » (sortie/ifn.csv sans cette option)')
    .option('--posts <fichiers...>', 'liste ouverte ANCT, postes ANCT, export des structures, ou postes.csv et interventions.csv (répétable)', collectMany)
    .option('--weight <fonction>', 'score (sans cette option), excedent, personnes, population')
    .option('--illectronisme <fichier>', 'pour --weight personnes : code;taux;source')
    .option('--as-of <date>', 'compte ce qui tenait à cette date, AAAA-MM-JJ')
    .option('--out <dossier>', 'dossier de sortie (celui des scores sans cette option)');
}

const plmOption = (): Option =>
  new Option('--plm <niveau>', 'Paris, Lyon, Marseille : commune ou arrondissements (commune, sans cette option)');

const collect = (value: string, previous: string[] | undefined): string[] => [...(previous ?? []), value];
const collectMany = collect;

const EXAMPLES = `
Exemples :
  fragilite compute                       la démonstration : la Métropole de Lyon
  fragilite compute --insee dossier_complet.csv --boundaries COMMUNE.shp --territory epci:200046977 --out lyon
  fragilite explain 69259 lyon
  fragilite map lyon --column score,acces,competences
  fragilite models lyon-2021

Codes de sortie : 0 fait ; 1 défaut du programme ; 2 mauvaise commande ; 3 entrée inutilisable ;
4 sous un seuil demandé ; 5 sortie impossible à écrire.`;
