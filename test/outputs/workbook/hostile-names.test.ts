import { describe, expect, it } from 'vitest';
import { workbookBytes } from '../../../src/outputs/workbook/workbook.js';
import { excelCsvLines } from '../../../src/outputs/csv.js';
import { FORBIDDEN_NAMES, HOSTILE_NAMES } from '../../support/hostile-names.js';
import { jobResultOf } from '../../support/job-sketch.js';
import { readXlsx } from '../../support/read-xlsx.js';
import { modelOf } from '../../support/sketch.js';
import type { Units } from '../../support/sketch.js';

/** A workbook of communes with these names, codes from 01001. */
async function named(names: readonly string[]) {
  const codes = names.map((_, i) => `01${String(i + 1).padStart(3, '0')}`);
  const units: Units = Object.fromEntries(codes.map((code, i) => [code, { v: i + 1, v_base: 100 }]));
  const communes = Object.fromEntries(codes.map((code, i) => [code, { nom: names[i]! }]));
  const result = jobResultOf(modelOf({ t: { a: ['v'] } }), units, { communes });
  const { sheets } = await readXlsx(Buffer.from(await workbookBytes(result, null)));
  const [header = [], ...rows] = sheets.find((s) => s.name === 'variables')!.rows;
  const column = header.findIndex((cell) => cell?.value === 'Commune');
  return { sheets, codes, cells: rows.map((row) => row[column]), codeCells: rows.map((row) => row[0]) };
}

describe('names in ifn.xlsx', () => {
  it('come back as they are, as text, whatever they look like', async () => {
    const { cells, codeCells, codes, sheets } = await named(HOSTILE_NAMES);
    expect(cells).toEqual(HOSTILE_NAMES.map((name) => ({ type: 'text', value: name, format: '@' })));
    expect(codeCells).toEqual(codes.map((code) => ({ type: 'text', value: code, format: '@' })));
    const all = new Set(sheets.flatMap((s) => s.rows.flat()).map((cell) => cell?.type));
    expect(all).toEqual(new Set(['text', 'number', undefined]));
  });

  it('show where a character stood that XML forbids, and the method says so', async () => {
    const { cells, sheets } = await named(FORBIDDEN_NAMES.map(([name]) => name));
    expect(cells.map((cell) => cell?.value)).toEqual(FORBIDDEN_NAMES.map(([, shown]) => shown));
    // Each name stands in two sheets.
    const told = sheets.at(-1)!.rows.find(([title]) => title?.value === 'Caractères remplacés')!;
    expect(told[1]?.value).toContain(`: ${String(2 * FORBIDDEN_NAMES.length)}.`);
  });
});

describe('a text longer than a cell of Excel', () => {
  it('is cut where it must, and shows it', async () => {
    const { cells } = await named(['_x0041_'.repeat(5000), 'n'.repeat(32_767)]);
    expect(cells.map((cell) => String(cell?.value))).toEqual([`${'_x0041_'.repeat(5000).slice(0, 32_766)}…`, 'n'.repeat(32_767)]);
  });
});

describe('names in ifn-excel.csv', () => {
  it('never begin as a formula', () => {
    const text = [...excelCsvLines(['nom'], HOSTILE_NAMES.map((name) => [name]))].join('');
    const lines = text.slice(1).split('\r\n').slice(1, -1);
    expect(lines).toHaveLength(HOSTILE_NAMES.length);
    for (const line of lines) expect(line.replace(/^"/, '')).not.toMatch(/^[=+\-@]/);
    expect(lines[1]).toBe("'=cmd|'/C calc'!A0");
    expect(lines[0]).toBe('<img src=x onerror=alert(1)>');
  });
});
