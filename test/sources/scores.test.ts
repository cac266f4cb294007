import { describe, expect, it } from 'vitest';
import { readScores } from '../../src/sources/scores.js';
import type { ScoreTable } from '../../src/sources/scores.js';
import { COMMUNES, inputErrorOf } from '../support/tables.js';
import { writeFiles } from '../support/write-shapefile.js';

const read = async (content: string | Buffer): Promise<ScoreTable> =>
  readScores(`${await writeFiles({ 'notes.csv': content })}/notes.csv`, 'notes.csv', COMMUNES.cog);
const refusal = (content: string): Promise<string> => inputErrorOf(() => read(content));

describe('a table of scores', () => {
  it('reads code, score and populations; names, département and EPCI come from the COG', async () => {
    const { units, plm, notes } = await read('code;nom;score;population;population_15_plus\n69259;Autre nom;141.6;66000;51000\n69029;;;42000;\n');
    expect(units).toEqual([
      { code: '69029', nom: 'Bron', departement: '69', epci: '200046977', population: 42000, population15Plus: null, score: null },
      { code: '69259', nom: 'Vénissieux', departement: '69', epci: '200046977', population: 66000, population15Plus: 51000, score: 141.6 },
    ]);
    expect([plm, notes]).toEqual(['commune', []]);
  });

  it.each([
    ['a comma', 'code,score\n69259,141.6\n'],
    ['a decimal comma', 'code;score\n69259;141,6\n'],
    ['a BOM and CRLF', '\ufeffcode;score\r\n69259;141.6\r\n'],
    ['capitals and spaces in the header', ' CODE ; Score \n69259;141.6\n'],
    ['Windows-1252', 'code;nom;score\n69259;V\u00e9nissieux;141.6\n'],
  ])('reads %s', async (what, text) => {
    const { units } = await read(what === 'Windows-1252' ? Buffer.from(text, 'latin1') : text);
    expect(units.map((u) => [u.code, u.nom, u.score])).toEqual([['69259', 'Vénissieux', 141.6]]);
  });

  it('gives lost zeros back, and says so', async () => {
    const { units, notes } = await read('code;score\n1004;100\n');
    expect(units[0]!.code).toBe('01004');
    expect(notes.join('\n')).toMatch(/ligne 2 : « 1004 » lu 01004/);
  });

  it('without any population, that of the COG serves, and it is said', async () => {
    const { units, notes } = await read('code;score\n69259;141.6\n');
    expect(units[0]!.population).toBe(COMMUNES.cog.communes.get('69259')!.population);
    expect(units[0]!.population15Plus).toBeNull();
    expect(notes.join('\n')).toMatch(/pas de population ; la population municipale du COG \d{4} la remplace/);
  });

  it('by arrondissement when the codes are those of arrondissements', async () => {
    expect((await read('code;score\n69381;90\n69029;95\n')).plm).toBe('arrondissements');
  });
});

describe('a table of scores that cannot be used', () => {
  it.each([
    ['no score', 'code;indice\n69259;141\n', /colonne « score »/],
    ['no code', 'insee;score\n69259;141\n', /colonne « code »/],
    ['a former commune', 'code;score\n69152;100\n', /69152 \(ligne 2, ancienne commune, aujourd'hui 69149\)/],
    ['codes that the COG does not know', 'code;score\n69259;100\n69999;100\nABCDE;100\n', /2 codes hors du COG \d{4} : 69999 \(ligne 3\), ABCDE \(ligne 4\)/],
    ['a code twice', 'code;score\n69259;100\n69029;100\n69259;101\n', /69259 est aux lignes 2 et 4/],
    ['a code twice once its zero is back', 'code;score\n1004;100\n01004;100\n', /01004 est aux lignes 2 et 3/],
    ['a score that is no number', 'code;score\n69259;élevé\n', /ligne 2, colonne score : « élevé »/],
    ['a negative population', 'code;score;population\n69259;100;-1\n', /ligne 2, colonne population : « -1 »/],
    ['no row', 'code;score\n', /aucune commune/],
    ['a row that is too short', 'code;nom;score\n69259;100\n', /CSV lisible/],
    ['Lyon beside its arrondissements', 'code;score\n69123;98\n69381;90\n', /69123 \(Lyon, ligne 2\).*69381, ligne 3/],
  ])('%s', async (_, content, message) => {
    expect(await refusal(content)).toMatch(message);
  });

  it('says what to do about codes outside the COG', async () => {
    expect(await refusal('code;score\n69152;100\n')).toContain('recalculez-le sur cette géographie');
  });
});
