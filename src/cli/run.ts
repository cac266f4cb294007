import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { EXIT, FragiliteError, outputError, usageError } from '../errors.js';
import { BY_OPTION, sweepFolder, settleFolder } from '../outputs/interrupted-write.js';
import { requireOutputFolder } from '../outputs/write-folder.js';
import type { ReplacedFile } from '../lock.js';
import { lockedRun } from '../pipeline/locked-run.js';
import { ProjectLock } from '../pipeline/project-lock.js';
import { ResultOutputs } from '../pipeline/result-outputs.js';
import { takeLock } from '../pipeline/run-lock.js';
import { readState, writeState } from '../pipeline/run-state.js';
import type { RunState, StepBasis } from '../pipeline/run-state.js';
import { whyAgain } from '../pipeline/why-again.js';
import { cogSource } from '../sources/cog.js';
import type { Digest } from '../sources/columns/digest.js';
import { PROJECT_FILE, rawName, readProjectFile } from '../sources/project-file.js';
import type { ProjectFile, RawValues } from '../sources/project-file.js';
import { contentOf, inputPaths, ownDataDigest } from '../sources/project-inputs.js';
import { relativePath } from '../sources/relative-path.js';
import { VERSION } from '../version.js';
import { ioWith } from './io.js';
import type { Io } from './io.js';
import { fromHere, suggestNext, verifyCommand } from './next-commands.js';
import { resultFolder, sectionOf } from './project-options.js';
import { STEPS } from './run-steps.js';
import type { Step } from './run-steps.js';
import { summarised } from './run-summary.js';
import type { RunSummary } from './run-summary.js';
import type { Terminal } from './terminal.js';

/** `fragilite run`: the steps of a project file, those whose inputs and options have not changed left as they are. */
export async function runProject(options: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('run', options, io, (terminal, summary) => runSteps(options, io, terminal, summary));
}

async function runSteps(options: Record<string, unknown>, io: Io, terminal: Terminal, summary: RunSummary): Promise<void> {
  const named = options['config'] as string | undefined;
  if (named === undefined && !existsSync(join(io.cwd, PROJECT_FILE))) {
    throw usageError(`Il n'y a pas de ${PROJECT_FILE} dans ce dossier.\nÉcrivez-le (fragilite init), ou nommez-en un : fragilite run --config FICHIER.`);
  }
  const project = await readProjectFile(named ?? PROJECT_FILE, io.cwd);
  const result = resultFolder(project);
  if (result === '-') throw usageError(`${project.shown}, champ out : « - » est pour compute seul ; run écrit dans un dossier.`);
  try {
    requireOutputFolder(resolve(project.folder, result), result);
    const giveBack = takeLock(project.folder);
    try {
      const run = new Run(project, options, io, terminal, summary);
      try {
        await run.all();
      } finally {
        run.sumUp();
      }
    } finally {
      giveBack();
    }
  } catch (error) {
    throw byKey(error, project.shown);
  }
}

/** An error that advises another folder, as a project gives it: by its file, since `run` takes no option for it. */
function byKey(error: unknown, project: string): unknown {
  if (!(error instanceof FragiliteError && error.exitCode === EXIT.output)) return error;
  return outputError(error.message.replace(BY_OPTION, `par la clé out de ${project}`), { cause: error });
}

/** What a machine is told of a step. */
interface StepFigures {
  readonly nom: string;
  readonly etat: 'fait' | 'inchange' | 'non_demande' | 'retire' | 'echec';
  /** Why it was done again. */
  readonly raison: string | null;
}

/** One run of the steps of a project. */
class Run {
  readonly #project: ProjectFile;
  readonly #options: Record<string, unknown>;
  readonly #io: Io;
  readonly #terminal: Terminal;
  readonly #summary: RunSummary;
  readonly #told: StepFigures[] = [];
  readonly #result: string;
  readonly #tool: Readonly<Record<string, string>>;
  readonly #digests = new Map<string, Digest | null>();
  #state: RunState;
  #outputs: ResultOutputs;
  readonly #lock: ProjectLock;

  constructor(project: ProjectFile, options: Record<string, unknown>, io: Io, terminal: Terminal, summary: RunSummary) {
    this.#project = project;
    this.#options = options;
    this.#io = io;
    this.#terminal = terminal;
    this.#summary = summary;
    this.#result = resultFolder(project);
    const cog = project.options.get('compute')?.['cog'];
    this.#tool = { version: VERSION, donnees: ownDataDigest(), geographie: cogSource(cog === undefined ? undefined : Number(cog), project.folder) ?? '' };
    const state = readState(project.folder, project.path);
    this.#state = options['force'] === true ? { ...state, steps: new Map() } : state;
    this.#outputs = new ResultOutputs(project.folder, this.#state.outputs);
    this.#lock = new ProjectLock(project);
  }

