import { describe, expect, it } from 'vitest';
import { csvText, excelCsvLines } from '../../src/outputs/csv.js';
import type { JobResult } from '../../src/main-job/run.js';
import { ifnColumns, ifnRecord } from '../../src/outputs/ifn-record.js';
import { ifnTable } from '../../src/outputs/ifn-table.js';
import { quantitiesLines } from '../../src/outputs/quantities-csv.js';
import { rankedUnits, rankingLines } from '../../src/outputs/ranking.js';
import { ifnCsv } from '../../src/outputs/result-folder.js';
import { summaryText } from '../../src/outputs/summary.js';
import { jobResultOf } from '../support/job-sketch.js';
import { modelOf } from '../support/sketch.js';
import type { Units } from '../support/sketch.js';

const MODEL = modelOf({ acces: { a: ['x'], b: ['y'] } }, 0.6);
const UNITS: Units = {
  '01001': { x: 10, x_base: 100, y: 1, y_base: 4 },
  '01002': { x: 30, x_base: 100, y: 's', y_base: 4 },
  '01003': { x: 10, x_base: 100, y: 1, y_base: 4 },
  '2A004': { x: 50, x_base: 100, y: 3, y_base: 4 },
};
const RESULT = jobResultOf(MODEL, UNITS, { communes: { '2A004': { nom: 'L|Île *du* Nord', epci: null, departement: '2A' } } });

const whole = (lines: Iterable<string>): string => [...lines].join('');
const rankingMarkdown = (result: JobResult): string => whole(rankingLines(result));
const quantitiesCsv = (result: JobResult): string => whole(quantitiesLines(result));

describe('a record of ifn.csv', () => {
  it('has a cell for each column, null for what is missing', () => {
    const columns = ifnColumns(MODEL, 'commune');
    expect(columns).toEqual([
      'code', 'nom', 'departement', 'epci', 'population', 'population_15_plus', 'score', 'rang', 'dixieme', 'completude', 'fiabilite', 'axes_absents',
      'acces', 'a', 'b', 'x', 'x_points', 'x_statut', 'y', 'y_points', 'y_statut',
    ]);
    // x: 100 of 400 is 25 %; y: 5 of 12.
    expect(ifnRecord(RESULT, 1)).toEqual([
      '01002', 'Commune 01002', '01', '1', null, null, null, null, null, 0.5, null, 'b',
      120, 120, null, 30, 120, 'observe', null, null, 'secret',
    ]);
  });

  it('gives what was estimated or imputed as points, never as a rate', () => {
    const imputed = jobResultOf(MODEL, UNITS, { policies: { y: 'reference' } });
    expect(ifnRecord(imputed, 1).slice(-3)).toEqual([null, expect.closeTo(100, 12), 'impute']);
    const model = modelOf({ t: { a: [{ id: 'p', kind: 'taux', rule: 'total', missing: 'estimation', minimumObservations: 3 }] } });
    const law = (income: number): number => 4e9 / income ** 2;
    const units: Units = Object.fromEntries([16_000, 20_000, 25_000].map((income, n) => [`0100${String(n + 1)}`, { p: law(income), p_base: 900, p_predictor: income }]));
    const estimated = jobResultOf(model, { ...units, '01004': { p: 's', p_base: 90, p_predictor: 20_000 } });
    expect(ifnRecord(estimated, 3).slice(-3)).toEqual([null, expect.closeTo((100 * law(20_000)) / estimated.index.variables[0]!.reference.value, 6), 'estime']);
  });

  it('is empty in the text where it is null, and never NaN or 0', () => {
    expect(whole(ifnCsv(RESULT).lines()).split('\n')[2]).toBe('01002;Commune 01002;01;1;;;;;;0.5;;b;120;120;;30;120;observe;;;secret');
    expect(whole(ifnCsv(RESULT).lines())).not.toContain('NaN');
  });
});

describe('the table of ifn.csv with the columns of a crossing', () => {
  it('has them last, empty for a unit that is not crossed, in the place of those of the same names', () => {
    const { columns, records } = ifnTable(RESULT, { names: ['poids', 'a'], cells: new Map([['01002', [12.5, 'x']]]) });
    const own = ifnColumns(MODEL, 'commune');
    expect(columns).toEqual([...own.filter((name) => name !== 'a'), 'poids', 'a']);
    expect([...records()].map((r) => [r[0], ...r.slice(-2)])).toEqual([['01001', null, null], ['01002', 12.5, 'x'], ['01003', null, null], ['2A004', null, null]]);
    expect([...records()].every((r) => r.length === columns.length)).toBe(true);
    expect([...ifnTable(RESULT, null).records()][1]).toEqual(ifnRecord(RESULT, 1));
  });
});

describe('csvText', () => {
  it('quotes only what needs it, and keeps the full number', () => {
    expect(csvText(['a', 'b'], [['x;y', 0.1 + 0.2], ['il dit "oui"', 1e-7], ['plain', null]])).toBe('a;b\n"x;y";0.30000000000000004\n"il dit ""oui""";1e-7\nplain;\n');
  });
});

