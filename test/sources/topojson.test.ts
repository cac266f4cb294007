import { join } from 'node:path';
import type { FeatureCollection } from 'geojson';
import { quantize } from 'topojson-client';
import { topology } from 'topojson-server';
import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { unpack } from '../../src/geometry/packed.js';
import { Journal } from '../../src/journal.js';
import { readBoundaries } from '../../src/sources/boundaries.js';
import { communeKey } from '../../src/sources/boundaries/key-forms.js';
import { square, writeFiles } from '../support/write-shapefile.js';

const keys = [communeKey((code: string): boolean => code.startsWith('69'))];
const ring = (i: number): [number, number][] => square(4 + i / 4, 45, 0.25, 'ccw');
const collection = (codes: readonly (string | number)[], key = 'code'): FeatureCollection => ({
  type: 'FeatureCollection',
  features: codes.map((code, i) => ({ type: 'Feature', properties: { [key]: code, nom: `n${i}` }, geometry: { type: 'Polygon', coordinates: [ring(i)] } })),
});
const points: FeatureCollection = { type: 'FeatureCollection', features: ['69001', '69002', '69003'].map((code) => ({ type: 'Feature', properties: { code }, geometry: { type: 'Point', coordinates: [4, 45] } })) };

async function read(root: object, options: { layer?: string; crs?: string } = {}) {
  const folder = await writeFiles({ 'c.json': JSON.stringify(root) });
  const journal = new Journal();
  const boundaries = await readBoundaries(join(folder, 'c.json'), { keys, ...options }, journal);
  return { ...boundaries, journal: journal.notices.map(({ text }) => text).join('\n') };
}
async function refuses(run: Promise<unknown>, exitCode: number, ...texts: (string | RegExp)[]): Promise<void> {
  const error: unknown = await run.then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FragiliteError);
  const { message, exitCode: actual } = error as FragiliteError;
  expect(actual).toBe(exitCode);
  for (const text of texts) expect(message).toMatch(text);
}
const corners = (coordinates: unknown): string[] => (coordinates as number[][][])[0]!.slice(0, -1).map((p) => p.map((n) => n.toFixed(3)).join(' ')).sort();

describe('a TopoJSON', () => {
  const plain = topology({ communes: collection(['69001', '69002']) });

  it.each([['as it is', plain], ['quantised', quantize(plain as Parameters<typeof quantize>[0], 1e5)], ['type last', { objects: plain.objects, arcs: plain.arcs, type: 'Topology' }]])('%s gives codes, names and contours in WGS 84', async (_, root) => {
    const reading = await read(root);
    expect(reading).toMatchObject({ format: 'topojson', layer: 'communes', keyColumn: 'code', projectionOrigin: 'coordonnees', projection: { epsg: 'EPSG:4326' } });
    expect(reading.features.map(({ code, name }) => [code, name])).toEqual([['69001', 'n0'], ['69002', 'n1']]);
    reading.features.forEach(({ geometry }, i) => expect(corners(geometry === null ? null : unpack(geometry).coordinates)).toEqual(corners([ring(i)])));
  });

  it('has the object with the most known codes taken, or the one that --layer names', async () => {
    const root = topology({ departements: collection(['69']), communes: collection(['69001', 69002], 'insee_com'), chefs: points, arrondissements: collection(['69381']) });
    const reading = await read(root);
    expect([reading.layer, reading.keyColumn, reading.features.length]).toEqual(['communes', 'insee_com', 2]);
    expect(reading.journal).toContain('autres couches : departements (0), arrondissements (1)');
    expect((await read(root, { layer: 'arrondissements' })).features.map(({ code }) => code)).toEqual(['69381']);
    await refuses(read(root, { layer: 'chefs' }), 2, 'Couches : departements, communes, arrondissements');
  });

  it('gives codes kept in the ids of geometries', async () => {
    const root = structuredClone(plain) as unknown as { objects: { communes: { geometries: { id?: string; properties?: object }[] } } };
    root.objects.communes.geometries.forEach((geometry, i) => {
      geometry.id = `6900${i + 1}`;
      geometry.properties = { code_insee: `6900${i + 1}` };
    });
    expect((await read(root)).features.map(({ code }) => code)).toEqual(['69001', '69002']);
  });

  it('is refused when it is damaged', async () => {
    await refuses(read({ ...plain, objects: undefined }), 3, 'objects');
    await refuses(read({ ...plain, arcs: [] }), 3, 'objet « communes », géométrie 1', 'arcs');
    await refuses(read({ ...plain, transform: { scale: [1] } }), 3, 'transform');
    await refuses(read({ ...plain, objects: {} }), 3, 'polygones');
    await refuses(read(topology({ points })), 3, 'polygones', 'points');
  });

  it('a GeoJSON and a shapefile have no layer', async () => {
    await refuses(read(collection(['69001']), { layer: 'communes' }), 2, "n'a pas de couches");
  });
});
