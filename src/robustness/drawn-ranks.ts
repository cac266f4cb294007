import { Ordering } from './ordering.js';

/**
 * Ranks of drawn scores, and how they agree with the central ones. Only units with a central score are
 * ranked.
 */
export class DrawnRanks {
  /** Ranks of the last draw, 1 for the largest score, ties sharing the best; 0 where there is none. */
  readonly ranks: Int32Array;
  /** Spearman's correlation between the central scores and those of the last draw, over the units that have both; NaN where there is none. */
  spearman = Number.NaN;
  readonly #ordering: Ordering;
  readonly #scores: Float64Array;
  readonly #central: Float64Array;
  /** Units by ascending central score. */
  readonly #centralOrder: Int32Array;
  /** Central mid-ranks among the units of the last draw. */
  readonly #centralMidRanks: Float64Array;
  /** How many units those mid-ranks are among. */
  #among = -1;

  /** @param central scores of the result; NaN where there is none */
  constructor(central: Float64Array) {
    this.#central = central.slice();
    const ordering = new Ordering(this.#central);
    const count = ordering.sort();
    this.#centralOrder = ordering.order.slice(0, count);
    this.#scores = new Float64Array(central.length);
    this.#ordering = new Ordering(this.#scores);
    this.ranks = new Int32Array(central.length);
    this.#centralMidRanks = new Float64Array(central.length);
  }

  /** Ranks the scores of a draw; returns how many units have one. */
  rank(scores: Float64Array): number {
    const own = this.#scores;
    const central = this.#central;
    for (let unit = 0; unit < own.length; unit += 1) own[unit] = Number.isNaN(central[unit]) ? Number.NaN : scores[unit]!;
    const count = this.#ordering.sort();
    // All the units with a central score are ranked in most draws: their mid-ranks are then known already.
    if (count !== this.#centralOrder.length || this.#among !== count) this.#rankCentral(count);
    const { order, sorted } = this.#ordering;
    const { ranks } = this;
    const midRanks = this.#centralMidRanks;
    const mean = (count + 1) / 2;
    let products = 0;
    let squares = 0;
    let centralSquares = 0;
    ranks.fill(0);
    for (let start = 0; start < count; ) {
      const value = sorted[start]!;
      let end = start + 1;
      while (end < count && sorted[end] === value) end += 1;
      const drawn = (start + 1 + end) / 2 - mean;
      squares += (end - start) * drawn * drawn;
      for (let k = start; k < end; k += 1) {
        const unit = order[k]!;
        const told = midRanks[unit]! - mean;
        ranks[unit] = count - end + 1;
        products += drawn * told;
        centralSquares += told * told;
      }
      start = end;
    }
    // Pearson's coefficient of the mid-ranks, which is Spearman's with ties.
    const varies = count >= 3 && squares > 0 && centralSquares > 0;
    this.spearman = varies ? Math.max(-1, Math.min(1, products / Math.sqrt(squares * centralSquares))) : Number.NaN;
    return count;
  }

  /** Mid-ranks of the central scores among the units that the draw ranks. */
  #rankCentral(count: number): void {
    const own = this.#scores;
    const central = this.#central;
    const order = this.#centralOrder;
    let place = 0;
    for (let start = 0; start < order.length; ) {
      let end = start;
      let held = 0;
      while (end < order.length && central[order[end]!] === central[order[start]!]) {
        if (!Number.isNaN(own[order[end]!])) held += 1;
        end += 1;
      }
      for (let k = start; k < end; k += 1) this.#centralMidRanks[order[k]!] = (2 * place + held + 1) / 2;
      place += held;
      start = end;
    }
    this.#among = count;
  }
}
