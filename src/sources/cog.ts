import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { usageError } from '../errors.js';
import { byCode } from '../territory/codes.js';
import type { Arrondissement, Cog, Commune, Departement, Epci, Region } from '../territory/cog.js';

const require = createRequire(import.meta.url);

/** Major version of the package → year of its geography. */
const YEAR_OF_MAJOR: ReadonlyMap<number, number> = new Map([
  [3, 2023],
  [4, 2024],
  [5, 2025],
  [6, 2026],
]);

interface CommuneRecord {
  code: string;
  nom: string;
  type: string;
  departement?: string;
  region?: string;
  arrondissement?: string;
  commune?: string;
  chefLieu?: string;
  anciensCodes?: string[];
  population?: number;
}

interface EpciRecord {
  code: string;
  nom: string;
  type: string;
  membres: { code: string }[];
}

/**
 * Loads the COG of a year from the package `@etalab/decoupage-administratif` (data: Insee and DGCL,
 * Licence Ouverte), or from its alias `cog-YEAR`. Without a year: the package that comes with
 * fragilite.
 *
 * @throws usageError when that year is not installed, with what to install
 */
export async function loadCog(year?: number): Promise<Cog> {
  const own = await loadPackage('@etalab/decoupage-administratif');
  if (own !== null && (year === undefined || own.year === year)) return own;
  const alias = year === undefined ? null : await loadPackage(`cog-${String(year)}`);
  if (alias !== null) return alias;
  const major = [...YEAR_OF_MAJOR].find(([, y]) => y === year)?.[0];
  const advice =
    major === undefined
      ? `Années possibles : ${[...YEAR_OF_MAJOR.values()].join(', ')}.`
      : `Installez-le : npm install cog-${String(year)}@npm:@etalab/decoupage-administratif@${String(major)}`;
  throw usageError(`Le code officiel géographique ${String(year ?? '')} n'est pas installé.\n${advice}`);
}

async function loadPackage(name: string): Promise<Cog | null> {
  let manifestPath: string;
  try {
    manifestPath = require.resolve(`${name}/package.json`);
  } catch {
    return null;
  }
  const folder = join(dirname(manifestPath), 'data');
  const json = async <T>(file: string): Promise<T> =>
    JSON.parse(await readFile(join(folder, file), 'utf8')) as T;
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as { name: string; version: string };
  const [communes, epci, departements, regions, sousPrefectures] = await Promise.all([
    json<CommuneRecord[]>('communes.json'),
    json<EpciRecord[]>('epci.json'),
    json<Departement[]>('departements.json'),
    json<Region[]>('regions.json'),
    json<{ code: string; nom: string }[]>('arrondissements.json'),
  ]);
  const major = Number(manifest.version.split('.')[0]);
  return buildCog({
    year: YEAR_OF_MAJOR.get(major) ?? 2020 + major,
    source: `${manifest.name} ${manifest.version}`,
    communes,
    epci,
    departements,
    regions,
    sousPrefectures,
  });
}

interface CogRecords {
  readonly year: number;
  readonly source: string;
  readonly communes: readonly CommuneRecord[];
  readonly epci: readonly EpciRecord[];
  readonly departements: readonly Departement[];
  readonly regions: readonly Region[];
  readonly sousPrefectures?: readonly { readonly code: string; readonly nom: string }[];
}

/** Indexes the records of the package; a code may stand there twice (69149: commune and déléguée). */
export function buildCog(records: CogRecords): Cog {
  const epciOf = new Map<string, string>();
  const epci = new Map<string, Epci>();
  for (const { code, nom, type, membres } of records.epci) {
    const members = membres.map((m) => m.code).sort(byCode);
    epci.set(code, { code, nom, type, membres: members });
    for (const member of members) epciOf.set(member, code);
  }
  const communes = new Map<string, Commune>();
  const arrondissements = new Map<string, Arrondissement>();
  const formerCodes = new Map<string, string>();
  const sorted = [...records.communes].sort((a, b) => byCode(a.code, b.code));
  for (const record of sorted) {
    const common = {
      code: record.code,
      nom: record.nom,
      departement: record.departement ?? '',
      region: record.region ?? '',
      sousPrefecture: record.arrondissement === undefined || record.arrondissement === '' ? null : record.arrondissement,
      population: record.population ?? null,
    };
    if (record.type === 'commune-actuelle') {
      communes.set(record.code, { ...common, epci: epciOf.get(record.code) ?? null });
      for (const former of record.anciensCodes ?? []) formerCodes.set(former, record.code);
    } else if (record.type === 'arrondissement-municipal' && record.commune !== undefined) {
      arrondissements.set(record.code, {
        ...common,
        epci: epciOf.get(record.commune) ?? null,
        commune: record.commune,
      });
    }
  }
  // A commune déléguée or associée that is in no list of former codes still has its chef-lieu.
  for (const { code, chefLieu } of sorted) {
    if (chefLieu !== undefined && !communes.has(code) && !formerCodes.has(code) && communes.has(chefLieu)) {
      formerCodes.set(code, chefLieu);
    }
  }
  return {
    year: records.year,
    source: records.source,
    communes,
    arrondissements,
    formerCodes,
    epci,
    sousPrefectures: new Map((records.sousPrefectures ?? []).map((a) => [a.code, a.nom])),
    departements: new Map(records.departements.map((d) => [d.code, { code: d.code, nom: d.nom, region: d.region }])),
    regions: new Map(records.regions.map((r) => [r.code, { code: r.code, nom: r.nom }])),
  };
}
