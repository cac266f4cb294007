import { beforeAll, describe, expect, it } from 'vitest';
import { COMMUNES } from '../support/tables.js';
import { byCodeOf, columnSum, csvRecords, numberOf, useWork } from '../support/post-files.js';
import { repositoryFile } from '../support/run-cli.js';
import { readFileSync } from 'node:fs';

const work = useWork();
const MEMBERS = [...COMMUNES.cog.epci.get('245400676')!.membres].sort();
const DEPARTEMENT = [...COMMUNES.cog.communes.values()].filter((c) => c.departement === '54').map((c) => c.code).sort();
const scores = (codes: readonly string[]): string => ['code;score;population_15_plus', ...codes.map((code, i) => `${code};${String(80 + (i % 50))};${String(1000 + i)}`), ''].join('\n');
const folder = (reading: string): string => repositoryFile(`fixtures/grand-nancy-${reading}`);

beforeAll(() => {
  work.put('metropole/ifn.csv', scores(MEMBERS));
  work.put('departement/ifn.csv', scores(DEPARTEMENT));
});
const crossed = async (reading: string, territory: string): Promise<Record<string, string>[]> => {
  await work.done('cross', '--scores', `${territory}/ifn.csv`, '--posts', `${folder(reading)}/postes.csv`, '--posts', `${folder(reading)}/interventions.csv`, '--out', `${reading}-${territory}`);
  return work.rows(`${reading}-${territory}/croisement.csv`);
};

describe.each([
  ['recouvrement', 17],
  ['disjoint', 29],
])('Grand Nancy, %s: 55 / 17 / 12', (reading, distinct) => {
  it(`17 act on the métropole, 12 seated there act beyond, ${String(distinct)} distinct posts`, async () => {
    const line = byCodeOf(await crossed(reading, 'metropole')).get('245400676')!;
    expect(line['niveau']).toBe('epci');
    expect(['postes_intervenant', 'postes_au_dela', 'postes_distincts'].map((c) => numberOf(line, c))).toEqual([17, 12, distinct]);
    const places = csvRecords(readFileSync(`${folder(reading)}/interventions.csv`, 'utf8'));
    const inside = places.filter((p) => MEMBERS.includes(p['commune']!));
    expect(numberOf(line, 'etp')).toBeCloseTo(columnSum(inside, 'quotite'), 9);
    const report = work.read(`${reading}-metropole/croisement.md`);
    expect(report).toMatch(new RegExp(`17 intervenant \\([\\d,]+ ETP\\), 12 implantés intervenant au-delà \\([\\d,]+ ETP au-dehors\\) ; ${String(distinct)} postes distincts`));
    expect(report).toContain('| 54 | 55 |');
  });

  it('seats, full-time equivalents and shares of the communes add up to the line of the métropole', async () => {
    const rows = await crossed(reading, 'metropole');
    const [communes, line] = [rows.filter((r) => r['niveau'] === 'commune'), rows.at(-1)!];
    expect(communes.length).toBe(20);
    for (const column of ['postes_implantes', 'etp', 'postes_portes', 'part_postes', 'part_poids', 'ecart_postes']) {
      expect(columnSum(communes, column)).toBeCloseTo(numberOf(line, column), 6);
    }
    expect(numberOf(line, 'postes_portes') + numberOf(line, 'postes_a_localiser')).toBe(numberOf(line, 'postes_implantes'));
  });

  it('55 are validated in the département, all act in it, and each counts once there', async () => {
    const rows = await crossed(reading, 'departement');
    const line = rows.find((r) => r['niveau'] === 'departement')!;
    expect(['code', 'postes_implantes', 'postes_intervenant', 'postes_au_dela', 'postes_distincts'].map((c) => line[c])).toEqual(['54', '55', '55', '0', '55']);
    expect(numberOf(line, 'etp')).toBeCloseTo(55, 4);
    expect(numberOf(rows.find((r) => r['code'] === '245400676'), 'postes_distincts')).toBe(distinct);
  });
});
