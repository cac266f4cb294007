import { beforeAll, describe, expect, it } from 'vitest';
import { DEMANDS, DEMANDS_HEADER, POSTS, POSTS_HEADER, SCORES, csv, useWork } from '../support/post-files.js';

const work = useWork();
let before: Record<string, string>;
beforeAll(async () => {
  work.put('r/ifn.csv', SCORES);
  work.put('bon.csv', POSTS);
  work.put('demandes.csv', DEMANDS);
  await work.done('cross', '--scores', 'r/ifn.csv', '--posts', 'bon.csv', '--demands', 'demandes.csv');
  before = work.texts('r');
});

/** The message of a refusal that left the earlier outputs as they were. */
async function refusal(code: number, ...argv: readonly string[]): Promise<string> {
  const message = await work.refused(code, 'cross', '--scores', 'r/ifn.csv', ...argv);
  expect(work.texts('r')).toEqual(before);
  return message;
}

const one = 'a;1;Structure inventée;;;69029;69;valide;non;;;;';

describe('posts that cannot be used: exit 3, earlier outputs intact', () => {
  it('postcodes only', async () => {
    work.put('mauvais.csv', csv('Raison sociale;Code postal;Nombre de conseillers', 'Structure inventée;69500;1'));
    expect(await refusal(3, '--posts', 'mauvais.csv')).toMatch(/mauvais\.csv.*codes postaux/);
  });

  it.each([
    ['below 1', ['a;69029;0.5', 'a;69259;0.4'], /0,9/],
    ['above 1', ['a;69029;0.8', 'a;69259;0.3'], /1,1/],
  ])('quotités of a post that sum to %s', async (_, rows, sum) => {
    work.put('un.csv', csv(POSTS_HEADER, one));
    work.put('lieux.csv', csv('poste;commune;quotite', ...rows));
    const message = await refusal(3, '--posts', 'un.csv', '--posts', 'lieux.csv');
    expect(message).toContain('lieux.csv');
    expect(message).toMatch(sum);
  });

  it('a place of a post that is in no list', async () => {
    work.put('un.csv', csv(POSTS_HEADER, one));
    work.put('lieux.csv', csv('poste;commune;quotite', 'inconnu;69029;1'));
    expect(await refusal(3, '--posts', 'un.csv', '--posts', 'lieux.csv')).toContain('inconnu');
  });

  it('a post in an unknown state', async () => {
    work.put('mauvais.csv', csv(POSTS_HEADER, one.replace('valide', 'peut-être')));
    expect(await refusal(3, '--posts', 'mauvais.csv')).toMatch(/ligne 2.*peut-être/);
  });

  it('a header that no format has', async () => {
    work.put('mauvais.csv', 'a;b\n1;2\n');
    expect(await refusal(3, '--posts', 'mauvais.csv')).toContain('format inconnu');
  });

  it('a file that is not there', async () => {
    expect(await refusal(3, '--posts', 'absent.csv')).toContain('absent.csv');
  });
});

describe('demands that cannot be used', () => {
  it('an unknown state: exit 3, the states known', async () => {
    work.put('mauvais.csv', csv(DEMANDS_HEADER, 'd;structure;Structure inventée;;PRIVATE;69029;69;1;EN_ATTENTE;'));
    expect(await refusal(3, '--demands', 'mauvais.csv')).toMatch(/ligne 2.*EN_ATTENTE/s);
  });

  it('a file of demands given as posts, and the other way round, gives none: exit 2', async () => {
    expect(await refusal(2, '--posts', 'demandes.csv')).toContain('--demands');
    expect(await refusal(2, '--demands', 'bon.csv')).toContain('--posts');
  });
});

describe('scores that cannot be used: exit 3', () => {
  it.each([
    ['codes outside the COG', 'code;score\n69999;100\n', /hors du COG.*\n.*fragilite compute/],
    ['a former commune', 'code;score\n69152;100\n', /ancienne commune, aujourd'hui 69149/],
    ['a code twice', 'code;score\n69259;100\n69259;90\n', /lignes 2 et 3/],
    ['no score', 'code;nom\n69259;Vénissieux\n', /colonne « score »/],
  ])('%s', async (_, text, message) => {
    work.put('notes/notes.csv', text);
    expect(await work.refused(3, 'cross', '--scores', 'notes/notes.csv', '--posts', 'bon.csv')).toMatch(message);
    expect(Object.keys(work.texts('notes'))).toEqual(['notes.csv']);
  });

  it('no scores at all', async () => {
    expect(await work.refused(3, 'cross', '--posts', 'bon.csv')).toContain('fragilite compute');
  });
});

describe('usage: exit 2', () => {
  it.each([
    ['nothing to cross', [], /--posts FICHIER, --demands FICHIER/],
    ['thresholds the wrong way round', ['--posts', 'bon.csv', '--thresholds', '110,90'], /--thresholds 110,90/],
    ['one threshold', ['--posts', 'bon.csv', '--thresholds', '110'], /90,110/],
    ['a date in French', ['--posts', 'bon.csv', '--as-of', '05/04/2023'], /AAAA-MM-JJ/],
    ['a day that does not exist', ['--posts', 'bon.csv', '--horizon', '2023-04-31'], /--horizon 2023-04-31/],
    ['an unknown weight', ['--posts', 'bon.csv', '--weight', 'exedent'], /Vouliez-vous dire excedent/],
    ['personnes without rates', ['--posts', 'bon.csv', '--weight', 'personnes'], /--illectronisme/],
    ['an unknown option', ['--posts', 'bon.csv', '--horizn', '2023-04-30'], /--horizon/],
  ])('%s', async (_, argv, message) => {
    expect(await refusal(2, ...argv)).toMatch(message);
  });

  it('an output folder that is a file: exit 5', async () => {
    expect(await refusal(5, '--posts', 'bon.csv', '--out', 'bon.csv')).toContain('bon.csv');
  });
});
