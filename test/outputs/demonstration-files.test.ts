import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { beforeAll, describe, expect, it } from 'vitest';
import { csvRows, runCli, useFolder } from '../support/run-cli.js';
import { faultsOf } from '../support/validity.js';

const folder = useFolder();
beforeAll(async () => {
  expect((await runCli(['compute', '--out', 'lyon', '--format', 'csv-excel'], folder.path)).code).toBe(0);
});

const bytes = (name: string): Buffer => readFileSync(join(folder.path, 'lyon', name));
const text = (name: string): string => bytes(name).toString('utf8');

describe('ifn.csv', () => {
  it('is `;`, UTF-8, LF, without BOM, sorted by code', () => {
    expect(text('ifn.csv').startsWith('code;nom;departement;epci;population;population_15_plus;score;rang;dixieme;completude;fiabilite;axes_absents;acces;competences;interfaces;information;administratives;numeriques;pauvrete;pauvrete_points;pauvrete_statut;monoparentales;')).toBe(true);
    expect(text('ifn.csv')).not.toContain('\r');
    expect(text('ifn.csv').endsWith('\n')).toBe(true);
    const rows = csvRows(text('ifn.csv'));
    const codes = rows.map((r) => r.get('code')!);
    expect(codes).toHaveLength(58);
    expect(codes).toEqual([...codes].sort());
    expect(rows.every((r) => r.get('departement') === '69' && r.get('epci') === '200046977' && r.get('fiabilite') === '')).toBe(true);
  });

  it('writes numbers in full: each reads back as the same number', () => {
    const scores = csvRows(text('ifn.csv')).map((r) => r.get('score')!);
    for (const score of scores) expect(String(Number(score))).toBe(score);
    expect(scores.filter((s) => s.replace('.', '').length >= 15).length).toBeGreaterThan(50);
  });

  it('has the population 15 and over of the newest census: all but the 0-14', () => {
    const [first] = csvRows(text('ifn.csv'));
    expect(first!.get('population')).toBe('3013');
    expect(Number(first!.get('population_15_plus'))).toBeCloseTo(3013 - 532.423635600926, 9);
  });
});

describe('ifn.geojson', () => {
  const collection = (): FeatureCollection<Polygon | MultiPolygon> & { crs?: unknown } => JSON.parse(text('ifn.geojson')) as FeatureCollection<Polygon | MultiPolygon>;
  const features = (): Feature<Polygon | MultiPolygon>[] => collection().features;

  it('is a FeatureCollection of 58 features without crs, sorted by code', () => {
    expect(collection().type).toBe('FeatureCollection');
    expect('crs' in collection()).toBe(false);
    expect(features()).toHaveLength(58);
    const codes = features().map((f) => String(f.properties!['code']));
    expect(codes).toEqual([...codes].sort());
    expect(new Set(features().map((f) => `${f.type}: ${Object.keys(f).sort().join()}`))).toEqual(new Set(['Feature: geometry,properties,type']));
  });

  it('has geometries valid under RFC 7946, around Lyon', () => {
    for (const { geometry, properties } of features()) expect(faultsOf(geometry, [4.5, 45.5, 5.2, 46]), String(properties!['code'])).toEqual([]);
  });

  it('has the bbox of its geometries', () => {
    const positions = features().flatMap(({ geometry }) => (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat())).flat();
    const [xs, ys] = [positions.map((p) => p[0]!), positions.map((p) => p[1]!)];
    expect(collection().bbox).toEqual([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]);
  });

  it('has the row of ifn.csv in its properties, null for missing', () => {
    const rows = csvRows(text('ifn.csv'));
    let nulls = 0;
    for (const [i, { properties }] of features().entries()) {
      expect(Object.keys(properties!)).toEqual([...rows[i]!.keys()]);
      for (const [column, cell] of rows[i]!) {
        const value: unknown = properties![column];
        // The list of absent axes is a text, empty where none is.
        if (cell === '' && column !== 'axes_absents') {
          expect(value, column).toBeNull();
          nulls += 1;
        } else {
          expect(String(value), column).toBe(cell);
          const isText = /^(code|nom|departement|epci|axes_absents)$|_statut$/.test(column);
          expect(typeof value, column).toBe(isText ? 'string' : 'number');
        }
      }
    }
    // fiabilite for all, 14 estimated rates, 5 diplomas with their points.
    expect(nulls).toBe(58 + 14 + 2 * 5);
  });
});

