import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankShifts } from '../../src/index/rank-shifts.js';

const scores = (...pairs: readonly (readonly [string, number])[]): ReadonlyMap<string, number> => new Map(pairs);

describe('shifts of ranks between two results', () => {
  it('are of ranks among the units that both have, the farthest first, ties sharing the best rank', () => {
    // Before, without X: A 1, B 2, C 3, D 4. Now, without Y: D 1, A and B 2, C 4.
    const before = scores(['A', 140], ['X', 130], ['B', 120], ['C', 100], ['D', 80]);
    const now = scores(['Y', 200], ['D', 150], ['A', 120], ['B', 120], ['C', 60]);
    expect(rankShifts(before, now)).toEqual([
      { code: 'D', before: 4, now: 1, shift: 3 },
      { code: 'A', before: 1, now: 2, shift: 1 },
      { code: 'C', before: 3, now: 4, shift: 1 },
      { code: 'B', before: 2, now: 2, shift: 0 },
    ]);
  });

  it('a unit that comes or goes moves no other', () => {
    const code = fc.integer({ min: 0, max: 40 }).map((n) => String(n).padStart(5, '0'));
    const table = fc.array(fc.tuple(code, fc.integer({ min: 0, max: 20 })), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(table, table, (a, b) => {
        const [before, now] = [new Map(a), new Map(b)];
        const common = (scored: ReadonlyMap<string, number>): ReadonlyMap<string, number> => new Map([...scored].filter(([c]) => before.has(c) && now.has(c)));
        expect(rankShifts(before, now)).toEqual(rankShifts(common(before), common(now)));
        expect(rankShifts(now, now).every(({ shift }) => shift === 0)).toBe(true);
      }),
    );
  });
});