describe('excelCsvLines', () => {
  it('keeps codes as text, and what Excel would run as a formula as words', () => {
    const text = whole(excelCsvLines(['code', 'nom', 'score'], [['01001', '=1+1', 12.5], ['2A004', '@x', -3.25]]));
    expect(text).toBe('\ufeffcode;nom;score\r\n"=""01001""";\'=1+1;12,5\r\n"=""2A004""";\'@x;-3,25\r\n');
  });
});

describe('the ranking', () => {
  it('is by score then code, ties sharing the best rank, what is withheld apart', () => {
    expect(rankedUnits(RESULT).map((u) => [u.rank, u.code])).toEqual([[1, '2A004'], [2, '01001'], [2, '01003']]);
    const markdown = rankingMarkdown(RESULT);
    expect(markdown).toMatch(/## Sans score \(1\)[\s\S]*- Commune 01002 \(01002\)/);
    expect(markdown).toContain('4 communes ou arrondissements, 3 scores publiés');
  });

  it('has no dixième under 30 scores', () => {
    expect(rankingMarkdown(RESULT)).not.toContain('Dixième');
    const many: Units = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`01${String(n + 100)}`, { x: n + 1, x_base: 100, y: 1, y_base: 4 }]));
    expect(rankingMarkdown(jobResultOf(MODEL, many))).toContain('Dixième');
  });

  it('says how a reference was made: a rate has no numerators to sum', () => {
    const model = modelOf({ t: { a: [{ id: 'p', kind: 'taux' }, 'x'] } });
    const markdown = rankingMarkdown(jobResultOf(model, { '01001': { p: 10, p_base: 900, x: 1, x_base: 2 }, '01002': { p: 's', p_base: 100, x: 1, x_base: 2 } }));
    expect(markdown).toMatch(/`p` .*total \(moyenne des communes pondérée par le poids du taux\), 90\u202f% du poids observé/);
    expect(markdown).toMatch(/`x` .*total \(somme des numérateurs \/ somme des dénominateurs\) \|/);
  });

  it('takes a name for text, not for signs', () => {
    expect(rankingMarkdown(RESULT)).toContain('L\\|Île \\*du\\* Nord');
  });
});

describe('quantites.csv', () => {
  const model = modelOf({ t: { a: [{ id: 'p', kind: 'taux', rule: 'total', missing: 'estimation', minimumObservations: 3 }] } });
  const units: Units = {
    '01001': { p: 20, p_base: 900, p_predictor: 16_000 }, '01002': { p: 10, p_base: 900, p_predictor: 22_000 },
    '01003': { p: 15, p_base: 900, p_predictor: 19_000 }, '01004': { p: 's', p_base: 90, p_predictor: 18_000 },
    '01005': { p: 's', p_base: 90, p_predictor: null },
  };

  it('leaves an estimated rate empty beside its weight, and gives the predictor a row', () => {
    const lines = quantitiesCsv(jobResultOf(model, units)).split('\n');
    expect(lines).toContain('01001;p;20;900;;;observe');
    expect(lines).toContain('01004;p;;90;;;estime');
    expect(lines).toContain('01004;p.predicteur;18000;;;;observe');
    expect(lines).toContain('01005;p;;90;;;secret');
    expect(lines).toContain('01005;p.predicteur;;;;;non_disponible');
  });

  it('leaves an imputed rate empty too', () => {
    expect(quantitiesCsv(jobResultOf(model, units, { policies: { p: 'reference' } }))).toContain('01004;p;;90;;;impute\n');
  });

  it('has the units of the reference beside those of the territory', () => {
    const text = quantitiesCsv(jobResultOf(MODEL, UNITS, { territory: ['01001'], reference: ['01001', '01003'] }));
    expect([...new Set(text.trimEnd().split('\n').slice(1).map((line) => line.split(';')[0]))]).toEqual(['01001', '01003']);
  });
});

describe('the summary', () => {
  it('counts observed, estimated and imputed, and gives weight and correlation', () => {
    const imputing = summaryText(jobResultOf(MODEL, UNITS, { policies: { y: 'reference' } }), false);
    expect(imputing).toMatch(/Label of y .*41,67\u202f% +total +0,500 +\d,\d\d +3 observés, 1 imputé/);
    expect(imputing).toContain('y : 1 valeur imputée');
    expect(summaryText(RESULT, false)).toMatch(/Label of y .* 3 observés, 1 secret$/m);
    expect(summaryText(RESULT, false)).toContain('1 unité sans score (voir classement.md)');
  });

  it('shows the first and last five of a long ranking', () => {
    const many: Units = Object.fromEntries(Array.from({ length: 14 }, (_, n) => [`01${String(n + 100)}`, { x: n + 1, x_base: 100, y: 1, y_base: 4 }]));
    const codes = [...summaryText(jobResultOf(MODEL, many), false).matchAll(/Commune (01\d+) {2,}/g)].map((m) => m[1]);
    expect(codes).toEqual(['01113', '01112', '01111', '01110', '01109', '01104', '01103', '01102', '01101', '01100']);
    expect([...summaryText(jobResultOf(MODEL, many), true).matchAll(/Commune (01\d+) {2,}/g)]).toHaveLength(14);
  });
});
