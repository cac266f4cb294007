import { Option } from 'commander';
import type { Command } from 'commander';
import type { Io } from '../io.js';
import { collect } from './declare.js';
import type { Declare } from './declare.js';

/** The commands that compute an index and explain it. */
export function declareIndexCommands(command: Declare, io: Io): void {
  jobOptions(command('compute'))
    .description("calcule l'indice : ifn.csv, ifn.geojson, classement.md, methode.md, quantites.csv, manifest.json (sans --insee : la démonstration)")
    .option('--missing <politique>', "ce qui remplace une valeur manquante : estimation, ignorer, epci, departement, reference, ou variable=politique, séparés par des virgules (répétable)", collect)
    .option('--out <dossier>', 'dossier de sortie (« sortie » sans cette option ; « - » écrit ifn.csv sur la sortie standard)')
    .option('--format <liste>', 'sorties en plus, séparées par des virgules : csv-excel, xlsx (classeur), topojson, qml (style QGIS), sld (style OGC)', collect)
    .option('--config <fichier>', 'fichier de projet qui tient ces options (fragilite.yaml du dossier courant, s’il existe)')
    .option('--require-join <part>', 'échoue (code 4) si moins de cette part des communes a des données et un contour : 99%')
    .option('--require-complete <part>', 'échoue (code 4) si moins de cette part des communes a toutes ses variables observées : 90%')
    .option('--max-imputed <part>', 'échoue (code 4) si plus de cette part du poids des variables est estimée ou imputée : 10%')
    .option('--max-rank-shift <n>', 'échoue (code 4) si une unité change de plus de n rangs depuis le résultat de --previous : un contrôle des entrées')
    .option('--previous <dossier>', "résultat de l'an dernier, pour --max-rank-shift")
    .option('--posts <fichiers...>', 'postes (et lieux d’intervention) à croiser avec l’indice, comme « cross »', collect)
    .option('--demands <fichiers...>', 'demandes à croiser avec l’indice, comme « cross »', collect)
    .option('--envelope <fichier>', 'enveloppe à répartir, comme « allocate »')
    .option('--json', 'le résumé pour une machine, sur la sortie standard')
    .action(async (options: Record<string, unknown>) => (await import('../compute.js')).compute(options, io));

  jobOptions(command('check'))
    .description('la même lecture sans calcul : ce qui est trouvé, apparié, manquant, réparé')
    .option('--config <fichier>', 'fichier de projet qui tient ces options')
    .option('--require-join <part>', 'échoue (code 4) si moins de cette part des communes a des données et un contour : 99%')
    .option('--require-complete <part>', 'échoue (code 4) si moins de cette part des communes a toutes ses variables observées : 90%')
    .option('--json', 'le rapport pour une machine')
    .action(async (options: Record<string, unknown>) => (await import('../check.js')).check(options, io));

  command('explain')
    .description("explique l'indice d'une commune, ou d'une autre unité du résultat : variables, axes, thèmes, contributions")
    .argument('<code>', 'code Insee de la commune, de l’IRIS, de l’EPCI…')
    .argument('[dossier]', 'dossier du résultat (« sortie » sans cet argument)')
    .option('--json', "l'explication pour une machine")
    .action(async (code: string, folder: string | undefined, options: Record<string, unknown>) =>
      (await import('../explain.js')).explain(code, folder ?? 'sortie', options, io));

  command('models')
    .description('liste les modèles, ou en décrit un')
    .argument('[modele]', 'identifiant, ou fichier .yaml')
    .option('--json', 'pour une machine')
    .action(async (id: string | undefined, options: Record<string, unknown>) => (await import('../models.js')).models(id, options, io));

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
    .action(async (selector: string, options: Record<string, unknown>) => (await import('../territory.js')).territory(selector, options, io));
}

/** The options of the main job's reading, the same for `compute` and `check`. */
function jobOptions(command: Command): Command {
  return command
    .option('--insee <fichiers...>', "fichiers CSV ou Parquet de l'Insee, aussi en .gz ou .zip (archive.zip:membre.csv), ou tout CSV avec un code de commune (répétable)", collect)
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

const plmOption = (): Option =>
  new Option('--plm <niveau>', 'Paris, Lyon, Marseille : commune ou arrondissements (commune, sans cette option)');
