/**
 * What a stage has to tell: `info` is a fact worth knowing, `warning` something that was repaired,
 * skipped, imputed or that limits what the result means. Texts are in French.
 */
export interface Notice {
  readonly level: 'info' | 'warning';
  readonly text: string;
}

/** Collects the notices of a run; the stages write, the command line prints. */
export class Journal {
  readonly #notices: Notice[] = [];

  info(text: string): void {
    this.#notices.push({ level: 'info', text });
  }

  warn(text: string): void {
    this.#notices.push({ level: 'warning', text });
  }

  get notices(): readonly Notice[] {
    return this.#notices;
  }
}
