import { levelsOf } from '../index/aggregate.js';
import type { TreeLevel } from '../index/aggregate.js';
import type { Aggregation, Tree } from '../index/tree.js';
import { combineColumns } from './combine-columns.js';

/** A level with its columns. */
interface ColumnLevel {
  readonly id: string;
  readonly rule: Aggregation;
  readonly partIds: readonly string[];
  /** The columns of its parts: to be replaced where they are variables. */
  readonly parts: Float64Array[];
  readonly weights: Float64Array;
  readonly nominal: Float64Array;
  readonly out: Float64Array;
}

/**
 * A tree over columns: brings the points of all units up to their scores, again and again, in the same
 * arrays.
 */
export class ColumnTree {
  readonly axes: ReadonlyMap<string, Float64Array>;
  readonly themes: ReadonlyMap<string, Float64Array>;
  readonly score: Float64Array;
  readonly #levels: readonly ColumnLevel[];
  /** The nodes whose weights can be varied, in the order of the tree. */
  readonly #nodes: readonly string[];

  constructor(tree: Tree, units: number) {
    const levels = levelsOf(tree);
    const made = new Map<string, Float64Array>();
    const level = (kind: string, { id, parts, rule }: TreeLevel): ColumnLevel => {
      const out = new Float64Array(units);
      made.set(`${kind} ${id}`, out);
      const weights = Float64Array.from(parts, (p) => p.weight);
      return {
        id,
        rule,
        partIds: parts.map((p) => p.id),
        parts: parts.map((p) => made.get(`${p.kind} ${p.id}`) ?? new Float64Array(0)),
        weights,
        nominal: weights.slice(),
        out,
      };
    };
    const axes = levels.axes.map((l) => level('axis', l));
    const themes = levels.themes.map((l) => level('theme', l));
    const top = level('score', levels.score);
    this.axes = new Map(axes.map((l) => [l.id, l.out]));
    this.themes = new Map(themes.map((l) => [l.id, l.out]));
    this.score = top.out;
    this.#levels = [...axes, ...themes, top];
    this.#nodes = [...new Set(this.#levels.flatMap((l) => l.partIds))].sort();
    this.#places = new Map();
    for (const { partIds, parts } of this.#levels) {
      for (const [k, id] of partIds.entries()) if (parts[k]?.length === 0) this.#places.set(id, [...(this.#places.get(id) ?? []), { parts, k }]);
    }
  }

  /** Where the column of each variable goes. */
  readonly #places: Map<string, { readonly parts: Float64Array[]; readonly k: number }[]>;

  /** Gives a variable its points. */
  put(variable: string, points: Float64Array): void {
    for (const { parts, k } of this.#places.get(variable) ?? []) parts[k] = points;
  }

  /** Multiplies the weight of each node by a number of its own, whatever the level that it is a part of. */
  weigh(factor: () => number): void {
    const factors = new Map(this.#nodes.map((id) => [id, factor()]));
    for (const { partIds, weights, nominal } of this.#levels) {
      for (const [k, id] of partIds.entries()) weights[k] = nominal[k]! * (factors.get(id) ?? 1);
    }
  }

  /** Gives the nodes their own weights again. */
  weighAsTold(): void {
    for (const { weights, nominal } of this.#levels) weights.set(nominal);
  }

  /** Brings the points up; the score is not yet withheld where too little is known. */
  bringUp(): void {
    for (const { parts, weights, rule, out } of this.#levels) combineColumns(parts, weights, rule, out);
  }
}
