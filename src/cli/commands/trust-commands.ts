import type { Command } from 'commander';
import type { Io } from '../io.js';
import type { Declare } from './declare.js';

/**
 * The commands that vouch for a result, and that help a shell.
 *
 * @param program the whole tree, once it is declared
 */
export function declareTrustCommands(command: Declare, io: Io, program: () => Command): void {
  command('verify')
    .description('dit si un résultat est ce que son manifeste en dit : empreintes des entrées et des sorties, puis recalcul comparé octet par octet')
    .argument('[dossier]', 'dossier du résultat (« sortie » sans cet argument)')
    .option('--from <dossier>', "dossier d'où partent les chemins du manifeste (le dossier courant sans cette option)")
    .option('--json', 'le constat pour une machine')
    .action(async (folder: string | undefined, options: Record<string, unknown>) => (await import('../verify.js')).verify(folder ?? 'sortie', options, io));

  command('completion')
    .description("écrit la complétion des commandes, des options et de leurs valeurs : source <(fragilite completion bash)")
    .argument('<shell>', 'bash, zsh ou fish')
    .action(async (shell: string) => (await import('../completion.js')).completion(shell, program(), io));
}
