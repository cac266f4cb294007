import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../support/run-cli.js';
import { failure, noteLines, readFixture, readTexts } from './support.js';

const POSTS = readFileSync(repositoryFile('fixtures/posts-back-office/postes.csv'), 'utf8');
const STRUCTURES = readFileSync(repositoryFile('fixtures/posts-back-office/structures.csv'), 'utf8');

describe('la liste des postes du back-office', () => {
  it('compte chaque poste une fois, comme le dit sa ligne de plus tardive convention', async () => {
    const { posts, demands, told } = await readFixture('posts-back-office', ['postes.csv']);
    expect(demands).toEqual([]);
    expect(posts.map((p) => [p.id, p.state, p.coordinator, p.allocation, p.seat, p.start, p.end, p.amount])).toEqual([
      ['P1', 'occupe', false, '69', null, null, '2025-12-31', 42500.5],
      ['P2', 'vacant', false, '69', null, null, '2025-12-31', 42500],
      ['P3', 'occupe', true, '01', null, null, '2026-06-30', null],
      ['P4', 'occupe', false, '69', null, '2021-02-01', '2024-01-31', 37429],
    ]);
    expect(told).toContain("donnez aussi l'export des structures pour situer le siège des 4 postes");
  });

  it('dit quelle ligne fait foi', async () => {
    const notes = noteLines(await readFixture('posts-back-office', ['postes.csv']));
    expect(notes).toContain('repeated 3: poste P1 sur les lignes 2, 3, compté une fois : la ligne 3 fait foi (fin de convention 2025-12-31), statut occupe (aussi rendu)');
    // Two rows that say the same thing need no choice.
    expect(notes.some((note) => note.includes('poste P3'))).toBe(false);
  });

  it('ne dépend pas de l’ordre des lignes', async () => {
    const [header = '', ...rows] = POSTS.trimEnd().split('\n');
    const read = async (lines: readonly string[]): Promise<unknown> => {
      const { posts } = await readTexts({ 'p.csv': `${[header, ...lines].join('\n')}\n` });
      return [...posts].sort((a, b) => (a.id < b.id ? -1 : 1));
    };
    expect(await read([...rows].reverse())).toEqual(await read(rows));
  });

  it("prend siège, SIRET et type dans l'export des structures, et dit ce qui n'y est pas", async () => {
    const { posts, files, told } = await readFixture('posts-back-office', ['postes.csv', 'structures.csv']);
    expect(posts.map((p) => [p.id, p.seat, p.siret, p.type])).toEqual([
      ['P1', '69266', '99999999900012', 'PRIVATE'],
      ['P2', '69266', '99999999900012', 'PRIVATE'],
      ['P3', '01053', '09999999980001', 'DEPARTEMENT'],
      ['P4', null, null, null],
    ]);
    expect(files.map(({ format, posts: n, demands }) => [format, n, demands])).toEqual([
      ['postes-anct', 4, 0],
      ['structures-anct', 0, 6],
    ]);
    expect(told).toContain("la structure de 1 poste n'est pas dans l'export des structures, siège inconnu : P4");
  });

  it.each([
    ['statut inconnu', 'P2,101,Association inventée du Pont,69,Vacant', 'P2,101,Association inventée du Pont,69,Gelé', 'p.csv, ligne 4, colonne Statut : « Gelé » ; statut inconnu. Statuts connus : Occupé, Vacant, Rendu.'],
    ['date', '30/06/2026,,Non,,', '30/02/2026,,Non,,', 'p.csv, ligne 5, colonne Fin de convention : « 30/02/2026 »'],
    ['oui ou non', ',Occupé,Oui,', ',Occupé,Peut-être,', 'colonne Coordinateur : « Peut-être » ; il faut oui ou non'],
  ])('refuse (3) : %s', async (_, from, to, message) => {
    const failed = await failure(readTexts({ 'p.csv': POSTS.replace(from, to) }));
    expect(failed.code).toBe(3);
    expect(failed.message).toContain(message);
  });

  it('lit un département par son nom', async () => {
    const { posts } = await readTexts({ 'p.csv': POSTS.replace('inventé,1,Occupé', 'inventé,Ain,Occupé').replace('inventé,1,Occupé', 'inventé,01 - Ain,Occupé') });
    expect(posts.find(({ id }) => id === 'P3')?.allocation).toBe('01');
  });
});

