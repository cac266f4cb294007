import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion, type Apportionment } from '../../src/posts/apportionment/apportion.js';
import { METHODS, type DivisorMethod, type Line, type Method } from '../../src/posts/apportionment/line.js';

const DIVISOR_METHODS: readonly DivisorMethod[] = ['sainte-lague', 'dhondt', 'huntington-hill', 'adams'];

interface Case {
  readonly lines: readonly Line[];
  readonly total: number;
}

const weight = fc.oneof(
  fc.integer({ min: 0, max: 12 }), // many ties
  fc.integer({ min: 0, max: 2_000_000 }),
  fc.double({ min: 0, max: 1e6, noNaN: true }),
);

const bounded = fc.record({
  weight,
  population: fc.integer({ min: 0, max: 3 }),
  minimum: fc.integer({ min: 0, max: 3 }),
  room: fc.option(fc.integer({ min: 0, max: 6 })),
});

/** Lines with bounds, and a total that fits in them. */
const boundedCase: fc.Arbitrary<Case> = fc
  .tuple(fc.array(bounded, { minLength: 1, maxLength: 12 }), fc.nat({ max: 60 }))
  .map(([records, extra]) => {
    const lines = records.map(({ weight: w, population, minimum, room }, index): Line => ({
      code: `L${String(index).padStart(2, '0')}`,
      weight: w,
      population,
      minimum,
      ...(room === null ? {} : { maximum: minimum + room }),
    }));
    const floors = sum(lines.map(floorOf));
    return { lines, total: Math.min(floors + extra, sum(lines.map(ceilingOf))) };
  });

/** Lines without bounds, the first of positive weight. */
const freeCase: fc.Arbitrary<Case> = boundedCase.map(({ lines, total }) => ({
  lines: lines.map(({ code, weight: w, population }, index) => ({
    code,
    population,
    weight: index === 0 ? w + 1 : w,
  })),
  total,
}));

const anyCase = fc.oneof(boundedCase, freeCase);

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const floorOf = ({ minimum = 0 }: Line): number => minimum;
const ceilingOf = (line: Line): number => (line.weight > 0 ? (line.maximum ?? Infinity) : floorOf(line));
const seatsOf = ({ shares }: Apportionment): number[] => shares.map(({ seats }) => seats);
const byCode = ({ shares }: Apportionment): Map<string, number> =>
  new Map(shares.map(({ code, seats }) => [code, seats] as const).sort(([a], [b]) => (a < b ? -1 : 1)));

function always<T>(cases: fc.Arbitrary<T>, claim: (given: T) => void): void {
  fc.assert(fc.property(cases, claim), { seed: 69, numRuns: 400 });
}

const withLines = (lines: readonly Line[], change: (line: Line) => Line): Line[] => lines.map(change);

describe.each(METHODS)('%s', (method: Method) => {
  it('gives the total, within the bounds, and nothing beyond the minimum without weight', () => {
    always(anyCase, ({ lines, total }) => {
      const seats = seatsOf(apportion(lines, total, method));
      expect(sum(seats)).toBe(total);
      lines.forEach((line, index) => {
        expect(seats[index]).toBeGreaterThanOrEqual(floorOf(line));
        expect(seats[index]).toBeLessThanOrEqual(ceilingOf(line));
      });
    });
  });

  it('does not depend on the order of the lines, ties and order included', () => {
    const shuffled = anyCase.chain((given) =>
      fc
        .shuffledSubarray([...given.lines], { minLength: given.lines.length })
        .map((mixed) => ({ ...given, mixed })),
    );
    always(shuffled, ({ lines, mixed, total }) => {
      const [straight, other] = [apportion(lines, total, method), apportion(mixed, total, method)];
      expect(byCode(other)).toEqual(byCode(straight));
      expect(other.ties).toEqual(straight.ties);
      expect(other.order).toEqual(straight.order);
    });
  });

  it('does not change when all weights are multiplied by a power of two', () => {
    always(fc.tuple(anyCase, fc.integer({ min: -60, max: 60 })), ([{ lines, total }, power]) => {
      // Below this a double loses digits once divided: another weight, not another scale.
      fc.pre(lines.every((line) => line.weight === 0 || line.weight > 1e-280));
      const scaled = withLines(lines, (line) => ({ ...line, weight: line.weight * 2 ** power }));
      const [before, after] = [apportion(lines, total, method), apportion(scaled, total, method)];
      expect(seatsOf(after)).toEqual(seatsOf(before));
      expect(after.ties).toEqual(before.ties);
      expect(after.shares.map(({ quota }) => quota)).toEqual(before.shares.map(({ quota }) => quota));
    });
  });

  it('does not change when whole weights are multiplied by a whole number', () => {
    always(fc.tuple(anyCase, fc.integer({ min: 1, max: 100 })), ([{ lines, total }, factor]) => {
      const whole = withLines(lines, (line) => ({ ...line, weight: Math.ceil(line.weight) }));
      const scaled = withLines(whole, (line) => ({ ...line, weight: line.weight * factor }));
      const [before, after] = [apportion(whole, total, method), apportion(scaled, total, method)];
      expect(seatsOf(after)).toEqual(seatsOf(before));
      expect(after.ties).toEqual(before.ties);
    });
  });

  it('gives two lines of equal weight and bounds the same or one more, to the one that the rule prefers', () => {
    const twins = anyCase.map(({ lines, total }) => {
      const [first, ...others] = lines;
      if (first === undefined) throw new Error('no line');
      const twin = { ...first, code: 'T', population: 4 };
      const all = [first, twin, ...others];
      return { lines: all, total: Math.min(total + floorOf(first), sum(all.map(ceilingOf))) };
    });
    always(twins, ({ lines, total }) => {
      const seats = seatsOf(apportion(lines, total, method));
      const ahead = (seats[1] ?? 0) - (seats[0] ?? 0);
      expect([0, 1]).toContain(ahead);
    });
  });

  it('never gives a lighter line more posts than a heavier one without bounds', () => {
    always(freeCase, ({ lines, total }) => {
      const seats = seatsOf(apportion(lines, total, method));
      lines.forEach((heavy, i) => {
        lines.forEach((light, j) => {
          if (heavy.weight > light.weight * 1.000001) {
            expect(seats[i]).toBeGreaterThanOrEqual(seats[j] ?? 0);
          }
        });
      });
    });
  });

  it('gives exact quotas when they are whole', () => {
    always(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }), (quotas) => {
      const lines = quotas.map((quota, index) => ({ code: `L${String(index)}`, weight: quota * 37, population: 0 }));
      const result = apportion(lines, sum(quotas), method);
      expect(seatsOf(result)).toEqual(quotas);
      expect(result.shares.map(({ quota }) => quota)).toEqual(quotas);
    });
  });
});

