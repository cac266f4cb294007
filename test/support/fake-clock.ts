import type { Clock } from '../../src/network/clock.js';

/** A clock that a test moves: waits are over at once and written down, delays end when they are told to. */
export class FakeClock implements Clock {
  #time = Date.UTC(2026, 8, 22);
  readonly #waiting = new Set<() => void>();
  /** The waits asked for, in milliseconds. */
  readonly slept: number[] = [];

  readonly now = (): number => this.#time;

  readonly sleep = (ms: number): Promise<void> => {
    this.slept.push(ms);
    this.#time += ms;
    return Promise.resolve();
  };

  readonly after = (_ms: number, then: () => void): (() => void) => {
    this.#waiting.add(then);
    return () => this.#waiting.delete(then);
  };

  move(ms: number): void {
    this.#time += ms;
  }

  /** Ends every delay that is running. */
  expire(): void {
    for (const then of [...this.#waiting]) {
      this.#waiting.delete(then);
      then();
    }
  }
}