describe("l'export des structures du back-office", () => {
  it('tire les postes du dernier COSELEC favorable, phase 2 d’abord, sans les sommer', async () => {
    const { posts } = await readFixture('posts-back-office', ['structures.csv']);
    expect(posts.map(({ id, count, seat, siret, type, allocation }) => [id, count, seat, siret, type, allocation])).toEqual([
      ['101', 3, '69266', '99999999900012', 'PRIVATE', '69'],
      ['102', 4, '01053', '09999999980001', 'DEPARTEMENT', '01'],
    ]);
  });

  it('donne une demande par structure, avec son état', async () => {
    const { demands } = await readFixture('posts-back-office', ['structures.csv']);
    expect(demands.map(({ id, kind, posts, state, type, seat }) => [id, kind, posts, state, type, seat])).toEqual([
      ['101', 'structure', 3, 'VALIDATION_COSELEC', 'PRIVATE', '69266'],
      ['102', 'structure', 5, 'VALIDATION_COSELEC', 'DEPARTEMENT', '01053'],
      ['103', 'structure', 2, 'CREEE', 'PRIVATE', '69387'],
      ['104', 'structure', 1, 'EXAMEN_COMPLEMENTAIRE_COSELEC', 'COMMUNE', '69152'],
      ['105', 'structure', 2, 'DOUBLON', 'PRIVATE', '69266'],
      ['106', 'structure', 2, 'REFUS_COSELEC', 'PRIVATE', '69266'],
    ]);
  });

  it('nomme ce qui est écarté et ce qui se répète', async () => {
    const notes = noteLines(await readFixture('posts-back-office', ['structures.csv']));
    expect(notes).toContain('dropped 9: Doublon inventé (105) : statut DOUBLON, ses 2 postes validés ne sont pas comptés');
    expect(notes).toContain('repeated 4: structure 101 sur les lignes 2, 3, 4 : une seule demande, postes du dernier COSELEC favorable');
  });

  it.each([
    ['statut inconnu', ';CREEE;', ';EN_ATTENTE;', 's.csv, ligne 7, colonne Statut : « EN_ATTENTE » ; statut inconnu. Statuts connus : CREEE, EXAMEN_COMPLEMENTAIRE_COSELEC, VALIDATION_COSELEC, REFUS_COSELEC, REFUS_COORDINATEUR, ABANDON, ANNULEE, DOUBLON.'],
    ['avis inconnu', ';POSITIF;', ';RÉSERVÉ;', 's.csv, ligne 2, colonne Avis COSELEC : « RÉSERVÉ » ; avis inconnu'],
    ['numéro de COSELEC', ';62BIS;', ';premier;', 'colonne Numéro COSELEC : « premier » ; il faut un numéro'],
    ['deux décisions d’un COSELEC', ';62BIS;', ';61;', 's.csv, lignes 2 et 3 : la structure 101 a 2 puis 3 postes validés au COSELEC 61'],
    ['favorable sans nombre', ';oui;2;61;', ';oui;;61;', 'avis positif sans nombre de postes validés'],
  ])('refuse (3) : %s', async (_, from, to, message) => {
    const failed = await failure(readTexts({ 's.csv': STRUCTURES.replace(from, to) }));
    expect(failed.code).toBe(3);
    expect(failed.message).toContain(message);
  });

  it('se passe des colonnes Phase et Avis : « Validée en COSELEC » dit alors l’avis', async () => {
    const without = STRUCTURES.split('\n').map((line) => line.split(';').filter((_, i) => i !== 16 && i !== 17).join(';')).join('\n');
    const { posts } = await readTexts({ 's.csv': without });
    expect(posts.map(({ id, count }) => [id, count])).toEqual([['101', 3], ['102', 6]]);
  });

  it('dit quand l’avis et « Validée en COSELEC » se contredisent', async () => {
    const notes = noteLines(await readTexts({ 's.csv': STRUCTURES.replace('non;9;63', 'oui;9;63') }));
    expect(notes).toContain("odd 4: avis « EXAMEN COMPLÉMENTAIRE » mais « Validée en COSELEC » dit oui : l'avis fait foi");
  });
});
