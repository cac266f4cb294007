import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.js';
import { leaveOneOut } from '../../src/diagnosis/leave-one-out.js';
import { rankShifts } from '../../src/diagnosis/rank-shifts.js';
import { reliabilities } from '../../src/diagnosis/reliability.js';
import { replacedValues } from '../../src/diagnosis/replaced-values.js';
import { sketchedRobustness, sketchedUnits, treeOf } from '../support/diagnosis-sketch.js';

const NONE = Number.NaN;
const TREE = treeOf({ t: { a: ['x', 'y'], b: ['z'] } });

describe('shifts of rank', () => {
  it('rank both among the units that have both', () => {
    const shifts = rankShifts(Float64Array.of(9, 8, 7, 6), Float64Array.of(1, NONE, 3, 2), [0, 1, 2, 3]);
    // Without the second: 1 2 3 against 3 1 2.
    expect(shifts.all).toEqual([
      { place: 0, before: 1, after: 3 },
      { place: 2, before: 2, after: 1 },
      { place: 3, before: 3, after: 2 },
    ]);
    expect([shifts.mean, shifts.largest, shifts.spearman]).toEqual([4 / 3, 2, expect.closeTo(-0.5, 12)]);
  });
});

describe('leaving one out', () => {
  // score = ((x + y)/2 + z)/2: 105, 100, 95, 90.
  const units = sketchedUnits(TREE, { x: [100, 100, 60, 100], y: [100, 80, 140, 60], z: [110, 110, 90, 100] });

  it('gives its weight to the others of its level', () => {
    const left = new Map(leaveOneOut(units).map((l) => [`${l.level} ${l.id}`, l]));
    expect([...left.keys()]).toEqual(['variable x', 'variable y', 'variable z', 'axe a', 'axe b']);
    // Without x: (y + z)/2 = 105, 95, 115, 80: ranks 2 3 1 4 against 1 2 3 4.
    expect(left.get('variable x')).toMatchObject({ meanShift: 1, largestShift: 2, lost: 0, moved: [{ place: 2, before: 3, after: 1 }, { place: 0, before: 1, after: 2 }, { place: 1, before: 2, after: 3 }] });
    // 1 − 6·(1 + 1 + 4)/(4·15).
    expect(left.get('variable x')!.spearman).toBeCloseTo(0.4, 12);
    // Without z, its axis goes: (x + y)/2 = 100, 90, 100, 80: a tie shares the best rank.
    expect(left.get('variable z')).toMatchObject({ meanShift: 0.75, largestShift: 2 });
    expect({ ...left.get('axe b'), level: '', id: '' }).toEqual({ ...left.get('variable z'), level: '', id: '' });
    // Without the axis a: z alone = 110, 110, 90, 100.
    expect(left.get('axe a')!.moved.map((m) => m.after)).toEqual([1, 4, 3]);
  });

  it('counts the units that nothing is left of, and passes over what leaves nothing at all', () => {
    const thin = sketchedUnits(TREE, { x: [100, 80, 60], y: [100, 90, 10], z: [NONE, 70, 50] });
    const left = leaveOneOut(thin);
    expect(left.find((l) => l.id === 'a')).toMatchObject({ lost: 1 });
    expect(leaveOneOut(sketchedUnits(treeOf({ t: { a: ['x'] } }), { x: [3, 2, 1] }))).toEqual([]);
  });

  it('does not rank a unit without a published score', () => {
    const withheld = { ...units, score: Float64Array.of(105, 100, NONE, 90) };
    for (const left of leaveOneOut(withheld)) expect(left.moved.map((m) => m.place)).not.toContain(2);
  });
});

describe('values that were replaced', () => {
  it('are set against leaving them aside', () => {
    const units = sketchedUnits(TREE, { x: [100, 90, 20], y: [100, 80, 110], z: [110, 100, 100] });
    // Scores 105, 92.5, 82.5; without its x, the third has (110 + 100)/2 = 105: a tie for the first.
    const [x] = units.variables;
    const estimated = { ...units, variables: [{ ...x!, statuses: ['observe', 'observe', 'estime'] as const }, ...units.variables.slice(1)] };
    expect(replacedValues(estimated)).toEqual([
      {
        id: 'x',
        units: 1,
        meanShift: 2,
        largestShift: 2,
        moved: [{ place: 2, before: 3, after: 1 }],
        othersMeanShift: 0.5,
        othersLargestShift: 1,
        spearman: expect.closeTo(0, 12) as number,
      },
    ]);
    expect(replacedValues(units)).toEqual([]);
  });
});

describe('reliability', () => {
  const units = sketchedUnits(TREE, { x: [100, 90, 80, 70, 60], y: [100, 90, 80, 70, 60], z: [100, 90, 80, 70, NONE] });
  const [x, y, z] = units.variables;

  it('counts small counts, small places and what is not observed', () => {
    const counted = {
      ...units,
      population: Float64Array.of(10_000, 1999, 2000, 1000, NONE),
      variables: [
        { ...x!, counts: Float64Array.of(200, 200, 199, 199, 500) },
        { ...y!, counts: Float64Array.of(200, 200, 500, 199, 500) },
        { ...z!, statuses: ['observe', 'observe', 'observe', 'impute', 'absent'] as const },
      ],
    };
    expect(reliabilities(counted)).toEqual([
      { level: 'bonne', weaknesses: [] },
      { level: 'moyenne', weaknesses: ['petite-population'] },
      // x alone: a quarter of the weight.
      { level: 'moyenne', weaknesses: ['petits-effectifs'] },
      { level: 'faible', weaknesses: ['petits-effectifs', 'petite-population', 'valeurs-non-observees'] },
      { level: 'moyenne', weaknesses: ['valeurs-non-observees'] },
    ]);
  });

  it('is not told of a unit without a score, and counts no estimate twice', () => {
    const withheld = { ...units, score: Float64Array.of(NONE, 1, 2, 3, 4), variables: [{ ...x!, statuses: x!.statuses.map(() => 'estime' as const), counts: new Float64Array(5) }, y!, z!] };
    expect(reliabilities(withheld)[0]).toBeNull();
    expect(reliabilities(withheld)[1]).toEqual({ level: 'moyenne', weaknesses: ['valeurs-non-observees'] });
  });
});

describe('a diagnosis', () => {
  it('groups the units whose intervals meet that of the first', () => {
    const units = sketchedUnits(TREE, { x: [100, 90, 80, 70, 60], y: [100, 90, 80, 70, 60], z: [100, 90, 80, 70, 60] });
    // Intervals 1-2, 1-3, 2-4, 3-5, 4-5.
    expect([...diagnose(units, sketchedRobustness(units)).groups]).toEqual([1, 1, 1, 2, 2]);
    expect([...diagnose(units, sketchedRobustness(units, 0)).groups]).toEqual([1, 2, 3, 4, 5]);
  });
});
