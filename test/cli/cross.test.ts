import { beforeAll, describe, expect, it } from 'vitest';
import { DEMANDS, DEMANDS_HEADER, POSTS, POSTS_HEADER, SCORES, byCodeOf, columnSum, csv, expectOutputsOfManifest, manifestIn, numberOf, useWork } from '../support/post-files.js';

const work = useWork();
beforeAll(() => {
  work.put('ifn.csv', SCORES);
  work.put('postes.csv', POSTS);
  work.put('demandes.csv', DEMANDS);
});
const crossed = async (...argv: readonly string[]): Promise<ReadonlyMap<string, Record<string, string>>> => {
  await work.done('cross', '--scores', 'ifn.csv', '--out', 'essai', ...argv);
  return byCodeOf(work.rows('essai/croisement.csv'));
};
const report = (): string => work.read('essai/croisement.md');

describe('croisement.csv', () => {
  it('has the communes by code, then the territory: seats = carried + to place', async () => {
    const rows = await crossed('--posts', 'postes.csv', '--demands', 'demandes.csv');
    expect([...rows.keys()]).toEqual(['69029', '69091', '69259', '69266', 'territoire']);
    const whole = rows.get('territoire')!;
    expect([whole['postes_portes'], whole['postes_a_localiser']]).toEqual(['4', '1']);
    expect([...rows.values()].slice(0, 4).map((r) => [r['postes_portes'], r['postes_a_localiser']])).toEqual([['0', ''], ['0', ''], ['3', ''], ['1', '']]);
    expect([whole['demandes_structures'], whole['demandes_postes'], whole['demandes_a_localiser_structures'], whole['demandes_a_localiser_postes']]).toEqual(['1', '2', '1', '3']);
    expect(whole['demandes_par_etat']).toBe('CREEE=1/2|DOUBLON=1/5');
  });

  it('shares add up to 1, gaps to 0, rates are per 10,000 of 15 and over', async () => {
    const rows = [...(await crossed('--posts', 'postes.csv')).values()].slice(0, 4);
    expect(columnSum(rows, 'part_postes')).toBeCloseTo(1, 12);
    expect(columnSum(rows, 'part_poids')).toBeCloseTo(1, 12);
    expect(columnSum(rows, 'ecart_postes')).toBeCloseTo(0, 12);
    for (const row of rows) expect(numberOf(row, 'postes_pour_10000')).toBeCloseTo((10000 * numberOf(row, 'postes_portes')) / numberOf(row, 'population_15_plus'), 9);
  });

  it('classes: exactly 20 % to place is given, 25 % is withheld', async () => {
    const given = await crossed('--posts', 'postes.csv', '--demands', 'demandes.csv');
    expect([...given.values()].map((r) => r['classe'])).toEqual([
      "besoin modéré ; aucun poste porté dans la commune (lieux d'intervention non connus), aucune demande",
      "besoin faible ; aucun poste porté dans la commune (lieux d'intervention non connus), aucune demande",
      "besoin fort ; poste porté dans la commune (lieux d'intervention non connus)",
      "besoin fort ; poste porté dans la commune (lieux d'intervention non connus)",
      '',
    ]);
    work.put('trois.csv', csv(POSTS_HEADER, 'a;3;Ville inventée;;COMMUNE;69259;69;valide;non;;;;', 'c;1;Réseau inventé;;;69029;69;valide;non;;;;'));
    const withheld = await crossed('--posts', 'trois.csv', '--demands', 'demandes.csv');
    expect([...withheld.values()].map((r) => r['classe'])).toEqual(['', '', '', '', '']);
    expect([...withheld.values()].map((r) => r['besoin'])).toEqual(['modere', 'faible', 'fort', 'fort', '']);
    expect(report()).toContain('les classes ne sont pas données');
    expect(manifestIn(work, 'essai')['croisement']).toMatchObject({ classes_donnees: false });
  });

  it('--thresholds moves the classes and is printed', async () => {
    const rows = await crossed('--posts', 'postes.csv', '--thresholds', '70,95');
    expect([...rows.values()].map((r) => r['besoin'])).toEqual(['fort', 'modere', 'fort', 'fort', '']);
    expect(report()).toContain("fort si l'indice atteint 95, modéré dans [70 ; 95[, faible au-dessous");
  });

  it('without demands nothing is said of who asks; without posts nothing is said of posts', async () => {
    const posts = await crossed('--posts', 'postes.csv');
    for (const row of posts.values()) {
      expect(row['classe']).not.toContain('demande');
      expect([row['demandes_structures'], row['demandes_par_etat']]).toEqual(['', '']);
    }
    const asked = await crossed('--demands', 'demandes.csv');
    for (const row of asked.values()) expect(['postes_portes', 'postes_a_localiser', 'postes_pour_10000', 'part_postes', 'ecart_postes', 'classe'].map((c) => row[c])).toEqual(['', '', '', '', '', '']);
    expect(report()).not.toContain('Postes portés');
  });

  it('places of intervention: seated, acting, beyond and time, in the commune where it is spent', async () => {
    work.put('seuls.csv', csv(POSTS_HEADER, 'a;1;Ville inventée;;;69259;69;valide;non;;;;', 'b;1;Ailleurs inventé;;;75111;69;valide;non;;;;'));
    work.put('lieux.csv', csv('poste;commune;quotite', 'a;69259;0.5', 'a;69264;0.5', 'b;69266;0.25', 'b;69259;0.75'));
    const rows = await crossed('--posts', 'seuls.csv', '--posts', 'lieux.csv');
    const cells = (code: string): string[] => ['postes_implantes', 'postes_intervenant', 'postes_au_dela', 'postes_distincts', 'etp', 'etp_au_dela'].map((c) => rows.get(code)![c]!);
    expect(cells('69259')).toEqual(['1', '2', '1', '2', '1.25', '0.5']);
    expect(cells('69266')).toEqual(['0', '1', '0', '1', '0.25', '0']);
    expect(cells('territoire')).toEqual(['1', '2', '1', '2', '1.5', '0.5']);
    expect(rows.get('69266')!['classe']).toBe('besoin fort ; pourvu');
    expect(rows.get('69029')!['classe']).toBe("besoin modéré ; aucun poste n'intervient dans la commune");
  });
});