describe.each(DIVISOR_METHODS)('%s, a divisor method', (method) => {
  it('takes no post from anybody when the total grows by one, bounds or not', () => {
    always(anyCase, ({ lines, total }) => {
      fc.pre(total < sum(lines.map(ceilingOf)));
      const before = apportion(lines, total, method);
      const after = apportion(lines, total + 1, method);
      const gains = seatsOf(after).map((seats, index) => seats - (seatsOf(before)[index] ?? 0));
      expect(gains.filter((gain) => gain !== 0)).toEqual([1]);
      expect(after.order?.slice(0, -1).map(({ code }) => code)).toEqual(before.order?.map(({ code }) => code));
    });
  });

  it('leaves no line whose claim to one more exceeds another\'s claim to its last', () => {
    const d = (seats: number): bigint => {
      const s = BigInt(seats);
      return { 'sainte-lague': 2n * s + 1n, dhondt: s + 1n, 'huntington-hill': s * (s + 1n), adams: s }[method];
    };
    const power = method === 'huntington-hill' ? 2n : 1n;
    always(anyCase, ({ lines: raw, total }) => {
      const lines = withLines(raw, (line) => ({ ...line, weight: Math.ceil(line.weight) }));
      const seats = seatsOf(apportion(lines, total, method));
      lines.forEach((winner, i) => {
        const held = seats[i] ?? 0;
        if (held <= floorOf(winner)) return;
        lines.forEach((waiting, j) => {
          const has = seats[j] ?? 0;
          if (has >= ceilingOf(waiting)) return;
          const [own, other] = [BigInt(winner.weight) ** power, BigInt(waiting.weight) ** power];
          expect(other * d(held - 1) <= own * d(has)).toBe(true);
          // Two infinite claims: the larger weight goes first.
          if (d(held - 1) === 0n && d(has) === 0n) expect(other <= own).toBe(true);
        });
      });
    });
  });

  it('gives its posts by falling quotients, infinite ones first', () => {
    always(anyCase, ({ lines, total }) => {
      const quotients = apportion(lines, total, method).order?.map(({ quotient }) => quotient ?? Infinity) ?? [];
      quotients.slice(1).forEach((quotient, index) => {
        expect(quotient).toBeLessThanOrEqual((quotients[index] ?? 0) * (1 + 1e-12));
      });
    });
  });
});

describe('plus-fort-reste', () => {
  it('stays within the quota without bounds', () => {
    always(freeCase, ({ lines, total }) => {
      for (const { quota, seats } of apportion(lines, total, 'plus-fort-reste').shares) {
        expect(seats).toBeGreaterThanOrEqual(Math.floor(quota * (1 - 1e-12)));
        expect(seats).toBeLessThanOrEqual(Math.ceil(quota * (1 + 1e-12)));
      }
    });
  });

  it('rounds clipped quotas by largest remainder under bounds', () => {
    always(boundedCase, ({ lines: raw, total }) => {
      // Whole weights: t stays within the reach of a bisection on doubles.
      const lines = withLines(raw, (line) => ({ ...line, weight: Math.ceil(line.weight) }));
      const seats = seatsOf(apportion(lines, total, 'plus-fort-reste'));
      const quotas = clippedQuotas(lines, total);
      const ups = lines.flatMap((_, i) => ((seats[i] ?? 0) > (quotas[i] ?? 0) + 1e-6 ? [i] : []));
      const downs = lines.flatMap((_, i) => ((seats[i] ?? 0) < (quotas[i] ?? 0) - 1e-6 ? [i] : []));
      quotas.forEach((quota, i) => {
        expect(Math.abs((seats[i] ?? 0) - quota)).toBeLessThan(1 + 1e-6);
      });
      const remainder = (i: number): number => (quotas[i] ?? 0) - Math.floor((quotas[i] ?? 0) + 1e-6);
      for (const up of ups) {
        for (const down of downs) expect(remainder(up)).toBeGreaterThanOrEqual(remainder(down) - 1e-6);
      }
    });
  });
});

/** clip(t·w, min, max) with t by plain bisection: another way to the same quotas. */
function clippedQuotas(lines: readonly Line[], total: number): number[] {
  const at = (t: number): number[] =>
    lines.map((line) => Math.min(Math.max(t * line.weight, floorOf(line)), ceilingOf(line)));
  let [low, high] = [0, 1];
  while (sum(at(high)) < total) high *= 2;
  for (let step = 0; step < 2000 && low < high; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (sum(at(middle)) < total) low = middle;
    else high = middle;
  }
  return at(high);
}
