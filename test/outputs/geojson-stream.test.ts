import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { packMillionths, unpackMillionths } from '../../src/geometry/packed.js';
import { geometryOf } from '../../src/geometry/rings.js';
import { featureCollection, putMillionths } from '../../src/outputs/geojson-stream.js';
import { joinToGeoJson } from '../../src/outputs/join-columns.js';
import { type OutputFile, writeFolder } from '../../src/outputs/write-folder.js';
import { bufferSource } from '../../src/sources/byte-source.js';
import { useFolder } from '../support/run-cli.js';

const degrees = fc.oneof(fc.integer({ min: -180_000_000, max: 180_000_000 }), fc.integer({ min: -2000, max: 2000 }), fc.integer({ min: -180, max: 180 }).map((n) => n * 1_000_000)).map((n) => n / 1e6 + 0);
const ring = fc.array(fc.tuple(degrees, degrees), { minLength: 1, maxLength: 5 });
const geometry = fc.array(fc.array(ring, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }).map(geometryOf);

/** Pieces are lent: each is copied before the next is asked for. */
function textOf(chunks: Iterable<Uint8Array>): string {
  const pieces: Buffer[] = [];
  for (const chunk of chunks) pieces.push(Buffer.from(chunk));
  return Buffer.concat(pieces).toString('utf8');
}

describe('putMillionths', () => {
  it('writes what JSON.stringify writes for a number of 6 decimals', () => {
    const buffer = Buffer.alloc(32);
    fc.assert(
      fc.property(fc.integer({ min: -2_147_483_647, max: 2_147_483_647 }), (millionths) => {
        expect(buffer.toString('latin1', 0, putMillionths(buffer, 0, millionths))).toBe(JSON.stringify(millionths / 1e6 + 0));
      }),
      { numRuns: 5000 },
    );
    for (const n of [0, 1, -1, 10, 100_000, 999_999, 1_000_000, -1_000_001, 180_000_000, 2_147_483_647]) {
      expect(buffer.toString('latin1', 0, putMillionths(buffer, 0, n))).toBe(String(n / 1e6));
    }
  });
});

describe('featureCollection', () => {
  it('gives the bytes of JSON.stringify', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.option(geometry), fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue())), { maxLength: 5 }), (features) => {
        const text = textOf(featureCollection('{"features":[\n', features.map(([shape, properties]) => ({ properties: JSON.stringify(properties), geometry: shape === null ? null : packMillionths(shape) })), '\n]}\n'));
        const expected = features.map(([shape, properties]) => JSON.stringify({ type: 'Feature', properties, geometry: shape }));
        expect(text).toBe(`{"features":[\n${expected.join(',\n')}\n]}\n`);
      }),
    );
  });

  it('gives them by pieces when they are many, texts larger than a piece included', () => {
    const shape = geometryOf([[Array.from({ length: 200_000 }, (_, i) => [-(i % 180) - 1, Math.round(45e6 + i) / 1e6])]]);
    const name = 'é'.repeat(800_000);
    const pieces: number[] = [];
    let text = '';
    for (const chunk of featureCollection('[', [{ properties: JSON.stringify({ name }), geometry: packMillionths(shape) }], ']')) {
      pieces.push(chunk.length);
      text += Buffer.from(chunk).toString('latin1');
    }
    expect(pieces.length).toBeGreaterThan(4);
    // Not toBe: its report of a difference would be megabytes.
    expect(Buffer.from(text, 'latin1').toString('utf8') === `[${JSON.stringify({ type: 'Feature', properties: { name }, geometry: shape })}]`).toBe(true);
  });
});

describe('packed geometries', () => {
  it('come back as they were', () => {
    fc.assert(fc.property(geometry, (shape) => {
      expect(unpackMillionths(packMillionths(shape))).toEqual(shape);
    }));
  });
});

