import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { demandsCsv, interventionsCsv, postsCsv } from '../../../src/outputs/canonical-csv.js';
import { isCommuneCode } from '../../../src/territory/codes.js';
import { csvRows, repositoryFile } from '../../support/run-cli.js';
import { cog, failure, readFixture, readTexts } from './support.js';

const fixture = (path: string): string => readFileSync(repositoryFile(`fixtures/${path}`), 'utf8');
const OPEN = fixture('posts-liste-ouverte/structures.csv');
const BACK_POSTS = fixture('posts-back-office/postes.csv');
const STRUCTURES = fixture('posts-back-office/structures.csv');
const POSTS = fixture('posts-canoniques/postes.csv');
const INTERVENTIONS = fixture('posts-canoniques/interventions.csv');
const DEMANDS = fixture('posts-canoniques/demandes.csv');

describe('readPostFiles', () => {
  it('dit le format et les nombres de chaque fichier', async () => {
    const { told } = await readFixture('posts-canoniques', ['postes.csv', 'interventions.csv', 'demandes.csv']);
    expect(told).toContain('postes.csv : postes.csv de fragilite ; 3 lignes, 6 postes.');
    expect(told).toContain('demandes.csv : demandes.csv de fragilite ; 4 lignes, 4 demandes.');
    expect(told).toContain('interventions.csv : interventions.csv de fragilite ; 4 lignes.');
  });

  it.each([
    ['liste ouverte et postes.csv', { 'a.csv': OPEN, 'b.csv': POSTS }, 'Les mêmes postes seraient comptés deux fois : a.csv (liste ouverte'],
    ['liste ouverte et postes du back-office', { 'a.csv': OPEN, 'b.csv': BACK_POSTS }, 'comptés deux fois'],
    ['liste ouverte et structures', { 'a.csv': OPEN, 'b.csv': STRUCTURES }, 'comptés deux fois'],
    ['deux listes ouvertes', { 'a.csv': OPEN, 'b.csv': OPEN }, 'a.csv et b.csv : deux fichiers de même forme'],
    ['demandes et structures', { 'a.csv': DEMANDS, 'b.csv': STRUCTURES }, 'Les mêmes demandes seraient comptées deux fois : a.csv ; b.csv'],
    ['interventions seules', { 'a.csv': INTERVENTIONS }, "des interventions sans la liste des postes qu'elles nomment"],
  ])('refuse (2) : %s', async (_, files, message) => {
    const failed = await failure(readTexts(files));
    expect(failed.code).toBe(2);
    expect(failed.message).toContain(message);
  });

  it('--posts et --demands : un export des structures donne ce qu’on lui demande', async () => {
    const posts = await readTexts({ 'a.csv': STRUCTURES }, cog, 'posts');
    const demands = await readTexts({ 'a.csv': STRUCTURES }, cog, 'demands');
    expect([posts.posts.length, posts.demands.length]).toEqual([2, 0]);
    expect([demands.posts.length, demands.demands.length]).toEqual([0, 6]);
    expect((await failure(readTexts({ 'a.csv': OPEN }, cog, 'demands'))).message).toContain('Donnez ce fichier par --posts');
    expect((await failure(readTexts({ 'a.csv': DEMANDS }, cog, 'posts'))).message).toContain('Donnez ce fichier par --demands');
  });

  it('ne dépend pas de l’ordre des fichiers, et un fichier donné deux fois compte une fois', async () => {
    const one = await readFixture('posts-back-office', ['postes.csv', 'structures.csv']);
    const other = await readFixture('posts-back-office', ['structures.csv', 'postes.csv', 'postes.csv']);
    expect(other).toEqual(one);
  });

  it('un fichier sans ligne est lu et dit', async () => {
    const { posts, told } = await readTexts({ 'p.csv': `${POSTS.split('\n')[0] ?? ''}\n` });
    expect(posts).toEqual([]);
    expect(told).toContain("p.csv : aucune ligne sous l'en-tête");
  });

  it('aucune donnée de personne ne passe la porte', async () => {
    expect(STRUCTURES).toMatch(/06 12 34 56 78;personne\.inventee@/);
    const read = await readFixture('posts-back-office', ['postes.csv', 'structures.csv']);
    const alone = await readFixture('posts-back-office', ['structures.csv']);
    const written = [read, alone].map((r) => [postsCsv(r.posts), demandsCsv(r.demands), interventionsCsv(r.interventions), JSON.stringify(r)].join('\n')).join('\n');
    expect(written).not.toMatch(/@|06 12|612345678|Personneinventee|Prénominventé/i);
  });
});

