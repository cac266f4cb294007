import fc from 'fast-check';
import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import { fromLambert93, toLambert93 } from '../../src/geometry/lambert93.js';
import { projectionFromName, toWgs84, WGS84 } from '../../src/geometry/projection.js';

const LAMBERT93 = projectionFromName('EPSG:2154')!;
const oracle = proj4(LAMBERT93.definition, WGS84.definition);

describe('fromLambert93', () => {
  it('is proj4 to 1e-9 degree over the domain and well around it', () => {
    // EPSG:2154 is for 9.86° W to 10.38° E, 41.15° N to 51.56° N.
    fc.assert(
      fc.property(fc.double({ min: -500_000, max: 1_400_000, noNaN: true }), fc.double({ min: 5_900_000, max: 7_300_000, noNaN: true }), (x, y) => {
        const [lon, lat] = fromLambert93(x, y);
        const [expectedLon, expectedLat] = oracle.forward<[number, number]>([x, y]);
        expect(Math.abs(lon - expectedLon)).toBeLessThan(1e-9);
        expect(Math.abs(lat - expectedLat)).toBeLessThan(1e-9);
      }),
      { numRuns: 20_000 },
    );
  });

  it('comes back to the origin, and to where proj4 starts from', () => {
    expect(fromLambert93(700_000, 6_600_000).map((v) => v.toFixed(11))).toEqual(['3.00000000000', '46.50000000000']);
    fc.assert(
      fc.property(fc.double({ min: -5, max: 10, noNaN: true }), fc.double({ min: 41, max: 51.5, noNaN: true }), (lon, lat) => {
        const [x, y] = oracle.inverse<[number, number]>([lon, lat]);
        const [backLon, backLat] = fromLambert93(x, y);
        expect(Math.abs(backLon - lon)).toBeLessThan(1e-9);
        expect(Math.abs(backLat - lat)).toBeLessThan(1e-9);
      }),
      { numRuns: 2000 },
    );
  });

  it('undoes toLambert93 to 1e-11 degree in France, and far around it where the latitude is computed otherwise', () => {
    fc.assert(
      fc.property(fc.double({ min: -14, max: 20, noNaN: true }), fc.double({ min: 36, max: 56, noNaN: true }), (lon, lat) => {
        const [backLon, backLat] = fromLambert93(...toLambert93(lon, lat));
        expect(Math.abs(backLon - lon)).toBeLessThan(1e-11);
        expect(Math.abs(backLat - lat)).toBeLessThan(1e-11);
      }),
      { numRuns: 20_000 },
    );
  });

  it('takes no position beyond the apex of the cone for one of France', () => {
    // As far beyond it as 46.5° N is before it, on the other side of the cone.
    const [longitude] = fromLambert93(700_000, 2 * 12_655_612.05 - 6_600_000);
    expect(longitude).toBeGreaterThan(200);
  });

  it('gives no number for what is none', () => {
    expect(fromLambert93(Number.NaN, 6_600_000)).toEqual([Number.NaN, Number.NaN]);
    expect(fromLambert93(700_000, Number.NaN)).toEqual([Number.NaN, Number.NaN]);
  });

  it('is what toWgs84 uses for EPSG:2154 and its twins', () => {
    expect(toWgs84(LAMBERT93)).toBe(fromLambert93);
    expect(toWgs84(projectionFromName('EPSG:9794')!)).toBe(fromLambert93);
  });
});

describe('toLambert93', () => {
  it('goes there and back, and has the origin where EPSG:2154 puts it', () => {
    expect(toLambert93(3, 46.5).map((v) => Number(v.toFixed(6)))).toEqual([700_000, 6_600_000]);
    fc.assert(
      fc.property(fc.double({ min: -5, max: 10, noNaN: true }), fc.double({ min: 41, max: 51.5, noNaN: true }), (lon, lat) => {
        const [x, y] = toLambert93(lon, lat);
        const [expectedX, expectedY] = oracle.inverse<[number, number]>([lon, lat]);
        expect(Math.hypot(x - expectedX, y - expectedY)).toBeLessThan(1e-4);
      }),
      { numRuns: 2000 },
    );
  });
});
