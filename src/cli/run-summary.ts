import { FragiliteError } from '../errors.js';
import type { Hashes } from '../outputs/write-folder.js';
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
  #folder: string | null = null;
  #result: object | null = null;

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

  text(command: string, terminal: Terminal, failure: FragiliteError | null): string {
    const summary = {
      commande: command,
      outil: { nom: 'fragilite', version: VERSION },
      code: failure?.exitCode ?? 0,
      erreur: failure?.message ?? null,
      dossier: this.#folder,
      sorties: [...this.#outputs].map(([chemin, sha256]) => ({ chemin, sha256 })),
      messages: terminal.heard.map(({ level, text }) => ({ niveau: level === 'warning' ? 'avertissement' : 'information', texte: text })),
      seuils: this.thresholds,
      resultat: this.#result,
    };
    return `${JSON.stringify(summary, null, 2)}\n`;
  }
}

/** Runs a command that writes files; with `--json`, its summary is all of stdout, whether it succeeds or not. */
export async function summarised(
  command: string,
  options: Readonly<Record<string, unknown>>,
  io: Io,
  work: (terminal: Terminal, summary: RunSummary) => Promise<void>,
): Promise<void> {
  const terminal = new Terminal(io, loudnessOf(options), command);
  const summary = new RunSummary();
  const asked = options['json'] === true;
  try {
    await work(terminal, summary);
  } catch (error) {
    if (asked && error instanceof FragiliteError) terminal.answer(summary.text(command, terminal, error));
    throw error;
  }
  if (asked) terminal.answer(summary.text(command, terminal, null));
}
