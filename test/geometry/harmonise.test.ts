import fc from 'fast-check';
import type { MultiPolygon, Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { contourDrawer, harmoniseBoundaries, type HarmonisedBoundaries, type RawFeature } from '../../src/geometry/harmonise.js';
import { pack } from '../../src/geometry/packed.js';
import { projectionFromName, WGS84 } from '../../src/geometry/projection.js';
import { geometryArea } from '../../src/geometry/rings.js';
import { square } from '../support/write-shapefile.js';
import { faultsOf } from '../support/validity.js';

const LAMBERT93 = projectionFromName('EPSG:2154') ?? WGS84;
const CARRIED: Readonly<Record<string, string>> = { '69152': '69149', '69381': '69123', '69382': '69123', '69383': '69123' };
const carry = (code: string): string | null => (code.startsWith('69') ? (CARRIED[code] ?? code) : null);
const wholeOf = (code: string): string | null => (/^6938\d$/.test(code) ? '69123' : null);

const cell = (x: number, y: number): Polygon => ({ type: 'Polygon', coordinates: [square(842000 + 1000 * x, 6519000 + 1000 * y, 1000)] });
const feature = (code: string, geometry: Polygon | MultiPolygon | null): RawFeature => ({ code, name: null, geometry: geometry === null ? null : pack(geometry) });
const harmonise = (features: readonly RawFeature[], wanted: (unit: string) => boolean = () => true): HarmonisedBoundaries =>
  harmoniseBoundaries(features, carry, LAMBERT93, wanted, wholeOf);
const asText = ({ geometries, joined, ...lists }: HarmonisedBoundaries): string =>
  JSON.stringify([[...geometries], [...joined], lists]);

const scene: readonly RawFeature[] = [
  feature('69266', cell(5, 5)),
  feature('69149', cell(0, 0)), feature('69152', cell(1, 0)),
  feature('69381', cell(0, 3)), feature('69382', cell(1, 3)), feature('69383', { type: 'MultiPolygon', coordinates: [cell(2, 3).coordinates, cell(8, 8).coordinates] }),
  feature('69034', cell(3, 0)), feature('69034', cell(4, 0)), feature('69034', cell(6, 0)),
  feature('69001', null), feature('01004', cell(9, 9)), feature('99999', null),
];

describe('harmoniseBoundaries', () => {
  it('porte, fusionne, assemble et dit ce qu\'il a fait', () => {
    const { geometries, joined, assembled, overlapping, unknown, empty } = harmonise(scene);
    expect([...geometries.keys()]).toEqual(['69034', '69123', '69149', '69266']);
    expect([...joined]).toEqual([['69123', ['69381', '69382', '69383']], ['69149', ['69149', '69152']]]);
    expect(assembled).toEqual(['69034']);
    expect(overlapping).toEqual([]);
    expect(unknown).toEqual(['01004', '99999']);
    expect(empty).toEqual(['69001']);
    expect(geometries.get('69149')).toMatchObject({ type: 'Polygon', coordinates: [{ length: 7 }] });
    expect(geometries.get('69034')).toMatchObject({ type: 'MultiPolygon', coordinates: { length: 2 } });
    for (const geometry of geometries.values()) expect(faultsOf(geometry, [4.8, 45.7, 5, 45.9])).toEqual([]);
  });
  it('ne dépend pas de l\'ordre des objets du fichier', () => {
    const expected = asText(harmonise(scene));
    fc.assert(fc.property(fc.shuffledSubarray([...scene], { minLength: scene.length }), (shuffled) => {
      expect(asText(harmonise(shuffled))).toBe(expected);
    }));
  });
  it('ne fait que les unités voulues', () => {
    const { geometries, joined, assembled, empty, unknown } = harmonise(scene, (unit) => unit === '69149');
    expect([...geometries.keys()]).toEqual(['69149']);
    expect([...joined.keys()]).toEqual(['69149']);
    expect([assembled, empty]).toEqual([[], []]);
    expect(unknown).toEqual(['01004', '99999']);
  });
  it('prend seul le tout de Lyon quand ses arrondissements sont aussi là', () => {
    const whole: Polygon = { type: 'Polygon', coordinates: [[[842000, 6522000], [842000, 6523000], [845000, 6523000], [845000, 6522000], [842000, 6522000]]] };
    const { geometries, joined, overlapping } = harmonise([...scene, feature('69123', whole)]);
    expect(geometries.get('69123')).toEqual(harmonise([feature('69123', whole)]).geometries.get('69123'));
    expect(joined.has('69123')).toBe(false);
    expect(overlapping).toEqual([]);
  });
  it('revient aux arrondissements quand le tout est là sans géométrie', () => {
    const { joined, geometries } = harmonise([...scene, feature('69123', null)]);
    expect(joined.get('69123')).toEqual(['69123', '69381', '69382', '69383']);
    expect(geometries.get('69123')).toEqual(harmonise(scene).geometries.get('69123'));
  });
  it('met côte à côte et signale des parts qui se recouvrent', () => {
    const { overlapping, geometries } = harmonise([
      feature('69149', { type: 'Polygon', coordinates: [[[842000, 6519000], [842000, 6520000], [844000, 6520000], [844000, 6519000], [843000, 6519000], [842000, 6519000]]] }),
      feature('69152', cell(0, 0)),
    ]);
    expect(overlapping).toEqual(['69149']);
    expect(geometries.get('69149')).toMatchObject({ type: 'MultiPolygon', coordinates: { length: 2 } });
  });
  it('ne compte qu\'une fois un objet répété à l\'identique', () => {
    const twice = harmonise([feature('69266', cell(5, 5)), feature('69266', cell(5, 5))]);
    expect([twice.assembled, twice.repeated]).toEqual([[], ['69266']]);
    expect(geometryArea(twice.geometries.get('69266') ?? cell(0, 0))).toBeCloseTo(geometryArea(harmonise(scene).geometries.get('69266') ?? cell(0, 0)), 12);
  });
  it('dit les codes de plusieurs contours, et ceux dont les noms diffèrent', () => {
    const named = (name: string, x: number): RawFeature => ({ ...feature('69266', cell(x, 5)), name });
    const found = (...features: RawFeature[]): unknown[] => {
      const { assembled, severalNames, repeated } = harmonise(features);
      return [assembled, severalNames, repeated];
    };
    expect(found(named('Villeurbanne', 5), named('Villeurbanne', 7))).toEqual([['69266'], [], []]);
    expect(found(named('Villeurbanne', 5), named('Bron', 7))).toEqual([['69266'], ['69266'], []]);
    expect(found(named('Villeurbanne', 5), named('Villeurbanne', 5), named('Villeurbanne', 7))).toEqual([['69266'], [], ['69266']]);
    // Of a former commune too: 69152 is joined to 69149.
    expect(found(feature('69149', cell(0, 0)), feature('69152', cell(1, 0)), feature('69152', cell(3, 0)))).toEqual([['69152'], [], []]);
  });
  it('dit un nœud papillon sans surface une fois : retiré', () => {
    const bow = (size: number): Polygon => ({ type: 'Polygon', coordinates: [[[4.8, 45.7], [4.9, 45.8], [4.9, 45.7], [4.8, 45.7 + size], [4.8, 45.7]]] });
    const inDegrees = (...features: RawFeature[]): HarmonisedBoundaries => harmoniseBoundaries(features, carry, WGS84, () => true, wholeOf);
    const nothing = inDegrees(feature('69266', bow(0.1)));
    expect([nothing.crossing, nothing.collapsed, nothing.empty]).toEqual([{ rings: 0, codes: [] }, { rings: 1, codes: ['69266'] }, ['69266']]);
    const something = inDegrees(feature('69266', bow(0.05)));
    expect([something.crossing, something.collapsed]).toEqual([{ rings: 1, codes: ['69266'] }, { rings: 0, codes: [] }]);
  });
  it('dit les trous hors de leur contour', () => {
    const withHole = (hole: Polygon): RawFeature => feature('69266', { type: 'Polygon', coordinates: [...cell(5, 5).coordinates, ...hole.coordinates] });
    expect(harmonise([withHole(cell(8, 8))]).stray).toEqual({ rings: 1, codes: ['69266'] });
    expect(harmonise([withHole({ type: 'Polygon', coordinates: [square(847200, 6524200, 100)] })]).stray).toEqual({ rings: 0, codes: [] });
  });
  it('rend les mêmes résultats de contours dessinés d\'avance', () => {
    const hole = feature('69266', { type: 'Polygon', coordinates: [...cell(5, 5).coordinates, ...cell(8, 8).coordinates] });
    const bow = feature('69003', { type: 'Polygon', coordinates: [[[842000, 6519000], [843000, 6520000], [843000, 6519000], [842000, 6519500], [842000, 6519000]]] });
    const features = [...scene, hole, bow];
    const draw = contourDrawer(LAMBERT93);
    const ready = new Map(features.flatMap((f) => (f.geometry === null ? [] : [[f, draw(f.geometry)] as const])));
    expect(asText(harmoniseBoundaries(features, carry, LAMBERT93, () => true, wholeOf, ready))).toBe(asText(harmonise(features)));
    expect(harmonise(features)).toMatchObject({ stray: { rings: 1 }, crossing: { rings: 1 } });
  });
  it('laisse tomber les éclats que l\'arrondi efface, et dit vide ce qui n\'a plus rien', () => {
    const sliver = [[842000, 6519000], [842000, 6519000.01], [842000.01, 6519000.01], [842000, 6519000]];
    const { geometries, empty } = harmonise([
      feature('69001', { type: 'MultiPolygon', coordinates: [cell(0, 0).coordinates, [sliver]] }),
      feature('69002', { type: 'Polygon', coordinates: [sliver] }),
    ]);
    expect(geometries.get('69001')?.type).toBe('Polygon');
    expect(empty).toEqual(['69002']);
  });
  it('refuse une position que la projection ne peut placer', () => {
    const wgs = { ...LAMBERT93, definition: '+proj=utm +zone=31 +ellps=GRS80', label: 'essai', epsg: null };
    const far: Polygon = { type: 'Polygon', coordinates: [square(1e15, 1e15, 1000)] };
    expect(() => harmoniseBoundaries([feature('69001', far)], carry, wgs, () => true, wholeOf)).toThrow(/essai|domaine/);
  });
});
