import { FragiliteError } from '../errors.js';
import type { Notice } from '../journal.js';
import type { Hashes } from '../outputs/write-folder.js';
import { byCode } from '../territory/codes.js';
import { VERSION } from '../version.js';
import type { Io } from './io.js';
import { loudnessOf } from './loudness.js';
import { Terminal } from './terminal.js';

/** A threshold that the user set, and what was found. */
export interface HeldThreshold {
  readonly option: string;
  readonly demande: number;
  readonly constate: number;
  readonly tenu: boolean;
}

/** What a command that writes files tells a machine (`--json`): `schemas/resume.schema.json`. */
export class RunSummary {
  readonly thresholds: HeldThreshold[] = [];
  readonly #outputs = new Map<string, string>();
  readonly #messages: Notice[] = [];
  #folder: string | null = null;
  #result: object | null = null;
  #document: (() => Iterable<string>) | null = null;

  /**
   * Files were written.
   *
   * @param folder as the user named it
   * @param under the folder of theirs inside it
   */
  wrote(folder: string, hashes: Hashes, under = ''): void {
    this.#folder ??= folder;
    for (const [name, hash] of hashes) this.#outputs.set(under === '' ? name : `${under}/${name}`, hash);
  }

  /** What was made, in figures. */
  made(result: object): void {
    this.#result = result;
  }

  /** Something was found, said or not. */
  heard(notices: readonly Notice[]): void {
    this.#messages.push(...notices);
  }

  /** What a command that this one ran has found; its outputs are told by this one. */
  gather(other: RunSummary): void {
    this.heard(other.#messages);
    this.thresholds.push(...other.thresholds);
  }

  /** What the command answers a machine in place of the summary, when it succeeds: one of the files that it wrote. */
  answers(document: () => Iterable<string>): void {
    this.#document = document;
  }

  /** All that a machine is told. */
  pieces(command: string, failure: Failure | null): Iterable<string> {
    return failure === null && this.#document !== null ? this.#document() : [this.#text(command, failure)];
  }

  #text(command: string, failure: Failure | null): string {
    const summary = {
      commande: command,
      outil: { nom: 'fragilite', version: VERSION },
      code: failure?.exitCode ?? 0,
      erreur: failure?.message ?? null,
      dossier: this.#folder,
      sorties: [...this.#outputs].sort(([a], [b]) => byCode(a, b)).map(([chemin, sha256]) => ({ chemin, sha256 })),
      messages: this.#messages.map(({ level, text }) => ({ niveau: level === 'warning' ? 'avertissement' : 'information', texte: text })),
      seuils: this.thresholds,
      resultat: this.#result,
    };
    return `${JSON.stringify(summary, null, 2)}\n`;
  }
}

/** Why a command ends with another code than 0. */
export type Failure = Pick<FragiliteError, 'exitCode' | 'message'>;

/** Runs a command that writes files; with `--json`, its summary is all of stdout, whether it succeeds or not. */
export async function summarised(
  command: string,
  options: Readonly<Record<string, unknown>>,
  io: Io,
  work: (terminal: Terminal, summary: RunSummary) => Promise<void>,
): Promise<void> {
  const terminal = new Terminal(io, loudnessOf(options), command);
  const summary = new RunSummary();
  const end = (failure: Failure | null): void => {
    summary.heard(terminal.heard);
    io.gathers?.(summary);
    if (options['json'] === true) for (const piece of summary.pieces(command, failure)) terminal.answer(piece);
  };
  try {
    await work(terminal, summary);
  } catch (error) {
    if (error instanceof FragiliteError) end(error);
    throw error;
  }
  end(null);
}
