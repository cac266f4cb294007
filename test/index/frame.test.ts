import { describe, expect, it } from 'vitest';
import { buildFrame } from '../../src/index/frame.js';
import { STATE } from '../../src/index/state.js';
import type { Table } from '../../src/index/table.js';
import { spec } from '../support/tables.js';

const table = (codes: readonly string[], values: readonly number[]): Table => ({
  codes,
  columns: new Map([['P22_POP', { spec: spec('P22_POP'), values: Float64Array.from(values), states: new Uint8Array(codes.length).fill(STATE.observed) }]]),
});

describe('buildFrame', () => {
  it('has the columns of the files themselves where there is no other unit', () => {
    const files = table(['69003', '69029'], [1, 2]);
    const frame = buildFrame(files, ['69029'], ['69003', '69029']);
    expect(frame.columns.get('P22_POP')).toBe(files.columns.get('P22_POP'));
    expect([[...frame.territory], [...frame.reference]]).toEqual([[1], [0, 1]]);
  });

  it('has the units of no file as absent, and leaves the columns of the files as they are', () => {
    const files = table(['69029'], [2]);
    const { codes, columns } = buildFrame(files, ['69003'], ['69003']);
    expect(codes).toEqual(['69003', '69029']);
    expect([...(columns.get('P22_POP')?.values ?? [])]).toEqual([Number.NaN, 2]);
    expect([...(columns.get('P22_POP')?.states ?? [])]).toEqual([STATE.absent, STATE.observed]);
    expect([...(files.columns.get('P22_POP')?.values ?? [])]).toEqual([2]);
  });

  it('keeps each value with its unit whatever the order of the table', () => {
    const { codes, columns } = buildFrame(table(['69029', '69003'], [2, 1]), ['69003'], ['69003']);
    expect(codes).toEqual(['69003', '69029']);
    expect([...(columns.get('P22_POP')?.values ?? [])]).toEqual([1, 2]);
  });
});
