import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Journal } from '../../../src/journal.js';
import { readPostFiles } from '../../../src/sources/posts/read-post-files.js';
import { carryCode } from '../../../src/territory/carry.js';
import { unitOf } from '../../../src/territory/cog.js';
import { repositoryFile } from '../../support/run-cli.js';
import { cog, failure, noteLines, readFixture, readTexts } from './support.js';

const TEXT = readFileSync(repositoryFile('fixtures/posts-liste-ouverte/structures.csv'), 'utf8');

describe('la liste ouverte', () => {
  it('donne un enregistrement par ligne, siège et attribution à part', async () => {
    const { posts, files, locationsKnown } = await readFixture('posts-liste-ouverte', ['structures.csv']);
    expect(files.map(({ format, rows, posts: n }) => [format, rows, n])).toEqual([['liste-ouverte', 9, 13]]);
    expect(locationsKnown).toBe(false);
    expect(posts[0]).toEqual({
      id: '02100000000011',
      count: 2,
      structure: 'COMMUNE DE BELLEROCHE INVENTEE',
      siret: '02100000000011',
      type: 'publique',
      seat: '01053',
      seatName: 'Bourg-en-Bresse',
      allocation: '01',
      state: 'valide',
      coordinator: false,
      validated: '2021-04-14',
      start: null,
      end: null,
      amount: 112286.48,
    });
    expect(posts.map(({ id, seat, allocation, amount }) => [id, seat, allocation, amount])).toEqual([
      ['02100000000011', '01053', '01', 112286.48],
      ['99999999900012-1', '69266', '69', 37429],
      ['99999999900012-2', '69266', '69', 112286],
      ['99999999800013', '75111', '69', null],
      ['commune-inventee-de-grigny', '69096', '91', 37429],
      ['99999999700014', '2A004', '2A', 37429],
      ['99999999600015', '97411', '974', 74858],
      ['99999999500016', '69387', '69', 37429],
      ['99999999400017', '69152', '69', 37429],
    ]);
  });

  it('nomme chaque ligne réparée ou douteuse', async () => {
    expect(noteLines(await readFixture('posts-liste-ouverte', ['structures.csv']))).toEqual([
      'repaired 2: code commune « 1053 » lu 01053 (zéro initial rétabli) ; SIRET « 2100000000011 » lu 02100000000011 (zéro initial rétabli) ; département « 1 » lu 01',
      'repeated 5: SIRET 99999999900012 sur 2 lignes (3, 5), toutes gardées',
      "outside 6: siège à Paris 11e Arrondissement (75111), département d'attribution 69, comme le code postal 69009",
      "outside 7: siège à Grigny (69096), département d'attribution 91, comme le code postal 91350",
      'odd 7: le département 91 a une commune de ce nom (Grigny, 91286) : le code 69096 est peut-être faux',
      'repaired 8: code commune « 2a004 » lu 2A004 (lettre mise en majuscule) ; département « 2a » lu 2A',
    ]);
  });

  it('sans COG, lit la même chose et ne compare pas les noms', async () => {
    const [with_, without] = [await readFixture('posts-liste-ouverte', ['structures.csv']), await readFixture('posts-liste-ouverte', ['structures.csv'], null)];
    expect(without.posts).toEqual(with_.posts);
    expect(noteLines(without).filter((line) => line.startsWith('odd'))).toEqual([]);
  });

  it('ne dépend pas de l’ordre des lignes', async () => {
    const row = (n: number, date: string, postcode: string): string => `RESEAU INVENTE;Lyon 3e Arrondissement;${String(n)};${date};99999999900012;69;69383;${postcode}`;
    const header = 'Raison sociale;Commune INSEE;Nombre de conseillers validés par le COSELEC;Date de validation en comité de sélection;SIRET;Code département;Code commune INSEE;Code postal';
    const rows = [row(1, '05/05/2021', '69400'), row(1, '05/05/2021', '69630'), row(3, '24/03/2021', '69740')];
    const read = async (lines: readonly string[]): Promise<unknown> => {
      const { posts } = await readTexts({ 'f.csv': `${[header, ...lines].join('\n')}\n` });
      return [...posts].sort((a, b) => (a.id < b.id ? -1 : 1));
    };
    expect(await read([...rows].reverse())).toEqual(await read(rows));
  });

  it.each([
    ['date du calendrier', /24\/03\/2021(?=;publique;;91)/, '31/02/2021', 'f.csv, ligne 7, colonne Date de validation en comité de sélection : « 31/02/2021 » ; il faut une date du calendrier'],
    ['nombre entier', ';2;14/04/2021', ';1,5;14/04/2021', 'f.csv, ligne 2, colonne Nombre de conseillers validés par le COSELEC : « 1,5 » ; il faut un nombre entier'],
    ['nombre présent', ';2;14/04/2021', ';;14/04/2021', 'f.csv, ligne 2, colonne Nombre de conseillers validés par le COSELEC : il faut un nombre entier'],
    ['nombre positif', ';2;14/04/2021', ';-1;14/04/2021', 'f.csv, ligne 2, colonne Nombre de conseillers'],
    ['montant', '37 429,00 €', 'beaucoup', 'colonne Investissement financier estimatif total de l\'Etat : « beaucoup » ; il faut un montant'],
    ['code de commune', ';69387;', ';Lyon;', 'f.csv, ligne 10, colonne Code commune INSEE : « Lyon » ; il faut le code Insee'],
    ['département', ';974;', ';96;', 'f.csv, ligne 9, colonne Code département : « 96 » ; il faut le code d’un département'],
  ])('refuse (3) : %s', async (_, from, to, message) => {
    const failed = await failure(readTexts({ 'f.csv': TEXT.replace(from, to) }));
    expect(failed.code).toBe(3);
    expect(failed.message).toContain(message);
  });

  it.each([
    ['69266;69100', '13055;69100', 'commune « Villeurbanne » mais le code 13055 est Marseille'],
    ['69266;69100', '69999;69100', 'code commune 69999 inconnu du COG'],
    ['69266;69100', ';69100', "pas de code commune (le code postal 69100 n'est pas une commune) : siège inconnu"],
    ['Villeurbanne;Rhône', 'Villeurbanne;Isère', 'département « Isère » mais le code 69 est Rhône'],
    ['69387;69007', '69387;38000', 'code postal 38000 (département 38), siège dans le 69'],
    ['2a004;20000', '2a004;20200', 'code postal 20200 (département 2B), siège dans le 2A'],
    ['97411;97400', '97411;97100', 'code postal 97100 (département 971), siège dans le 974'],
    ['99999999500016', '1,30004E+13', 'SIRET « 1,30004E+13 » illisible, abîmé par un tableur, laissé vide'],
  ])('« %s » devenu « %s » est gardé, et dit', async (from, to, note) => {
    const read = await readTexts({ 'f.csv': TEXT.replace(from, to) });
    expect(read.posts).toHaveLength(9);
    expect(noteLines(read).some((line) => line.startsWith('odd') && line.includes(note))).toBe(true);
  });

  it('refuse une colonne de communes qui ne porte que des codes postaux', async () => {
    const header = 'Raison sociale;Nombre de conseillers validés par le COSELEC;Code département;Code commune INSEE';
    const codes = [header, ...['1000', '38000', '42000', '69100', '69310', '69400', '75011'].map((code) => `Inventée;1;69;${code}`)].join('\n');
    const failed = await failure(readTexts({ 'f.csv': codes }));
    expect(failed.code).toBe(3);
    expect(failed.message).toContain('ressemblent à des codes postaux');
  });

  it('refuse une colonne de communes vide', async () => {
    const failed = await failure(readTexts({ 'f.csv': TEXT.replace(/;\w{4,5};(\d{4,5});(?=[^;]*;non;)/g, ';;$1;') }));
    expect(failed.message).toContain("il n'y a que des codes postaux");
  });
});

