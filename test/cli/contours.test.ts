import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureCollection, Polygon } from 'geojson';
import { topology } from 'topojson-server';
import { describe, expect, it } from 'vitest';
import { fragilite } from '../support/command-line.js';
import { INSEE, sixCommunes } from '../support/six-communes.js';
import { geometryBlob, geoPackage } from '../support/write-geopackage.js';

const compute = (file: string, out: string, ...more: string[]): string[] => ['compute', ...INSEE, '--boundaries', file, '--out', out, ...more];

interface SomeManifest {
  readonly options: Readonly<Record<string, unknown>>;
  readonly jointures: { readonly contours: Readonly<Record<string, unknown>> };
}
const manifestOf = (folder: string, out: string): SomeManifest => JSON.parse(readFileSync(join(folder, out, 'manifest.json'), 'utf8')) as SomeManifest;
const featuresOf = (folder: string, out: string): string => {
  const { features } = JSON.parse(readFileSync(join(folder, out, 'ifn.geojson'), 'utf8')) as FeatureCollection;
  return JSON.stringify(features);
};

/** The six communes with their contours in all formats that have layers. */
async function inAllFormats(): Promise<string> {
  const folder = await sixCommunes();
  const contours = JSON.parse(readFileSync(join(folder, 'contours.geojson'), 'utf8')) as FeatureCollection<Polygon, { code: string; nom: string }>;
  const rows = contours.features.map(({ properties, geometry }) => [geometryBlob([geometry.coordinates], { multi: true }), properties.code, properties.nom]);
  const empty = { name: 'departement', srs: 4326, columns: ['code_insee'], rows: [[null, '69']] };
  writeFileSync(join(folder, 'contours.gpkg'), await geoPackage([empty, { name: 'commune', srs: 4326, columns: ['code_insee', 'nom_officiel'], rows }]));
  writeFileSync(join(folder, 'contours.topojson'), JSON.stringify(topology({ communes: contours })));
  return folder;
}

describe('contours in other formats', () => {
  it('give the same features, and say the layer', async () => {
    const folder = await inAllFormats();
    expect((await fragilite(folder, compute('contours.geojson', 'a', '--quiet'))).code).toBe(0);
    const gpkg = await fragilite(folder, compute('contours.gpkg', 'b', '--verbose'));
    expect(gpkg.code).toBe(0);
    expect(gpkg.stderr).toContain('Couche des contours : commune\n');
    expect(gpkg.stderr).toContain('contours.gpkg : couche commune, la plus riche en codes connus (6) ; autres couches : departement (0)');
    expect(featuresOf(folder, 'b')).toBe(featuresOf(folder, 'a'));
    expect(manifestOf(folder, 'b').jointures.contours['couche']).toBe('commune');
    expect(manifestOf(folder, 'a').jointures.contours).not.toHaveProperty('couche');
    expect((await fragilite(folder, compute('contours.topojson', 'c', '--quiet', '--layer', 'communes'))).code).toBe(0);
    expect(manifestOf(folder, 'c').options['layer']).toBe('communes');
  });

  it('--layer of what has no layers, or not that one, is a usage error', async () => {
    const folder = await inAllFormats();
    expect(await fragilite(folder, compute('contours.gpkg', 'x', '--layer', 'communes'))).toMatchObject({ code: 2, stderr: expect.stringContaining('Vouliez-vous dire commune ?') as string });
    expect((await fragilite(folder, compute('contours.geojson', 'x', '--layer', 'communes'))).code).toBe(2);
    expect((await fragilite(folder, ['compute', '--layer', 'communes'])).code).toBe(2);
  });
});

