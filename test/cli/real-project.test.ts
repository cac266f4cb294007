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

  it('run donne toutes les sorties sans retouche, les mêmes dans deux dossiers, puis rien n’est refait', async () => {
    const [folder, other] = [await realFolder(), await realFolder()];
    const first = await fragilite(folder, ['run']);
    expect({ code: first.code, stderr: first.code === 0 ? '' : first.stderr }).toEqual({ code: 0, stderr: '' });
    expect(stepsOf(first.stderr)).toEqual(FIRST);
    expect(readdirSync(join(folder, 'sortie')).sort()).toEqual(['carte.png', 'carte.svg', 'classement.md', 'croisement.csv', 'croisement.md', 'diagnostic.json', 'diagnostic.md', 'ifn.csv', 'ifn.geojson', 'manifest.json', 'methode.md', 'quantites.csv', 'rapport.html']);
    // Vénissieux, Lyon and Cailloux-sur-Fontaines.
    expect(['69259', '69123', '69033'].map((code) => Number(csvByCode(join(folder, 'sortie', 'ifn.csv')).get(code)?.get('score')).toFixed(1))).toEqual(['141.6', '98.3', '44.0']);
    expect((await fragilite(other, ['run', '--quiet'])).code).toBe(0);
    const before = written(folder);
    expect(written(other)).toEqual(before);
    expect(stepsOf((await fragilite(folder, ['run'])).stderr)).toEqual({ ...FIRST, ...UNCHANGED });
    expect(written(folder)).toEqual(before);
  });

  it('un octet d’une entrée refait ce qui en dépend et rien d’autre, dans le verrou aussi', async () => {
    const folder = await realFolder();
    expect((await fragilite(folder, ['run', '--quiet'])).code).toBe(0);
    for (const [path, done] of TOUCHED) {
      writeFileSync(join(folder, path), Buffer.concat([readFileSync(join(folder, path)), Buffer.from(path.endsWith('.dbf') ? '\u001a' : '\n')]));
      const { stderr } = await fragilite(folder, ['run']);
      const redone = Object.fromEntries(done.map((step) => [step, 'fait']));
      expect({ path, steps: stepsOf(stderr) }).toEqual({ path, steps: { ...FIRST, ...UNCHANGED, ...redone } });
      // What nothing reads is in no lock.
      expect({ path, noted: stderr.includes('notés dans fragilite.lock') }).toEqual({ path, noted: done.length > 0 });
    }
  });
});

const FIRST = { check: 'fait', compute: 'fait', cross: 'fait', allocate: 'non demandé', diagnose: 'fait', map: 'fait', report: 'fait' };
const UNCHANGED = { check: 'inchangé', compute: 'inchangé', cross: 'inchangé', diagnose: 'inchangé', map: 'inchangé', report: 'inchangé' };
const ALL = ['check', 'compute', 'cross', 'diagnose', 'map', 'report'];
const CONTOURS = 'contours/communes-69-lambert93/COMMUNE';

/** An input of each kind, with the steps that read it. */
const TOUCHED: readonly (readonly [string, readonly string[]])[] = [
  ['insee/dossier_complet_RP2022_metropole_lyon_extrait.csv', ALL],
  ['insee/rp2018_diplomes_69_extrait.csv', ALL],
  ['insee/cc_filosofi_2021_COM_69.csv', ALL],
  [`${CONTOURS}.dbf`, ALL],
  [`${CONTOURS}.prj`, ALL],
  [`${CONTOURS}.cpg`, ALL],
  ['anct/structures_conseillers_20230405_extrait.csv', ['cross', 'map', 'report']],
  ['insee/FILO2016_DISP_COM_69.csv', []],
  ['contours/communes-69-wgs84.geojson', []],
];

/** All that a run writes for its user. */
const written = (folder: string): Record<string, string> => ({ ...bytesOf(join(folder, 'sortie')), lock: readFileSync(join(folder, 'fragilite.lock'), 'utf8') });
