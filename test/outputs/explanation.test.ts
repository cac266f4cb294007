import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explanationText, scoreSentence } from '../../src/outputs/explanation.js';
import type { Reading } from '../../src/outputs/explanation.js';
import { WARNING } from '../../src/outputs/method-text.js';
import type { IndexResult } from '../../src/index/compute.js';
import { BASE_100 } from '../../src/index/scale.js';
import { cases } from '../support/arbitrary.js';
import { explained } from '../support/explained.js';
import { indexOf, modelOf } from '../support/sketch.js';

const READING: Reading = { scale: BASE_100, meanOfRatios: true };

const textOf = (result: IndexResult, row: number): string =>
  explanationText({ code: '01001', level: 'commune', nom: 'Alpha', rank: 3, ranked: 12, interval: null, referenceName: 'Métropole', reading: READING, about: ['Sketch'], explanation: explained(result, row) });

/** Tenths of a printed number: `+1,4` → 14, `−0,3` → −3. */
const tenthsOf = (printed: string): number => Math.round(10 * Number(printed.replace('−', '-').replace('+', '').replace(',', '.').replaceAll('\u202f', '')));

interface Line {
  readonly depth: number;
  readonly tenths: number;
}

/** The lines of the table with their printed contribution; the first lines of each depth are its own. */
function printed(text: string): { readonly lines: Line[]; readonly total: number; readonly score: number } {
  const lines: Line[] = [];
  let score = Number.NaN;
  for (const line of text.split('\n')) {
    const numbers = /^(\s*)(?:Theme|Axis|Label)\b.*?([+−]?[\d\u202f]+,\d)(?:\s+(?:axe absent|secret|non disponible|absent|observé par un repli))?$/.exec(line);
    if (numbers !== null) lines.push({ depth: numbers[1]!.length / 2, tenths: tenthsOf(numbers[2]!) });
    const last = /^Indice\s+([\d\u202f]+,\d)\s/.exec(line);
    if (last !== null) score = tenthsOf(last[1]!);
  }
  const total = /écart de l'indice à 100 : ([+−]?[\d\u202f]+,\d)\./.exec(text);
  return { lines, total: tenthsOf(total?.[1] ?? ''), score };
}

/** Sums of what stands right under each line of a depth. */
function sumsUnder(lines: readonly Line[], depth: number): { own: number; under: number }[] {
  const groups: { own: number; under: number }[] = [];
  for (const line of lines) {
    if (line.depth === depth) groups.push({ own: line.tenths, under: 0 });
    else if (line.depth === depth + 1) groups.at(-1)!.under += line.tenths;
  }
  return groups;
}

describe('explanationText', () => {
  it('prints contributions that add up, digit for digit, at each level', () => {
    fc.assert(
      fc.property(cases, ({ tree, units }) => {
        const result = indexOf(modelOf(tree), units);
        for (const row of result.frame.territory) {
          if (Number.isNaN(result.score[row])) continue;
          const { lines, total, score } = printed(textOf(result, row));
          expect(lines.filter((l) => l.depth === 0)).toHaveLength(Object.keys(tree).length);
          for (const depth of [0, 1]) for (const { own, under } of sumsUnder(lines, depth)) expect(under).toBe(own);
          expect(lines.filter((l) => l.depth === 0).reduce((sum, l) => sum + l.tenths, 0)).toBe(total);
          // The total is the printed score − 100, save where rounding lies on the edge of a half.
          const exact = 10 * (result.score[row]! - 100);
          if (Math.abs(Math.abs(exact % 1) - 0.5) > 1e-6) expect(total).toBe(score - 1000);
        }
      }),
      { numRuns: 60 },
    );
  });

  const units = { '01001': { x: 142, x_base: 1000, y: 's', y_base: 9 }, '01002': { x: 58, x_base: 1000, y: 4, y_base: 9 } } as const;
  const result = indexOf(modelOf({ t: { a: ['x'], b: ['y'] } }), units);

  it('says who, which rank, which model and what the index is not', () => {
    const text = textOf(result, 0);
    expect(text).toMatch(/^Alpha \(01001\) ; rang de fragilité 3 sur 12 \(1 = la plus fragile\)\n/);
    expect(text).toContain('\nSketch\n');
    expect(text.trimEnd().endsWith(WARNING)).toBe(true);
    expect(text).toMatch(/Label of y .* – .*secret/);
    expect(text).toContain('axe absent');
  });

  it('gives the sentence of the method', () => {
    expect(scoreSentence(141.6, 'Métropole de Lyon', READING)).toBe(
      "Indice 142 : les facteurs retenus y sont en moyenne 1,42 fois ceux de la référence (Métropole de Lyon) ; cela ne signifie pas 42\u202f% d'habitants en difficulté de plus.",
    );
    expect(scoreSentence(44.04, 'Métropole de Lyon', READING)).toContain("0,44 fois ceux de la référence (Métropole de Lyon) ; cela ne signifie pas 56\u202f% d'habitants en difficulté de moins.");
    expect(scoreSentence(100.2, 'Métropole de Lyon', READING)).not.toContain('0\u202f%');
    expect(scoreSentence(null, 'Métropole de Lyon', READING)).toMatch(/^Pas d'indice publié/);
  });

  it('gives no number where the score is withheld', () => {
    const withheld = indexOf(modelOf({ t: { a: ['x'], b: ['y'] } }, 0.6), units);
    const text = textOf(withheld, 0);
    expect(text).toContain("Pas d'indice publié");
    expect(text).toMatch(/^Indice\s+–\s+–\s+non publié$/m);
    expect(text).not.toContain("écart de l'indice");
  });
});
