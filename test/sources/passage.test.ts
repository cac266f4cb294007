import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCogHistory } from '../../src/sources/cog-history.js';
import { readPassage } from '../../src/sources/passage.js';
import type { PassageRules } from '../../src/territory/carry-dated.js';
import { cogOfPassage } from '../../src/territory/cog-of-passage.js';
import { resolvePassage } from '../../src/territory/passage.js';
import { repositoryFile, useFolder } from '../support/run-cli.js';
import { COMMUNES, inputErrorOf } from '../support/tables.js';

const history = await loadCogHistory();
const { cog } = COMMUNES;
const folder = useFolder();

async function rules(path: string, year: number | null = cog.year): Promise<PassageRules> {
  const { table } = await readPassage(path, 'passage.csv', year);
  return resolvePassage(table, cog, history);
}

const fixture = (name: string): Promise<PassageRules> => rules(repositoryFile(`fixtures/passage/${name}`));

function written(text: string): Promise<PassageRules> {
  const path = join(folder.path, 'passage.csv');
  writeFileSync(path, text);
  return rules(path);
}

const told = (found: PassageRules, code: string, years: readonly number[] | null = null): Record<string, number> | null => {
  const targets = found.lookup(code, years);
  return targets === null ? null : Object.fromEntries(targets.map((t) => [t.code, t.share]));
};