describe('croisement.md', () => {
  it('opens with what a decision-maker needs, in this order', async () => {
    await crossed('--posts', 'postes.csv', '--demands', 'demandes.csv');
    expect([...report().matchAll(/^## (.+)$/gm)].map(([, title]) => title).slice(0, 4)).toEqual([
      "Où l'indice est élevé et où personne ne demande", 'Où la demande dépasse le poids', 'À quel point la répartition est inégale', 'Ce que les sources ne disent pas',
    ]);
    expect(report()).toContain("Indice relatif de risque d'un territoire : il ne décrit aucun habitant");
  });

  it('where the score is high and nobody asks: Vénissieux, whose demand is a double, not Villeurbanne', async () => {
    await crossed('--posts', 'postes.csv', '--demands', 'demandes.csv');
    const [, section = ''] = report().split('## ');
    expect(section).toContain('| Vénissieux | 69259 | 140,0 | 3 |');
    for (const name of ['Villeurbanne', 'Bron', 'Givors']) expect(section).not.toContain(name);
    const [, , above = ''] = report().split('## ');
    expect(above).toContain('| Villeurbanne | 69266 | 110,0 | 2 | 39,3\u202f% | +1,2 |');
  });

  it('gives the observed inequality, the least attainable and the difference, and no Gini on seats', async () => {
    await crossed('--posts', 'postes.csv');
    // Quotas 0.68, 0.25, 1.5, 1.57; held 0, 0, 3, 1 ; best 1, 0, 1, 2.
    expect(report()).toMatch(/- observée : 37,5\s% ;\n- la plus petite possible avec autant de postes entiers : 18,8\s% ;\n- différence, .* : 18,8\s%\./u);
    expect(report()).toContain('indice de Gini : non donné');
  });

  it('says that validated is neither occupied nor funded, and that seats are not places', async () => {
    await crossed('--posts', 'postes.csv');
    expect(report()).toContain('Validé ne veut pas dire occupé, ni encore financé.');
    expect(report()).toContain("« postes portés » ne veut pas dire « postes présents »");
  });

  it('--horizon lists what ends and who loses its last post', async () => {
    await crossed('--posts', 'postes.csv', '--horizon', '2024-07-01');
    const section = report().slice(report().indexOf('## Ce qui finit avant le 2024-07-01'));
    expect(section).toContain('| 2024-01-31 | Ville inventée |');
    expect(section).toContain('Communes qui perdent alors leur dernier poste : Vénissieux (69259).');
    expect(section).toContain('1 poste du territoire sans fin connue');
    await crossed('--posts', 'postes.csv', '--horizon', '2024-01-31');
    expect(report()).toContain('Aucun poste du territoire ne finit avant cette date');
  });

  it('--as-of counts as things stood, and says so', async () => {
    const rows = await crossed('--posts', 'postes.csv', '--as-of', '2024-02-01');
    expect(rows.get('69259')!['postes_portes']).toBe('0');
    expect(report()).toMatch(/5 postes dans les fichiers, dont 3 hors de la date demandée/);
    expect(report()).toContain('ce qui tenait le 2024-02-01');
  });

  it('coordinators and posts given back are counted apart', async () => {
    work.put('plus.csv', `${POSTS}e;1;Ville inventée;;;69029;69;valide;oui;;;;\nf;2;Ville inventée;;;69029;69;rendu;non;;;;\n`);
    const rows = await crossed('--posts', 'plus.csv');
    expect(rows.get('69029')!['postes_portes']).toBe('0');
    expect(report()).toMatch(/8 postes dans les fichiers, dont 1 coordinateur.*2 rendus/);
  });
});

describe('hostile names', () => {
  const NAME = '<img src=x onerror=alert(1)> | ; ""guillemets"" [lien](x)';

  it('are text in croisement.md, and cells in croisement.csv', async () => {
    work.put('hostile.csv', csv(POSTS_HEADER, `a;1;"${NAME}";;EPCI;69029;69;valide;non;;;2024-01-31;`));
    work.put('types.csv', csv(DEMANDS_HEADER, `d;structure;Structure;;"${NAME}";69266;69;1;CREEE;`));
    const rows = await crossed('--posts', 'hostile.csv', '--demands', 'types.csv', '--horizon', '2024-07-01');
    expect(report()).not.toMatch(/<img|(?<!\\)\[lien\]/);
    expect(report()).toContain('&lt;img src=x onerror=alert(1)&gt; \\| ; "guillemets" \\[lien\\](x)');
    const cells = report().split('\n').filter((line) => line.includes('onerror') && line.startsWith('|')).map((line) => line.match(/(?<!\\)\|/g)!.length);
    expect(cells).toEqual([5, 4, 5]);
    expect([...rows.keys()]).toEqual(['69029', '69091', '69259', '69266', 'territoire']);
    expect(rows.get('69266')!['demandes_par_type']).toContain('<img src x onerror alert(1)>   ; "guillemets"');
  });
});

describe('the manifest of a crossing', () => {
  it('has the section croisement, its inputs with the scores, and right hashes', async () => {
    await crossed('--posts', 'postes.csv', '--demands', 'demandes.csv', '--as-of', '2023-01-01');
    const manifest = manifestIn(work, 'essai');
    expect(manifest['croisement']).toMatchObject({ date: '2023-01-01', seuils: { modere: 90, fort: 110 }, lieux_connus: false, postes: { fichiers: 5, siege_dans_le_territoire: 5, a_localiser: 1 } });
    expect(manifest.entrees.map((e) => [e.chemin, e.role])).toEqual(expect.arrayContaining([['demandes.csv', 'demandes'], ['ifn.csv', 'scores'], ['postes.csv', 'postes']]));
    expectOutputsOfManifest(work, 'essai');
  });

  it('holds no absolute path', async () => {
    await crossed('--posts', `${work.path}/postes.csv`);
    expect(JSON.stringify(manifestIn(work, 'essai'))).not.toContain(work.path);
  });
});
