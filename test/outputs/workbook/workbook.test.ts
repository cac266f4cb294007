import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { STATUS_NAMES } from '../../../src/outputs/method-text.js';
import { readXlsx } from '../../support/read-xlsx.js';
import type { Xlsx, XlsxCell, XlsxSheet } from '../../support/read-xlsx.js';
import { csvRows, repositoryFile, runCli, useFolder } from '../../support/run-cli.js';
import { elementsOf, onlyElement } from '../../support/xml.js';

const folder = useFolder();
const CROSSED = ['--posts', repositoryFile('data/demo/avril-2023/postes.csv'), '--demands', repositoryFile('data/demo/fevrier-2021/demandes.csv')];
const at = (name: string): string => join(folder.path, 'lyon', name);
let workbook: Xlsx;
beforeAll(async () => {
  expect((await runCli(['compute', '--out', 'lyon', '--format', 'xlsx', ...CROSSED], folder.path)).code).toBe(0);
  workbook = await readXlsx(readFileSync(at('ifn.xlsx')));
});

const sheet = (name: string): XlsxSheet => workbook.sheets.find((s) => s.name === name)!;
/** The rows under the header, cells by label. */
function labelled(name: string): ReadonlyMap<string, XlsxCell | null>[] {
  const [header = [], ...rows] = sheet(name).rows;
  return rows.map((row) => new Map(header.map((cell, i) => [String(cell?.value), row[i] ?? null])));
}
const value = (cell: XlsxCell | null | undefined): string => (cell === null || cell === undefined ? '' : String(cell.value));
const ifn = (): ReadonlyMap<string, string>[] => csvRows(readFileSync(at('ifn.csv'), 'utf8'));

