import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { STATE, strongestMissing } from '../../../src/index/state.js';
import type { SourceTable } from '../../../src/sources/insee-table.js';
import { cells, readTable } from '../../support/tables.js';
import type { Cell } from '../../support/tables.js';

type Row = Readonly<Record<string, string>>;

/** What is wanted of a file with AGE, SEX, EDUC and STUD, said once more and otherwise than in quantities.yaml. */
const WANTED: Readonly<Record<string, readonly Row[]>> = {
  non_scolarises_15_plus: [{ AGE: 'Y_GE15', EDUC: '_T' }],
  sans_diplome_cep_brevet: [{ AGE: 'Y_GE15', EDUC: '001T100_RP' }, { AGE: 'Y_GE15', EDUC: '200_RP' }],
  sans_diplome_cep: [{ AGE: 'Y_GE15', EDUC: '001T100_RP' }],
  cap_bep_ou_moins: [{ AGE: 'Y_GE15', EDUC: '001T100_RP' }, { AGE: 'Y_GE15', EDUC: '200_RP' }, { AGE: 'Y_GE15', EDUC: '300_RP' }],
};
/** The year from which a name has its meaning. */
const SINCE: Readonly<Record<string, number>> = { sans_diplome_cep: 2017 };
const DIMENSIONS = ['AGE', 'SEX', 'EDUC'];
const YEARS = ['2016', '2022'];
const TERRITORIES: Readonly<Record<string, string>> = { EPCI: 'epci', DEP: 'departement' };

interface Naive {
  readonly columns: Record<string, Record<string, Cell>>;
  readonly territories: Record<string, Record<string, number>>;
  readonly others: number;
  readonly dropped: number;
}

/** The plain way: every record decoded by csv-parse, then filtered. */
function naive(text: string, delimiter: string): Naive {
  const records: Row[] = parse(text, { delimiter, columns: true, bom: true, skip_empty_lines: true });
  const placed = records.map((row) => {
    const api = /^\d{4}-([A-Z0-9]+)-(.+)$/.exec(row['GEO'] ?? '');
    return { row, level: api?.[1] ?? row['GEO_OBJECT'] ?? '', code: api?.[2] ?? row['GEO'] ?? '' };
  });
  const isUnit = (level: string): boolean => level === 'COM' || level === 'ARM';
  const own = placed.filter(({ level }) => isUnit(level) || level in TERRITORIES);
  const matching = own.filter(({ row }) => row['RP_MEASURE'] === 'POP');
  const inCell = (row: Row, cell: Row): boolean => DIMENSIONS.every((d) => (row[d] === '' ? '_T' : row[d]) === (cell[d] ?? '_T'));
  const wanted = matching.filter(({ row }) => Object.values(WANTED).flat().some((cell) => inCell(row, cell)));
  const good = wanted.filter(({ row }) => row['OBS_STATUS'] !== 'K');
  const codes = [...new Set(good.filter(({ level }) => isUnit(level)).map((p) => p.code))].sort();
  const one = (place: string, cell: Row, year: string): Cell | undefined => {
    const row = good.find((p) => `${isUnit(p.level) ? '' : p.level}${p.code}` === place && inCell(p.row, cell) && p.row['TIME_PERIOD'] === year)?.row;
    if (row === undefined) return undefined;
    if (row['CONF_STATUS'] === 'C') return 'secret';
    if (row['OBS_STATUS'] === 'O' || row['OBS_VALUE'] === '') return 'blank';
    return Number((row['OBS_VALUE'] ?? '').replace(',', '.'));
  };
  const total = (place: string, parts: readonly Row[], year: string): Cell => {
    const found = parts.map((cell) => one(place, cell, year));
    if (found.every((cell) => cell === undefined)) return 'absent';
    const missing = found.filter((cell) => typeof cell !== 'number').map((cell) => STATE[(cell ?? 'unavailable') as keyof typeof STATE]);
    const [first, ...rest] = missing;
    if (first === undefined) return (found as number[]).reduce((a, b) => a + b, 0);
    const state = rest.reduce<number>((a, b) => (a === b ? a : strongestMissing(a, b)), first);
    return Object.keys(STATE)[state]!;
  };
  const columns: Naive['columns'] = {};
  const territories: Naive['territories'] = {};
  for (const { level, code } of good) if (!isUnit(level)) territories[`${TERRITORIES[level]!}:${code}`] = {};
  for (const [name, parts] of Object.entries(WANTED)) {
    for (const year of YEARS) {
      if (Number(year) < (SINCE[name] ?? 0)) continue;
      if (!good.some(({ row }) => row['TIME_PERIOD'] === year && parts.some((cell) => inCell(row, cell)))) continue;
      const column = `${name}@${year.slice(2)}`;
      columns[column] = Object.fromEntries(codes.map((code) => [code, total(code, parts, year)]));
      for (const { level, code } of good.filter((p) => !isUnit(p.level))) {
        const value = total(`${level}${code}`, parts, year);
        if (typeof value === 'number') territories[`${TERRITORIES[level]!}:${code}`]![column] = value;
      }
    }
  }
  return { columns, territories, others: placed.length - own.length, dropped: wanted.length - good.length };
}

