import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bytesOf, fragilite } from '../support/command-line.js';
import { stepsOf } from '../support/project.js';
import { csvByCode } from '../support/run-cli.js';
import { temporaryFolder } from '../support/write-shapefile.js';

const REAL = process.env['FRAGILITE_REAL'];
const skipped = REAL === undefined || REAL === '';
const name = (text: string): string => `${text}${skipped ? " (sauté : FRAGILITE_REAL n'est pas défini)" : ''}`;

async function realFolder(): Promise<string> {
  const folder = await temporaryFolder();
  // Not the rights of the originals, which may be read-only.
  for (const path of readdirSync(REAL ?? '', { recursive: true, encoding: 'utf8' })) {
    if (!statSync(join(REAL ?? '', path)).isFile()) continue;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), readFileSync(join(REAL ?? '', path)));
  }
  const { code, stderr } = await fragilite(folder, ['init']);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return folder;
}

describe.skipIf(skipped)(name('un dossier qui ne tient que les fichiers réels du Rhône'), () => {
  it('init prend le recensement de 2022, les diplômes de 2018, Filosofi 2021, les contours de l’IGN et la liste des postes', async () => {
    const folder = await realFolder();
    expect(parse(readFileSync(join(folder, 'fragilite.yaml'), 'utf8'))).toMatchObject({
      insee: ['insee/dossier_complet_RP2022_metropole_lyon_extrait.csv', 'insee/rp2018_diplomes_69_extrait.csv', 'insee/cc_filosofi_2021_COM_69.csv'],
      territory: 'epci:200046977',
      boundaries: 'contours/communes-69-lambert93/COMMUNE.shp',
      out: 'sortie',
      cross: { posts: ['anct/structures_conseillers_20230405_extrait.csv'] },
    });
  });

  it('run donne toutes les sorties sans retouche, puis rien n’est refait ; un octet d’une entrée refait ce qui en dépend', async () => {
    const folder = await realFolder();
    const first = await fragilite(folder, ['run']);
    expect({ code: first.code, stderr: first.code === 0 ? '' : first.stderr }).toEqual({ code: 0, stderr: '' });
    expect(stepsOf(first.stderr)).toMatchObject({ check: 'fait', compute: 'fait', cross: 'fait', allocate: 'non demandé', diagnose: 'fait', map: 'fait', report: 'fait' });
    expect(readdirSync(join(folder, 'sortie'))).toEqual(expect.arrayContaining(['carte.png', 'carte.svg', 'classement.md', 'croisement.csv', 'croisement.md', 'diagnostic.json', 'diagnostic.md', 'ifn.csv', 'ifn.geojson', 'manifest.json', 'quantites.csv', 'rapport.html']));
    // Vénissieux, Lyon and Cailloux-sur-Fontaines.
    expect(['69259', '69123', '69033'].map((code) => Number(csvByCode(join(folder, 'sortie', 'ifn.csv')).get(code)?.get('score')).toFixed(1))).toEqual(['141.6', '98.3', '44.0']);
    const before = bytesOf(join(folder, 'sortie'));
    const second = await fragilite(folder, ['run']);
    expect(new Set(Object.values(stepsOf(second.stderr)))).toEqual(new Set(['inchangé', 'non demandé']));
    expect(bytesOf(join(folder, 'sortie'))).toEqual(before);

    const posts = join(folder, 'anct', 'structures_conseillers_20230405_extrait.csv');
    writeFileSync(posts, `${readFileSync(posts, 'utf8')}\n`);
    expect(stepsOf((await fragilite(folder, ['run'])).stderr)).toMatchObject({ check: 'inchangé', compute: 'inchangé', cross: 'fait', diagnose: 'inchangé', map: 'fait', report: 'fait' });
    const dbf = join(folder, 'contours', 'communes-69-lambert93', 'COMMUNE.prj');
    writeFileSync(dbf, `${readFileSync(dbf, 'utf8')} `);
    expect(stepsOf((await fragilite(folder, ['run'])).stderr)).toMatchObject({ check: 'fait', compute: 'fait', cross: 'fait', diagnose: 'fait', map: 'fait', report: 'fait' });
  });
});
