import { validAt } from '../index/quantity.js';
import type { Quantities } from '../index/quantity.js';
import { byCode } from '../territory/codes.js';
import type { Territory, TerritoryKey } from '../territory/selector.js';
import type { Source } from './source.js';

/** Rows of one answer: the most that INSEE's own R package asks for. */
export const ROWS_A_PAGE = 10_000;

/** Codes of one request: its address stays under a thousand characters. */
const CODES_A_REQUEST = 50;

type Pair = [name: string, value: string];

/** The total of a dimension that a cell does not pin. */
const TOTAL = '_T';

const LEVELS: Readonly<Partial<Record<TerritoryKey['level'], string>>> = { epci: 'EPCI', departement: 'DEP', region: 'REG' };

/** True for a territory that INSEE publishes a row for, at a level that the API has. */
export const hasOwnRow = ({ key }: Pick<Territory, 'key'>): boolean => key !== null && LEVELS[key.level] !== undefined;

/** What is asked of the API: places (`COM-69123`), and the territory's own row (`EPCI-200046977`), that serves as a published reference. */
export function placesOf({ units, key }: Pick<Territory, 'units' | 'key'>, isArrondissement: (code: string) => boolean): string[] {
  const level = key === null ? undefined : LEVELS[key.level];
  const own = key === null || level === undefined ? [] : [`${level}-${key.code}`];
  return [...own, ...units.map((code) => `${isArrondissement(code) ? 'ARM' : 'COM'}-${code}`)];
}

/**
 * The addresses that give the rows of a data set for some places, first pages: one vintage, and the cells
 * that quantities name, each dimension with the values that any of them needs.
 */
export function apiQueries(api: string, source: Source, year: number, places: readonly string[], quantities: Quantities): string[] {
  const { dataSet } = source;
  const filters: Pair[] = [['TIME_PERIOD', String(year)], ...cellFilters(source, year, quantities), ['maxResult', String(ROWS_A_PAGE)], ['totalCount', 'true']];
  const queries: string[] = [];
  for (let first = 0; first < places.length; first += CODES_A_REQUEST) {
    const asked = places.slice(first, first + CODES_A_REQUEST).map((place): Pair => ['GEO', place]);
    queries.push(`${api}/data/${dataSet ?? ''}?${new URLSearchParams([...asked, ...filters]).toString()}`);
  }
  return queries;
}

/** Measure and dimensions, with the values that the quantities of the source need; a dimension that one of them does not speak of is left open. */
function cellFilters(source: Source, year: number, quantities: Quantities): Pair[] {
  const wanted = [...source.quantities].flatMap((id) => {
    const quantity = quantities.get(id);
    const names = quantity?.longNames.filter((n) => n.form === 'cube' && n.dataSet === source.dataSet && validAt(n, year)) ?? [];
    return names.map((name) => ({ name, family: quantity?.family ?? '' }));
  });
  const cells = wanted.flatMap(({ name }) => name.cells);
  const column = wanted.some(({ family }) => family === 'filosofi') ? 'FILOSOFI_MEASURE' : 'RP_MEASURE';
  const common = (wanted[0]?.name.named ?? []).filter((dimension) => wanted.every(({ name }) => name.named.includes(dimension)));
  const valuesOf = (dimension: string): string[] => distinct(cells.map(({ pins }) => pins.get(dimension) ?? TOTAL));
  return [
    ...distinct(cells.map(({ measure }) => measure)).map((measure): Pair => [column, measure]),
    ...common.flatMap((dimension) => valuesOf(dimension).map((value): Pair => [dimension, value])),
  ];
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort(byCode);