  get #verbose(): boolean {
    return this.#options['verbose'] === true;
  }

  async all(): Promise<void> {
    const asked = STEPS.filter((step) => this.#isAsked(step));
    for (const folder of new Set([this.#result, ...asked.map((step) => this.#folderOf(step))])) {
      settleFolder(resolve(this.#project.folder, folder), folder);
      sweepFolder(resolve(this.#project.folder, folder));
    }
    await this.#outputs.look();
    const replaced = await this.#lock.replaced(await this.#inputsOf(asked), this.#options['update'] === true, this.#command);
    for (const step of STEPS) {
      if (asked.includes(step)) await this.#step(step, asked);
      else this.#leaveOut(step);
    }
    await this.#record(asked, replaced);
    const { folder } = this.#project;
    const result = fromHere(this.#result, resolve(folder, this.#result), this.#io.cwd);
    const report = existsSync(resolve(folder, this.#result, 'rapport.html')) ? ` ; à lire : ${join(result, 'rapport.html')}` : '';
    this.#terminal.say(`Résultat dans ${result}${report}.\n`);
    suggestNext(this.#terminal, [verifyCommand(result, folder, this.#io.cwd)]);
  }

  /** Tells the summary of the steps and of all the outputs that there are, done now or before. */
  sumUp(): void {
    const outputs = [...this.#outputs.known].map(([path, { sha256 }]) => [relativePath(this.#result, path), sha256] as const);
    this.#summary.wrote(this.#result, new Map(outputs));
    this.#summary.made({ etapes: this.#told });
  }

  #isAsked({ command }: Step): boolean {
    return command === 'compute' || this.#project.options.has(command);
  }

  async #step(step: Step, asked: readonly Step[]): Promise<void> {
    const basis = await this.#basisOf(step, asked);
    const why = this.#why(step, basis, asked);
    if (why === null) {
      this.#tell(step, 'inchange', 'inchangé');
      return;
    }
    this.#forget(step, true);
    const answers: string[] = [];
    try {
      await step.run({ ...this.#options, json: false, config: basename(this.#project.path), warningsOnly: !this.#verbose }, this.#ioOfSteps(answers));
    } catch (error) {
      // What `check` found is why it fails.
      for (const text of answers) this.#terminal.say(text);
      this.#tell(step, 'echec', 'échec');
      throw error;
    }
    if (step.name !== 'check') this.#outputs.take(step.name, this.#folderOf(step));
    this.#save([...this.#state.steps].filter(([name]) => name !== step.name).concat([[step.name, basis]]));
    this.#tell(step, 'fait', why === '' ? 'fait' : `fait (${why})`, why === '' ? null : why);
  }

  /** Why a step is done, empty when it never was; null when it need not be. */
  #why(step: Step, basis: StepBasis, asked: readonly Step[]): string | null {
    const before = this.#state.steps.get(step.name);
    if (before === undefined) return '';
    const names = this.#together(step, asked).map(({ name }) => name);
    return whyAgain(before, basis) ?? this.#outputs.changedOf(names) ?? this.#whyFromScratch(step, asked);
  }

  /**
   * The steps that a step cannot be done again without. A step that writes elsewhere notes there what it found
   * in the result, at its turn: then all are done again together, from `compute` on.
   */
  #together(step: Step, asked: readonly Step[]): readonly Step[] {
    const elsewhere = asked.some((other) => this.#folderOf(other) !== this.#result);
    return step.name === 'compute' && elsewhere ? asked : [step];
  }

  /** What only the computation of the result can bring about. */
  #whyFromScratch({ name }: Step, asked: readonly Step[]): string | null {
    if (name !== 'compute') return null;
    const gone = STEPS.find((step) => step.writesIntoResult && this.#state.steps.has(step.name) && !asked.includes(step));
    return gone === undefined ? null : `${gone.name} n'est plus demandé`;
  }

  /** Before a step is done: what it did is not done any more, so that a run stopped here does it again. */
  #forget(step: Step, again: boolean): void {
    const { steps } = this.#state;
    const fromScratch = step.name === 'compute';
    for (const each of fromScratch ? STEPS : [step]) {
      const folder = this.#folderOf(each);
      if (each.section !== null && !(fromScratch && folder === this.#result)) this.#outputs.withdraw(each.name, each.section, folder, again && each === step);
    }
    this.#save([...steps].filter(([name]) => (fromScratch ? name === 'check' : name !== step.name)));
  }

  /** A step that was done and is not asked any more. */
  #leaveOut(step: Step): void {
    if (!this.#state.steps.has(step.name)) {
      this.#tell(step, 'non_demande', `non demandé (pas de section « ${step.command} »)`);
      return;
    }
    this.#forget(step, false);
    this.#tell(step, 'retire', 'retiré (il n’est plus demandé)');
  }

  #save(steps: Iterable<readonly [string, StepBasis]>): void {
    this.#state = { steps: new Map(steps), outputs: this.#outputs.known };
    writeState(this.#project.folder, this.#project.path, this.#state);
  }

  async #basisOf(step: Step, asked: readonly Step[]): Promise<StepBasis> {
    const together = this.#together(step, asked);
    const options = Object.assign({}, ...together.map((each) => prefixed(each, step, this.#valuesOf(each)))) as RawValues;
    const inputs = Object.fromEntries([...(await this.#inputsOf(together))].map(([path, found]) => [path, found?.sha256 ?? null]));
    const after: Record<string, string> = {};
    for (const name of step.after) {
      const done = this.#state.steps.get(name);
      if (done !== undefined && asked.some((other) => other.name === name)) after[name] = digest(done);
    }
    return { tool: this.#tool, options, inputs, after };
  }

  #valuesOf({ command, without = [] }: Step): RawValues {
    const values = command === 'compute' ? (this.#project.options.get(command) ?? {}) : sectionOf(this.#project, command);
    const left = without.map(rawName);
    return Object.fromEntries(Object.entries(values).filter(([name]) => !left.includes(name)));
  }

  /** The files that the steps read, but for what the project itself makes: those steps tell of it. */
  async #inputsOf(steps: readonly Step[]): Promise<Map<string, Digest | null>> {
    const paths = steps.flatMap((step) => inputPaths(step.command, this.#valuesOf(step), this.#project.folder));
    const inputs = new Map<string, Digest | null>();
    for (const path of [...new Set(paths)].sort()) if (!this.#outputs.known.has(path)) inputs.set(path, await this.#digestOf(path));
    return inputs;
  }

  /** Notes in the lock what was read, and with what the result was computed. */
  async #record(asked: readonly Step[], replaced: readonly ReplacedFile[]): Promise<void> {
    const inputs = [...(await this.#inputsOf(asked))].flatMap(([path, found]) => (found === null ? [] : [[path, found] as const]));
    const written = await this.#lock.record(await lockedRun(this.#project.folder, this.#result, new Map(inputs)), replaced);
    for (const { path } of replaced) this.#terminal.notices([{ level: 'warning', text: `${path} n'est plus le fichier pris par fetch ; accepté par --update.` }]);
    if (written) this.#terminal.say(`Fichiers lus et versions notés dans ${this.#lock.name}.\n`);
  }

  /** This command, without `--update`. */
  get #command(): string {
    const config = this.#options['config'];
    return `fragilite run${typeof config === 'string' ? ` --config ${config}` : ''}`;
  }

  #folderOf(step: Step): string {
    const { out } = step.command === 'compute' ? {} : (this.#valuesOf(step) as { readonly out?: string });
    return out ?? this.#result;
  }

  async #digestOf(path: string): Promise<Digest | null> {
    const known = this.#digests.get(path);
    if (known !== undefined) return known;
    const found = await contentOf(resolve(this.#project.folder, path));
    this.#digests.set(path, found);
    return found;
  }

  /** A step works in the project's folder; what it would answer to a person is kept, or shown with --verbose. */
  #ioOfSteps(answers: string[]): Io {
    const { stderr } = this.#io;
    return ioWith(this.#io, { cwd: this.#project.folder, stdout: this.#verbose ? stderr : (text) => answers.push(text), gathers: (summary) => this.#summary.gather(summary) });
  }

  #tell(step: Step, etat: StepFigures['etat'], what: string, raison: string | null = null): void {
    this.#told.push({ nom: step.name, etat, raison });
    this.#terminal.say(`${step.name.padEnd(9)} ${what}\n`);
  }
}

/** Options under the names that the project file has for them, with their section when it is another step's. */
const prefixed = (owner: Step, step: Step, values: RawValues): RawValues =>
  owner === step ? values : Object.fromEntries(Object.entries(values).map(([name, value]) => [`${owner.name}.${name}`, value]));

const digest = (basis: StepBasis): string => createHash('sha256').update(JSON.stringify(basis)).digest('hex');
