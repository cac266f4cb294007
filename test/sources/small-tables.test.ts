import { describe, expect, it } from 'vitest';
import { readGrouping, readIllectronism } from '../../src/sources/small-tables.js';
import { BRON, GIVORS, VENISSIEUX } from '../support/crossing-sketch.js';
import { inputErrorOf } from '../support/tables.js';
import { writeFiles } from '../support/write-shapefile.js';

const at = async (content: string | Buffer): Promise<string> => `${await writeFiles({ 'essai.csv': content })}/essai.csv`;
const rates = async (content: string | Buffer) => readIllectronism(await at(content), 'taux.csv');
const grouping = async (content: string) => readGrouping(await at(content), 'bassins.csv');

describe('rates of illectronisme', () => {
  it('are read in %, with their sources in one order', async () => {
    const { rates: found, sources, print } = await rates('code;taux;source\n69259;22,5;Insee 2021\n69029;0;Autre\n69091;;Insee 2021\n');
    expect([...found]).toEqual([[VENISSIEUX, 22.5], [BRON, 0]]);
    expect(sources).toEqual(['Autre', 'Insee 2021']);
    expect(print.size).toBeGreaterThan(0);
  });

  it.each([
    ['no source column', 'code;taux\n69259;20\n', /il manque la colonne source/],
    ['an empty source', 'code;taux;source\n69259;20;\n', /ligne 2, colonne source : elle est vide/],
    ['above 100', 'code;taux;source\n69259;101;x\n', /ligne 2, colonne taux : « 101 »/],
    ['negative', 'code;taux;source\n69259;-1;x\n', /« -1 »/],
    ['text', 'code;taux;source\n69259;beaucoup;x\n', /« beaucoup »/],
    ['a code twice', 'code;taux;source\n69259;1;x\n69259;2;x\n', /69259 est aux lignes 2 et 3/],
    ['not a commune', 'code;taux;source\n69100 Villeurbanne;1;x\n', /ligne 2, colonne code : « 69100 Villeurbanne »/],
  ])('refuses %s', async (_, content, message) => {
    const said = await inputErrorOf(() => rates(content));
    expect(said).toMatch(message);
    expect(said).toContain('taux.csv');
  });
});

describe('groupings of the user', () => {
  it('puts each commune in its group, those that are not there in none', async () => {
    const { groups } = await grouping('code;groupe\n69259;Sud\n69029;"Est ; plaine"\n');
    expect([...groups]).toEqual([['69259', 'Sud'], ['69029', 'Est ; plaine']]);
  });

  it('accepts a comma, spaces and a BOM', async () => {
    const { groups } = await grouping('\ufeffCode, Groupe\n 69091 , Ouest \n');
    expect(groups.get(GIVORS)).toBe('Ouest');
  });

  it.each([
    ['no group column', 'code;zone\n69259;Sud\n', /il manque la colonne groupe/],
    ['an empty group', 'code;groupe\n69259;\n', /ligne 2, colonne groupe : elle est vide/],
    ['a commune twice', 'code;groupe\n69259;Sud\n69259;Nord\n', /69259 est aux lignes 2 et 3/],
    ['quotes left open', 'code;groupe\n69259;"Sud\n', /CSV lisible/],
  ])('refuses %s', async (_, content, message) => {
    expect(await inputErrorOf(() => grouping(content))).toMatch(message);
  });
});
