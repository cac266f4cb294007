import { Command, CommanderError } from 'commander';
import { EXIT, FragiliteError } from '../errors.js';
import { VERSION } from '../version.js';
import { declareComparisonCommands } from './commands/comparison-commands.js';
import { declareEvolutionCommands } from './commands/evolution-commands.js';
import { declareFetchCommands } from './commands/fetch-commands.js';
import { declareIndexCommands } from './commands/index-commands.js';
import { declarePostCommands } from './commands/post-commands.js';
import { declareProjectCommands } from './commands/project-commands.js';
import { declareSoundnessCommands } from './commands/soundness-commands.js';
import { declareTrustCommands } from './commands/trust-commands.js';
import { declareViewCommands } from './commands/view-commands.js';
import { examplesText } from './examples.js';
import { french, usageMessage } from './french-help.js';
import { annotation, inGithub } from './github.js';
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
      const message = usageMessage(error, program, argv);
      io.stderr(`${message}\n`);
      annotate(message.replace(/^Erreur : /, ''), argv, io);
      return EXIT.usage;
    }
    if (error instanceof FragiliteError) {
      io.stderr(`Erreur : ${error.message}\n`);
      annotate(error.message, argv, io);
      if (verbose) io.stderr(`${error.stack ?? ''}\n`);
      return error.exitCode;
    }
    const message = error instanceof Error ? error.message : String(error);
    io.stderr(`Erreur interne de fragilite ${VERSION} : ${message}\nC'est un défaut du programme : relancez avec --verbose et signalez-le.\n`);
    if (verbose && error instanceof Error) io.stderr(`${error.stack ?? ''}\n`);
    return EXIT.bug;
  }
}

/** In GitHub Actions, an error also stands on the page of the job, beside the file that it is about. */
function annotate(message: string, [command = '']: readonly string[], io: Io): void {
  if (inGithub(io)) io.stderr(annotation('error', message, `fragilite ${command}`.trimEnd(), io));
}

/** The tree of commands and options; running one of them talks to `io`. */
export function buildProgram(io: Io): Command {
  const program = french(new Command('fragilite'), io)
    .description("L'indice de fragilité numérique des communes, calculé depuis les fichiers de l'Insee.")
    .version(VERSION, '-V, --version', 'afficher la version')
    .usage('[options] <commande>')
    .addHelpText('after', EXAMPLES);
  const command = (name: string): Command => {
    const sub = french(program.command(name), io).addHelpText('after', examplesText(name));
    return sub.option('--quiet', 'ne rien dire que les erreurs').option('--verbose', 'dire tout, et le détail des erreurs');
  };

  declareIndexCommands(command, io);
  declareViewCommands(command, io);
  declareSoundnessCommands(command, io);
  declarePostCommands(command, io);
  declareProjectCommands(command, io);
  declareComparisonCommands(command, io);
  declareEvolutionCommands(command, io);
  declareFetchCommands(command, io);
  declareTrustCommands(command, io, () => program);
  return program;
}

const EXAMPLES = `
Exemples :
  fragilite compute
  fragilite compute --insee dossier_complet.csv cc_filosofi_2021_COM.csv --boundaries COMMUNE.shp --territory epci:200046977 --out lyon
  fragilite explain 69259 lyon
  fragilite map lyon --column score,acces,competences
  fragilite compare lyon-2016 lyon-2022 --ranks
  fragilite confront enquete.csv lyon
  fragilite diagnose lyon
  fragilite models lyon-2021
  fragilite fetch --model lyon-2021 --vintage rp=2022
  fragilite verify lyon

Codes de sortie : 0 fait ; 1 défaut du programme ; 2 mauvaise commande ; 3 entrée inutilisable ;
4 sous un seuil demandé, ou (verify) résultat qui n'est pas ce que dit son manifeste ; 5 sortie impossible à écrire.`;
