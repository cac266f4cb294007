import { Command, CommanderError } from 'commander';
import { EXIT, FragiliteError } from '../errors.js';
import type { ExitCode } from '../errors.js';
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
import { french } from './french-help.js';
import { ioWith } from './io.js';
import type { Io } from './io.js';

export { processIo } from './io.js';

/**
 * Runs the command line and gives its exit code: 0 done, 1 a bug of ours, 2 usage, 3 an input that
 * cannot be used, 4 under a threshold, 5 an output that cannot be written.
 *
 * @param argv the words after the program's name
 */
export async function main(argv: readonly string[], given: Io): Promise<number> {
  let answered = false;
  const io = ioWith(given, {
    stdout: (text) => {
      answered = true;
      given.stdout(text);
    },
  });
  const program = buildProgram(io);
  const verbose = argv.includes('--verbose');
  // A machine is told of a failure too, in one form, whatever the command.
  const tell = async (exitCode: ExitCode, message: string): Promise<void> => {
    if (answered || !argv.includes('--json')) return;
    const { RunSummary } = await import('./run-summary.js');
    for (const piece of new RunSummary().pieces(commandOf(program, argv), { exitCode, message })) io.stdout(piece);
  };
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.done;
      const { usageMessage } = await import('./usage-message.js');
      const message = usageMessage(error, program, argv);
      const bare = message.replace(/^Erreur : /, '');
      io.stderr(`${message}\n`);
      await annotate(bare, argv, io);
      await tell(EXIT.usage, bare);
      return EXIT.usage;
    }
    if (error instanceof FragiliteError) {
      io.stderr(`Erreur : ${error.message}\n`);
      await annotate(error.message, argv, io);
      if (verbose) io.stderr(`${error.stack ?? ''}\n`);
      await tell(error.exitCode, error.message);
      return error.exitCode;
    }
    const message = error instanceof Error ? error.message : String(error);
    io.stderr(`Erreur interne de fragilite ${VERSION} : ${message}\nC'est un défaut du programme : relancez avec --verbose et signalez-le.\n`);
    if (verbose && error instanceof Error) io.stderr(`${error.stack ?? ''}\n`);
    await tell(EXIT.bug, message);
    return EXIT.bug;
  }
}

/** The command that the words name; the program itself where they name none. */
const commandOf = (program: Command, argv: readonly string[]): string => program.commands.find((c) => c.name() === argv[0])?.name() ?? program.name();

/** In GitHub Actions, an error also stands on the page of the job, beside the file that it is about. */
async function annotate(message: string, [command = '']: readonly string[], io: Io): Promise<void> {
  const { annotation, inGithub } = await import('./github.js');
  if (inGithub(io)) io.stderr(annotation('error', message, `fragilite ${command}`.trimEnd(), io));
}

/** The tree of commands and options; running one of them talks to `io`. */
export function buildProgram(io: Io): Command {
  const program = french(new Command('fragilite'), io)
    .description("L'indice de fragilité numérique des communes, calculé depuis les fichiers de l'Insee.")
    .version(VERSION, '-V, --version', 'afficher la version')
    .usage('[options] <commande>')
    .addHelpText('after', `${examplesText('')}${EXIT_CODES}`);
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

const EXIT_CODES = `
Codes de sortie : 0 fait ; 1 défaut du programme ; 2 mauvaise commande ; 3 entrée inutilisable ;
4 sous un seuil demandé, ou (verify) résultat qui n'est pas ce que dit son manifeste ; 5 sortie impossible à écrire.`;
