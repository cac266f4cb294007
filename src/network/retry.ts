import type { Network } from './connection.js';
import { NetworkFault } from './fault.js';

/** Requests in a row without anything gained, the first included. */
export const MOST_ATTEMPTS = 5;

/** A server that asks for more than this is told of rather than waited for. */
export const LONGEST_WAIT = 120_000;

/** Waits of 1, 2, 4, 8 seconds; that of the server when it gives one. */
const waitBefore = (attempt: number, fault: NetworkFault): number => fault.wait ?? 1000 * 2 ** (attempt - 1);

/**
 * Does some work again while its faults may pass.
 *
 * @param gained what the work has gained so far (bytes): an attempt that gains starts the count again
 * @throws NetworkFault the last fault
 */
export async function withRetries<T>({ clock, retrying }: Network, work: () => Promise<T>, gained: () => number = () => 0): Promise<T> {
  let best = gained();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (fault) {
      if (!(fault instanceof NetworkFault) || !fault.again) throw fault;
      if (gained() > best) {
        best = gained();
        attempt = 1;
      }
      if (attempt >= MOST_ATTEMPTS) throw fault;
      const wait = waitBefore(attempt, fault);
      if (wait > LONGEST_WAIT) {
        throw new NetworkFault(`${fault.message}, et demande d'attendre ${String(Math.ceil(wait / 60_000))} minutes`, false, { cause: fault });
      }
      retrying?.(fault, wait);
      await clock.sleep(wait);
    }
  }
}