describe('ifn-excel.csv', () => {
  it('has a BOM, CRLF and a decimal comma', () => {
    expect([...bytes('ifn-excel.csv').subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = text('ifn-excel.csv').slice(1).split('\r\n');
    expect(lines).toHaveLength(60);
    expect(lines.at(-1)).toBe('');
    expect(lines.some((line) => line.includes('\n'))).toBe(false);
    expect(text('ifn-excel.csv')).not.toMatch(/\d\.\d/);
  });

  it('keeps codes as text, and is otherwise the same table', () => {
    const excel = csvRows(text('ifn-excel.csv').slice(1).replaceAll('\r\n', '\n'));
    const plain = csvRows(text('ifn.csv'));
    expect(excel).toHaveLength(plain.length);
    for (const [i, row] of plain.entries()) {
      for (const [column, cell] of row) {
        const expected = ['code', 'departement', 'epci'].includes(column) ? `"=""${cell}"""` : column === 'nom' ? cell : cell.replace('.', ',');
        expect(excel[i]!.get(column), column).toBe(expected);
      }
    }
  });
});

describe('quantites.csv', () => {
  const rows = (): ReadonlyMap<string, string>[] => csvRows(text('quantites.csv'));
  const row = (code: string, variable: string): string => [...(rows().find((r) => r.get('code') === code && r.get('variable') === variable) ?? new Map()).values()].join(';');

  it('has 7 variables and a predictor for each of 58 communes', () => {
    expect(text('quantites.csv').startsWith('code;variable;numerateur;denominateur;source;millesime;statut\n')).toBe(true);
    expect(rows()).toHaveLength(58 * 8);
    expect(rows().filter((r) => r.get('variable') === 'pauvrete.predicteur')).toHaveLength(58);
  });

  it('gives value and weight of a rate, and its predictor', () => {
    expect(row('69003', 'pauvrete')).toBe('69003;pauvrete;11;2568;filosofi;2021;observe');
    expect(row('69003', 'pauvrete.predicteur')).toBe('69003;pauvrete.predicteur;27080;;filosofi;2021;observe');
  });

  it('leaves an estimated rate empty', () => {
    const estimated = rows().filter((r) => r.get('statut') === 'estime');
    expect(estimated).toHaveLength(14);
    expect(estimated.map((r) => r.get('numerateur'))).toEqual(estimated.map(() => ''));
    expect(estimated.every((r) => Number(r.get('denominateur')) > 0)).toBe(true);
  });

  it('rebuilds the rates of ifn.csv', () => {
    for (const ifn of csvRows(text('ifn.csv'))) {
      const [, , numerator, denominator] = row(ifn.get('code')!, 'chomeurs').split(';').map(Number);
      expect((100 * numerator!) / denominator!).toBe(Number(ifn.get('chomeurs')));
    }
  });
});

describe('manifest.json', () => {
  interface Entry { readonly chemin: string; readonly sha256: string; readonly taille: number }
  const manifest = (): { entrees: Entry[]; sorties: Entry[]; avertissement: string } => JSON.parse(text('manifest.json')) as { entrees: Entry[]; sorties: Entry[]; avertissement: string };

  it('has no date, no absolute path, no output folder', () => {
    const all = text('manifest.json');
    expect(all).not.toContain(folder.path);
    expect(all).not.toMatch(/"(\/|[A-Z]:\\)/);
    expect(all).not.toMatch(/\d{4}-\d{2}-\d{2}T|"date"/i);
    expect(all).not.toContain('"out"');
    expect(all).not.toMatch(/"lyon"/);
  });

  it('names the files of the demonstration from the package, and what it made with their hashes', () => {
    expect(manifest().entrees.map((e) => e.chemin)).toEqual([
      'data/demo/contours_schematiques.geojson',
      'data/demo/filosofi2021_metropole_lyon.csv',
      'data/demo/rp2018_diplomes_metropole_lyon.csv',
      'data/demo/rp2022_metropole_lyon.csv',
    ]);
    expect(manifest().sorties.map((s) => s.chemin)).toEqual(['carte.png', 'carte.svg', 'classement.md', 'ifn-excel.csv', 'ifn.csv', 'ifn.geojson', 'methode.md', 'quantites.csv', 'rapport.html']);
    for (const { chemin, sha256 } of manifest().sorties) expect(sha256, chemin).toBe(createHash('sha256').update(bytes(chemin)).digest('hex'));
  });

  it('carries the warning', () => {
    expect(manifest().avertissement).toContain("n'est pas un barème d'attribution");
  });
});
