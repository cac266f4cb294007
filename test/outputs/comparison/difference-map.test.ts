import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { symmetricLimits } from '../../../src/outputs/comparison/difference-map.js';
import { csvRows, runCli, useFolder } from '../../support/run-cli.js';

describe('symmetricLimits', () => {
  it('are round, and the largest value is in the last class but never far in it', () => {
    expect(symmetricLimits([11.5, -3])).toEqual([-10, -6, -2, 2, 6, 10]);
    expect(symmetricLimits([0.7])).toEqual([-0.5, -0.3, -0.1, 0.1, 0.3, 0.5]);
    expect(symmetricLimits([0, Number.NaN])).toEqual([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]);
  });

  it('never lie on a whole number where ranks are compared: −2 and +2 are in opposite classes', () => {
    expect(symmetricLimits([9, -5], true)).toEqual([-12.5, -7.5, -2.5, 2.5, 7.5, 12.5]);
    expect(symmetricLimits([1], true)).toEqual([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]);
    fc.assert(fc.property(fc.array(fc.integer({ min: -35_000, max: 35_000 })), (ranks) => symmetricLimits(ranks, true).every((limit) => !Number.isInteger(limit))));
  });

  it('hold every value within one step of the outermost limit', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1 }), (values) => {
        const limits = symmetricLimits(values);
        const step = limits[5]! - limits[4]!;
        expect(limits.map((limit, i) => limit + limits[5 - i]!)).toEqual([0, 0, 0, 0, 0, 0]);
        for (const value of values) expect(Math.abs(value)).toBeLessThanOrEqual(limits[5]! + step * (1 + 1e-9));
      }),
    );
  });
});

describe('carte-difference.svg', () => {
  const folder = useFolder();

  it('draws every commune of A, by the differences of the table, and says both results', async () => {
    for (const [out, more] of [['un', []], ['deux', ['--missing', 'ignorer']]] as const) await runCli(['compute', '--out', out, ...more], folder.path);
    const { code, stderr } = await runCli(['compare', 'un', 'deux'], folder.path);
    expect(code).toBe(0);
    expect(stderr).toContain('La Tour-de-Salvagny (69250) +11,5 : pauvrete +18,6 (estimé → secret)');
    const svg = readFileSync(join(folder.path, 'comparaison/carte-difference.svg'), 'utf8');
    expect(svg.match(/<path [^>]*><title>/g)).toHaveLength(58);
    const gaps = csvRows(readFileSync(join(folder.path, 'comparaison/comparaison.csv'), 'utf8')).map((r) => Number(r.get('ecart_score')));
    // 11.5 is the most, so that classes are 4 points wide.
    for (const [label, count] of [['10 et plus', gaps.filter((g) => g >= 10).length], ['[6 ; 10[', gaps.filter((g) => g >= 6 && g < 10).length], ['[−2 ; 2[', gaps.filter((g) => g >= -2 && g < 2).length]] as const) {
      expect(svg).toContain(`${label} : ${String(count)} commune`);
    }
    for (const said of ['A (un) : lyon-2021', 'B (deux) : lyon-2021', 'Contours schématiques', 'plus fragile en B', 'Bornes symétriques autour de 0']) expect(svg).toContain(said);
    expect(readFileSync(join(folder.path, 'comparaison/carte-difference.png')).subarray(1, 4).toString('latin1')).toBe('PNG');
  });
});
