import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { csvRows, runCli, useFolder } from '../support/run-cli.js';
import type { Run } from '../support/run-cli.js';
import { storeResult } from '../support/stored-results.js';

const folder = useFolder();
/** Scores that fall from 120 to 50; 01033 is made of 01033 and of the former 01091. */
const CODES = ['01001', '01002', '01004', '01005', '01006', '01007', '01008', '01033'];
const rows = Object.fromEntries(CODES.map((code, i) => [code, { nom: `Bourg ${String(i)}`, score: 120 - 10 * i, points: { v: 120 - 10 * i } }]));

beforeEach(() => {
  storeResult(join(folder.path, 'r'), { rows });
});

const survey = (name: string, text: string): void => {
  writeFileSync(join(folder.path, name), text);
};
const confront = (...argv: readonly string[]): Promise<Run> => runCli(['confront', ...argv], folder.path);
const text = (name: string, out = 'r'): string => readFileSync(join(folder.path, out, name), 'utf8');
const line = (values: readonly (string | number)[]): string => values.join(';');

/** The share falls with the score; one cell has 10 persons. */
const GOOD = ['code;n;taux', ...CODES.map((code, i) => line([code, i === 4 ? 10 : 100 + i, `${String(40 - 4 * i)},5`])), ''].join('\n');

