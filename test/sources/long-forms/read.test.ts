import { describe, expect, it } from 'vitest';
import { CUBE, DIPLOMAS, DOSSIER, FILOSOFI, longText } from '../../support/long-rows.js';
import type { LongRow } from '../../support/long-rows.js';
import { cells, readTable } from '../../support/tables.js';
import type { SourceTable } from '../../../src/sources/insee-table.js';

const read = (columns: readonly string[], rows: readonly LongRow[]): Promise<SourceTable> => readTable(longText(columns, rows));
const names = (table: SourceTable): string[] => table.columns.map((c) => c.name);

describe('a census cube', () => {
  it('gives a column per quantity and period, by the names of its columns', async () => {
    const rows = [
      { OBS_VALUE: 3000 }, { TIME_PERIOD: 2016, OBS_VALUE: 2900.5 },
      { AGE: 'Y_GE65', OBS_VALUE: 480 }, { AGE: 'Y_GE65', SEX: 'F', OBS_VALUE: 300 }, { AGE: 'Y_LT15', OBS_VALUE: 5 },
      { GEO: '69029', OBS_VALUE: 41000 },
    ];
    for (const columns of [CUBE, CUBE.toReversed()]) {
      const table = await read(columns, rows);
      expect(names(table)).toEqual(['population@16', 'population@22', 'population_65_plus@22']);
      expect(cells(table, 'population@22')).toEqual({ '69003': 3000, '69029': 41000 });
      expect(cells(table, 'population@16')).toEqual({ '69003': 2900.5, '69029': 'absent' });
      expect(cells(table, 'population_65_plus@22')).toEqual({ '69003': 480, '69029': 'absent' });
      expect(table.long).toMatchObject({ label: 'cube du recensement', quantities: ['population', 'population_65_plus'], years: [2016, 2022] });
    }
  });

  it('is known by its dimensions: with EDUC, 15 and over are those no longer at school', async () => {
    const rows = [{ AGE: 'Y_GE15', OBS_VALUE: 10 }];
    expect(names(await read(CUBE, rows))).toEqual(['population_15_plus@22']);
    expect(names(await read(DIPLOMAS, rows))).toEqual(['non_scolarises_15_plus@22']);
    expect(names(await read([...DIPLOMAS, 'EMPSTA_ENQ'], [{ ...rows[0], EMPSTA_ENQ: '_T' }]))).toEqual([]);
  });

  it('is not that of a quantity without the dimension that tells its universe', async () => {
    const at = (...gone: string[]): string[] => [...CUBE, 'OCS', 'TPH', 'PCS', 'TRANS'].filter((name) => !gone.includes(name));
    const rest = { OCS: '_T', TPH: '_T', PCS: '_T', TRANS: '_T' };
    const rows = [{ ...rest, OBS_VALUE: 10 }, { ...rest, RP_MEASURE: 'DWELLINGS', OCS: 'DW_MAIN', OBS_VALUE: 4 }];
    expect(names(await read(at('OCS', 'TPH', 'PCS'), rows))).toEqual(['population@22']);
    expect(names(await read(at('AGE', 'OCS', 'TPH', 'PCS'), rows))).toEqual([]);
    expect(names(await read(at('AGE', 'TRANS'), rows))).toEqual(['menages@22']);
    expect(names(await read(at('AGE', 'TPH', 'PCS', 'TRANS'), rows))).toEqual([]);
  });

  it('adds the cells without diploma and with the brevet, never their published sum', async () => {
    const education = (EDUC: string, OBS_VALUE: number): LongRow => ({ AGE: 'Y_GE15', EDUC, OBS_VALUE });
    const table = await read(DIPLOMAS, [education('001T100_RP', 5), education('200_RP', 2), education('001T200_RP', 7), education('_T', 40)]);
    expect(cells(table, 'sans_diplome_cep_brevet@22')).toEqual({ '69003': 7 });
    expect(cells(table, 'non_scolarises_15_plus@22')).toEqual({ '69003': 40 });
  });

  it('has no sum where a cell is missing or has no row', async () => {
    const education = (GEO: string, EDUC: string, OBS_VALUE: number | string): LongRow => ({ GEO, AGE: 'Y_GE15', EDUC, OBS_VALUE });
    const table = await read(DIPLOMAS, [
      education('69003', '001T100_RP', 5), education('69003', '200_RP', ''),
      education('69029', '001T100_RP', 5),
      education('69033', '200_RP', 5), education('69033', '001T100_RP', 0),
    ]);
    expect(cells(table, 'sans_diplome_cep_brevet@22')).toEqual({ '69003': 'blank', '69029': 'unavailable', '69033': 5 });
  });

  it('takes single-parent families as one code, or as two where that one is absent', async () => {
    const columns = ['GEO', 'GEO_OBJECT', 'TFN', 'NCH', 'RP_MEASURE', 'TIME_PERIOD', 'OBS_VALUE'];
    const family = (GEO: string, TFN: string, OBS_VALUE: number): LongRow => ({ GEO, TFN, RP_MEASURE: 'NBFAM', OBS_VALUE });
    const table = await read(columns, [
      family('69003', '1', 9), family('69003', '11', 2), family('69003', '12', 7),
      family('69029', '11', 3), family('69029', '12', 4), family('69033', '11', 3), family('69029', '_T', 50),
    ]);
    expect(cells(table, 'familles_monoparentales@22')).toEqual({ '69003': 9, '69029': 7, '69033': 'unavailable' });
    expect(cells(table, 'familles@22')).toEqual({ '69003': 'absent', '69029': 50, '69033': 'absent' });
  });

  it('pins GEO_OBJECT: communes and arrondissements, whole territories apart, the rest counted', async () => {
    const rows = ['COM 69123', 'ARM 69381', 'EPCI 200046977', 'DEP 84', 'REG 84', 'FRANCE F', 'FRANCE FM', 'EPCI ZZZZZZZZZ', 'BV2022 69123', 'AAV2020 002'].map(
      (place, i) => ({ GEO_OBJECT: place.split(' ')[0]!, GEO: place.split(' ')[1]!, OBS_VALUE: i }),
    );
    const table = await read(CUBE, rows);
    expect(cells(table, 'population@22')).toEqual({ '69123': 0, '69381': 1 });
    expect(table.territoryRows.map((r) => [r.level, r.code, r.values.get('population@22')])).toEqual([
      ['departement', '84', 3], ['epci', '200046977', 2], ['france', 'FRANCE', 5], ['region', '84', 4],
    ]);
    expect([table.otherLevelCount, table.otherLevels]).toEqual([4, ['FRANCE FM', 'EPCI ZZZZZZZZZ', 'BV2022', 'AAV2020']]);
  });

  it('takes codes of the API, with or without GEO_OBJECT', async () => {
    const api = [{ GEO: '2025-COM-44109', OBS_VALUE: 8 }, { GEO: '2025-ARM-69381', GEO_OBJECT: 'ARM', OBS_VALUE: 9 }];
    expect(cells(await read(CUBE, api), 'population@22')).toEqual({ '44109': 8, '69381': 9 });
    expect(cells(await readTable(`\ufeff${longText(CUBE.filter((c) => c !== 'GEO_OBJECT'), api)}`), 'population@22')).toEqual({ '44109': 8, '69381': 9 });
  });

  it('repairs a commune code that lost its zero, and says so', async () => {
    const table = await read(CUBE, [{ GEO: '1001' }, { GEO: '1001', AGE: 'Y_GE65' }]);
    expect([table.codes, table.repairs]).toEqual([['01001'], [{ text: '1001', code: '01001', why: 'zéro initial rétabli', line: 2 }]]);
  });

  it('honours OBS_STATUS: W good, O missing, K as if it were not there', async () => {
    const table = await read(CUBE, [
      { OBS_STATUS: 'W', OBS_VALUE: 5 }, { OBS_STATUS: 'K', OBS_VALUE: 6 }, { GEO: '69029', OBS_STATUS: 'O', OBS_VALUE: '' },
      { GEO: '69033', OBS_STATUS: 'K', OBS_VALUE: 6 }, { GEO: '69034', OBS_STATUS: '', OBS_VALUE: '' }, { GEO: '69040', OBS_VALUE: '', AGE: 'Y_GE65' },
    ]);
    expect(cells(table, 'population@22')).toEqual({ '69003': 5, '69029': 'blank', '69034': 'blank', '69040': 'absent' });
    expect(table.long?.dropped).toBe(2);
  });

  it('takes equal values of one cell once', async () => {
    expect(cells(await read(CUBE, [{ OBS_VALUE: 5 }, { OBS_VALUE: '5.0' }]), 'population@22')).toEqual({ '69003': 5 });
  });

  it('says which measures it has when none is wanted', async () => {
    const table = await read(CUBE, [{ RP_MEASURE: 'AUTRE' }]);
    expect([table.columns, table.long?.measures]).toEqual([[], ['AUTRE']]);
  });

  it('has a header, also where a label runs over the first lines that are looked at', async () => {
    const label = 'sur\ntrois\nlignes';
    const columns = [...CUBE, 'GEO_LABEL'];
    const rows = Array.from({ length: 12 }, (_, i) => ({ GEO: String(69001 + i), GEO_LABEL: label }));
    expect((await read(columns, rows)).codes).toHaveLength(12);
  });

  it('keeps in memory the wanted cells, not the rows', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => ({ RP_MEASURE: i % 2 === 0 ? 'AUTRE' : 'POP', AGE: i % 4 === 1 ? '_T' : 'Y30' }));
    const table = await read(CUBE, rows);
    expect([table.codes, names(table)]).toEqual([['69003'], ['population@22']]);
  });
});