const REAL = process.env['FRAGILITE_REAL'];
describe.skipIf(REAL === undefined)('la liste réelle du 5 avril 2023 (ignoré sans la variable FRAGILITE_REAL)', () => {
  const NAME = 'structures_conseillers_20230405_extrait.csv';
  const METROPOLE = '200046977';

  it('rend compte de chaque ligne', async () => {
    const read = await readPostFiles([NAME], (name) => join(REAL ?? '', 'anct', name), cog, new Journal());
    const total = (keep: (post: (typeof read.posts)[number]) => boolean): number => read.posts.filter(keep).reduce((sum, { count }) => sum + count, 0);
    const seatOf = (post: (typeof read.posts)[number]): { departement?: string; epci?: string | null } => {
      const { unit } = carryCode({ cog, plm: 'commune' }, post.seat ?? '');
      return unit === null ? {} : (unitOf({ cog, plm: 'commune' }, unit) ?? {});
    };
    expect(read.posts).toHaveLength(143);
    expect(new Set(read.posts.map(({ id }) => id)).size).toBe(143);
    expect(total(() => true)).toBe(206);
    expect(total((p) => p.allocation === '69')).toBe(81);
    expect(total((p) => p.allocation === '69' && seatOf(p).epci === METROPOLE)).toBe(68);
    expect(total((p) => p.allocation === '69' && seatOf(p).epci !== METROPOLE && seatOf(p).departement === '69')).toBe(10);
    expect(total((p) => p.allocation === '69' && seatOf(p).departement !== '69')).toBe(3);
    expect(total((p) => p.allocation === '38' && carryCode({ cog, plm: 'commune' }, p.seat ?? '').unit === '69123')).toBe(1);
    expect(total((p) => seatOf(p).epci === METROPOLE)).toBe(69);
    expect(total((p) => seatOf(p).departement === '69')).toBe(79);

    const kinds = (kind: string): typeof read.notes => read.notes.filter((note) => note.kind === kind);
    const ain = read.posts.filter((p) => p.allocation === '01');
    expect(ain.every((p) => p.seat?.startsWith('01') === true || p.seat === '75118')).toBe(true);
    expect(kinds('repaired')).toHaveLength(ain.length);
    expect(kinds('repeated')).toHaveLength(4);
    expect(kinds('outside')).toHaveLength(5);
    expect(kinds('odd')).toEqual([]);
  });
});
