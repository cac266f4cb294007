import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Answering } from './local-server.js';

type Row = Readonly<Record<string, string>>;

/** What the API puts beside the dimensions. */
const ATTRIBUTES = new Set(['OBS_STATUS', 'CONF_STATUS', 'UNIT_MEASURE', 'UNIT_MULT', 'FREQ']);
const NO_DIMENSION = new Set([...ATTRIBUTES, 'GEO', 'GEO_OBJECT', 'OBS_VALUE']);

/** The rows of the cubes of a folder by data set: `DS_RP_POPULATION_PRINC_2022_data.csv`. */
export function cubesOf(folder: string): ReadonlyMap<string, readonly Row[]> {
  return new Map(
    readdirSync(folder).map((name) => {
      const dataSet = name.replace(/_\d{4}_data\.csv$/, '').replace(/^DS_RP_EDUCATION$/, 'DS_RP_EDUCATION_PRINC');
      return [dataSet, parse<Row>(readFileSync(`${folder}/${name}`, 'utf8'), { delimiter: ';', columns: true })];
    }),
  );
}

/** Answers as INSEE's API of local data does: filters by repeated parameters, pages that name the next. */
export function serveApi(cubes: ReadonlyMap<string, readonly Row[]>, pageSize: number): Answering {
  return (request, response) => {
    const url = new URL(request.url ?? '', `http://${request.headers.host ?? ''}`);
    const rows = cubes.get(url.pathname.replace('/melodi/data/', '')) ?? [];
    const filters = [...new Set(url.searchParams.keys())].filter((name) => !['maxResult', 'totalCount', 'page'].includes(name));
    const found = rows.filter((row) =>
      filters.every((name) => url.searchParams.getAll(name).includes(name === 'GEO' ? placeOf(row).slice('2025-'.length) : (row[name] ?? ''))),
    );
    const page = Number(url.searchParams.get('page') ?? 1);
    const isLast = page * pageSize >= found.length;
    const next = new URL(url);
    next.searchParams.set('page', String(page + 1));
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(
      JSON.stringify({
        identifier: 'DS',
        paging: { count: found.length, isLast, ...(isLast ? {} : { next: next.href }) },
        observations: found.slice((page - 1) * pageSize, page * pageSize).map(observation),
      }),
    );
  };
}

const placeOf = (row: Row): string => {
  const geo = row['GEO'] ?? '';
  return geo.includes('-') ? geo : `2025-${row['GEO_OBJECT'] ?? ''}-${geo}`;
};

function observation(row: Row): object {
  const value = row['OBS_VALUE'] ?? '';
  const part = (keep: (name: string) => boolean): object => Object.fromEntries(Object.entries(row).filter(([name]) => keep(name)));
  return {
    dimensions: { ...part((name) => !NO_DIMENSION.has(name)), GEO: placeOf(row) },
    attributes: part((name) => ATTRIBUTES.has(name)),
    measures: { OBS_VALUE_NIVEAU: value === '' ? {} : { value: Number(value) } },
  };
}
