import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { byCodeOf, columnSum, numberOf, useDemonstration } from '../support/post-files.js';
import type { Run } from '../support/run-cli.js';
import { COMMUNES } from '../support/tables.js';

const REAL = process.env['FRAGILITE_REAL'];
const skipped = REAL === undefined || REAL === '';
const LIST = resolve(REAL ?? '', 'anct/structures_conseillers_20230405_extrait.csv');

interface Row {
  readonly line: number;
  readonly posts: number;
  readonly seat: string;
  readonly allocation: string;
}

/** The rows by plain parsing: codes with their zero back, nothing else. */
function rowsOf(): Row[] {
  const records = parse<Record<string, string>>(readFileSync(LIST, 'utf8'), { delimiter: ';', columns: true, bom: true });
  return records.map((r, i) => ({
    line: i + 2,
    posts: Number(r['Nombre de conseillers validés par le COSELEC']),
    seat: r['Code commune INSEE']!.padStart(5, '0'),
    allocation: r['Code département']!.padStart(2, '0'),
  }));
}

const metropole = new Set(COMMUNES.cog.epci.get('200046977')!.membres);
const unitOf = (seat: string): string => (/^6938\d$/.test(seat) ? '69123' : (COMMUNES.cog.formerCodes.get(seat) ?? seat));
const inMetropole = ({ seat }: Row): boolean => metropole.has(unitOf(seat));
const total = (rows: readonly Row[]): number => rows.reduce((n, r) => n + r.posts, 0);

describe.skipIf(skipped)(`the published list of 5 April 2023${skipped ? " (sauté : FRAGILITE_REAL n'est pas défini)" : ''}`, () => {
  const work = useDemonstration();
  let run: Run;
  let rows: Row[];
  beforeAll(async () => {
    run = await work.done('cross', '--scores', 'sortie/ifn.csv', '--posts', LIST, '--out', 'reel');
    rows = rowsOf();
  });
  const report = (): string => work.read('reel/croisement.md');
  const line = (): Record<string, string> => byCodeOf(work.rows('reel/croisement.csv')).get('200046977')!;
  const allocatedTo = (departement: string): Row[] => rows.filter((r) => r.allocation === departement);

  it('the file has 206 posts in 143 rows, all found again', () => {
    expect([rows.length, total(rows)]).toEqual([143, 206]);
    expect(report()).toContain('206 postes dans les fichiers.');
    expect(run.stderr).toContain('206 postes dans les fichiers');
    expect(report()).toContain('143 lignes');
  });

  it('81 allocated to the Rhône = 68 in the métropole + 10 elsewhere in the Rhône + 3 outside, by the file itself', () => {
    const rhone = allocatedTo('69');
    const inside = rhone.filter(inMetropole);
    const elsewhere = rhone.filter((r) => !inMetropole(r) && r.seat.startsWith('69'));
    const outside = rhone.filter((r) => !r.seat.startsWith('69'));
    expect([total(rhone), total(inside), total(elsewhere), total(outside)]).toEqual([81, 68, 10, 3]);
    expect(report()).toContain('| 69 | 81 | 68 | 10 | 3 | 0 |');
  });

  it('69 seated in the métropole whatever their allocation, 79 in the Rhône', () => {
    expect([total(rows.filter(inMetropole)), total(rows.filter((r) => r.seat.startsWith('69')))]).toEqual([69, 79]);
    expect(total(rows.filter((r) => inMetropole(r) && r.allocation !== '69'))).toBe(1);
    expect(report()).toContain('Sièges dans le 69 : 79 = 69 dans le territoire + 10 ailleurs dans le département.');
    expect(numberOf(line(), 'postes_portes') + numberOf(line(), 'postes_a_localiser')).toBe(69);
    expect(columnSum(work.rows('reel/croisement.csv').filter((r) => r['niveau'] === 'commune'), 'postes_portes')).toBe(numberOf(line(), 'postes_portes'));
  });

  it('no commune has more posts carried than seats in the file', () => {
    for (const row of work.rows('reel/croisement.csv').filter((r) => r['niveau'] === 'commune')) {
      expect(numberOf(row, 'postes_portes')).toBeLessThanOrEqual(total(rows.filter((r) => unitOf(r.seat) === row['code'])));
    }
  });

  it('posts of every other département are counted, by allocation and by seat', () => {
    const departements = [...new Set(rows.map((r) => r.allocation))].sort();
    const told = [...report().matchAll(/^\| (\d\d) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$/gm)].map(([, ...cells]) => cells.map(Number));
    expect(told.map(([d, n]) => [d, n])).toEqual(departements.map((d) => [Number(d), total(allocatedTo(d))]));
    for (const [, n = 0, ...parts] of told) expect(parts.reduce((a, b) => a + b, 0)).toBe(n);
    const elsewhere = new Map<string, number>();
    for (const row of rows.filter((r) => !inMetropole(r))) elsewhere.set(row.seat.slice(0, 2), (elsewhere.get(row.seat.slice(0, 2)) ?? 0) + row.posts);
    expect(report()).toContain(`Sièges ailleurs, par département : ${[...elsewhere].sort().map(([d, n]) => `${d} : ${String(n)}`).join(', ')}.`);
  });

  it('every row that was repaired or is odd is named by its line', () => {
    const raw = parse<Record<string, string>>(readFileSync(LIST, 'utf8'), { delimiter: ';', columns: true, bom: true });
    const repaired = raw.flatMap((r, i) => (r['Code commune INSEE']!.length < 5 || r['Code département']!.length < 2 ? [i + 2] : []));
    const odd = rows.filter((r) => !r.seat.startsWith(r.allocation)).map((r) => r.line);
    expect(repaired.length).toBeGreaterThan(20);
    expect(odd.length).toBe(5);
    for (const n of [...repaired, ...odd]) expect(report()).toContain(`, ligne ${String(n)} : `);
  });

  it('the carrier that lends to communes and the département that acts elsewhere are to place, and named', () => {
    expect(report()).toMatch(/\| MAISON METROPOLITAINE D'INSERTION POUR L'EMPLOI \| Lyon 7e Arrondissement \| 17 \|/);
    expect(report()).toMatch(/Département du Rhône, 3 postes portés dans le territoire : .*n'agit pas dans la Métropole de Lyon/);
    expect(report()).toContain('### Siège hors du département d\'allocation');
    expect(numberOf(line(), 'postes_a_localiser')).toBeGreaterThanOrEqual(17 + 3);
    expect(line()['classe']).toBe('');
  });
});
