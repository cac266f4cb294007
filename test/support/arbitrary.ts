import fc from 'fast-check';
import type { Figure, Figures, TreeSketch, Units } from './sketch.js';

/** A model in few words, its variables, and plain units of which the first has every figure. */
export interface Case {
  readonly tree: TreeSketch;
  readonly ids: readonly string[];
  readonly units: Units;
}

/** 1 to 3 themes of 1 to 3 axes of 1 to 3 shares, named `t0`, `t0a1`, `t0a1v2`. */
export const trees: fc.Arbitrary<TreeSketch> = fc
  .array(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map((themes) =>
    Object.fromEntries(
      themes.map((axes, t) => [
        `t${t}`,
        Object.fromEntries(axes.map((n, a) => [`t${t}a${a}`, Array.from({ length: n }, (_, v) => `t${t}a${a}v${v}`)])),
      ]),
    ),
  );

export const idsOf = (tree: TreeSketch): string[] =>
  Object.values(tree).flatMap((axes) => Object.values(axes).flatMap((variables) => variables.map((v) => (typeof v === 'string' ? v : v.id))));

/** The code of the n-th unit. */
export const codeOf = (n: number): string => `01${String(n + 1).padStart(3, '0')}`;

const count = fc.double({ min: 0, max: 5000, noNaN: true });
const missing = fc.constantFrom<Figure>(null, 's');
const denominator = fc.oneof({ weight: 9, arbitrary: fc.double({ min: 1, max: 10_000, noNaN: true }) }, { weight: 1, arbitrary: fc.constant(0) });

const figure = (known: fc.Arbitrary<number>): fc.Arbitrary<Figure> =>
  fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: missing });

const figuresOf = (ids: readonly string[], top: fc.Arbitrary<Figure>, bottom: fc.Arbitrary<Figure>): fc.Arbitrary<Figures> =>
  fc.tuple(...ids.map(() => fc.tuple(top, bottom))).map((pairs) =>
    Object.fromEntries(pairs.flatMap(([n, d], i) => [[ids[i] ?? '', n], [`${ids[i] ?? ''}_base`, d]])),
  );

/** Units with figures of some variables: missing ones and zero denominators among them, the first unit complete. */
export const unitsOf = (ids: readonly string[], most = 12): fc.Arbitrary<Units> =>
  fc
    .tuple(
      figuresOf(ids, fc.double({ min: 1, max: 5000, noNaN: true }), fc.double({ min: 1, max: 10_000, noNaN: true })),
      fc.array(figuresOf(ids, figure(count), figure(denominator)), { minLength: 0, maxLength: most - 1 }),
    )
    .map(([first, others]) => Object.fromEntries([first, ...others].map((figures, n) => [codeOf(n), figures])));

/** Any model of shares with any units. */
export const cases: fc.Arbitrary<Case> = trees.chain((tree) => {
  const ids = idsOf(tree);
  return unitsOf(ids).map((units) => ({ tree, ids, units }));
});

/** The tree without some of its variables; an axis or a theme that is left empty goes too. */
export function withoutVariables(tree: TreeSketch, gone: ReadonlySet<string>): TreeSketch {
  const nonEmpty = <T>(entries: readonly (readonly [string, T])[], size: (value: T) => number): Record<string, T> =>
    Object.fromEntries(entries.filter(([, value]) => size(value) > 0));
  return nonEmpty(
    Object.entries(tree).map(([theme, axes]) => [
      theme,
      nonEmpty(
        Object.entries(axes).map(([axis, variables]) => [axis, variables.filter((v) => !gone.has(typeof v === 'string' ? v : v.id))] as const),
        (variables) => variables.length,
      ),
    ] as const),
    (axes) => Object.keys(axes).length,
  );
}