describe('confront', () => {
  it('writes a row per commune of 11 persons or more, and a section of the manifest', async () => {
    survey('e.csv', GOOD);
    const { code, stderr } = await confront('e.csv', 'r');
    expect(code).toBe(0);
    expect(stderr).toContain('7 communes écrites, 1 masquée (moins de 11 personnes)');
    const written = csvRows(text('confrontation.csv'));
    expect(written.map((r) => r.get('code'))).toEqual(CODES.filter((_, i) => i !== 4));
    expect(written.map((r) => [Number(r.get('rang_indice')), Number(r.get('rang_enquete'))])).toEqual([1, 2, 3, 4, 5, 6, 7].map((k) => [k, k]));
    expect(Number(written[0]!.get('taux'))).toBeCloseTo(40.5, 12);
    interface Manifest { confrontation: object; entrees: { chemin: string; role: string }[]; sorties: { chemin: string }[] }
    const manifest = JSON.parse(text('manifest.json')) as Manifest;
    expect(manifest.confrontation).toMatchObject({ seuil_n: 11, cellules_ecrites: 7, cellules_retenues: 1, spearman: 1, intervalle_95: null });
    expect(manifest.entrees).toMatchObject([{ chemin: 'e.csv', role: 'enquete' }]);
    expect(manifest.sorties.map((s) => s.chemin)).toEqual(['confrontation.csv', 'confrontation.md', 'entonnoir.png', 'entonnoir.svg', 'ifn.csv']);
  });

  it('lets nothing be deduced of a withheld cell: no name, no total, and a warning where it is alone', async () => {
    survey('e.csv', GOOD);
    await confront('e.csv', 'r');
    for (const name of ['confrontation.md', 'confrontation.csv', 'entonnoir.svg']) {
      expect(text(name), name).not.toContain('01006');
      expect(text(name), name).not.toContain('Bourg 4');
    }
    // 100 + 101 + 102 + 103 + 105 + 106 + 107, without the 10.
    expect(text('confrontation.md')).toContain('724 personnes interrogées dans celles-ci');
    expect(text('confrontation.md')).toContain("Une seule commune est masquée : sa valeur se déduirait de tout total de l'enquête publié par ailleurs.");
    expect(text('entonnoir.svg').match(/<title>Bourg/g)).toHaveLength(7);
  });

  it('reads only what it names: what tells of persons goes nowhere', async () => {
    const lines = GOOD.trimEnd().split('\n').map((l, i) => (i === 0 ? `${l};nom;courriel;telephone` : `${l};Mme Secrète;secrete@exemple.fr;0600000000`));
    survey('e.csv', `${lines.join('\n')}\n`);
    const { code, stdout, stderr } = await confront('e.csv', 'r');
    expect(code).toBe(0);
    const all = [stdout, stderr, ...readdirSync(join(folder.path, 'r')).filter((n) => !n.endsWith('.png')).map((n) => text(n))].join('\n');
    expect(all).not.toMatch(/Secrète|secrete@|0600000000|courriel/);
  });

  it('takes counts as well as shares, lost zeros and former communes, which it puts together', async () => {
    // 01091 became part of 01033 in 2019.
    survey('e.csv', ['code;n;effectif', ...CODES.slice(0, 7).map((code, i) => line([code.slice(1), 100, 40 - i])), line(['1033', 40, 10]), line(['01091', 60, 10]), line(['99999', 50, 1]), ''].join('\n'));
    const { code, stderr } = await confront('e.csv', 'r');
    expect(code).toBe(0);
    expect(stderr).toContain('8 codes réparés');
    expect(stderr).toContain("1 ligne d'une ancienne commune ou d'un arrondissement, portée à la commune d'aujourd'hui.");
    expect(stderr).toContain('1 commune hors de ce résultat (dont 99999) : laissées de côté.');
    const last = csvRows(text('confrontation.csv')).at(-1)!;
    // 10 of 40 and 10 of 60 are 20 of 100.
    expect([last.get('code'), last.get('n'), Number(last.get('taux'))]).toEqual(['01033', '100', 20]);
  });

  it('does not depend on the order of rows', async () => {
    survey('e.csv', GOOD);
    await confront('e.csv', 'r');
    const before = ['confrontation.md', 'confrontation.csv', 'entonnoir.svg'].map((n) => text(n));
    const [head, ...lines] = GOOD.trimEnd().split('\n');
    survey('e.csv', [head, ...lines.reverse(), ''].join('\n'));
    await confront('e.csv', 'r');
    expect(['confrontation.md', 'confrontation.csv', 'entonnoir.svg'].map((n) => text(n))).toEqual(before);
  });

  it('takes its files away when a later survey has nothing that may be written', async () => {
    survey('e.csv', GOOD);
    await confront('e.csv', 'r');
    survey('e.csv', 'code;n;taux\n01001;10;20\n01002;3;0\n');
    const { code, stderr } = await confront('e.csv', 'r');
    expect(code).toBe(0);
    expect(stderr).toContain('Pas de corrélation');
    expect(['confrontation.csv', 'entonnoir.svg', 'entonnoir.png'].filter((n) => existsSync(join(folder.path, 'r', n)))).toEqual([]);
    expect(text('confrontation.md')).toContain('**0 commune écrite**');
    expect(text('confrontation.md')).not.toContain('NaN');
  });

  it('warns of volunteers, and of a survey that goes the other way', async () => {
    survey('e.csv', GOOD.replaceAll(/;(\d+),5/g, (_, share: string) => `;${String(60 - Number(share))}`));
    const { stderr } = await confront('e.csv', 'r');
    expect(stderr).toContain("Attention : Une enquête de volontaires n'est pas représentative");
    expect(text('confrontation.md')).toContain("Une enquête de volontaires n'est pas représentative");
    await confront('e.csv', 'r', '--inverse');
    expect(text('confrontation.md')).toContain('lue comme moins de difficulté (--inverse)');
    expect((JSON.parse(text('manifest.json')) as { confrontation: { spearman: number } }).confrontation.spearman).toBe(1);
  });

  it('goes to another folder with a manifest of its own, and not into another result', async () => {
    survey('e.csv', GOOD);
    expect((await confront('e.csv', 'r', '--out', 'ailleurs')).code).toBe(0);
    const manifest = JSON.parse(text('manifest.json', 'ailleurs')) as { entrees: { chemin: string }[] };
    expect(manifest.entrees.map((e) => e.chemin)).toEqual(['e.csv', 'r/ifn.csv', 'r/manifest.json']);
    storeResult(join(folder.path, 'autre'), { rows });
    expect(await confront('e.csv', 'r', '--out', 'autre')).toMatchObject({ code: 2 });
  });

  it.each([
    ['code;n\n01001;20\n', 'il manque la colonne taux (une part en %) ou la colonne effectif'],
    ['code;taux\n01001;20\n', 'il manque la colonne n.'],
    ['code;n;taux\n01001;20;120\n', 'ligne 2, colonne taux : « 120 » ; il faut un nombre de 0 à 100'],
    ['code;n;effectif\n01001;20;21\n', "colonne effectif : « 21 » ; il y en a plus que de personnes interrogées (20)"],
    ['code;n;taux\n01001;20,5;3\n', 'colonne n : « 20,5 » ; il faut le nombre entier'],
    ['code;n;taux\n01001;;3\n', 'colonne n : il faut le nombre entier'],
    ['code;n;taux;effectif\n01001;100;30;20\n', "colonne taux : « 30 » ; l'effectif sur n en fait un autre"],
    ['code;n;taux\n01001;20;3\n1001;30;5\n', 'le code 01001 est aux lignes 2 et 3'],
    ['code;n;taux\nBourg;20;3\n', "« Bourg » ; ce n'est pas un code Insee de commune"],
    ['code;n;taux\n75056;20;3\n', "aucune de ses communes n'est dans ce résultat"],
  ])('refuses %j', async (content, told) => {
    storeResult(join(folder.path, 'intact'), { rows });
    survey('faux.csv', content);
    const { code, stderr } = await confront('faux.csv', 'intact');
    expect(stderr).toContain(told);
    expect(code).toBe(3);
    expect(readdirSync(join(folder.path, 'intact')).sort()).toEqual(['ifn.csv', 'manifest.json']);
  });

  it('tells of shares that look like parts of 1', async () => {
    survey('e.csv', 'code;n;taux\n01001;20;0,3\n01002;20;0,2\n01004;20;0,1\n');
    expect((await confront('e.csv', 'r')).stderr).toContain("ils sont lus en %. S'ils sont en parts de 1, multipliez-les par 100.");
  });
});
