import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../../src/sources/posts/envelope.js';
import type { Envelope } from '../../../src/posts/records.js';
import { repositoryFile } from '../../support/run-cli.js';
import { failure, withFiles } from './support.js';

const TEXT = readFileSync(repositoryFile('fixtures/posts-canoniques/enveloppe.yaml'), 'utf8');
const read = (text: string): Promise<Envelope> => withFiles({ 'e.yaml': text }, async (at) => (await readEnvelope(at('e.yaml'), 'e.yaml')).envelope);

describe('enveloppe.yaml', () => {
  it('se lit', async () => {
    expect(await read(TEXT)).toEqual({
      territory: 'dep:69',
      name: 'Rhône',
      low: 49,
      high: 65,
      source: 'Métropole de Lyon, présentation du 26 février 2021',
      date: '2021-02-26',
      parts: [
        { territory: 'epci:200046977', name: 'Métropole de Lyon', agreed: 50 },
        { territory: 'dep:69,-epci:200046977', name: 'Nouveau-Rhône', agreed: 15 },
      ],
    });
  });

  it('se passe de date et de parts', async () => {
    expect(await read('territoire: dep:69\nnom: Rhône\nbas: 49\nhaut: 65\nsource: ANCT\n')).toMatchObject({ date: null, parts: [] });
  });

  it.each([
    ['bas au-dessus de haut', TEXT.replace('bas: 49', 'bas: 66'), 'e.yaml, ligne 4, champ bas : 66 dépasse haut (65)'],
    ['somme trop grande', TEXT.replace('convenu: 15', 'convenu: 16'), 'champ parts : la somme des postes convenus est 66 (50 + 16) ; il faut entre bas (49) et haut (65)'],
    ['somme trop petite', TEXT.replace('convenu: 50', 'convenu: 5'), 'la somme des postes convenus est 20 (5 + 15)'],
    ['postes non entiers', TEXT.replace('convenu: 15', 'convenu: 14.5'), "e.yaml, ligne 14, champ parts[1].convenu : 14.5 ; il faut un nombre entier"],
    ['champ mal nommé', TEXT.replace('haut:', 'haute:'), 'vouliez-vous dire « haut »'],
    ['territoire deux fois', TEXT.replace('territoire: dep:69,-epci:200046977', 'territoire: epci:200046977'), 'epci:200046977 est déjà dans une autre part'],
    ['date', TEXT.replace('2021-02-26', '2021-02-30'), "« 2021-02-30 » n'est pas une date du calendrier"],
    ['sans source', TEXT.replace(/source:.*\n/, ''), 'il manque « source »'],
  ])('refuse (3) : %s', async (_, text, message) => {
    const failed = await failure(read(text));
    expect(failed.code).toBe(3);
    expect(failed.message).toContain(message);
  });
});