describe('contours to look at', () => {
  it('codes of several contours, once or not, and holes out of place are told', async () => {
    const folder = await sixCommunes();
    const contours = JSON.parse(readFileSync(join(folder, 'contours.geojson'), 'utf8')) as FeatureCollection<Polygon, { code: string; nom: string }>;
    const [first, second, third] = contours.features;
    if (first === undefined || second === undefined || third === undefined) throw new Error('three contours are needed');
    const away = (x: number): Polygon => ({ type: 'Polygon', coordinates: [[[4, x], [4.1, x], [4.1, 45.1], [4, x]]] });
    const features = [...contours.features, first, { ...second, geometry: away(45) }, { ...third, properties: { ...third.properties, nom: 'Autre' }, geometry: away(44) }];
    features[3] = { ...features[3]!, geometry: { type: 'Polygon', coordinates: [...features[3]!.geometry.coordinates, ...away(45).coordinates] } };
    writeFileSync(join(folder, 'abimes.geojson'), JSON.stringify({ ...contours, features }));
    const { code, stderr } = await fragilite(folder, compute('abimes.geojson', 'd', '--verbose'));
    const [a, b, c, d] = features.map(({ properties }) => properties.code);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`Attention : abimes.geojson : 1 code a plusieurs fois le même contour : identiques, comptés une fois (${a}).`);
    expect(stderr).toContain(`abimes.geojson : 2 codes ont plusieurs contours dans le fichier : réunis (${b}, ${c}).`);
    expect(stderr).toContain(`Attention : abimes.geojson : 1 code a plusieurs contours, de noms différents : réunis (${c}).`);
    expect(stderr).toContain(`Attention : abimes.geojson : 1 trou qui n’est pas dans son contour, laissé tel quel (${d}).`);
  });
});

describe('one of a thing', () => {
  it('is told in the singular', async () => {
    const folder = await sixCommunes();
    const contours = JSON.parse(readFileSync(join(folder, 'contours.geojson'), 'utf8')) as FeatureCollection;
    writeFileSync(join(folder, 'cinq.geojson'), JSON.stringify({ ...contours, features: contours.features.slice(1) }));
    expect((await fragilite(folder, compute('cinq.geojson', 'e'))).stderr).toMatch(/1 commune sans contour \(.*\) : \d+ ; sa géométrie est nulle/);
    const region = await fragilite(folder, ['compute', ...INSEE, '--unit', 'region', '--territory', 'dep:01', '--out', 'f']);
    expect(region.stderr).toContain('1 région ayant des communes dans Ain');
  });
});

describe('--simplify', () => {
  it('is in the summary and the manifest, and loses no unit', async () => {
    const folder = await sixCommunes();
    const { code, stderr } = await fragilite(folder, compute('contours.geojson', 's', '--simplify', '50%'));
    expect(code).toBe(0);
    expect(stderr).toMatch(/Contours simplifiés \(--simplify 50%\) : \d+ positions gardées sur \d+/);
    expect(manifestOf(folder, 's').options['simplify']).toBe('50%');
    const { features } = JSON.parse(readFileSync(join(folder, 's', 'ifn.geojson'), 'utf8')) as FeatureCollection;
    // GeoJSON types never have null geometries.
    expect(features.every(({ geometry }) => (geometry as unknown) !== null)).toBe(true);
    expect(features).toHaveLength(6);
  });

  it('takes kilometres, like --near', async () => {
    const folder = await sixCommunes();
    expect((await fragilite(folder, compute('contours.geojson', 'km', '--quiet', '--simplify', '1km'))).code).toBe(0);
    expect((await fragilite(folder, compute('contours.geojson', 'm', '--quiet', '--simplify', '1000m'))).code).toBe(0);
    expect(featuresOf(folder, 'km')).toBe(featuresOf(folder, 'm'));
  });

  it.each(['50', '0m', '101%', 'x', '-5m', '50mm'])('%s is a usage error', async (value) => {
    expect(await fragilite(await sixCommunes(), compute('contours.geojson', 's', `--simplify=${value}`))).toMatchObject({ code: 2, stderr: expect.stringContaining('--simplify') as string });
  });
});
