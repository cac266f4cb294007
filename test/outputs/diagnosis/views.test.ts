import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/diagnosis/diagnose.js';
import type { DiagnosedUnits } from '../../../src/diagnosis/units.js';
import { diagnosisJson, diagnosisLines } from '../../../src/outputs/diagnosis/diagnosis-json.js';
import { frequencyText } from '../../../src/outputs/diagnosis/ranking-sections.js';
import { rankingWithIntervals } from '../../../src/outputs/diagnosis/ranking-intervals.js';
import { intervalText, places, rankedOf, rankInterval, someOf } from '../../../src/outputs/diagnosis/words.js';
import { markdownTable, markdownText } from '../../../src/outputs/markdown.js';
import { rankChart } from '../../../src/outputs/report/rank-chart.js';
import type { StoredManifest } from '../../../src/sources/result-folder.js';
import type { StoredDiagnosis } from '../../../src/sources/stored-diagnosis.js';
import { sketchedRobustness, sketchedUnits, treeOf } from '../../support/diagnosis-sketch.js';

const MANIFEST = { modele: { id: 'm', version: 1, libelle: 'Modèle' }, territoire: { nom: 'Territoire' }, reference: { nom: 'Référence' } } as unknown as StoredManifest;

const HOSTILE = 'A | B\\ <b> *c* `d`';

const sketched = (n: number, reach = 1, other: Partial<DiagnosedUnits> = {}): StoredDiagnosis => {
  const units = sketchedUnits(treeOf({ t: { a: ['x'] } }), { x: Array.from({ length: n }, (_, i) => 200 - i) }, other);
  return diagnosisJson(diagnose(units, sketchedRobustness(units, reach)), MANIFEST, (_, code) => code);
};

describe('diagnostic.json', () => {
  it('is written a unit to a line, and reads back as it was', () => {
    const content = sketched(6);
    const text = [...diagnosisLines(content)].join('');
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(content)));
    expect(Object.keys(JSON.parse(text) as object)).toEqual(Object.keys(content));
    expect(text.split('\n').filter((line) => line.startsWith('    {"code"'))).toHaveLength(6);
  });
});

describe('classement.md with intervals', () => {
  const names = ['Alpha', HOSTILE, 'Gamma', 'Delta', 'Epsilon'];
  const content = sketched(5, 1, { names });
  const ranking = (rows: readonly string[][]): string =>
    ['# Titre', '', '## Classement', '', 'Base 100.', '', ...markdownTable(['Rang', 'Commune', 'Code', 'Indice', 'Remarque'], rows, [0, 3]), '', '## Variables', '', '| Rang | autre |', ''].join('\n');
  const rewritten = (before: string, diagnosis: StoredDiagnosis): string => [...rankingWithIntervals(before, diagnosis)!()].join('');
  const text = ranking(names.map((name, i) => [String(i + 1), markdownText(name), `0100${String(i + 1)}`, '**99**', '']));

  it('keeps each cell beside its own, whatever is in the names', () => {
    const lines = rewritten(text, content).split('\n');
    const at = lines.findIndex((line) => line.startsWith('| Rang | Intervalle de rang | Groupe | Commune |'));
    expect(lines[at + 1]).toBe('|---:|---:|---:|---|---|---:|---|');
    expect(lines[at + 2]).toBe('| 1 | 1 à 2 | 1 | Alpha | 01001 | **99** |  |');
    expect(lines[at + 3]).toBe(`| 2 | 1 à 3 | 1 | ${markdownText(HOSTILE)} | 01002 | **99** |  |`);
    expect(lines.slice(at + 7)).toEqual(['', '## Variables', '', '| Rang | autre |', '']);
  });

  it('twice is once, and the later replaces the earlier', () => {
    const once = rewritten(text, content);
    expect(rewritten(once, content)).toBe(once);
    expect(rewritten(rewritten(text, sketched(5, 3)), content)).toBe(once);
  });

  it('is not made of a text that is no ranking', () => {
    expect(rankingWithIntervals('# À ma façon\n', content)).toBeNull();
    expect(rankingWithIntervals('## Classement\n\nPlus tard.\n', content)).toBeNull();
  });
});

describe('words', () => {
  it('round an interval outwards to whole ranks', () => {
    const [unit] = rankedOf(sketched(5));
    expect(intervalText({ ...unit!, rang_p5: 2.05, rang_p95: 3.2 })).toBe('2 à 4');
    expect(intervalText({ ...unit!, rang_p5: 4, rang_p95: 4 })).toBe('4');
  });

  it('name some, and count the others', () => {
    expect(someOf(['a', 'b', 'c'], 2)).toBe('a, b et c');
    expect(someOf(['a', 'b', 'c', 'd'], 2)).toBe('a, b et 2 autres');
    expect(someOf(['a', 'b', 'c'], 3, 40)).toBe('a, b, c et 37 autres');
  });

  it('tell shifts of rank without a decimal that says nothing', () => {
    expect([0.4, 1.96, 2.04, 9.94, 10.4, 4512.39].map((n) => places(n, 1))).toEqual(['0,4 place', '2,0 places', '2,0 places', '9,9 places', '10 places', '4\u202f512 places']);
  });

  it('never tell a frequency as certain that is not', () => {
    expect([0, 0.001, 0.42, 0.999, 1, null].map(frequencyText)).toEqual(['0\u202f%', '< 1\u202f%', '42\u202f%', '> 99\u202f%', '100\u202f%', '–']);
  });

  it('tell no interval of a unit that has no rank', () => {
    const content = sketched(6, 1, { score: Float64Array.of(200, 199, 198, 197, 196, Number.NaN) });
    expect(rankInterval(content, '01006')).toBeNull();
    expect(rankInterval(content, '99999')).toBeNull();
    expect(rankInterval(content, '01001')).toMatchObject({ p5: 1, p95: 2 });
  });
});

describe('the picture of the ranks', () => {
  it('has a line per unit, and a ribbon where they are too many', () => {
    const few = rankChart(sketched(150))!;
    expect([few.ribbon, few.chart.text.match(/<circle /g)?.length, few.chart.text.match(/<svg /g)?.length]).toEqual([false, 150, 3]);
    const many = rankChart(sketched(151))!;
    expect([many.ribbon, many.chart.text.includes('<circle ')]).toEqual([true, false]);
    expect(few.chart.text + many.chart.text).not.toMatch(/NaN|undefined/);
    expect(many.chart.text.length).toBeLessThan(20_000);
  });

  it('escapes names', () => {
    const { chart } = rankChart(sketched(5, 1, { names: ['<script>', 'b', 'c', 'd', 'e'] }))!;
    expect(chart.text).not.toContain('<script>');
  });
});
