import type { Clock } from './clock.js';

const WINDOW = 60_000;

/** Lets requests through, at most so many in any minute. */
export class RateLimit {
  readonly #most: number;
  readonly #clock: Clock;
  /** When the last requests went, oldest first; at most `#most`. */
  readonly #sent: number[] = [];

  constructor(mostPerMinute: number, clock: Clock) {
    this.#most = mostPerMinute;
    this.#clock = clock;
  }

  /** Waits until one more request may go. */
  async turn(): Promise<void> {
    const oldest = this.#sent.length < this.#most ? undefined : this.#sent.shift();
    const wait = oldest === undefined ? 0 : oldest + WINDOW - this.#clock.now();
    if (wait > 0) await this.#clock.sleep(wait);
    this.#sent.push(this.#clock.now());
  }
}
