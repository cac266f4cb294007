import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { usageError } from '../errors.js';
import { byCode } from '../territory/codes.js';
import type { Arrondissement, Cog, Commune, Departement, Epci, Region } from '../territory/cog.js';
import type { TerritoryNames } from './insee-table.js';

const require = createRequire(import.meta.url);

/** Year of the geography → version of the package that holds it. No version holds 2020. */
const VERSIONS: ReadonlyMap<number, string> = new Map([
  [2019, '0.7.0'],
  [2021, '1.1.1'],
  [2022, '2.3.1'],
  [2023, '3.1.1'],
  [2024, '4.1.0'],
  [2025, '5.3.0'],
  [2026, '6.0.0'],
]);

/** The years that can be installed. */
export const COG_YEARS: readonly number[] = [...VERSIONS.keys()];

const OWN_PACKAGE = '@etalab/decoupage-administratif';
const aliasOf = (year: number): string => `cog-${String(year)}`;

/** Version 0 is of 2019, and since 2021 the major version follows the year. */
const yearOfVersion = (version: string): number => {
  const major = Number(version.split('.')[0]);
  return major === 0 ? 2019 : 2020 + major;
};

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
 * @param folder where else than beside fragilite an alias may be installed: the folder of a project
 * @throws usageError when that year is not installed, with what to install
 */
export async function loadCog(year?: number, folder?: string): Promise<Cog> {
  const cog = await installedCog(year, folder);
  if (cog === null) throw missingCog(year);
  return cog;
}

/**
 * The same, null when that year is not installed.
 *
 * @throws usageError when the alias of a year holds another one
 */
export async function installedCog(year?: number, folder?: string): Promise<Cog | null> {
  const manifest = manifestFor(year, folder);
  if (manifest === null) return null;
  const { name, version } = manifest;
  if (year !== undefined && yearOfVersion(version) !== year) {
    throw usageError(`${aliasOf(year)} contient le COG ${String(yearOfVersion(version))} (${name} ${version}), pas ${String(year)}.\n${installAdvice(year)}`);
  }
  return loadPackage(manifest);
}

/** The names of its régions and départements alone, for whoever cannot wait for the rest; null when that year is not installed. */
export function installedNames(year?: number, folder?: string): TerritoryNames | null {
  const manifest = manifestFor(year, folder);
  if (manifest === null) return null;
  const namesIn = (file: string): ReadonlyMap<string, string> =>
    new Map((JSON.parse(readFileSync(join(dataOf(manifest), file), 'utf8')) as { code: string; nom: string }[]).map(({ code, nom }) => [code, nom]));
  return { regions: namesIn('regions.json'), departements: namesIn('departements.json') };
}

/**
 * What geography a run would have, without loading it: package and version; null where none is installed.
 *
 * @param year the year asked; the package that comes with fragilite without one
 */
export function cogSource(year: number | undefined, folder: string): string | null {
  const manifest = manifestFor(year, folder);
  return manifest === null ? null : `${manifest.name} ${manifest.version}`;
}

/** The error for a year that is not installed: what to install, and where. */
export function missingCog(year: number | undefined): Error {
  return usageError(`Le code officiel géographique ${String(year ?? '')} n'est pas installé.\n${installAdvice(year)}`);
}

function installAdvice(year: number | undefined): string {
  const version = VERSIONS.get(year ?? Number.NaN);
  if (version === undefined) return `Années qui s'installent : ${COG_YEARS.join(', ')} ; pour une autre, donnez une table de passage : --passage FICHIER.`;
  return (
    `Dans le dossier du projet : npm install cog-${String(year)}@npm:@etalab/decoupage-administratif@${version} (npm install -g … si fragilite est installé globalement).\n` +
    'Sans cela, donnez une table de passage vers cette année : --passage FICHIER.'
  );
}

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly path: string;
}

/** The package that should hold a year: what comes with fragilite, or the alias of that year. */
function manifestFor(year: number | undefined, folder: string | undefined): PackageManifest | null {
  const own = manifestOf(OWN_PACKAGE);
  if (own !== null && (year === undefined || yearOfVersion(own.version) === year)) return own;
  if (year === undefined) return null;
  return manifestOf(aliasOf(year)) ?? (folder === undefined ? null : manifestOf(aliasOf(year), folder));
}

const dataOf = ({ path }: PackageManifest): string => join(dirname(path), 'data');

/** @param folder resolves the package from there, and not from fragilite */
function manifestOf(name: string, folder?: string): PackageManifest | null {
  try {
    const from = folder === undefined ? require : createRequire(join(folder, 'package.json'));
    const path = from.resolve(`${name}/package.json`);
    return { ...(JSON.parse(readFileSync(path, 'utf8')) as { name: string; version: string }), path };
  } catch {
    // Not installed there.
    return null;
  }
}

/** What was loaded, by package: several commands of one run ask for the same, which takes a while to read. */
const loaded = new Map<string, Promise<Cog>>();

function loadPackage(manifest: PackageManifest): Promise<Cog> {
  const key = `${manifest.path} ${manifest.version}`;
  const found = loaded.get(key) ?? readPackage(manifest);
  loaded.set(key, found);
  return found;
}

async function readPackage(manifest: PackageManifest): Promise<Cog> {
  const json = async <T>(file: string): Promise<T> => JSON.parse(await readFile(join(dataOf(manifest), file), 'utf8')) as T;
  const [communes, epci, departements, regions, sousPrefectures] = await Promise.all([
    json<CommuneRecord[]>('communes.json'),
    json<EpciRecord[]>('epci.json'),
    json<Departement[]>('departements.json'),
    json<Region[]>('regions.json'),
    json<{ code: string; nom: string }[]>('arrondissements.json'),
  ]);
  return buildCog({
    year: yearOfVersion(manifest.version),
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
