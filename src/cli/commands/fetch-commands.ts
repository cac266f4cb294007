import type { Io } from '../io.js';
import { collect } from './declare.js';
import type { Declare } from './declare.js';

/** The command that gets official files, the only one that uses the network. */
export function declareFetchCommands(command: Declare, io: Io): void {
  command('fetch')
    .description('prend des fichiers officiels (Insee, contours, Anct) dans « donnees », avec un cache et fragilite.lock ; sans identifiant : ce qu’il y a, ou ce dont un modèle a besoin')
    .argument('[identifiants...]', 'fichiers du catalogue')
    .option('--model <modele>', 'liste ce dont ce modèle a besoin (lyon-2021 avec --vintage ou --territory seuls)')
    .option('--vintage <liste>', 'millésimes imposés : rp=2022,filosofi=2021,peu_diplomes=2018', collect)
    .option('--territory <T>', "les seules lignes de ce territoire, par l'API de l'Insee (sans clé) : epci:200046977, dep:69…")
    .option('--plm <niveau>', 'Paris, Lyon, Marseille avec --territory : commune ou arrondissements (commune, sans cette option)')
    .option('--cog <annee>', 'année du code officiel géographique du territoire et des contours')
    .option('--out <dossier>', 'où mettre les fichiers (« donnees » sans cette option)')
    .option('--cache <dossier>', 'cache des téléchargements ($XDG_CACHE_HOME/fragilite, sinon ~/.cache/fragilite, sans cette option)')
    .option('--catalogue <fichier>', 'un catalogue à vous (schemas/sources.schema.json), à la place de celui de fragilite')
    .option('--offline', 'ne rien demander au réseau : le cache, ou ce qui y manque')
    .option('--update', 'redemander, et accepter un fichier qui a changé depuis fragilite.lock')
    .option('--dry-run', 'dire ce qui serait demandé, sans réseau et sans rien écrire')
    .option('--json', 'la liste, ou le résumé de ce qui est pris, pour une machine, sur la sortie standard')
    .addHelpText('after', '\nLes variables HTTPS_PROXY, HTTP_PROXY, ALL_PROXY et NO_PROXY sont suivies.')
    .action(async (ids: string[], options: Record<string, unknown>) => (await import('../fetch.js')).fetchCommand(ids, options, io));
}
