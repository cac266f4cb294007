import { closeSync, openSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { random } from './random.js';

/**
 * Writes a long INSEE file of a given number of rows, the same on every machine:
 * `node long-file.js OUT ROWS [cube|dossier|wanted]`.
 *
 *   cube     like DS_RP_EMPLOI_LR_PRINC: 480 rows a place (3 censuses), of which 6 are wanted;
 *            20 million rows make 41,667 places: communes, then territories, then levels left aside
 *   dossier  like the long dossier complet: 600 rows a place, with labels, of which some 40 are wanted
 *   wanted   a cube of which every row of those places is wanted, each cell 40 times: the hardest case
 */

const KINDS = ['cube', 'dossier', 'wanted'];
const BLOCK = 1 << 20;
const COMMUNES = 35_000;

const DEPARTEMENTS = Array.from({ length: 95 }, (_, i) => String(i + 1).padStart(2, '0')).flatMap((d) => (d === '20' ? ['2A', '2B'] : [d]));
const NAMES = ["L'Abergement-Clémenciat", 'Bourg-lès-Valence', 'Sainte-Foy', 'Œuilly', 'Saint-Étienne'];

/** The places of a national file, in order; the levels after the communes recur as in INSEE's own files. */
function placeAt(i) {
  if (i < COMMUNES) {
    const departement = DEPARTEMENTS[Math.floor((i * DEPARTEMENTS.length) / COMMUNES)];
    const first = Math.ceil((DEPARTEMENTS.indexOf(departement) * COMMUNES) / DEPARTEMENTS.length);
    return { code: `${departement}${String(i - first + 1).padStart(3, '0')}`, level: 'COM', name: `${NAMES[i % NAMES.length]} ${String(i)}` };
  }
  const over = i - COMMUNES;
  if (over < 1255) return { code: String(200_000_000 + over * 7), level: 'EPCI', name: `CC ${String(over)}` };
  if (over < 1255 + DEPARTEMENTS.length) return { code: DEPARTEMENTS[over - 1255], level: 'DEP', name: `Département ${String(over)}` };
  const level = ['BV2022', 'AAV2020', 'UU2020', 'ZE2020'][over % 4];
  return { code: String(over).padStart(5, '0'), level, name: `${level} ${String(over)}` };
}

const product = (...lists) => lists.reduce((all, list) => all.flatMap((head) => list.map((tail) => [...head, tail])), [[]]);

function cubeRows() {
  const education = ['001T100_RP', '200_RP', '300_RP', '350T351_RP', '500_RP', '600_RP', '700_RP'];
  const cuts = [...['_T', 'M', 'F'].map((sex) => [sex, '_T']), ...education.map((e) => ['_T', e])];
  return {
    header: '"GEO";"GEO_OBJECT";"SEX";"EMPSTA_ENQ";"AGE";"EDUC";"RP_MEASURE";"FREQ";"OBS_STATUS";"TIME_PERIOD";"OBS_VALUE"',
    rows: product(['2012', '2017', '2023'], ['Y15T64', 'Y15T24', 'Y25T54', 'Y55T64'], ['_T', '1T2', '1', '2'], cuts).map(
      ([year, age, activity, [sex, educ]]) => `;"${sex}";"${activity}";"${age}";"${educ}";"POP";"A";"A";"${year}";`,
    ),
    head: ({ code, level }) => `"${code}";"${level}"`,
    tail: '',
  };
}

function wantedRows() {
  const cells = product(['2011', '2012', '2016', '2017', '2022', '2023'], ['1T2', '2']).map(
    ([year, activity]) => `;"_T";"${activity}";"Y15T64";"_T";"POP";"A";"A";"${year}";`,
  );
  return { ...cubeRows(), rows: Array.from({ length: 40 }, () => cells).flat(), values: cells.length };
}

function dossierRows() {
  const wanted = [
    ['POP_T1', 'POP', 'Population'],
    ['POP_T3', 'POP_SEX_M_AGE_Y_GE65', 'Hommes de 65 ans ou plus'],
    ['POP_T3', 'POP_SEX_F_AGE_Y_GE65', 'Femmes de 65 ans ou plus'],
    ...['Y15T17', 'Y18T24', 'Y25T29'].map((age) => ['FOR_T1', `POP_AGE_${age}`, `Population de ${age}`]),
    ...['001T100_RP', '200_RP', '300_RP', '350T351_RP', '500_RP', '600_RP', '700_RP'].map((e) => ['FOR_T2', `POP_EDUC_${e}`, `Diplôme ${e}`]),
    ['LOG_T1', 'DWELLINGS_OCS_DW_MAIN', 'Résidences principales'],
    ['FAM_T1', 'NBFAM', 'Ensemble des familles'],
    ['FAM_T1', 'NBFAM_TFN_11', 'Familles monoparentales, hommes seuls avec enfants'],
    ['FAM_T1', 'NBFAM_TFN_12', 'Familles monoparentales, femmes seules avec enfants'],
    ['EMP_T1', 'POP_EMPSTA_ENQ_1T2_AGE_Y15T64', 'Actifs de 15 à 64 ans'],
    ['EMP_T1', 'POP_EMPSTA_ENQ_2_AGE_Y15T64', 'Chômeurs de 15 à 64 ans'],
  ];
  const others = Array.from({ length: 200 - wanted.length }, (_, i) => [
    `AUT_T${String((i % 12) + 1)}`,
    `POP_SEX_${i % 2 === 0 ? 'M' : 'F'}_AGE_Y${String(i)}_PCS_${String(i % 9)}`,
    `Population « autre » n° ${String(i)} ""à part""`,
  ]);
  return {
    header:
      '"GEO";"GEO_LABEL";"GEO_OBJECT";"ID_TAB";"ID_TAB_LABEL";"TAB_MEASURE";"TAB_MEASURE_LABEL";"TIME_PERIOD";"OBS_VALUE";"CONF_STATUS"',
    rows: product(['2012', '2017', '2023'], [...wanted, ...others]).map(
      ([year, [table, measure, label]]) => `;"${table}";"Tableau ${table} : population par âge et diplôme";"${measure}";"${label}";"${year}";`,
    ),
    head: ({ code, level, name }) => `"${code}";"${name}";"${level}"`,
    tail: ';"F"',
  };
}

/** Writes the file, block by block. */
export function writeLongFile(path, { rows: wantedCount, kind = 'cube', seed = 2026 }) {
  const next = random(seed);
  const { header, rows, head, tail, values: distinct = Infinity } = { cube: cubeRows, dossier: dossierRows, wanted: wantedRows }[kind]();
  // Values are drawn from a pool: printing 20 million numbers would last longer than reading them.
  const values = Array.from({ length: 4096 }, () => (next() < 0.1 ? String(Math.floor(next() * 500)) : (next() * next() * 3000).toFixed(10)));
  const file = openSync(path, 'w');
  try {
    let text = `${header}\n`;
    const perPlace = rows.length;
    for (let row = 0; row < wantedCount; row += perPlace) {
      const start = head(placeAt(row / perPlace));
      const shift = Math.floor(next() * values.length);
      for (let i = 0; i < perPlace && row + i < wantedCount; i += 1) {
        text += `${start}${rows[i]}${values[(shift + (i % distinct) * 7) % values.length]}${tail}\n`;
      }
      if (text.length < BLOCK) continue;
      writeSync(file, text);
      text = '';
    }
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [, , out, count, kind = 'cube'] = process.argv;
  const rows = Number(count);
  if (out === undefined || !Number.isSafeInteger(rows) || rows < 1 || !KINDS.includes(kind)) {
    console.error(`node long-file.js OUT ROWS [${KINDS.join('|')}]`);
    process.exit(2);
  }
  writeLongFile(out, { rows, kind });
}
