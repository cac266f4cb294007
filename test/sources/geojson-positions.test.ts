import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack } from '../../src/geometry/packed.js';
import { readGeometry } from '../../src/sources/geojson.js';
import { positionsOfFeature } from '../../src/sources/geojson-positions.js';

const found = (text: string): ReturnType<typeof positionsOfFeature> => positionsOfFeature(Buffer.from(text));
const feature = (coordinates: string, type = 'Polygon'): string => `{"type":"Feature","properties":{"nom":"É"},"geometry":{"type":"${type}","coordinates":${coordinates}}}`;

/** The plain path: the JSON of the whole, then an array for each position. */
function parsed(text: string): ReturnType<typeof pack> {
  const geometry = readGeometry((JSON.parse(text) as { geometry: unknown }).geometry, 'ici', () => undefined);
  if (geometry === null || geometry === 'skipped') throw new Error('no polygon');
  return pack(geometry);
}

/** Numbers as programs write them, without an exponent. */
const number = fc.oneof(
  fc.double({ min: -180, max: 180, noNaN: true }).map((v) => JSON.stringify(v)),
  fc.double({ min: -1e7, max: 1e7, noNaN: true }).map((v) => v.toFixed(3)),
  fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 1, max: 30 })).map(([whole, decimals]) => `${String(whole)}.${'7'.repeat(decimals)}`),
  fc.constantFrom('0', '-0', '0.0', '-0.5', '9007199254740993', '0.1', '4.835678912345678'),
).filter((text) => !/e/i.test(text));
const space = fc.constantFrom('', '', ' ', '\n  ', '\t\r\n');
const position = fc.tuple(number, number, fc.option(number, { nil: null }), space, space).map(([x, y, z, a, b]) => `[${a}${x}${b},${a}${y}${z === null ? '' : `,${b}${z}`}${a}]`);
const ring = fc.tuple(fc.array(position, { minLength: 1, maxLength: 6 }), space).map(([all, a]) => `${a}[${a}${[...all, all[0]].join(`${a},${a}`)}]${a}`);
const rings = fc.array(ring, { minLength: 1, maxLength: 3 }).map((all) => `[${all.join(',')}]`);

describe('positionsOfFeature', () => {
  it('reads what JSON.parse and the plain path read, to the last bit', () => {
    fc.assert(
      fc.property(fc.oneof(rings.map((text) => feature(text)), fc.array(rings, { minLength: 1, maxLength: 3 }).map((all) => feature(`[${all.join(' , ')}]`, 'MultiPolygon'))), (text) => {
        const expected = parsed(text);
        const got = found(text)?.geometry;
        expect(got?.polygons).toEqual(expected.polygons);
        expect(got?.coordinates).toEqual(expected.coordinates);
      }),
      { numRuns: 400 },
    );
  });

  it('says where the list is', () => {
    const text = feature(' [[[0,0],[1,0],[0,1],[0,0]]]');
    const { start, end, type } = found(text) ?? { start: 0, end: 0 };
    expect([Buffer.from(text).toString('utf8', start, end), type]).toEqual(['[[[0,0],[1,0],[0,1],[0,0]]]', 'Polygon']);
  });

  it.each([
    ['an open ring', '[[[0,0],[1,0],[0,1]]]'],
    ['an empty ring', '[[]]'],
    ['no ring', '[]'],
    ['an exponent', '[[[0,0],[1e0,0],[0,1],[0,0]]]'],
    ['a text', '[[[0,"1"],[1,0],[0,1],[0,"1"]]]'],
    ['one number', '[[[0],[1,0],[0,1],[0]]]'],
    ['a zero too many', '[[[00,0],[1,0],[0,1],[00,0]]]'],
    ['a point without decimals', '[[[0.,0],[1,0],[0,1],[0.,0]]]'],
    ['a comma too many', '[[[0,0],[1,0],[0,1],[0,0],]]'],
    ['a sign alone', '[[[-,0],[1,0],[0,1],[-,0]]]'],
    ['another depth', '[[0,0],[1,0],[0,1],[0,0]]'],
    ['a byte that is no space', '[[[0,\u00010],[1,0],[0,1],[0,0]]]'],
    ['infinity', `[[[${'9'.repeat(400)},0],[1,0],[0,1],[${'9'.repeat(400)},0]]]`],
    ['the end of the bytes', '[[[0,0],[1,0],[0,'],
  ])('leaves %s to JSON.parse', (_, coordinates) => {
    expect(positionsOfFeature(Buffer.from(`{"coordinates":${coordinates}`))).toBeNull();
    expect(found(feature(coordinates))).toBeNull();
  });

  it('leaves a feature with two such members to JSON.parse', () => {
    expect(found('{"properties":{"coordinates":[[[0,0],[1,0],[0,1],[0,0]]]},"geometry":{"coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}}')).toBeNull();
  });
});
