import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { withoutSection } from '../outputs/manifest-update.js';
import { writeFolder } from '../outputs/write-folder.js';
import { contentOf } from '../sources/project-inputs.js';
import type { KnownOutput } from './run-state.js';

const MANIFEST = 'manifest.json';

/** The outputs of a project as `run` left them, and as they are found. */
export class ResultOutputs {
  readonly #folder: string;
  readonly #known: Map<string, KnownOutput>;
  /** By step, the first of its outputs that is not as it was left. */
  readonly #changed = new Map<string, string>();

  /** @param known by path from the project's folder */
  constructor(folder: string, known: ReadonlyMap<string, KnownOutput>) {
    this.#folder = folder;
    this.#known = new Map(known);
  }

  get known(): ReadonlyMap<string, KnownOutput> {
    return this.#known;
  }

  /** Compares the outputs with what they were. */
  async look(): Promise<void> {
    for (const [path, { sha256, step }] of this.#known) {
      const found = (await contentOf(resolve(this.#folder, path)))?.sha256 ?? null;
      if (found !== sha256 && !this.#changed.has(step)) this.#changed.set(step, `${path} ${found === null ? "n'est plus là" : 'a été modifié'}`);
    }
  }

  /** What has changed of the outputs of some steps since they were done (French); null when nothing has. */
  changedOf(steps: readonly string[]): string | null {
    return steps.map((step) => this.#changed.get(step)).find((text) => text !== undefined) ?? null;
  }

  /**
   * Takes note of what a step has written, from the manifest of its folder. A file is the output of the step
   * that makes it first, whoever writes into it later: `compute` makes all of its folder anew.
   */
  take(step: string, folder: string): void {
    if (step === 'compute') this.#known.clear();
    const text = readFileSync(resolve(this.#folder, folder, MANIFEST));
    const { sorties = [] } = JSON.parse(text.toString('utf8')) as { sorties?: readonly { chemin: string; sha256: string }[] };
    const written = new Map([...sorties.map(({ chemin, sha256 }) => [chemin, sha256] as const), [MANIFEST, createHash('sha256').update(text).digest('hex')]]);
    for (const path of this.#inFolder(folder)) if (!written.has(basename(path))) this.#known.delete(path);
    for (const [name, sha256] of written) {
      const path = at(folder, name);
      this.#known.set(path, { sha256, step: this.#known.get(path)?.step ?? step });
    }
    this.#changed.delete(step);
  }

  /**
   * Takes away the files that a step alone makes, and its section of the manifest.
   *
   * @param again the step is about to be done again
   */
  withdraw(step: string, section: string, folder: string, again: boolean): void {
    const own = this.#inFolder(folder).filter((path) => this.#known.get(path)?.step === step && basename(path) !== MANIFEST);
    if (own.length === 0) return;
    const path = resolve(this.#folder, folder, MANIFEST);
    if (existsSync(path)) {
      const names = own.map((p) => basename(p));
      const manifest = withoutSection(readFileSync(path, 'utf8'), section, names, again);
      writeFolder(resolve(this.#folder, folder), folder, [{ name: MANIFEST, text: manifest }], null, names);
      const shown = at(folder, MANIFEST);
      this.#known.set(shown, { sha256: createHash('sha256').update(manifest).digest('hex'), step: this.#known.get(shown)?.step ?? step });
    }
    for (const gone of own) this.#known.delete(gone);
  }

  #inFolder(folder: string): string[] {
    return [...this.#known.keys()].filter((path) => path === at(folder, basename(path)));
  }
}

const at = (folder: string, name: string): string => join(folder, name).split(sep).join('/');
