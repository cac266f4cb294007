import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../support/run-cli.js';
import { failure, readFixture, readTexts } from './support.js';

const text = (name: string): string => readFileSync(repositoryFile(`fixtures/posts-canoniques/${name}`), 'utf8');
const POSTS = text('postes.csv');
const INTERVENTIONS = text('interventions.csv');
const DEMANDS = text('demandes.csv');

describe('postes.csv, interventions.csv, demandes.csv', () => {
  it('se lisent', async () => {
    const { posts, interventions, demands, notes, locationsKnown } = await readFixture('posts-canoniques', ['postes.csv', 'interventions.csv', 'demandes.csv']);
    expect(posts.map(({ id, count, structure, seat, state, coordinator, start, end, amount }) => [id, count, structure, seat, state, coordinator, start, end, amount])).toEqual([
      ['P1', 1, 'Centre social inventé', '69387', 'occupe', false, '2021-06-01', '2024-05-31', 50000],
      ['P2', 1, 'Association inventée ; le Fil', '01053', 'vacant', true, null, null, null],
      ['G1', 4, 'Commune inventée', '69266', 'valide', false, null, null, 112286.48],
    ]);
    expect(interventions).toEqual([
      { post: 'P1', commune: '69387', share: 0.5 },
      { post: 'P1', commune: '69259', share: 0.3 },
      { post: 'P1', commune: '69152', share: 0.2 },
      { post: 'P2', commune: '01053', share: 1 },
    ]);
    expect(demands.map(({ id, kind, state, posts: n, date }) => [id, kind, state, n, date])).toEqual([
      ['D1', 'structure', 'CREEE', 2, '2021-02-23'],
      ['D2', 'structure', 'EXAMEN_COMPLEMENTAIRE_COSELEC', 1, '2021-02-20'],
      ['D3', 'ajout', 'en_cours', 1, '2022-03-01'],
      ['D4', 'structure', 'DOUBLON', 2, null],
    ]);
    expect(notes).toEqual([]);
    expect(locationsKnown).toBe(true);
  });

  it('les colonnes qui peuvent être vides peuvent manquer', async () => {
    const { posts } = await readTexts({ 'p.csv': 'poste;structure;commune;departement;statut\nP1;Centre;69123;69;Occupé\n' });
    expect(posts[0]).toMatchObject({ count: 1, state: 'occupe', siret: null, validated: null, amount: null });
  });

  it('dit une colonne mal nommée', async () => {
    const { told } = await readTexts({ 'p.csv': POSTS.replace('date_validation', 'date_validaton') });
    expect(told).toContain('p.csv : colonne « date_validaton » non lue ; vouliez-vous dire « date_validation » ?');
  });

  it.each([
    ['poste deux fois', POSTS.replace('P2;', 'P1;'), 'p.csv, lignes 2 et 3 : deux lignes pour le poste « P1 »'],
    ['statut inconnu', POSTS.replace(';vacant;', ';libre;'), 'p.csv, ligne 3, colonne statut : « libre » ; statut inconnu. Statuts connus : valide, occupe, vacant, rendu.'],
    ['nombre non entier', POSTS.replace('G1;4', 'G1;quatre'), 'p.csv, ligne 4, colonne nombre : « quatre » ; il faut un nombre entier'],
    ['fin avant le début', POSTS.replace('2024-05-31', '2020-05-31'), 'p.csv, ligne 2, colonne fin : « 2020-05-31 » ; la fin vient avant le début'],
    ['sans identifiant', POSTS.replace('P2;', ';'), 'p.csv, ligne 3, colonne poste : la case est vide'],
    ['demande deux fois', DEMANDS.replace('D2;', 'D1;'), 'p.csv, lignes 2 et 3 : deux lignes pour la demande « D1 »'],
    ['état inconnu', DEMANDS.replace('CREEE', 'OUVERTE'), 'p.csv, ligne 2, colonne etat : « OUVERTE » ; état inconnu pour la nature structure. États connus : CREEE, EXAMEN_COMPLEMENTAIRE_COSELEC'],
    ['état d’une autre nature', DEMANDS.replace('en_cours', 'CREEE'), 'p.csv, ligne 4, colonne etat : « CREEE » ; état inconnu pour la nature ajout. États connus : en_cours, validee, refusee.'],
    ['nature inconnue', DEMANDS.replace('ajout', 'renfort'), 'p.csv, ligne 4, colonne nature : « renfort » ; nature inconnue. Natures connues : structure, ajout, retrait.'],
    ['postes non entiers', DEMANDS.replace(';69;2;CREEE', ';69;2,5;CREEE'), 'p.csv, ligne 2, colonne postes : « 2,5 »'],
  ])('refuse (3) : %s', async (_, broken, message) => {
    const failed = await failure(readTexts({ 'p.csv': broken }));
    expect(failed.code).toBe(3);
    expect(failed.message).toContain(message);
  });

  it.each([
    ['somme sous 1', INTERVENTIONS.replace('0,3', '0,2'), 'i.csv, lignes 2, 3, 4 : les quotités du poste « P1 » font 0,90 (0,5 + 0,2 + 0,2) au lieu de 1'],
    ['somme à peine au-dessus de 1', INTERVENTIONS.replace('P2;01053;1', 'P2;01053;0.99999\nP2;01053;0.00002'), 'les quotités du poste « P2 » font 1,00001 '],
    ['poste inconnu', INTERVENTIONS.replace('P2;', 'P22;'), 'i.csv, ligne 5, colonne poste : « P22 » n\'est pas dans la liste des postes. Vouliez-vous dire « P2 » ?'],
    ['groupe de postes', INTERVENTIONS.replace('P2;', 'G1;'), 'i.csv, ligne 5, colonne poste : « G1 » vaut 4 postes'],
    ['quotité nulle', INTERVENTIONS.replace('0,3', '0'), 'i.csv, ligne 3, colonne quotite : « 0 » ; il faut une part'],
    ['quotité illisible', INTERVENTIONS.replace('0,3', '30 %'), 'i.csv, ligne 3, colonne quotite : « 30 % »'],
    ['sans commune', INTERVENTIONS.replace('69259', ''), "i.csv, ligne 3, colonne commune : il faut le code Insee de la commune d'intervention"],
  ])('interventions, refuse (3) : %s', async (_, broken, message) => {
    const failed = await failure(readTexts({ 'p.csv': POSTS, 'i.csv': broken }));
    expect(failed.code).toBe(3);
    expect(failed.message).toContain(message);
  });

  it('accepte des tiers écrits avec six décimales', async () => {
    const { interventions } = await readTexts({ 'p.csv': POSTS, 'i.csv': 'poste;commune;quotite\nP1;69387;0.333333\nP1;69259;0.333333\nP1;69266;0.333333\n' });
    expect(interventions).toHaveLength(3);
  });
});
