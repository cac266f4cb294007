import { describe, expect, it } from 'vitest';
import { readTable, refusal } from '../support/tables.js';
import type { TerritoryRow } from '../../src/index/table.js';

const plain = (rows: readonly TerritoryRow[]): unknown[] => rows.map(({ level, code, values }) => [level, code, Object.fromEntries(values)]);

describe('readInseeTable : les lignes de territoires entiers', () => {
  it('les garde à part, jamais parmi les communes', async () => {
    const table = await readTable('CODGEO;LIBGEO;TP6021;MED21\n69003;Albigny;10,0;20000\n200046977;Métropole;17,1;s\n69;Rhône;14,5;23000\nFRANCE;France;14,9;22000\n');
    expect(table.codes).toEqual(['69003']);
    expect(plain(table.territoryRows)).toEqual([
      ['epci', '200046977', { TP6021: 17.1 }],
      ['departement', '69', { TP6021: 14.5, MED21: 23000 }],
      ['france', 'FRANCE', { TP6021: 14.9, MED21: 22000 }],
    ]);
  });

  it('accepte un fichier qui n’a que des territoires', async () => {
    const table = await readTable('CODGEO;LIBGEO;TP6021\n200046977;Métropole;17,1\n');
    expect([table.codes, table.territoryRows.length]).toEqual([[], 1]);
  });

  // 84 : Vaucluse and Auvergne-Rhône-Alpes; 11: Aude and Île-de-France; 2A is no région.
  it.each([
    ['84', 'Auvergne-Rhône-Alpes', 'essai.csv', 'region', []],
    ['84', 'AUVERGNE RHONE ALPES', 'essai.csv', 'region', []],
    ['84', 'Vaucluse', 'essai.csv', 'departement', []],
    ['11', 'Île-de-France', 'essai.csv', 'region', []],
    ['11', 'Aude', 'essai.csv', 'departement', []],
    ['2A', 'Corse-du-Sud', 'essai.csv', 'departement', []],
    ['69', '', 'essai.csv', 'departement', []],
    ['84', '', 'essai.csv', 'departement', ['84']],
    ['84', 'Un autre nom', 'essai.csv', 'departement', ['84']],
    ['84', '', 'FILO2021_DISP_REG.csv', 'region', []],
    ['84', '', 'FILO2021_DISP_DEP.csv', 'departement', []],
    ['84', 'Vaucluse', 'FILO2021_DISP_REG.csv', 'departement', []],
  ] as const)('%s « %s » dans %s : %s', async (code, label, file, level, ambiguous) => {
    const table = await readTable(`CODGEO;LIBGEO;TP6021\n${code};${label};10\n`, file);
    expect(table.territoryRows.map((r) => [r.level, r.code])).toEqual([[level, code]]);
    expect(table.ambiguousTerritories).toEqual(ambiguous);
  });

  it('sépare département et région du même code dans un même fichier', async () => {
    const table = await readTable('CODGEO;LIBGEO;TP6021\n84;Vaucluse;19,5\n84;Auvergne-Rhône-Alpes;12,7\n');
    expect(plain(table.territoryRows)).toEqual([['departement', '84', { TP6021: 19.5 }], ['region', '84', { TP6021: 12.7 }]]);
  });

  it('compte une fois un territoire écrit deux fois à l’identique', async () => {
    const table = await readTable('CODGEO;TP6021\n200046977;17,1\n200046977;17.10\n');
    expect([table.territoryRows.length, table.identicalDuplicates]).toEqual([1, ['200046977']]);
  });

  it('ne prend aucun territoire dans une colonne d’IRIS', async () => {
    const table = await readTable('IRIS;P22_POP\n693810101;5\n69;6\nFRANCE;7\n');
    expect([table.codes, table.territoryRows.length, table.otherLevelCount]).toEqual([['693810101'], 0, 2]);
  });

  it('refuse un fichier où rien n’est un code, en citant les premiers', async () => {
    expect(await refusal('CODGEO;P22_POP\nLyon;1\nBron;2\n')).toBe('essai.csv : aucune ligne dont CODGEO soit un code de commune (premiers : Lyon, Bron).');
  });
});