describe('la forme simple', () => {
  it('partage par la colonne part, et suit une chaîne', async () => {
    const found = await fixture('parts.csv');
    expect(told(found, '01999')).toEqual({ '01001': 0.25, '01002': 0.75 });
    expect(told(found, '01998')).toEqual({ 69003: 1 });
    expect(told(found, '01997')).toEqual({ 69003: 1 });
    expect(told(found, '69123')).toBeNull();
  });

  it('partage par la colonne population, sous d’autres noms de colonnes', async () => {
    expect(told(await fixture('populations.csv'), '01999')).toEqual({ '01001': 0.25, '01002': 0.75 });
  });

  it('partage par la population du COG, faute des deux', async () => {
    const [a, b] = [cog.communes.get('01001')?.population ?? 0, cog.communes.get('01002')?.population ?? 0];
    const found = told(await written('ancien;nouveau\n01999;01001\n01999;01002\n'), '01999');
    expect(found?.['01001']).toBeCloseTo(a / (a + b), 12);
    expect(found?.['01002']).toBeCloseTo(b / (a + b), 12);
  });

  it('partage le long d’une chaîne : la moitié de la moitié', async () => {
    const found = await written('ancien;nouveau;part\n01999;01998;0.5\n01999;01001;0.5\n01998;01001;0.5\n01998;01002;0.5\n');
    expect(told(found, '01999')).toEqual({ '01001': 0.75, '01002': 0.25 });
  });

  it('tient pour arrondies des parts à un millième près, et les rend exactes', async () => {
    const found = told(await written('ancien;nouveau;part\n01999;01001;0,3335\n01999;01002;0,333\n01999;69003;0,333\n'), '01999');
    expect(Object.values(found ?? {}).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
  });

  it('une ligne répétée compte une fois', async () => {
    expect(told(await written('ancien;nouveau;part\n01999;01001;1\n01999;01001;1\n'), '01999')).toEqual({ '01001': 1 });
  });

  it.each([
    ['parts', 'ancien;nouveau;part\n69003;69003;1\n01999;01001;0,5\n01999;01002;0,4\n', /lignes 3, 4 : les parts de 01999 font 0\.9, pas 1/],
    ['une seule part', 'ancien;nouveau;part\n01999;01001;0,5\n', /ligne 2 : les parts de 01999 font 0\.5/],
    ['une part qui manque', 'ancien;nouveau;part\n01999;01001;0,5\n01999;01002;\n', /01999 a une part sur certaines lignes/],
    ['une population qui manque', 'ancien;nouveau;population\n01999;01001;5\n01999;01002;\n', /01999 a une population sur certaines lignes/],
    ['des lignes contraires', 'ancien;nouveau;part\n01999;01001;0,5\n01999;01001;0,4\n', /lignes 2 et 3 : 01999 → 01001 y est deux fois/],
    ['un nouveau code inconnu', 'ancien;nouveau\n69101;69159\n', /ligne 2 : le nouveau code 69159 n'est pas une commune du COG 2026 \(aujourd'hui 69114\)/],
    ['un cercle', 'ancien;nouveau\n01999;01998\n01998;01997\n01997;01999\n', /tourne en rond/],
    ['un code qui n’en est pas un', 'ancien;nouveau\n1234567;01001\n', /ligne 2, colonne ancien : « 1234567 » ; ce n'est pas un code/],
    ['un pourcentage', 'ancien;nouveau;part\n01999;01001;25\n', /colonne part : « 25 » ; c'est une part de 0 à 1/],
    ['une part négative', 'ancien;nouveau;part\n01999;01001;-1\n', /colonne part : « -1 » ; il faut un nombre positif/],
    ['sans colonne nouveau', 'ancien;part\n01999;1\n', /il manque la colonne nouveau/],
    ['sans ligne', 'ancien;nouveau\n', /aucune ligne/],
  ])('refuse %s', async (_, text, expected) => expect(await inputErrorOf(() => written(text))).toMatch(expected));
});

describe("la table annuelle de l'Insee", () => {
  it('prend la colonne de l’année du fichier', async () => {
    const found = await fixture('annuelle.csv');
    expect(told(found, '69159', [2018])).toEqual({ 69114: 1 });
    expect(told(found, '69101', [2016])).toEqual({ 69114: 1 });
    expect(told(found, '69152', [2016])).toEqual({ 69149: 1 });
    expect([told(found, '69123', [2016]), told(found, '69114', [2016])]).toEqual([null, null]); // themselves, every year
  });

  it("sans année du fichier, prend la colonne CODGEO_INI", async () => {
    expect(told(await fixture('annuelle.csv'), '69101')).toEqual({ 69114: 1 });
  });

  it('lit vers une autre année que la dernière', async () => {
    const { table } = await readPassage(repositoryFile('fixtures/passage/annuelle.csv'), 'annuelle.csv', 2018);
    expect(table.year).toBe(2018);
    expect(table.lines.filter((l) => l.from === '69149' && l.year === 2025).map((l) => l.to).sort()).toEqual(['69149', '69152']);
  });

  it("porte plus loin les codes d'une table qui s'arrête avant l'année du COG", async () => {
    const found = await written('CODGEO_INI;CODGEO_2023;CODGEO_2024\n69152;69152;69149\n69101;69159;69159\n');
    expect(told(found, '69101')).toEqual({ 69114: 1 });
  });

  it('partage par la population du COG une commune qui mène à plusieurs', async () => {
    const found = told(await written('CODGEO_2021;CODGEO_2025\n60054;60054\n60054;60694\n'), '60054', [2021]);
    expect(Object.keys(found ?? {}).sort()).toEqual(['60054', '60694']);
    expect(Object.values(found ?? {}).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
});

describe('une table qui tourne en rond', () => {
  it.each([
    ['un code ancien et le code du jour', '69149;69152\n69152;69149\n', 'lignes 2 et 3 : 69149 → 69152 → 69149 tourne en rond'],
    ['deux communes du jour échangées', '69029;69033\n69033;69029\n', 'lignes 2 et 3 : 69029 → 69033 → 69029 tourne en rond'],
    ['une boucle plus loin', '69998;69029\n69029;69033\n69033;69034\n69034;69029\n', 'lignes 3, 4 et 5 : 69029 → 69033 → 69034 → 69029 tourne en rond'],
    ['un code inconnu qui mène à lui-même', '69998;69998\n', 'ligne 2 : 69998 → 69998 tourne en rond'],
  ])('%s : refusée avec ses lignes', async (_, lines, expected) => {
    expect(await inputErrorOf(() => written(`ancien;nouveau\n${lines}`))).toContain(expected);
  });

  it('laisse deux communes qui restent échanger des parts, et un code mener à lui-même', async () => {
    const found = await written('ancien;nouveau;part\n69029;69029;0.9\n69029;69033;0.1\n69033;69033;0.8\n69033;69029;0.2\n');
    expect(told(found, '69029')).toEqual({ 69029: 0.9, 69033: 0.1 });
    expect(told(await written('ancien;nouveau\n69149;69149\n69152;69149\n'), '69152')).toEqual({ 69149: 1 });
  });
});

describe("le COG d'une année qui n'est pas installée", () => {
  it('a les communes de la table, et les EPCI du COG installé', async () => {
    const { table } = await readPassage(repositoryFile('fixtures/passage/annuelle.csv'), 'annuelle.csv', 2018);
    const made = cogOfPassage(cog, 2018, table, history);
    expect(made.year).toBe(2018);
    expect(made.communes.has('69114')).toBe(false);
    expect(made.communes.get('69159')).toMatchObject({ departement: '69', region: '84', population: null, epci: cog.communes.get('69114')?.epci });
    expect(made.epci.get('200046977')?.membres).toHaveLength(59); // Pierre-Bénite apart
    expect(made.communes.get('69123')).toEqual(cog.communes.get('69123'));
    expect(made.communes.get('69149')?.population).toBeNull(); // 2026's is that of another territory
  });

  it("refuse un nouveau code qui n'était pas une commune cette année-là", async () => {
    const path = join(folder.path, 'faux.csv');
    writeFileSync(path, 'ancien;nouveau\n69003;69997\n');
    const { table } = await readPassage(path, 'faux.csv', 2023);
    expect(await inputErrorOf(() => cogOfPassage(cog, 2023, table, history))).toMatch(/ligne 2 : le nouveau code 69997 n'était pas une commune au 1er janvier 2023/);
  });
});
