import type { Io } from '../io.js';
import type { Declare } from './declare.js';

/** The commands that vouch for a result, and that help a shell. */
export function declareTrustCommands(command: Declare, io: Io): void {
  command('verify')
    .description('dit si un résultat est ce que son manifeste en dit : empreintes des entrées et des sorties, puis recalcul comparé octet par octet')
    .argument('[dossier]', 'dossier du résultat (« sortie » sans cet argument)')
    .option('--from <dossier>', "dossier d'où partent les chemins du manifeste (le dossier courant sans cette option)")
    .option('--json', 'le constat pour une machine')
    .action(async (folder: string | undefined, options: Record<string, unknown>) => (await import('../verify.js')).verify(folder ?? 'sortie', options, io));
}