const same = (table: SourceTable): Naive => ({
  columns: Object.fromEntries(table.columns.map(({ name }) => [name, cells(table, name)])),
  territories: Object.fromEntries(table.territoryRows.map(({ level, code, values }) => [`${level}:${code}`, Object.fromEntries(values)])),
  others: table.otherLevelCount,
  dropped: table.long?.dropped ?? 0,
});

const place = fc.constantFrom(
  ['COM', '69003'], ['COM', '69029'], ['COM', '2A004'], ['ARM', '69381'], ['DEP', '69'], ['DEP', '2A'], ['EPCI', '200046977'], ['BV2022', '69003'], ['AAV2020', '002'],
);
/** Of one cell and year a file says one thing: value and status come of what the row is. */
const said = (...key: readonly string[]): Row => {
  const hash = Buffer.from(key.join('|')).reduce((h, byte) => (h * 31 + byte) % 100_003, 7);
  const value = [String(hash), `${String(hash)}.25`, `${String(hash)},5`, '', '0', `${String(hash)}.1234567890`][hash % 6]!;
  return { OBS_VALUE: value, OBS_STATUS: ['A', 'W', 'O', 'A', ''][hash % 5]!, CONF_STATUS: hash % 7 === 0 ? 'C' : 'F' };
};
const LABELS = ['', 'Bron', 'Saint-Étienne', "L'Île d'Œuilly", 'dit "le Haut"', 'sur\ndeux lignes', 'x;y,z', 'fin"'];

const rows = fc.array(
  fc.record({
    place, api: fc.boolean(), measure: fc.constantFrom('POP', 'POP', 'POP', 'AUTRE'), age: fc.constantFrom('Y_GE15', 'Y_GE15', '_T', 'Y15T64', ''),
    educ: fc.constantFrom('_T', '001T100_RP', '200_RP', '', '300_RP', '001T200_RP', '001T100_R'), sex: fc.constantFrom('_T', '_T', '', 'F', 'M'),
    year: fc.constantFrom(...YEARS), dropped: fc.integer({ min: 0, max: 6 }), label: fc.constantFrom(...LABELS),
  }),
  { minLength: 1, maxLength: 60 },
).map((drawn) => drawn.map(({ place: [level, code], api, measure, age, educ, sex, year, dropped, label }): Row => {
  const total = (value: string): string => (value === '' ? '_T' : value);
  const told = said(level, code, measure, total(age), total(educ), total(sex), year);
  return {
    GEO: api ? `2025-${level}-${code}` : code, GEO_OBJECT: level, GEO_LABEL: label, AGE: age, EDUC: educ, SEX: sex, RP_MEASURE: measure, FREQ: 'A',
    TIME_PERIOD: year, ...told, ...(dropped === 0 ? { OBS_STATUS: 'K', OBS_VALUE: '999' } : {}),
  };
}));
const COLUMNS = ['GEO', 'GEO_OBJECT', 'GEO_LABEL', 'AGE', 'EDUC', 'SEX', 'RP_MEASURE', 'FREQ', 'TIME_PERIOD', 'OBS_VALUE', 'OBS_STATUS', 'CONF_STATUS'];

describe('la forme longue, lue par ses octets ou tout entière décodée', () => {
  it('donne la même table, quels que soient colonnes, guillemets, fins de ligne et encodage', async () => {
    const files = fc.record({
      drawn: rows, columns: fc.shuffledSubarray(COLUMNS, { minLength: COLUMNS.length }), delimiter: fc.constantFrom(';', ',', '\t'), end: fc.constantFrom('\n', '\r\n'),
      encoding: fc.constantFrom('utf8', 'windows-1252'), mark: fc.boolean(), quotes: fc.array(fc.boolean(), { minLength: 1, maxLength: 17 }), last: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(files, async ({ drawn, columns, delimiter, end, encoding, mark, quotes, last }) => {
        let drawnQuotes = 0;
        const cell = (value: string): string =>
          /["\n;,\t]/.test(value) || quotes[(drawnQuotes += 1) % quotes.length] === true ? `"${value.replaceAll('"', '""')}"` : value;
        // A row of a level of ours: without one the file is refused.
        const all: Row[] = [{ ...said('COM', '01001'), GEO: '01001', GEO_OBJECT: 'COM', GEO_LABEL: 'Ambérieu', AGE: 'Y15T64', EDUC: '_T', SEX: '_T', RP_MEASURE: 'POP', FREQ: 'A', TIME_PERIOD: '2022' }, ...drawn];
        const text = [columns, ...all.map((row) => columns.map((name) => row[name]!))].map((fields) => fields.map(cell).join(delimiter)).join(end) + (last ? end : '');
        const bytes = iconv.encode(encoding === 'utf8' && mark ? `\ufeff${text}` : text, encoding);
        expect(same(await readTable(bytes))).toEqual(naive(text, delimiter));
      }),
      { numRuns: 400 },
    );
  });
});
