import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { bufferSource, type ByteSource } from '../../src/sources/byte-source.js';
import { readGeoJson } from '../../src/sources/geojson.js';
import { JsonScanFault, scanRootObject } from '../../src/sources/json-scan.js';

/** Reads as the scan sees it: the items of `features`, then the other members. */
function scanned(source: ByteSource, chunk: number, most = 1e9): { items: unknown[]; members: Record<string, unknown> } {
  const items: unknown[] = [];
  const members: [string, unknown][] = [];
  for (const part of scanRootObject(source, 'features', most, chunk)) {
    if (part.kind === 'item') items.push(JSON.parse(part.bytes.toString('utf8')));
    else if (part.kind === 'member') members.push([JSON.parse(part.name.toString('utf8')) as string, JSON.parse(part.bytes.toString('utf8'))]);
  }
  return { items, members: Object.fromEntries(members) };
}

const texts = fc.string({ unit: 'binary' });
const root = fc.tuple(fc.dictionary(texts.filter((key) => key !== 'features' && key !== '__proto__'), fc.jsonValue()), fc.array(fc.jsonValue()), fc.nat(3));

describe('scanRootObject', () => {
  it('sees what JSON.parse sees, whatever the size of the pieces', () => {
    fc.assert(
      fc.property(root, fc.constantFrom(undefined, 1, '\t'), fc.integer({ min: 1, max: 64 }), ([members, features, place], indent, chunk) => {
        const entries: [string, unknown][] = Object.entries(members);
        entries.splice(Math.min(place, entries.length), 0, ['features', features]);
        const text = JSON.stringify(Object.fromEntries(entries), null, indent);
        const parsed = JSON.parse(text) as Record<string, unknown>;
        const { features: expected, ...others } = parsed;
        expect(scanned(bufferSource(Buffer.from(text)), chunk)).toEqual({ items: expected, members: others });
      }),
    );
  });

  it('says that a text is cut, wherever it is', () => {
    const text = JSON.stringify({ type: 'x', features: [{ a: 'é"\\', b: [1, { c: null }] }, 2], after: 'y' });
    const bytes = Buffer.from(text);
    for (let length = 1; length < bytes.length; length++) {
      expect(() => scanned(bufferSource(bytes.subarray(0, length)), 7)).toThrow(expect.objectContaining({ kind: 'truncated', offset: length }) as Error);
    }
  });

  it.each<[string, number]>([
    ['{"features":[{} {}]}', 16], ['{"features":[{"a":1]}]}', 19], ['{"features":[{},]}', 16], ['{"features":[{}}', 15], ['{"features":[]} x', 16],
    ['{"features":[],"features":[]}', 26], ['{a:1}', 1], ['{"a" 1}', 5], ['{"a":}', 5], ['{"a":"x\ny"}', 7],
  ])('%s is wrong at byte %i', (text, offset) => {
    expect(() => scanned(bufferSource(Buffer.from(text)), 5)).toThrow(expect.objectContaining({ kind: 'invalid', offset }) as Error);
  });

  it('stops at a value larger than what is accepted, in bounded memory', () => {
    // A file without end: one feature that never closes.
    let asked = 0;
    const endless: ByteSource = {
      size: Infinity,
      read: (position, into, at, length) => {
        asked = Math.max(asked, position + length);
        into.fill(position === 0 ? ' ' : '1', at, at + length);
        if (position === 0) into.write('{"features":[[', at);
        return length;
      },
    };
    expect(() => scanned(endless, 64, 10_000)).toThrow(expect.objectContaining({ kind: 'huge', offset: 13 }) as Error);
    expect(asked).toBeLessThan(40_000);
  });

  it('is a JsonScanFault, and false for another root', () => {
    expect(() => scanned(bufferSource(Buffer.from('{')), 8)).toThrow(JsonScanFault);
    expect(scanRootObject(bufferSource(Buffer.from('[1]')), 'features', 10).next()).toEqual({ done: true, value: false });
  });
});

describe('readGeoJson by pieces', () => {
  const feature = (code: string): string => `{"type":"Feature","properties":{"code":"${code}","nom":"Saône"},"geometry":null}`;
  const read = (text: string): unknown => readGeoJson(bufferSource(Buffer.from(text)), 'c.geojson', 16);
  const message = (text: string): string => {
    try {
      read(text);
    } catch (error) {
      expect(error).toBeInstanceOf(FragiliteError);
      return (error as FragiliteError).message;
    }
    return '';
  };

  it('finds the members before and after the features', () => {
    const crs = '"crs":{"type":"name","properties":{"name":"EPSG:2154"}}';
    const list = `"features":[${feature('69001')},${feature('69002')}]`;
    for (const members of [[`"type":"FeatureCollection"`, crs, list, '"schematique":true'], [list, '"schematique":true', crs, `"type":"FeatureCollection"`]]) {
      expect(read(`{${members.join(',')}}`)).toMatchObject({ kind: 'geojson', crs: 'EPSG:2154', schematic: true, features: [{ properties: { code: '69001' } }, { properties: { code: '69002' } }] });
    }
  });

  it('says the line, the column and the byte of what is wrong', () => {
    const start = '{"type":"FeatureCollection","features":[\n';
    expect(message(`${start}${feature('69001')} ${feature('69002')}]}`)).toMatch(/pas un JSON valide : ligne 2, colonne 80, octet 121, près de « {"type":"Feature"/);
    expect(message(`${start}${feature('69001')},\n${feature('69002').slice(0, 30)}`)).toMatch(/tronqué.*ligne 3, colonne 31, octet 152/);
    expect(message(`${start}${feature('69001').replace('"nom":"', '"nom":')},\n${feature('69002')}]}`)).toMatch(/pas un JSON valide : ligne 2, colonne \d+,/);
    expect(message(`${start}${feature('69001').replace('null', 'nul')}]}`)).toMatch(/ligne 2, colonne 74,.*près de « nul/);
  });

  it('reads all of it in windows-1252 as soon as one value is not UTF-8, and says where that one goes wrong', () => {
    // « Ã´ » in windows-1252 is « ô » in UTF-8.
    const start = `{"type":"FeatureCollection","features":[\n${feature('69001')},\n`;
    const latin = Buffer.from(feature('69002'), 'latin1');
    const whole = Buffer.concat([Buffer.from(start), latin, Buffer.from(']}')]);
    expect(readGeoJson(bufferSource(whole), 'c.geojson', 16)).toMatchObject({ encoding: 'windows-1252', features: [{ properties: { nom: 'SaÃ´ne' } }, { properties: { nom: 'Saône' } }] });
    const name = Buffer.from('{"type":"FeatureCollection","légende":0,"features":[]}', 'latin1');
    expect(readGeoJson(bufferSource(name), 'c.geojson', 16)).toMatchObject({ encoding: 'windows-1252' });
    const cut = Buffer.concat([Buffer.from(start), latin]);
    expect(() => readGeoJson(bufferSource(cut), 'c.geojson', 16)).toThrow(/tronqué.*ligne 3, colonne 79/);
    const wrong = Buffer.concat([Buffer.from(start.replace('null', 'nul')), latin, Buffer.from(']}')]);
    expect(() => readGeoJson(bufferSource(wrong), 'c.geojson', 16)).toThrow(/pas un JSON valide : ligne 2, colonne 75, .*près de « nul/);
  });
});