describe('fixtures et documentation', () => {
  const schemaOf = (name: string): ReturnType<Ajv2020['compile']> =>
    new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(JSON.parse(readFileSync(repositoryFile(`schemas/${name}.schema.json`), 'utf8')) as object);

  it.each([
    ['grand-nancy-recouvrement', { seated: 15, acting: 17, beyond: 12, both: 12, inside: 9.8 }],
    ['grand-nancy-disjoint', { seated: 26, acting: 17, beyond: 12, both: 0, inside: 15.333333 }],
  ])('%s : 55, 17 et 12', async (folder, expected) => {
    const { posts, interventions } = await readFixture(folder, ['postes.csv', 'interventions.csv']);
    const members = new Set(cog.epci.get('245400676')?.membres);
    const seats = new Map(posts.map(({ id, seat }) => [id, seat ?? '']));
    const acting = new Set(interventions.filter(({ commune }) => members.has(commune)).map(({ post }) => post));
    const beyond = new Set(interventions.filter(({ post, commune }) => members.has(seats.get(post) ?? '') && !members.has(commune)).map(({ post }) => post));
    expect(members.size).toBe(20);
    expect(posts.filter(({ allocation }) => allocation === '54')).toHaveLength(55);
    expect(interventions.every(({ commune }) => cog.communes.get(commune)?.departement === '54')).toBe(true);
    expect({
      seated: posts.filter(({ seat }) => members.has(seat ?? '')).length,
      acting: acting.size,
      beyond: beyond.size,
      both: [...beyond].filter((id) => acting.has(id)).length,
    }).toEqual({ seated: expected.seated, acting: expected.acting, beyond: expected.beyond, both: expected.both });
    const inside = interventions.filter(({ commune }) => members.has(commune)).reduce((sum, { share }) => sum + share, 0);
    expect(inside).toBeCloseTo(expected.inside, 5);
    expect(new Set(interventions.map(({ post }) => post)).size).toBe(55);
  });

  it.each(['postes', 'interventions', 'demandes'])('le schéma de %s.csv accepte ce que nous écrivons', async (name) => {
    const folders = ['posts-canoniques', 'grand-nancy-disjoint'].filter((f) => name !== 'demandes' || f === 'posts-canoniques');
    for (const folder of folders) {
      const { posts, interventions, demands } = await readFixture(folder, folder === 'posts-canoniques' ? ['postes.csv', 'interventions.csv', 'demandes.csv'] : ['postes.csv', 'interventions.csv']);
      // csvRows splits on « ; »: names that hold one are left out.
      const plain = posts.filter(({ structure }) => !structure.includes(';'));
      const text = name === 'postes' ? postsCsv(plain) : name === 'demandes' ? demandsCsv(demands) : interventionsCsv(interventions);
      const validate = schemaOf(name);
      for (const row of csvRows(text)) expect(validate(Object.fromEntries(row)), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  it.each([
    ['postes', { poste: 'P', structure: 'S', commune: '1053', departement: '01', statut: 'valide' }],
    ['interventions', { poste: 'P', commune: '69123', quotite: '1.5' }],
    ['demandes', { demande: 'D', nature: 'ajout', structure: 'S', commune: '69123', departement: '69', postes: '1', etat: 'CREEE' }],
  ])('le schéma de %s.csv refuse une ligne fausse', (name, row) => {
    expect(schemaOf(name)(row)).toBe(false);
  });

  it('les exemples de docs/formats.md se lisent', async () => {
    const blocks = [...readFileSync(repositoryFile('docs/formats.md'), 'utf8').matchAll(/```csv\n([^`]+)```/g)].map((m) => m[1] ?? '');
    expect(blocks).toHaveLength(3);
    const { posts, interventions, demands, notes } = await readTexts(Object.fromEntries(blocks.map((block, i) => [`${String(i)}.csv`, block])));
    expect([posts.length, interventions.length, demands.length, notes]).toEqual([3, 4, 3, []]);
    expect(posts.every(({ seat }) => isCommuneCode(seat ?? ''))).toBe(true);
    expect(readFileSync(repositoryFile('docs/formats.md'), 'utf8')).toContain(fixture('posts-canoniques/enveloppe.yaml').replace(/^#.*\n/, ''));
  });
});
