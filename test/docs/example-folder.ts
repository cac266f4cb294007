import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { fragilite } from '../support/command-line.js';
import { repositoryFile } from '../support/run-cli.js';
import { dbfBytes, shpBytes, shxBytes } from '../support/write-shapefile.js';
import type { Rings, ShapefileSpec } from '../support/write-shapefile.js';

const WGS84_PRJ = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

const demo = (name: string): string => readFileSync(repositoryFile(`data/demo/${name}`), 'utf8');

/** The files that examples name, with the figures of the demonstration under the names of INSEE's and IGN's. */
const FILES: Readonly<Record<string, () => string | Buffer>> = {
  'dossier_complet.csv': () => joined(demo('rp2022_metropole_lyon.csv'), demo('rp2018_diplomes_metropole_lyon.csv')),
  'cc_filosofi_2021_COM.csv': () => demo('filosofi2021_metropole_lyon.csv'),
  'structures.csv': () => readFileSync(repositoryFile('fixtures/posts-liste-ouverte/structures.csv')),
  'postes.csv': () => demo('avril-2023/postes.csv'),
  'demandes.csv': () => demo('fevrier-2021/demandes.csv'),
  'enveloppe.yaml': () => demo('fevrier-2021/enveloppe.yaml'),
  'enquete.csv': () => readFileSync(repositoryFile('fixtures/enquete/enquete.csv')),
};

/** Folders of a clone, where the examples of the README find their files. */
const OF_CLONE = ['data', 'fixtures'];

/** Files of the project folders that the help names. */
const OF_PROJECT = ['dossier_complet.csv', 'cc_filosofi_2021_COM.csv', 'COMMUNE.shp', 'COMMUNE.shx', 'COMMUNE.dbf', 'COMMUNE.prj', 'COMMUNE.cpg', 'postes.csv'];

/**
 * Makes the folder that examples run in: the files above, `COMMUNE.shp`, what a clone has, a project in
 * `metropole` and one to be in `rhone`, and results: the demonstration in `sortie`, those files in `lyon`, three invented years.
 */
export async function makeExampleFolder(folder: string): Promise<void> {
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content());
  writeContours(folder);
  for (const name of OF_CLONE) symlinkSync(repositoryFile(name), join(folder, name), 'junction');
  for (const project of ['insee', 'contours', 'rhone', 'metropole']) mkdirSync(join(folder, project));
  for (const project of ['rhone', 'metropole']) for (const name of OF_PROJECT) cpSync(join(folder, name), join(folder, project, name));
  for (const name of ['dossier_complet.csv', 'cc_filosofi_2021_COM.csv']) cpSync(join(folder, name), join(folder, 'insee', name));
  for (const end of ['shp', 'shx', 'dbf', 'prj', 'cpg']) cpSync(join(folder, `COMMUNE.${end}`), join(folder, 'contours', `COMMUNE.${end}`));
  const lyon = ['--insee', 'dossier_complet.csv', 'cc_filosofi_2021_COM.csv', '--boundaries', 'COMMUNE.shp', '--territory', 'epci:200046977', '--out', 'lyon'];
  const years = ['2011', '2016', '2022'].map((year) => ['compute', '--config', `fixtures/evolution/${year}.yaml`, '--out', year]);
  for (const argv of [['compute'], ['compute', ...lyon], ...years, ['init', 'metropole']]) {
    const { code, stderr } = await fragilite(folder, argv);
    expect({ argv, code, stderr: code === 0 ? '' : stderr }).toEqual({ argv, code: 0, stderr: '' });
  }
  cpSync(join(folder, '2016'), join(folder, 'lyon-2016'), { recursive: true });
}

/** Two tables of one key in one, as the « dossier complet » has all censuses in a row. */
function joined(left: string, right: string): string {
  const rows = (text: string): string[][] => text.trimEnd().split('\n').map((line) => line.split(';'));
  const [[, ...leftNames] = [], ...leftRows] = rows(left);
  const [[, ...rightNames] = [], ...rightRows] = rows(right);
  const cells = (all: readonly string[][]): Map<string, string[]> => new Map(all.map(([code = '', ...rest]) => [code, rest]));
  const [a, b] = [cells(leftRows), cells(rightRows)];
  const lines = [...new Set([...a.keys(), ...b.keys()])].sort().map((code) => [code, ...(a.get(code) ?? leftNames.map(() => '')), ...(b.get(code) ?? rightNames.map(() => ''))]);
  return `${[['CODGEO', ...leftNames, ...rightNames], ...lines].map((line) => line.join(';')).join('\n')}\n`;
}

function writeContours(folder: string): void {
  const { features } = JSON.parse(demo('contours_schematiques.geojson')) as { features: { properties: { code: string }; geometry: { coordinates: Rings } }[] };
  const spec: ShapefileSpec = {
    columns: [{ name: 'INSEE_COM', length: 5 }],
    // Outer rings go the other way in a shapefile.
    records: features.map(({ properties, geometry }) => ({ rings: geometry.coordinates.map((ring) => [...ring].reverse()), values: [properties.code] })),
  };
  const shp = shpBytes(spec);
  const files = { shp, shx: shxBytes(shp), dbf: dbfBytes(spec), prj: WGS84_PRJ, cpg: 'UTF-8' };
  for (const [end, content] of Object.entries(files)) writeFileSync(join(folder, `COMMUNE.${end}`), content);
}
