import { describe, expect, it } from 'vitest';
import { replacedFiles, sourceOfFile, withReplaced } from '../src/lock.js';
import type { FileIdentity, Lock, LockedSource } from '../src/lock.js';

const [A, B, C, D] = ['a', 'b', 'c', 'd'].map((digit) => ({ size: 12, sha256: digit.repeat(64) })) as [FileIdentity, FileIdentity, FileIdentity, FileIdentity];
const at = { url: 'https://exemple.fr/x', finalUrl: 'https://exemple.fr/x' };

/** A base as it came, contours that were expanded, one that the lock does not place. */
const sources = new Map<string, LockedSource>([
  ['base', { ...at, ...A, file: { path: 'donnees/base.zip', ...A } }],
  ['contours', { ...at, ...B, file: { path: 'donnees/contours.geojson', ...C } }],
  ['ancien', { ...at, ...D, file: null }],
]);
const run = (inputs: Readonly<Record<string, FileIdentity>>): Lock['run'] => ({
  tool: '0.1.0',
  model: { id: 'lyon-2021', version: 1, sha256: A.sha256 },
  geography: { cog: 2026, source: 'cog', version: '6.0.0' },
  inputs: new Map(Object.entries(inputs)),
});

describe('the official files of a lock', () => {
  it('are told by their place, and elsewhere by what the last run read there', () => {
    const lock: Lock = { sources, run: run({ 'insee/moved.zip': A, 'old.zip': D, 'expanded.geojson': C, 'mine.csv': { size: 12, sha256: 'e'.repeat(64) } }) };
    const idOf = (path: string): string | null => sourceOfFile(lock, path)?.id ?? null;
    expect(['donnees/base.zip', 'donnees/contours.geojson', 'insee/moved.zip', 'old.zip', 'expanded.geojson', 'mine.csv', 'new.csv'].map(idOf)).toEqual(['base', 'contours', 'base', 'ancien', 'contours', null, null]);
    expect(sourceOfFile({ sources, run: null }, 'insee/moved.zip')).toBeNull();
  });

  it('are replaced when their bytes are others, and those alone', () => {
    const lock: Lock = { sources, run: run({ 'mine.csv': A }) };
    const found = new Map([['donnees/contours.geojson', D], ['donnees/base.zip', A], ['new.csv', D]]);
    expect(replacedFiles(lock, found)).toEqual([{ id: 'contours', path: 'donnees/contours.geojson', expected: C, found: D }]);
    expect(replacedFiles(lock, new Map([...found, ['donnees/base.zip', B]])).map(({ path }) => path)).toEqual(['donnees/base.zip', 'donnees/contours.geojson']);
  });

  it('once accepted are those of the lock; the bytes of an address stay those of the gzip that came from it', () => {
    const lock: Lock = { sources, run: null };
    const found = new Map([['donnees/base.zip', D], ['donnees/contours.geojson', A]]);
    const accepted = withReplaced(lock, replacedFiles(lock, found));
    expect(replacedFiles(accepted, found)).toEqual([]);
    expect(accepted.sources.get('base')).toEqual({ ...at, ...D, file: { path: 'donnees/base.zip', ...D } });
    expect(accepted.sources.get('contours')).toEqual({ ...at, ...B, file: { path: 'donnees/contours.geojson', ...A } });
    expect([...accepted.sources.keys()]).toEqual([...sources.keys()]);
  });
});