describe('the income cube', () => {
  it('tells what is secret from what is missing, whatever stands in the cell', async () => {
    const table = await read(FILOSOFI, [
      { OBS_VALUE: 17 }, { GEO: '69029', CONF_STATUS: 'C', OBS_VALUE: 12 }, { GEO: '69033', CONF_STATUS: 'C', OBS_VALUE: '' },
      { GEO: '69034', OBS_STATUS: 'O', OBS_VALUE: '' }, { FILOSOFI_MEASURE: 'MED_SL', OBS_VALUE: 22000.5 },
    ]);
    expect(cells(table, 'taux_pauvrete@22')).toEqual({ '69003': 17, '69029': 'secret', '69033': 'secret', '69034': 'blank' });
    expect(cells(table, 'niveau_de_vie_median@22')['69003']).toBe(22000.5);
    expect(table.columns.find((c) => c.name === 'taux_pauvrete@22')).toMatchObject({ nature: 'taux', family: 'filosofi', weights: ['NBPERSMENFISC22'] });
  });
});

describe('the long dossier complet', () => {
  it('reads measures by their whole name, POP in its own table', async () => {
    const row = (TAB_MEASURE: string, OBS_VALUE: number, ID_TAB = 'X_T1'): LongRow => ({ TAB_MEASURE, OBS_VALUE, ID_TAB });
    const table = await read(DOSSIER, [
      row('POP', 90), row('POP', 100, 'POP_T1'), row('POP_SEX_M_AGE_Y_GE65', 4), row('POP_SEX_F_AGE_Y_GE65', 6), row('POP_SEX_F_AGE_Y_GE65', 6, 'AUTRE'),
      row('DWELLINGS_OCS_DW_MAIN', 40), row('NBFAM', 20), row('NBFAM_TFN_11', 1), row('NBFAM_TFN_12', 2), row('PR_MD60', 14),
    ]);
    expect(Object.fromEntries(names(table).map((name) => [name, cells(table, name)['69003']]))).toEqual({
      'population@22': 100, 'population_65_plus@22': 10, 'menages≈@22': 40, 'familles@22': 20, 'familles_monoparentales@22': 3, 'taux_pauvrete@22': 14,
    });
  });
});
