import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { points, rateOfPoints } from '../../src/index/points.js';
import { indexOf, modelOf, variableOf } from '../support/sketch.js';
import type { Units } from '../support/sketch.js';

const positive = fc.double({ min: 0.01, max: 100, noNaN: true });

describe('points', () => {
  it('is 100·x/X_ref in the direction +', () => {
    expect(points(34, 17, '+', null)).toBe(200);
    expect(points(0, 17, '+', null)).toBe(0);
  });

  it('is 200 − 100·x/X_ref in the direction − by miroir', () => {
    expect(points(34, 17, '-', 'miroir')).toBe(0);
    expect(points(0, 17, '-', 'miroir')).toBe(200);
    expect(points(51, 17, '-', 'miroir')).toBe(-100);
  });

  it('is 100·X_ref/x in the direction − by rapport, and nothing at zero', () => {
    expect(points(34, 17, '-', 'rapport')).toBe(50);
    expect(points(8.5, 17, '-', 'rapport')).toBe(200);
    expect(points(0, 17, '-', 'rapport')).toBeNaN();
  });

  it('is 100 at the reference, falls and rises as the direction says, and is nothing of nothing', () => {
    const forms = [['+', null], ['-', 'miroir'], ['-', 'rapport']] as const;
    fc.assert(
      fc.property(positive, positive, fc.double({ min: 1.01, max: 3, noNaN: true }), (x, reference, more) => {
        for (const [direction, inversion] of forms) {
          expect(points(reference, reference, direction, inversion)).toBeCloseTo(100, 10);
          const gap = points(x * more, reference, direction, inversion) - points(x, reference, direction, inversion);
          expect(Math.sign(gap)).toBe(direction === '+' ? 1 : -1);
          expect(points(Number.NaN, reference, direction, inversion)).toBeNaN();
        }
      }),
    );
  });
});

describe('the direction −', () => {
  const units: Units = { '01001': { x: 90, x_base: 100 }, '01002': { x: 30, x_base: 100 } };

  it('keeps base 100 by miroir', () => {
    const { points: own } = variableOf(indexOf(modelOf({ t: { a: [{ id: 'x', direction: '-', inversion: 'miroir' }] } }), units), 'x');
    expect([...own]).toEqual([50, 150]); // 60 % is 100
  });

  it('gives the larger fragility to the lesser rate by rapport', () => {
    const { points: own } = variableOf(indexOf(modelOf({ t: { a: [{ id: 'x', direction: '-', inversion: 'rapport' }] } }), units), 'x');
    expect(own[0]).toBeCloseTo(200 / 3, 12);
    expect(own[1]).toBe(200);
  });
});

describe('rateOfPoints', () => {
  it('is the rate that has these points', () => {
    const forms = [['+', null], ['-', 'miroir'], ['-', 'rapport'], ['-', 'complement']] as const;
    fc.assert(
      fc.property(positive, positive, (x, reference) => {
        for (const [direction, inversion] of forms) expect(rateOfPoints(points(x, reference, direction, inversion), reference, direction, inversion)).toBeCloseTo(x, 6);
      }),
    );
  });

  it('does not tell where several rates have the same points, or none has', () => {
    expect(rateOfPoints(points(10, 20, '-', 'miroir-borne'), 20, '-', 'miroir-borne')).toBe(10);
    expect(rateOfPoints(points(90, 20, '-', 'miroir-borne'), 20, '-', 'miroir-borne')).toBeNaN();
    expect(rateOfPoints(Number.NaN, 20, '+', null)).toBeNaN();
  });
});
