import { checksumOf } from './checksum.js';

/**
 * Reads the counts of the index in a long census: `node long.js READER FILE`. The checksum is of the
 * active and unemployed persons of 15 to 64 in the three censuses, by commune.
 */
const [, , name, path] = process.argv;
const YEARS = ['2012', '2017', '2023'];
const ACTIVITIES = ['1T2', '2'];
const wanted = ACTIVITIES.flatMap((activity) => YEARS.map((year) => `${activity} ${year}`));

const readers = {
  async fragilite() {
    const { readForIndex } = await import('./insee-table.js');
    const table = await readForIndex(path);
    const ids = { '1T2': 'actifs_15_64', 2: 'chomeurs_15_64' };
    const columns = wanted.map((key) => {
      const [activity, year] = key.split(' ');
      return table.values[table.columns.findIndex((spec) => spec.name.includes(ids[activity]) && String(spec.vintage) === year)];
    });
    return checksumOf(table.codes, columns);
  },

  async duckdb() {
    const { eachRow } = await import('./duckdb.js');
    const byCode = new Map();
    const query = `SELECT GEO, EMPSTA_ENQ || ' ' || TIME_PERIOD, TRY_CAST(OBS_VALUE AS DOUBLE) FROM read_csv($path, delim = ';', header = true, all_varchar = true)
      WHERE GEO_OBJECT IN ('COM', 'ARM') AND SEX = '_T' AND AGE = 'Y15T64' AND EDUC = '_T' AND EMPSTA_ENQ IN ('1T2', '2')`;
    await eachRow(query, path, ([code, key, value]) => {
      if (!byCode.has(code)) byCode.set(code, new Map());
      byCode.get(code).set(key, value);
    });
    const codes = [...byCode.keys()].sort();
    return checksumOf(codes, wanted.map((key) => codes.map((code) => byCode.get(code).get(key) ?? NaN)));
  },
};

process.stdout.write(await readers[name]());
