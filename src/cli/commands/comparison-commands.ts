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
    .option('--json', 'la comparaison pour une machine, aussi sur la sortie standard')
    .action(async (a: string, b: string, options: Record<string, unknown>) => (await import('../compare.js')).compareCommand(a, b, options, io));
}
