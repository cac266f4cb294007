import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { csvRows, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';
import { storeResult } from '../support/stored-results.js';
import type { SketchedResult } from '../support/stored-results.js';

const folder = useFolder();
const store = (name: string, sketch: SketchedResult): void => storeResult(join(folder.path, name), sketch);
const compare = (...argv: readonly string[]): Promise<Run> => runCli(['compare', ...argv], folder.path);
const text = (out: string, name: string): string => readFileSync(join(folder.path, out, name), 'utf8');
const row = (out: string, code: string): ReadonlyMap<string, string> => csvRows(text(out, 'comparaison.csv')).find((r) => r.get('code') === code) ?? new Map<string, string>();
const numbers = (out: string, code: string, ...columns: readonly string[]): number[] => columns.map((c) => Number(row(out, code).get(c)));

/** The score is the mean of v and w, or what is left of them. */
const A: SketchedResult = {
  rows: {
    '01001': { score: 100, points: { v: 120, w: 80 } },
    '01002': { score: 100, points: { v: 90, w: 110 } },
    '01003': { score: 70, points: { v: 70, w: 70 } },
    '01004': { score: 60, points: { v: 60, w: 60 } },
    '01009': { score: null, points: { v: null, w: 60 } },
  },
};
const B: SketchedResult = {
  rows: {
    '01001': { score: 110, points: { v: 140, w: 80 } },
    '01002': { score: 90, points: { v: 90, w: null } },
    '01003': { score: 70, points: { v: 70, w: 70 } },
    '01005': { score: 65, points: { v: 60, w: 70 } },
    '01009': { score: 80, points: { v: 80, w: 80 } },
  },
};

beforeAll(() => {
  store('a', A);
  store('b', B);
  store('autre-reference', { ...B, reference: 'dep:01' });
  store('plus-tard', { ...B, vintage: 2025 });
});

describe('two results of one base', () => {
  beforeAll(async () => {
    expect((await compare('a', 'b')).code).toBe(0);
  });

  it('have their difference taken apart by variable, worked by hand', () => {
    // 01001: v gives ½·(140 − 100) − ½·(120 − 100) = 10, w the same in both.
    expect(numbers('comparaison', '01001', 'ecart_score', 'part_v', 'part_w', 'residu')).toEqual([10, 10, 0, 0]);
    // 01002: without w, v has all the weight: 1·(90 − 100) − ½·(90 − 100) = −5; w leaves: 0 − ½·(110 − 100) = −5.
    expect(numbers('comparaison', '01002', 'ecart_score', 'part_v', 'part_w', 'residu')).toEqual([-10, -5, -5, 0]);
    expect(numbers('comparaison', '01003', 'ecart_score', 'part_v', 'part_w', 'residu')).toEqual([0, 0, 0, 0]);
  });

  it('list the units of one only, and those without a score in one', () => {
    expect(['01004', '01005', '01009'].map((code) => row('comparaison', code).get('presence'))).toEqual(['a', 'b', 'a,b']);
    expect(row('comparaison', '01009').get('ecart_score')).toBe('');
    const page = text('comparaison', 'comparaison.md');
    expect(page).toContain('## Seulement dans A (1)\n\nCommune 01004 (01004).');
    expect(page).toContain('## Seulement dans B (1)\n\nCommune 01005 (01005).');
    expect(page).toContain("## Dans les deux, sans indice dans l'un (1)\n\nCommune 01009 (01009).");
  });

  it('correlate over the units that both score: ranks 1½, 1½, 3 against 1, 2, 3', () => {
    const { correlation } = JSON.parse(text('comparaison', 'comparaison.json')) as { correlation: { spearman: number; kendall_tau_b: number } };
    // Deviations ½, ½, −1 against 1, 0, −1: 1.5 / √(1.5·2); pairs 2 concordant, 1 tied: 2 / √(2·3).
    expect(correlation.spearman).toBeCloseTo(1.5 / Math.sqrt(3), 12);
    expect(correlation.kendall_tau_b).toBeCloseTo(2 / Math.sqrt(6), 12);
  });

  it('say what moved the first of the movers, and that there is no map without contours', () => {
    expect(text('comparaison', 'comparaison.md')).toContain('| Commune 01001 | 01001 | 1 | 1 | 100,0 | 110,0 | **+10,0** | v +10,0 (120\u202f% → 140\u202f%) |');
    expect(text('comparaison', 'comparaison.md')).toContain('v −5,0 (poids) ; w −5,0 (observé → absent)');
    expect(text('comparaison', 'comparaison.md')).toContain('Pas de carte : a a été calculé sans contours.');
    expect(existsSync(join(folder.path, 'comparaison/carte-difference.svg'))).toBe(false);
  });

  it('leave a manifest with what was read and what was written', () => {
    interface Manifest { entrees: { chemin: string; sha256: string }[]; sorties: { chemin: string; sha256: string }[]; comparaison: object }
    const manifest = JSON.parse(text('comparaison', 'manifest.json')) as Manifest;
    expect(manifest.entrees.map((e) => e.chemin)).toEqual(['a/ifn.csv', 'a/manifest.json', 'b/ifn.csv', 'b/manifest.json']);
    expect(manifest.comparaison).toMatchObject({ mesure: 'points', differences_de_base: [], communes_aux_deux: 3 });
    for (const { chemin, sha256 } of manifest.sorties) expect(sha256, chemin).toBe(createHash('sha256').update(readFileSync(join(folder.path, 'comparaison', chemin))).digest('hex'));
  });
});

describe('a result with itself', () => {
  it('moves nothing, and agrees with itself', async () => {
    const { code, stderr } = await compare('a', 'a', '--out', 'soi');
    expect(code).toBe(0);
    expect(stderr).toContain('Spearman 1,000, Kendall τ-b 1,000\nAucune unité ne bouge.');
    for (const r of csvRows(text('soi', 'comparaison.csv'))) if (r.get('ecart_score') !== '') expect([...r].filter(([c]) => /^(ecart|part_|residu)/.test(c)).map(([, cell]) => cell)).toEqual(['0', '0', '0', '0', '0', '0', '0']);
  });
});

describe('two results of other bases', () => {
  it.each([
    ['autre-reference', 'référence (epci:1, 5 unités / dep:01, 5 unités)'],
    ['plus-tard', 'millésime de v (2022 / 2025) ; millésime de w (2022 / 2025)'],
  ])('%s: scores are refused, and what differs is said', async (other, told) => {
    const { code, stderr } = await compare('a', other, '--out', 'refus');
    expect(code).toBe(3);
    expect(stderr).toContain(`Diffèrent : ${told}.\nComparez les rangs : fragilite compare a ${other} --ranks`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(3);
    expect(existsSync(join(folder.path, 'refus'))).toBe(false);
  });

  it.each<[string, Partial<SketchedResult>]>([
    ['modèle', { model: 'autre' }],
    ['règle de la référence de v', { rule: 'publie' }],
    ['géographie', { cog: 2025 }],
    ['arbre ou règles du modèle', { truncated: true }],
    ['définition de w', { labels: { w: 'Autre' } }],
  ])('%s is a difference', async (told, change) => {
    store('autre', { ...B, ...change });
    const { code, stderr } = await compare('a', 'autre');
    expect(code).toBe(3);
    expect(stderr).toContain(`Diffèrent : ${told} (`);
  });

  it('have their ranks compared with --ranks, their scores left out, and a warning where vintages are near', async () => {
    const { code, stderr } = await compare('a', 'plus-tard', '--ranks', '--out', 'rangs');
    expect(code).toBe(0);
    expect(stderr).toContain("Attention : recensements 2022 et 2025 (v, w) : ils ont des enquêtes annuelles en commun ; il faut 5 ans d'écart");
    expect(row('rangs', '01001').get('score_a')).toBe('');
    // A ranks 4 units, B 5: percent ranks. 01003 is third of 4 (33.3), then fourth of 5 (25).
    expect(numbers('rangs', '01003', 'rang_a', 'rang_b', 'ecart_rang')).toEqual([3, 4, -1]);
    expect(numbers('rangs', '01003', 'centile_a', 'centile_b')).toEqual([100 / 3, 25]);
    expect(text('rangs', 'comparaison.md')).toContain('en rangs-centiles (100 = la plus fragile, 0 = la moins fragile)');
  });

  it('have the gap of their standardised scores taken apart exactly', async () => {
    await compare('a', 'plus-tard', '--ranks', '--out', 'rangs');
    // Over 01001 to 01003: A 100, 100, 70 (mean 90, deviation √200), B 110, 90, 70 (90, √(800/3)).
    const z = (b: number, a: number): number => b / Math.sqrt(800 / 3) - a / Math.sqrt(200);
    expect(numbers('rangs', '01001', 'ecart_decompose')[0]).toBeCloseTo(z(20, 10), 12);
    for (const code of ['01001', '01002', '01003']) {
      const [total, ...parts] = numbers('rangs', code, 'ecart_decompose', 'part_v', 'part_w', 'residu');
      expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(total!, 12);
    }
  });

  it('take one variable under two ids as one when its definition is the same', async () => {
    const renamed = Object.fromEntries(Object.entries(B.rows).map(([code, r]) => [code, { ...r, points: { v: r.points['v'] ?? null, x: r.points['w'] ?? null } }]));
    store('renomme', { model: 'autre', rows: renamed, labels: { x: 'Variable w' } });
    expect((await compare('a', 'renomme', '--ranks', '--out', 'noms')).code).toBe(0);
    expect(text('noms', 'comparaison.csv').split('\n')[0]).toContain('ecart_decompose;part_v;part_w;residu');
    expect(text('noms', 'comparaison.md')).toContain('| Variable w (`w`, en B `x`) |');
  });
});

describe('a truncated score', () => {
  it('has a residual, which the parts need to add up', async () => {
    store('t1', { truncated: true, rows: { '01001': { score: 100, points: { v: 101, w: 100 } }, '01002': { score: 80, points: { v: 80, w: 80 } }, '01003': { score: 70, points: { v: 70, w: 70 } } } });
    store('t2', { truncated: true, rows: { '01001': { score: 101, points: { v: 102, w: 100 } }, '01002': { score: 80, points: { v: 80, w: 80 } }, '01003': { score: 70, points: { v: 70, w: 70 } } } });
    expect((await compare('t1', 't2', '--out', 'ent')).code).toBe(0);
    // 100.5 cut to 100, then 101 kept: +0.5 of v, +0.5 of the truncation that goes.
    expect(numbers('ent', '01001', 'ecart_score', 'part_v', 'part_w', 'residu')).toEqual([1, 0.5, 0, 0.5]);
    expect(text('ent', 'comparaison.md')).toContain('| Résidu |');
  });
});

it('takes a score that was changed by hand into the residual, and says that the file was', async () => {
  store('retouche', B);
  const path = join(folder.path, 'retouche/ifn.csv');
  writeFileSync(path, readFileSync(path, 'utf8').replace(';110;1;', ';113;1;'));
  const { code, stderr } = await compare('a', 'retouche', '--out', 'main');
  expect(code).toBe(0);
  expect(stderr).toContain("Attention : retouche : ifn.csv n'est plus celui que manifest.json décrit ; il a été modifié.");
  expect(numbers('main', '01001', 'ecart_score', 'part_v', 'part_w', 'residu')).toEqual([13, 10, 0, 3]);
});

describe('compare is refused', () => {
  it('where it would write into one of the results, and where nothing is in both', async () => {
    store('ailleurs', { rows: { '02001': { score: 1, points: { v: 1 } } } });
    expect(await compare('a', 'b', '--out', 'b')).toMatchObject({ code: 2 });
    expect((await compare('a', 'ailleurs', '--ranks')).stderr).toContain("a et ailleurs n'ont aucune unité en commun.");
    expect(await compare('a', 'absent')).toMatchObject({ code: 3 });
  });
});

it('does not depend on the order of rows', async () => {
  storeResult(join(folder.path, 'ordre/a'), A);
  storeResult(join(folder.path, 'ordre/b'), { ...B, rows: Object.fromEntries(Object.entries(B.rows).reverse()) });
  const path = join(folder.path, 'ordre/b/ifn.csv');
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  writeFileSync(path, [header, ...lines.reverse(), ''].join('\n'));
  await runCli(['compare', 'a', 'b', '--out', 'droit'], folder.path);
  const shuffled = await runCli(['compare', 'a', 'b', '--out', 'c'], join(folder.path, 'ordre'));
  expect(shuffled.code).toBe(0);
  for (const name of ['comparaison.csv', 'comparaison.md', 'comparaison.json']) expect(text('ordre/c', name), name).toBe(text('droit', name));
});

it('--json answers with what it writes', async () => {
  const { stdout, stderr } = await compare('a', 'b', '--json', '--quiet');
  expect(stderr).toBe('');
  expect(stdout).toBe(text('comparaison', 'comparaison.json'));
});
