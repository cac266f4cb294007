import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columnsOf } from '../../src/sources/stored-quantities.js';
import { readStoredIndex } from '../../src/sources/stored-index.js';
import { sixCommunesComputed } from '../support/six-communes.js';

const HEADER = 'code;variable;numerateur;denominateur;source;millesime;statut';
const read = (...rows: string[]) => columnsOf(`${[HEADER, ...rows].join('\n')}\n`, ['pauvrete', 'agees'], 'sortie/quantites.csv');
const COMPLETE = ['01001;pauvrete;17;500;filosofi;2021;observe', '01001;pauvrete.predicteur;21000;;filosofi;2021;observe', '01001;agees;20;100.5;rp;2022;repli'];

describe('columnsOf', () => {
  it('makes a column of each variable, missing cells and the predictor apart', () => {
    const { codes, columns } = read(...COMPLETE, '2A004;pauvrete;;;filosofi;2021;secret', '2A004;agees;;30;rp;2022;absent');
    expect(codes).toEqual(['01001', '2A004']);
    expect(columns.get('pauvrete')).toEqual({ numerators: Float64Array.of(17, Number.NaN), denominators: Float64Array.of(500, Number.NaN), statuses: ['observe', 'secret'], predictors: Float64Array.of(21000, Number.NaN) });
    expect(columns.get('agees')).toEqual({ numerators: Float64Array.of(20, Number.NaN), denominators: Float64Array.of(100.5, 30), statuses: ['repli', 'absent'], predictors: null });
  });

  it.each([
    ['une autre variable', ['01001;jeunes;1;2;rp;2022;observe'], /quantites\.csv, ligne 2 : « jeunes » n'est pas une variable/],
    ['un prédicteur de rien', ['01001;jeunes.predicteur;1;;rp;2022;observe'], /ligne 2 : « jeunes\.predicteur » n'est le prédicteur d'aucune/],
    ['une ligne de trop', [COMPLETE[0]!, COMPLETE[0]!], /ligne 3 : une deuxième ligne de pauvrete pour 01001/],
    ['une variable sans ligne', [COMPLETE[0]!, '01002;pauvrete;1;2;filosofi;2021;observe'], /ligne 3 : la ligne de agees manque pour 01001/],
    ['une fin coupée', [...COMPLETE, '01002;pauvrete;1;2;filosofi;2021;observe'], /ligne 5 : la ligne de agees manque pour 01002/],
    ['des codes en désordre', [...COMPLETE, '01000;pauvrete;1;2;filosofi;2021;observe'], /ligne 5 : le code 01000 vient après 01001/],
    ['un texte pour un nombre', ['01001;pauvrete;dix;500;filosofi;2021;observe'], /ligne 2 : « dix » n'est pas un nombre/],
    ['un statut inconnu', ['01001;pauvrete;17;500;filosofi;2021;vu'], /ligne 2 : « vu » n'est pas un statut/],
    ['un champ de moins', ['01001;pauvrete;17;500;filosofi;observe'], /ligne 2 : 6 champs au lieu de 7/],
    ['aucune unité', [], /aucune unité/],
  ])('refuses %s, with the line', (_, rows, message) => {
    expect(() => read(...rows)).toThrow(message);
  });

  it('refuses another header', () => {
    expect(() => columnsOf('code;score\n01001;3\n', ['pauvrete'], 'sortie/quantites.csv')).toThrow(/ligne 1 : l'en-tête n'est pas/);
  });
});

describe('readStoredIndex refuses, with what to do', () => {
  const folder = async (): Promise<string> => join(await sixCommunesComputed(), 'sortie');

  it('a folder without quantites.csv', async () => {
    const path = await folder();
    rmSync(join(path, 'quantites.csv'));
    expect(() => readStoredIndex(path, 'sortie')).toThrow("« sortie » : quantites.csv n'y est plus. Recalculez le résultat (fragilite compute).");
  });

  it('quantities that changed since', async () => {
    const path = await folder();
    appendFileSync(join(path, 'quantites.csv'), '\n');
    expect(() => readStoredIndex(path, 'sortie')).toThrow(/quantites\.csv a changé depuis le calcul/);
  });

  it('a manifest of before it told what the index is made again from', async () => {
    const path = await folder();
    const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')) as { reference: Record<string, unknown> };
    delete manifest.reference['parmi_les_quantites'];
    writeFileSync(join(path, 'manifest.json'), JSON.stringify(manifest));
    expect(() => readStoredIndex(path, 'sortie')).toThrow(/manifest\.json est d'une version qui ne dit pas tout/);
  });

  it('a unit of ifn.csv that quantites.csv does not have', async () => {
    const path = await folder();
    const [, first = ''] = readFileSync(join(path, 'ifn.csv'), 'utf8').split('\n');
    appendFileSync(join(path, 'ifn.csv'), `${first.replace(/^\d+/, '99999')}\n`);
    expect(() => readStoredIndex(path, 'sortie')).toThrow(/99999 est dans ifn\.csv ou manifest\.json, pas dans quantites\.csv/);
  });
});
