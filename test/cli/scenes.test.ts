import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { byCodeOf, columnSum, csvRecords, expectOutputsOfManifest, manifestIn, numberOf, useWork } from '../support/post-files.js';
import { repositoryFile } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';

const work = useWork();
const FEBRUARY = 'sortie/fevrier-2021';
const APRIL = 'sortie/avril-2023';
let run: Run;
beforeAll(async () => {
  run = await work.done('compute');
});

describe('the two scenes of the demonstration', () => {
  it('are folders of their own, each with its files', () => {
    expect(Object.keys(work.texts(FEBRUARY)).sort()).toEqual(['allocation.csv', 'allocation.md', 'croisement.csv', 'croisement.md', 'manifest.json']);
    expect(Object.keys(work.texts(APRIL)).sort()).toEqual(['croisement.csv', 'croisement.md', 'manifest.json']);
  });

  it('are both told', () => {
    expect(run.stderr).toContain('Scène de février 2021');
    expect(run.stderr).toContain('Scène du 5 avril 2023');
  });

  it('give the same bytes again', async () => {
    const once = [work.texts(FEBRUARY), work.texts(APRIL)];
    await work.done('compute');
    expect([work.texts(FEBRUARY), work.texts(APRIL)]).toEqual(once);
  });

  it('have manifests whose hashes are those of the files, inputs of the package included', () => {
    for (const folder of [FEBRUARY, APRIL]) {
      expectOutputsOfManifest(work, folder);
      for (const { chemin, sha256 } of manifestIn(work, folder).entrees) {
        expect(createHash('sha256').update(readFileSync(repositoryFile(chemin))).digest('hex')).toBe(sha256);
      }
    }
  });

  it('are never combined: no demand in April, no post and no envelope of April in February', () => {
    const inputs = (folder: string): string[] => manifestIn(work, folder).entrees.map((e) => e.chemin);
    expect(inputs(FEBRUARY).every((path) => path.includes('fevrier-2021/'))).toBe(true);
    expect(inputs(APRIL).every((path) => path.includes('avril-2023/'))).toBe(true);
    expect(work.rows(`${FEBRUARY}/croisement.csv`).every((r) => r['postes_portes'] === '' && r['ecart_postes'] === '')).toBe(true);
    expect(work.rows(`${FEBRUARY}/allocation.csv`).every((r) => r['existants'] === '')).toBe(true);
    expect(work.rows(`${APRIL}/croisement.csv`).every((r) => r['demandes_structures'] === '' && r['demandes_postes'] === '')).toBe(true);
    expect(manifestIn(work, APRIL)['repartition']).toBeUndefined();
    expect(work.read('sortie/ifn.csv').split('\n')[0]).not.toMatch(/postes|demandes/);
    for (const text of Object.values(work.texts(FEBRUARY))) expect(text).not.toMatch(/2023/);
    for (const text of Object.values(work.texts(APRIL))) expect(text).not.toMatch(/février|fevrier|50 \+ 15|49 à 65|INVENT/);
  });

  it('are not written when posts are given', async () => {
    work.put('p.csv', 'poste;nombre;structure;siret;type;commune;departement;statut;coordinateur;date_validation;debut;fin;montant\na;1;S;;;69029;69;valide;non;;;;\n');
    await work.done('compute', '--posts', 'p.csv', '--out', 'seul');
    expect(readdirSync(join(work.path, 'seul')).sort()).toContain('croisement.csv');
    expect(existsSync(join(work.path, 'seul/fevrier-2021'))).toBe(false);
  });
});

describe('February 2021', () => {
  it.each(['croisement.md', 'allocation.md'])('%s says at once that the demands are invented', (name) => {
    expect(work.read(`${FEBRUARY}/${name}`).split('\n').slice(0, 4).join('\n')).toContain('50 demandes INVENTÉES');
  });

  it('has the 50 demands of its file, social centres first', () => {
    const demands = csvRecords(readFileSync(repositoryFile('data/demo/fevrier-2021/demandes.csv'), 'utf8'));
    expect(demands.length).toBe(50);
    for (const { demande, structure } of demands) expect(`${demande!} ${structure!}`).toMatch(/invent/i);
    expect(demands[0]!['structure']).toMatch(/^Centre social/);
    const line = work.rows(`${FEBRUARY}/croisement.csv`).at(-1)!;
    expect(numberOf(line, 'demandes_structures') + numberOf(line, 'demandes_a_localiser_structures')).toBe(50);
    expect(numberOf(line, 'demandes_postes') + numberOf(line, 'demandes_a_localiser_postes')).toBe(columnSum(demands, 'postes'));
  });

  it('shares 50 + 15 from zero, and 49 to 65', () => {
    const rows = work.rows(`${FEBRUARY}/allocation.csv`);
    expect([rows.length, columnSum(rows, 'postes'), columnSum(rows, 'postes_bas'), columnSum(rows, 'postes_haut')]).toEqual([58, 50, 38, 50]);
    expect(manifestIn(work, FEBRUARY)['repartition']).toMatchObject({ total: 65, enveloppe: { bas: 49, haut: 65 } });
    expect(work.read(`${FEBRUARY}/allocation.md`)).toContain('Métropole de Lyon 50, Nouveau-Rhône 15');
  });
});

describe('5 April 2023', () => {
  const rows = (): Record<string, string>[] => work.rows(`${APRIL}/croisement.csv`);

  it('69 seats in the métropole = 42 carried by a commune + 27 to place', () => {
    const line = byCodeOf(rows()).get('200046977')!;
    expect([line['postes_portes'], line['postes_a_localiser']]).toEqual(['42', '27']);
    expect(columnSum(rows().filter((r) => r['niveau'] === 'commune'), 'postes_portes')).toBe(42);
    expect(work.read(`${APRIL}/croisement.md`)).toContain('Métropole de Lyon : 69 = 42 portés dans une commune + 27 à localiser.');
  });

  it('81 allocated to the Rhône = 68 + 10 + 3, one in Lyon for the Isère', () => {
    const report = work.read(`${APRIL}/croisement.md`);
    expect(report).toContain('| 69 | 81 | 68 | 10 | 3 | 0 |');
    expect(report).toContain('| 38 | 1 | 1 | 0 | 0 | 0 |');
    expect(report).toContain('Sièges dans le 69 : 79 = 69 dans le territoire + 10 ailleurs dans le département.');
  });

  it('withholds the classes and says why', () => {
    expect(rows().every((r) => r['classe'] === '')).toBe(true);
    expect(manifestIn(work, APRIL)['croisement']).toMatchObject({ classes_donnees: false });
    expect(work.read(`${APRIL}/croisement.md`)).toMatch(/39\s% des postes .* à localiser.*les classes ne sont pas données/);
  });

  it('has shares of posts and of weight that add up to 1', () => {
    const communes = rows().filter((r) => r['niveau'] === 'commune');
    expect(columnSum(communes, 'part_postes')).toBeCloseTo(1, 9);
    expect(columnSum(communes, 'part_poids')).toBeCloseTo(1, 9);
    expect(columnSum(communes, 'ecart_postes')).toBeCloseTo(0, 9);
  });
});
