import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';
import type { Notice } from '../journal.js';
import { annotation, inGithub } from './github.js';
import type { Io } from './io.js';

/** How much a command says. */
export type Loudness = 'quiet' | 'warnings' | 'normal' | 'verbose';

/** The voice of a command: notices and results, coloured only where it helps. */
export class Terminal {
  readonly #io: Io;
  readonly #chalk: ChalkInstance;
  readonly loudness: Loudness;
  /** Every notice so far, said or not. */
  readonly heard: Notice[] = [];
  readonly #command: string;

  /** @param command whose voice it is, for annotations */
  constructor(io: Io, loudness: Loudness, command = '') {
    this.#io = io;
    // chalk does not read NO_COLOR: the level says it.
    this.#chalk = new Chalk({ level: io.color ? 1 : 0 });
    this.loudness = loudness;
    this.#command = command;
  }

  /** The answer of a command that answers on stdout. */
  answer(text: string): void {
    this.#io.stdout(text);
  }

  /** A line of progress or result on stderr; silent with --quiet, and where only warnings are wanted. */
  say(text: string): void {
    if (this.loudness === 'normal' || this.loudness === 'verbose') this.#io.stderr(text);
  }

  /** Warnings, and with --verbose the facts too; with --quiet nothing. In GitHub Actions, warnings are annotations. */
  notices(notices: readonly Notice[]): void {
    this.heard.push(...notices);
    for (const { level, text } of notices) {
      if (level === 'warning') {
        const line = inGithub(this.#io) ? annotation('warning', text, `fragilite ${this.#command}`.trimEnd(), this.#io) : `${this.#chalk.yellow('Attention')} : ${text}\n`;
        if (this.loudness !== 'quiet') this.#io.stderr(line);
      } else if (this.loudness === 'verbose') this.say(`${text}\n`);
    }
  }

  /** Notices for people who asked to see them all (`check`), on stdout. */
  noticeLines(notices: readonly Notice[]): string {
    return notices.map((n) => `${n.level === 'warning' ? '! ' : '- '}${n.text}\n`).join('');
  }
}
