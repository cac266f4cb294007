import type { Io } from '../io.js';
import type { Declare } from './declare.js';

/** The commands that set a result beside another, or beside a survey. */
export function declareComparisonCommands(command: Declare, io: Io): void {
  command('compare')
    .description('compare deux résultats : accord des rangs, communes qui bougent et variables qui les font bouger, carte de la différence')
    .argument('<A>', 'dossier du premier résultat')
    .argument('<B>', 'dossier du second ; les écarts sont B − A')
    .option('--ranks', 'compare les rangs seuls, quand les indices n’ont pas la même base (modèle, référence, millésimes, géographie)')
    .option('--out <dossier>', 'dossier de sortie (« comparaison » sans cette option)')
    .option('--json', 'comparaison.json, sur la sortie standard')
    .action(async (a: string, b: string, options: Record<string, unknown>) => (await import('../compare.js')).compareCommand(a, b, options, io));

  command('confront')
    .description("confronte une enquête par commune à l'indice : accord des rangs, désaccords, entonnoir par nombre de personnes interrogées")
    .argument('<enquete>', 'CSV code;n;taux (part en %) ou code;n;effectif (parmi n) ; sous 11 personnes, rien n’est écrit')
    .argument('[dossier]', 'dossier du résultat (« sortie » sans cet argument)')
    .option('--inverse', 'une part plus forte y dit moins de difficulté (« à l’aise avec internet »)')
    .option('--out <dossier>', 'dossier de sortie (celui du résultat sans cette option)')
    .option('--json', 'le résumé pour une machine, sur la sortie standard')
    .action(async (file: string, folder: string | undefined, options: Record<string, unknown>) =>
      (await import('../confront.js')).confrontCommand(file, folder ?? 'sortie', options, io));
}