describe('joinToGeoJson', () => {
  const text = '{"type":"FeatureCollection","bbox":[1,2,3,4],"features":[\n{"type":"Feature","properties":{"code":"69001","ancien":1,"nom":"é"},"geometry":null},\n{"type":"Feature","properties":{"code":"69002"},"geometry":{"type":"Polygon","coordinates":[[[4.5,45]]]}}\n]}\n';
  const added = { names: ['ancien', 'postes'], cells: new Map([['69001', [2, 'x']]]) };

  it('adds columns, replaces those of the same names, keeps the rest byte for byte', () => {
    expect([...joinToGeoJson(bufferSource(Buffer.from(text)), added)].join('')).toBe(
      text.replace('"ancien":1,"nom":"é"', '"nom":"é","ancien":2,"postes":"x"').replace('"code":"69002"', '"code":"69002","ancien":null,"postes":null'),
    );
    expect([...joinToGeoJson(bufferSource(Buffer.from(text)), { names: [], cells: new Map() })].join('')).toBe(text);
  });

  it('keeps members that follow the features, and refuses a text that is cut', () => {
    const after = '{"features":[\n{"type":"Feature","properties":{},"geometry":null}\n],"a":1,"b":[2]}\n';
    expect([...joinToGeoJson(bufferSource(Buffer.from(after)), { names: [], cells: new Map() })].join('')).toBe(after);
    expect(() => [...joinToGeoJson(bufferSource(Buffer.from(text.slice(0, 90))), added)].join('')).toThrow(FragiliteError);
  });

  it('reads features of another shape too, and refuses a geometry that is no JSON', () => {
    const feature = (own: string): string => `{"features":[${own}]}`;
    const joined = (own: string): string => [...joinToGeoJson(bufferSource(Buffer.from(feature(own))), { names: ['postes'], cells: new Map([['69001', [2]]]) })].join('');
    const wanted = '{"features":[\n{"type":"Feature","properties":{"code":"69001","nom":"a,\\"geometry\\":b","postes":2},"geometry":{"type":"Point","coordinates":[4.5,45]}}\n]}\n';
    expect(joined('{"type":"Feature","properties":{"code":"69001","nom":"a,\\"geometry\\":b"},"geometry":{"type":"Point","coordinates":[4.5,45]}}')).toBe(wanted);
    expect(joined('{ "type": "Feature", "geometry": {"type":"Point","coordinates":[4.50, 45]}, "properties": {"code":"69001","nom":"a,\\"geometry\\":b"} }')).toBe(wanted);
    expect(() => joined('{"type":"Feature","properties":{"code":"69001"},"geometry":{"type":"Point","coordinates":[4.5,,45]}}')).toThrow(FragiliteError);
  });
});

describe('writeFolder', () => {
  const folder = useFolder();
  const streamed = (...pieces: string[]): OutputFile => ({ name: 'a.geojson', chunks: () => pieces.map((piece) => Buffer.from(piece)) });
  const listing = (hashes: ReadonlyMap<string, string>): string => JSON.stringify([...hashes]);
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

  it('gives the sha256 of what it wrote to the file that closes', () => {
    const out = join(folder.path, 'a');
    writeFolder(out, 'a', [streamed('bon', 'jour'), { name: 'b.csv', text: 'é' }], { name: 'manifest.json', closing: listing });
    expect(readFileSync(join(out, 'a.geojson'), 'utf8')).toBe('bonjour');
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))).toEqual([['a.geojson', sha256('bonjour')], ['b.csv', sha256('é')]]);
  });

  it('leaves the earlier outputs when the disk fills up in the middle, or a piece fails', () => {
    const out = join(folder.path, 'b');
    writeFolder(out, 'b', [streamed('avant')], { name: 'manifest.json', closing: listing });
    const before = readFileSync(join(out, 'manifest.json'), 'utf8');
    const failing = (error: Error): OutputFile => ({
      name: 'a.geojson',
      chunks: function* () {
        yield Buffer.from('apr');
        throw error;
      },
    });
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    expect(() => writeFolder(out, 'b', [{ name: 'c.csv', text: 'c' }, failing(full)])).toThrow(/le disque est plein.*intactes/);
    expect(() => writeFolder(out, 'b', [failing(new TypeError('a bug'))])).toThrow(TypeError);
    expect(readFileSync(join(out, 'a.geojson'), 'utf8')).toBe('avant');
    expect(readFileSync(join(out, 'manifest.json'), 'utf8')).toBe(before);
    expect(existsSync(join(out, 'c.csv'))).toBe(false);
    expect(readdirSync(out).sort()).toEqual(['a.geojson', 'manifest.json']);
  });
});
