import { describe, expect, it } from 'vitest';
import { CUBE, DOSSIER, FILOSOFI, longText } from '../../support/long-rows.js';
import type { LongRow } from '../../support/long-rows.js';
import { refusal } from '../../support/tables.js';

const refused = (columns: readonly string[], rows: readonly LongRow[]): Promise<string> => refusal(longText(columns, rows));
const without = (...names: string[]): string[] => CUBE.filter((c) => !names.includes(c));

describe('a long form is refused, with the place', () => {
  it.each<[string, readonly string[], readonly LongRow[], string]>([
    ['two values of one cell', CUBE, [{}, { AGE: 'Y30' }, { OBS_VALUE: 2 }], 'essai.csv, ligne 4 : RP_MEASURE=POP, 69003, 2022 : 2 ici, 1 à la ligne 2.'],
    ['a value and a secret', FILOSOFI, [{}, { CONF_STATUS: 'C' }], 'essai.csv, ligne 3 : FILOSOFI_MEASURE=PR_MD60, 69003, 2022 : secret ici, 1 à la ligne 2.'],
    ['two values of a territory', CUBE, [{ GEO: '69', GEO_OBJECT: 'DEP' }, { GEO: '69', GEO_OBJECT: 'DEP', OBS_VALUE: 3 }], 'essai.csv, ligne 3 : RP_MEASURE=POP, 69, 2022 : 3 ici, 1 à la ligne 2.'],
    [
      'one measure of the dossier under two tables', DOSSIER,
      [{ TAB_MEASURE: 'NBFAM', ID_TAB: 'A', OBS_VALUE: 1.5 }, { TAB_MEASURE: 'NBFAM', ID_TAB: 'B', OBS_VALUE: 2 }],
      'essai.csv, ligne 3 : TAB_MEASURE=NBFAM, 69003, 2022 : 2 ici, 1.5 à la ligne 2.\nLa mesure revient avec une autre valeur (sous un autre ID_TAB ?)',
    ],
    ['an unknown OBS_STATUS', CUBE, [{}, { GEO: '69029', OBS_STATUS: 'X' }], "essai.csv, ligne 3, colonne OBS_STATUS : « X » n'est pas un statut connu"],
    ['an unknown CONF_STATUS', FILOSOFI, [{ CONF_STATUS: 'N' }], "essai.csv, ligne 2, colonne CONF_STATUS : « N » n'est pas un statut connu"],
    ['text for a number', CUBE, [{ OBS_VALUE: 'environ' }], "essai.csv, ligne 2, colonne OBS_VALUE : « environ » n'est ni un nombre"],
    ['a negative count', CUBE, [{ OBS_VALUE: -1 }], 'essai.csv, ligne 2, colonne OBS_VALUE : « -1 » est négatif (RP_MEASURE=POP).'],
    ['a rate above 100 %', FILOSOFI, [{ OBS_VALUE: 101 }], 'essai.csv, ligne 2, colonne OBS_VALUE : « 101 » dépasse 100 %'],
    ['a multiplier', FILOSOFI, [{ UNIT_MULT: 3 }], "essai.csv, ligne 2, colonne UNIT_MULT : « 3 » n'est pas 0"],
    ['a period that is no year', CUBE, [{ TIME_PERIOD: '2022-Q1' }], "essai.csv, ligne 2, colonne TIME_PERIOD : « 2022-Q1 » n'est pas une année."],
    ['a year that two digits cannot tell', CUBE, [{ TIME_PERIOD: '1922' }], "essai.csv, ligne 2, colonne TIME_PERIOD : « 1922 » n'est pas une année."],
    ['a code without its level', CUBE, [{ GEO_OBJECT: '' }], 'essai.csv, ligne 2 : GEO « 69003 » sans GEO_OBJECT : un même code vaut à plusieurs niveaux.'],
    ['a level nearly known', CUBE, [{}, { GEO_OBJECT: 'BV2022' }, { GEO: '69029', GEO_OBJECT: 'COMX' }], "essai.csv, ligne 4 : GEO_OBJECT « COMX » inconnu (vouliez-vous dire COM ?).\nCorrigez le niveau"],
    ['a level nearly known in the code', without('GEO_OBJECT'), [{ GEO: '2025-REGION-84' }, { GEO: '2025-REGG-84' }], 'essai.csv, ligne 3 : niveau « REGG » inconnu (vouliez-vous dire REG ?)'],
    ['a file of IRIS where communes are the units', CUBE, [{ GEO: '690030000', GEO_OBJECT: 'IRIS' }], '(niveaux : IRIS).\nCalculez avec --unit iris, ou donnez le fichier des communes.'],
    ['no column of levels', without('GEO_OBJECT'), [{}], 'essai.csv, ligne 2 : GEO « 69003 » sans colonne GEO_OBJECT'],
    ['two levels at once', CUBE, [{ GEO: '2025-DEP-69' }], 'essai.csv, ligne 2 : GEO « 2025-DEP-69 » et GEO_OBJECT « COM » se contredisent.'],
    ['a code that is no commune', CUBE, [{ GEO: '200046977' }], "essai.csv, ligne 2 : GEO « 200046977 » n'est pas un code de commune (GEO_OBJECT COM)."],
    ['a lacking column', without('TIME_PERIOD', 'OBS_VALUE'), [{}], 'essai.csv : forme longue (cube du recensement) sans TIME_PERIOD, OBS_VALUE.'],
    ['a column that stands twice', [...CUBE, 'AGE'], [{}], "essai.csv : deux colonnes s'appellent AGE (colonnes 3 et 10)."],
    ['levels that are none of ours', CUBE, [{ GEO_OBJECT: 'BV2022' }], "essai.csv : aucune ligne de commune, d'EPCI, de département, de région ou de la France (niveaux : BV2022)."],
    ['a header alone', CUBE, [], 'le fichier n’a que son en-tête'],
    ['a dimension without a total', [...CUBE, 'ORIGINE'], [{ ORIGINE: 'A' }, { ORIGINE: 'B' }], "essai.csv : la colonne ORIGINE n'a jamais le total _T (A, B…)"],
  ])('%s', async (_, columns, rows, message) => {
    expect(await refused(columns, rows)).toContain(message);
  });

  it('a row cut short, with its line', async () => {
    expect(await refusal(`${longText(CUBE, [{}])}"69029";"COM"\n`)).toMatch(/^essai\.csv, ligne 3 : 2 champs au lieu de 9\./);
  });

  it('a file cut anywhere before its last column, with the line', async () => {
    const whole = longText(CUBE, [{}, { GEO: '69029' }, { GEO: '69033', OBS_VALUE: 12 }]);
    const [, lastRow] = /\n([^\n]*;)12\n$/.exec(whole) ?? [];
    const from = whole.length - `${lastRow!}12\n`.length;
    for (let at = from + 1; at < from + lastRow!.length; at += 1) {
      expect(await refusal(whole.slice(0, at))).toMatch(/^essai\.csv, ligne 4 : (\d champs? au lieu de 9\.\nLe fichier est coupé|ce n'est pas un CSV lisible \(guillemet mal fermé ou fichier coupé\))/);
    }
  });

  it('not for what stands in rows that no quantity wants', async () => {
    const odd = [{}, { AGE: 'Y30', OBS_STATUS: 'X', OBS_VALUE: 'x' }, { RP_MEASURE: 'AUTRE', TIME_PERIOD: 'x' }];
    await expect(refused(CUBE, odd)).rejects.toThrow();
  });
});
