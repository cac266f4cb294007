import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIPLOMAS, DOSSIER, longText } from '../../support/long-rows.js';
import type { LongRow } from '../../support/long-rows.js';
import { cells, readTable } from '../../support/tables.js';

const content = async (text: string): Promise<object> => {
  const table = await readTable(text);
  const rows = table.territoryRows.map((r) => [r.level, r.code, [...r.values].sort()]);
  return { codes: table.codes, columns: table.columns.map((c) => [c, cells(table, c.name)]), rows, others: table.otherLevelCount };
};

/** Rows without two of one cell: place, year and code make the key. */
const place = fc.constantFrom<LongRow>(
  { GEO: '69003' }, { GEO: '69029' }, { GEO: '69381', GEO_OBJECT: 'ARM' }, { GEO: '69', GEO_OBJECT: 'DEP' }, { GEO: '69003', GEO_OBJECT: 'BV2022' },
);
const value = fc.oneof(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constant(''));
const rowsOf = (code: fc.Arbitrary<LongRow>): fc.Arbitrary<LongRow[]> =>
  fc.uniqueArray(
    fc.tuple(place, code, fc.constantFrom(2016, 2022), value, fc.constantFrom('A', 'W', 'O')).map(
      ([where, what, TIME_PERIOD, OBS_VALUE, OBS_STATUS]): LongRow => ({ ...where, ...what, TIME_PERIOD, OBS_VALUE, OBS_STATUS }),
    ),
    { maxLength: 30, selector: (row) => JSON.stringify({ ...row, OBS_VALUE: 0, OBS_STATUS: '' }) },
  ).map((rows) => [{ GEO: '01001', AGE: 'Y_GE15', TAB_MEASURE: 'NBFAM' }, ...rows]);

const education = fc.constantFrom<LongRow>(
  ...['_T', '001T100_RP', '200_RP', '300_RP', '001T200_RP'].flatMap((EDUC) => [{ AGE: 'Y_GE15', EDUC }, { AGE: 'Y_GE15', EDUC, SEX: 'F' }]),
);
const measure = fc.constantFrom<LongRow>(
  ...['POP_EDUC_001T100_RP', 'POP_EDUC_200_RP', 'NBFAM', 'NBFAM_TFN_11', 'NBFAM_TFN_12', 'PR'].map((TAB_MEASURE) => ({ TAB_MEASURE })),
);

describe('a long form reads the same', () => {
  it.each([
    ['cube', [...DIPLOMAS], education],
    ['dossier', [...DOSSIER, 'OBS_STATUS'], measure],
  ] as const)('%s: whatever the order of its rows and columns', async (_, columns, code) => {
    const shuffle = rowsOf(code).chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray(rows, { minLength: rows.length }),
        fc.shuffledSubarray([...columns], { minLength: columns.length }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(shuffle, async ([rows, otherRows, otherColumns]) => {
        expect(await content(longText(otherColumns, otherRows))).toEqual(await content(longText(columns, rows)));
      }),
      { numRuns: 60 },
    );
  });
});
