import { describe, expect, it } from 'vitest';
import { samplingDeviation, samplingDeviations, samplingFraction } from '../../src/robustness/census-sampling.js';
import { sketchIndex, sketchVariable } from './sketch.js';

const principal = { exploitation: 'principale', vintage: 2022 } as const;
const complementary = { exploitation: 'complementaire', vintage: 2022 } as const;

describe('the share of the dwellings that a count of the census rests on', () => {
  it('is all of a commune under 10,000 inhabitants, 40 % of a larger one', () => {
    expect(samplingFraction(principal, 9_999, false)).toBe(1);
    expect(samplingFraction(principal, 10_000, false)).toBe(0.4);
  });

  it('is 20 % of a small commune for families and households, 25 % before 2014', () => {
    expect(samplingFraction(complementary, 9_999, false)).toBe(0.2);
    expect(samplingFraction({ ...complementary, vintage: 2011 }, 9_999, false)).toBe(0.25);
    expect(samplingFraction(complementary, 10_000, false)).toBe(0.4);
  });

  it('is the least that it can be for a unit wider than a commune, and all for what is not of the census', () => {
    expect(samplingFraction(principal, 2_000, true)).toBe(0.4);
    expect(samplingFraction(complementary, 2_000_000, true)).toBe(0.2);
    expect(samplingFraction({ exploitation: null, vintage: 2022 }, 50_000, false)).toBe(1);
  });
});

describe('the standard deviation of a share', () => {
  it('is that of a simple sample without replacement, worked by hand', () => {
    // 10,000 families, 20 % of them single-parent, four in ten surveyed: n = 4000, p = 802/4004.
    const p = 802 / 4004;
    expect(samplingDeviation(20, 10_000, 0.4)).toBeCloseTo(100 * Math.sqrt((0.6 * p * (1 - p)) / 4004), 12);
    // Near the classical √(0.6 × 0.2 × 0.8 / 4000) = 0.49 point.
    expect(samplingDeviation(20, 10_000, 0.4)).toBeCloseTo(0.49, 2);
  });

  it('is not zero where a small sample found none, and is where all are counted', () => {
    // 20 families, one in five surveyed: n = 4, p = 2/8.
    expect(samplingDeviation(0, 20, 0.2)).toBeCloseTo(100 * Math.sqrt((0.8 * 0.25 * 0.75) / 8), 12);
    expect(samplingDeviation(20, 10_000, 1)).toBe(0);
  });

  it('takes the commune of an IRIS for its size', () => {
    const variable = sketchVariable({ exploitation: 'principale', numerators: Float64Array.of(20, 20, 20) });
    const codes = ['010040101', '010040102', '010050101'];
    const index = sketchIndex({ variables: [variable], codes, level: 'iris', populations: Float64Array.of(6000, 6000, 6000) });
    const [first, second, third] = samplingDeviations(variable, index);
    expect(first).toBeGreaterThan(0);
    expect([second, third]).toEqual([first, 0]);
  });

  it('is none for what was not observed', () => {
    const variable = sketchVariable({ exploitation: 'complementaire', numerators: Float64Array.of(20, Number.NaN), statuses: ['observe', 'secret'] });
    expect(samplingDeviations(variable, sketchIndex({ variables: [variable] }))[1]).toBe(0);
  });
});