describe('ifn.xlsx of the demonstration', () => {
  it('has the sheets, and no cell that is a formula or an error', () => {
    expect(workbook.sheets.map((s) => s.name)).toEqual(['classement', 'variables', 'croisement', 'méthode']);
    const types = new Set(workbook.sheets.flatMap((s) => s.rows.flat()).map((cell) => cell?.type));
    expect(types).toEqual(new Set(['text', 'number', undefined]));
  });

  it.each(['classement', 'variables', 'croisement'])('%s: header frozen, filters on every column, a width each', (name) => {
    const { xml, rows } = sheet(name);
    const pane = onlyElement(xml, 'pane').attributes;
    expect([pane.get('ySplit'), pane.get('state')]).toEqual(['1', 'frozen']);
    const last = /^A1:([A-Z]+)(\d+)$/.exec(onlyElement(xml, 'autoFilter').attributes.get('ref') ?? '')!;
    expect(Number(last[2])).toBe(rows.length);
    const widths = elementsOf(xml, 'col').map((col) => Number(col.attributes.get('width')));
    expect(widths).toHaveLength(rows[0]!.length);
    expect(onlyElement(xml, 'dimension').attributes.get('ref')).toBe(`A1:${last[1]!}${last[2]!}`);
    expect(Math.min(...widths)).toBeGreaterThan(10);
    expect(rows[0]!.every((cell) => cell?.type === 'text' && cell.value !== '')).toBe(true);
  });

  it('ranks the communes, with codes as text, whole numbers, and what was estimated said', () => {
    const byCode = new Map(ifn().map((row) => [row.get('code'), row]));
    const rows = labelled('classement');
    expect(rows).toHaveLength(58);
    expect(rows.map((row) => Number(value(row.get('Rang de fragilité (1 = la plus fragile)'))))).toEqual(rows.map((_, i) => i + 1));
    for (const row of rows) {
      const code = row.get('Code Insee');
      const plain = byCode.get(value(code))!;
      expect([code?.type, code?.format]).toEqual(['text', '@']);
      expect(row.get('EPCI (SIREN)')?.type).toBe('text');
      expect(row.get('Indice')).toEqual({ type: 'number', value: Number(plain.get('score')), format: '#,##0.0' });
      expect(row.get('Complétude (part du poids observée)')).toEqual({ type: 'number', value: Number(plain.get('completude')), format: '0.0%' });
      expect(value(row.get('Remarque')).includes('Taux de pauvreté (seuil 60 %) : estimé')).toBe(plain.get('pauvrete_statut') === 'estime');
    }
    expect(rows[0]!.get('Commune')?.value).toBe('Vénissieux');
  });

  it('gives every variable by its real label: the values of ifn.csv, empty where missing, statuses in words', () => {
    const rows = labelled('variables');
    const labels = [...rows[0]!.keys()];
    const columns = [...ifn()[0]!.keys()].filter((c) => /^pauvrete$|_points$|_statut$/.test(c) || ifn()[0]!.has(`${c}_points`));
    expect(labels).toContain('Part des 75 ans et plus (à défaut des 65 ans et plus), en % (2022)');
    expect(labels.slice(3)).toHaveLength(columns.length);
    let empty = 0;
    for (const [i, plain] of ifn().entries()) {
      expect(value(rows[i]!.get('Code Insee'))).toBe(plain.get('code'));
      columns.forEach((column, c) => {
        const cell = rows[i]!.get(labels[3 + c]!);
        const expected = plain.get(column)!;
        if (expected === '') empty += 1;
        expect(value(cell), column).toBe(column.endsWith('_statut') ? STATUS_NAMES[expected as keyof typeof STATUS_NAMES] : expected);
        if (expected !== '') expect(cell?.type).toBe(column.endsWith('_statut') ? 'text' : 'number');
      });
    }
    expect(empty).toBe(14 + 2 * 5);
  });

  it('holds croisement.csv, without the columns that nothing fills', () => {
    const records = parse<Record<string, string>>(readFileSync(at('croisement.csv'), 'utf8'), { delimiter: ';', columns: true });
    const filled = Object.keys(records[0]!).filter((name) => records.some((record) => record[name] !== ''));
    const [header, ...rows] = sheet('croisement').rows;
    expect(header).toHaveLength(filled.length);
    expect(filled.length).toBeLessThan(Object.keys(records[0]!).length);
    const words: Readonly<Record<string, string>> = { commune: 'Commune', epci: 'EPCI', modere: 'modéré' };
    records.forEach((record, i) => {
      expect(filled.map((_, c) => value(rows[i]![c]))).toEqual(filled.map((name) => words[record[name]!] ?? record[name]));
    });
    expect(rows.map((row) => row[filled.indexOf('code')]?.type)).toEqual(records.map(() => 'text'));
  });

  it('says how it was made: warning, reference, real labels, replis, limits of the posts, sources', () => {
    const text = sheet('méthode').rows.flat().map(value).join('\n');
    for (const said of ["n'est pas un barème d'attribution", 'Métropole de Lyon', 'Part des 75 ans et plus (à défaut des 65 ans et plus)', 'ln y = ', '14 estimés', '« postes portés » ne veut pas dire « postes présents »', 'Licence Ouverte 2.0', 'jamais un zéro']) {
      expect(text).toContain(said);
    }
    expect(text).not.toContain('Caractères remplacés');
  });

  it('tells no date: neither the archive, nor the properties', () => {
    // 1 January 1980, midnight: the first day that a zip can tell.
    expect(new Set(workbook.dates.map(String))).toEqual(new Set(['33,0']));
    const core = workbook.parts.get('docProps/core.xml')!;
    expect(core).not.toContain('dcterms:created');
    expect(core.match(/\d{4}-\d{2}-\d{2}/g)).toEqual(['1980-01-01']);
  });

  it('is the same bytes when it is made again', async () => {
    expect((await runCli(['compute', '--out', 'encore', '--format', 'xlsx', ...CROSSED], folder.path)).code).toBe(0);
    expect(readFileSync(join(folder.path, 'encore', 'ifn.xlsx')).equals(readFileSync(at('ifn.xlsx')))).toBe(true);
  });

  it('has no sheet croisement when nothing was crossed', async () => {
    expect((await runCli(['compute', '--out', 'seul', '--format', 'xlsx'], folder.path)).code).toBe(0);
    const { sheets } = await readXlsx(readFileSync(join(folder.path, 'seul', 'ifn.xlsx')));
    expect(sheets.map((s) => s.name)).toEqual(['classement', 'variables', 'méthode']);
  });
});
