import { Ordering } from './ordering.js';

/**
 * Ranks of drawn scores, and how they agree with the central ones. Only units with a central score are
 * ranked.
 */
export class DrawnRanks {
  /** Ranks of the last draw, 1 for the largest score, ties sharing the best; 0 where there is none. */
  readonly ranks: Int32Array;
  readonly #ordering: Ordering;
  readonly #scores: Float64Array;
  readonly #central: Float64Array;
  /** Units by ascending central score. */
  readonly #centralOrder: Int32Array;
  readonly #midRanks: Float64Array;

  /** @param central scores of the result; NaN where there is none */
  constructor(central: Float64Array) {
    this.#central = central.slice();
    const centralOrdering = new Ordering(this.#central);
    const count = centralOrdering.sort();
    this.#centralOrder = centralOrdering.order.slice(0, count);
    this.#scores = new Float64Array(central.length);
    this.#ordering = new Ordering(this.#scores);
    this.ranks = new Int32Array(central.length);
    this.#midRanks = new Float64Array(central.length);
  }

  /** Ranks the scores of a draw; returns how many units have one. */
  rank(scores: Float64Array): number {
    const own = this.#scores;
    const central = this.#central;
    for (let unit = 0; unit < own.length; unit += 1) own[unit] = Number.isNaN(central[unit]) ? Number.NaN : scores[unit]!;
    const count = this.#ordering.sort();
    const { order } = this.#ordering;
    this.ranks.fill(0);
    for (let start = 0; start < count; ) {
      let end = start + 1;
      while (end < count && own[order[end]!] === own[order[start]!]) end += 1;
      for (let k = start; k < end; k += 1) {
        this.ranks[order[k]!] = count - end + 1;
        this.#midRanks[order[k]!] = (start + 1 + end) / 2;
      }
      start = end;
    }
    return count;
  }

  /**
   * Spearman's correlation between the central scores and those of the last draw, over the units that
   * have both: Pearson's coefficient of the mid-ranks. NaN with fewer than three, or where one does not vary.
   *
   * @param count how many units the last draw ranked
   */
  spearman(count: number): number {
    const central = this.#central;
    const order = this.#centralOrder;
    const { ranks } = this;
    const mean = (count + 1) / 2;
    let products = 0;
    let ofCentral = 0;
    let ofDrawn = 0;
    let place = 0;
    for (let start = 0; start < order.length; ) {
      // The central ranks among the units of this draw, without those that it leaves unranked.
      let end = start;
      let held = 0;
      while (end < order.length && central[order[end]!] === central[order[start]!]) {
        if (ranks[order[end]!]! > 0) held += 1;
        end += 1;
      }
      const midRank = (2 * place + held + 1) / 2 - mean;
      for (let k = start; k < end; k += 1) {
        if (ranks[order[k]!] === 0) continue;
        const drawn = this.#midRanks[order[k]!]! - mean;
        products += midRank * drawn;
        ofCentral += midRank * midRank;
        ofDrawn += drawn * drawn;
      }
      place += held;
      start = end;
    }
    if (count < 3 || ofCentral === 0 || ofDrawn === 0) return Number.NaN;
    return Math.max(-1, Math.min(1, products / Math.sqrt(ofCentral * ofDrawn)));
  }
}
