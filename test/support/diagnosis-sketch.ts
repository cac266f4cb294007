import type { DiagnosedNode, DiagnosedUnits, DiagnosedVariable } from '../../src/diagnosis/units.js';
import { nominalWeights } from '../../src/index/model.js';
import { ranks } from '../../src/index/ranks.js';
import { BASE_100 } from '../../src/index/scale.js';
import { MEANS_OF_MEANS, leavesOf } from '../../src/index/tree.js';
import type { Tree } from '../../src/index/tree.js';
import type { Robustness } from '../../src/robustness/monte-carlo.js';
import { rescore } from '../../src/robustness/recompute.js';

const leaf = (id: string): { id: string; weight: number } => ({ id, weight: 1 });

/** A tree of means of means from themes of axes of variables: `{ t: { a: ['x', 'y'] } }`. */
export const treeOf = (themes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>): Tree => ({
  themes: Object.entries(themes).map(([id, axes]) => ({
    ...leaf(id),
    label: `Thème ${id}`,
    axes: Object.entries(axes).map(([axis, variables]) => ({ ...leaf(axis), label: `Axe ${axis}`, variables: variables.map(leaf) })),
  })),
  looseAxes: [],
  looseVariables: [],
  rules: MEANS_OF_MEANS,
});

/** Units of a tree from the points of its variables; all is observed, by 10,000 inhabitants, unless told otherwise. */
export function sketchedUnits(tree: Tree, points: Readonly<Record<string, readonly number[]>>, other: Partial<DiagnosedUnits> = {}): DiagnosedUnits {
  const n = Object.values(points)[0]?.length ?? 0;
  const weights = nominalWeights(tree);
  const columns = new Map(Object.entries(points).map(([id, values]) => [id, Float64Array.from(values)]));
  const { axes, themes, score } = rescore({ tree, threshold: 0 }, columns);
  const node = (kind: DiagnosedNode['kind'], values: ReadonlyMap<string, Float64Array>) => (part: Tree['themes'][number] | Tree['looseAxes'][number]): DiagnosedNode => ({
    id: part.id,
    label: part.label,
    kind,
    variables: leavesOf(part),
    values: values.get(part.id)!,
  });
  return {
    codes: Array.from({ length: n }, (_, i) => `0100${String(i + 1)}`),
    names: Array.from({ length: n }, (_, i) => `Commune ${String.fromCharCode(65 + i)}`),
    tree,
    scale: BASE_100,
    variables: [...columns].map(([id, values]): DiagnosedVariable => ({
      id,
      label: `Part de ${id}`,
      nominalWeight: weights.get(id)!,
      points: values,
      statuses: [...values].map((value) => (Number.isNaN(value) ? 'absent' : 'observe')),
      counts: null,
    })),
    nodes: [...tree.themes.map(node('theme', themes)), ...tree.themes.flatMap((theme) => theme.axes).map(node('axe', axes))],
    population: new Float64Array(n).fill(10_000),
    epci: new Array<string>(n).fill('200000000'),
    departements: new Array<string>(n).fill('01'),
    completeness: new Float64Array(n).fill(1),
    score,
    ...other,
  };
}

/** What a simulation would give where ranks move by at most some places around those of the scores. */
export function sketchedRobustness({ score }: Pick<DiagnosedUnits, 'score'>, reach = 1): Robustness {
  const centralRank = ranks(score);
  const ranked = centralRank.filter((rank) => rank > 0).length;
  const of = (value: (rank: number) => number): Float64Array => Float64Array.from(centralRank, (rank) => (rank === 0 ? Number.NaN : value(rank)));
  return {
    draws: 100,
    seed: 1,
    ranked,
    centralRank,
    low: of((rank) => Math.max(1, rank - reach)),
    median: of((rank) => rank),
    high: of((rank) => Math.min(ranked, rank + reach)),
    widened: new Uint8Array(score.length),
    topTenth: new Float64Array(score.length).fill(Number.NaN),
    scoredShare: of(() => 1),
    pairs: { share: 0.9, pairs: (ranked * (ranked - 1)) / 2, exact: true },
    spearman: { mean: 0.98, least: 0.9 },
    effects: [{ id: 'poids', acts: true, draws: 20, meanShift: 0.5, meanWidth: 1, meanSpearman: 0.99, alternatives: [] }],
  };
}
