import { usageError } from '../../errors.js';
import { apportion, type Apportionment } from './apportion.js';
import type { Bounds } from './bounds.js';
import { checkTotal, type Line, type Method } from './line.js';
import { differences, type Difference } from './moved.js';
import type { Step } from './race.js';

/** The passage from a low to a high envelope. */
export interface Marginal {
  readonly low: Apportionment;
  readonly high: Apportionment;
  /** Lines whose posts differ between the two tables. */
  readonly differences: readonly Difference[];
  /**
   * The posts between the two envelopes in the order in which they go, ranked from low + 1 to
   * high (rank in posts of the envelope). Null for largest remainder: a line may lose a post when
   * the envelope grows (the Alabama paradox: Balinski and Young, Fair Representation, 1982),
   * so that no order exists and the two tables are compared.
   */
  readonly order: readonly Step[] | null;
}

/**
 * In which order the posts between `low` and `high` go, each with its quotient and the next one.
 *
 * @param low posts of the low envelope
 * @param high posts of the high envelope, not below `low`
 * @throws a usage error (exit 2) when `high` is below `low`, and whatever `apportion` throws, for
 *   either envelope
 */
export function marginalOrder(
  lines: readonly Line[],
  low: number,
  high: number,
  method: Method,
  bounds: Bounds = {},
): Marginal {
  checkTotal(low, "L'enveloppe basse");
  checkTotal(high, "L'enveloppe haute");
  if (high < low) {
    throw usageError(
      `L'enveloppe haute (${String(high)}) est inférieure à l'enveloppe basse (${String(low)}).`,
    );
  }
  const below = apportion(lines, low, method, bounds);
  const above = apportion(lines, high, method, bounds);
  const given = below.order?.length ?? 0;
  return {
    low: below,
    high: above,
    differences: differences(below.shares, above.shares),
    order: above.order?.slice(given).map((step, index) => ({ ...step, rank: low + index + 1 })) ?? null,
  };
}
