import { Ordering } from '../statistics/ordering.js';

/** The ranks of a draw, and how they agree with the central ones. */
export interface Ranking {
  /** By unit: 1 for the largest score, ties sharing the best; 0 where there is none. */
  readonly ranks: Int32Array;
  /** How many units are ranked. */
  readonly count: number;
  /** Spearman's correlation between the central scores and those of the draw, over the units that have both; NaN where there is none. */
  readonly spearman: number;
}

/** Ranks drawn scores. Only units with a central score are ranked. */
export class DrawnRanks {
  readonly #drawn: Int32Array;
  /** Units by ascending central score. What follows is in this order, which draws change little: the memory is then walked through and not jumped about. */
  readonly #units: Int32Array;
  readonly #central: Float64Array;
  readonly #scores: Float64Array;
  readonly #ordering: Ordering;
  readonly #ranks: Int32Array;
  /** Central mid-ranks among the units of the last draw. */
  readonly #centralMidRanks: Float64Array;
  /** How many units those mid-ranks are among. */
  #among = -1;

  /** @param central scores of the result; NaN where there is none */
  constructor(central: Float64Array) {
    const ordering = new Ordering(central.slice());
    const count = ordering.sort();
    this.#units = ordering.order.slice(0, count);
    this.#central = ordering.sorted.slice(0, count);
    this.#scores = new Float64Array(count);
    this.#ordering = new Ordering(this.#scores);
    this.#ranks = new Int32Array(count);
    this.#centralMidRanks = new Float64Array(count);
    this.#drawn = new Int32Array(central.length);
  }

  /** Ranks the scores of a draw; the array of ranks is the same from one draw to the next. */
  rank(scores: Float64Array): Ranking {
    const units = this.#units;
    const own = this.#scores;
    const drawnRanks = this.#ranks;
    for (let i = 0; i < own.length; i += 1) own[i] = scores[units[i]!]!;
    const count = this.#ordering.sort();
    // All the units with a central score are ranked in most draws: their mid-ranks are then known already.
    if (count !== units.length || this.#among !== count) this.#rankCentral(count);
    const { order, sorted } = this.#ordering;
    const midRanks = this.#centralMidRanks;
    const mean = (count + 1) / 2;
    let products = 0;
    let squares = 0;
    let centralSquares = 0;
    if (count < units.length) drawnRanks.fill(0);
    for (let start = 0; start < count; ) {
      const value = sorted[start]!;
      let end = start + 1;
      while (end < count && sorted[end] === value) end += 1;
      const drawn = (start + 1 + end) / 2 - mean;
      squares += (end - start) * drawn * drawn;
      for (let k = start; k < end; k += 1) {
        const i = order[k]!;
        const told = midRanks[i]! - mean;
        drawnRanks[i] = count - end + 1;
        products += drawn * told;
        centralSquares += told * told;
      }
      start = end;
    }
    const ranks = this.#drawn;
    for (let i = 0; i < units.length; i += 1) ranks[units[i]!] = drawnRanks[i]!;
    // Pearson's coefficient of the mid-ranks, which is Spearman's with ties.
    const varies = count >= 3 && squares > 0 && centralSquares > 0;
    return { ranks, count, spearman: varies ? Math.max(-1, Math.min(1, products / Math.sqrt(squares * centralSquares))) : Number.NaN };
  }

  /** Mid-ranks of the central scores among the units that the draw ranks. */
  #rankCentral(count: number): void {
    const own = this.#scores;
    const central = this.#central;
    const midRanks = this.#centralMidRanks;
    let place = 0;
    for (let start = 0; start < central.length; ) {
      let end = start;
      let held = 0;
      while (end < central.length && central[end] === central[start]) {
        if (!Number.isNaN(own[end])) held += 1;
        end += 1;
      }
      midRanks.fill((2 * place + held + 1) / 2, start, end);
      place += held;
      start = end;
    }
    this.#among = count;
  }
}
