import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { csvByCode, repositoryFile } from '../support/run-cli.js';

/*
 * The scores of the demonstration, computed again with plain arithmetic, straight from data/demo:
 * nothing here comes from src.
 */

type Row = Readonly<Record<string, number>>;

/** A demonstration file by commune; secret and empty cells are NaN. */
function read(name: string): Map<string, Row> {
  const [header = '', ...lines] = readFileSync(repositoryFile(`data/demo/${name}.csv`), 'utf8').trim().split('\n');
  const names = header.trim().split(';');
  return new Map(
    lines.map((line) => {
      const cells = line.trim().split(';');
      const numbers = cells.map((cell) => (/^\d/.test(cell) ? Number(cell.replace(',', '.')) : Number.NaN));
      return [cells[0]!, Object.fromEntries(names.map((n, i) => [n, numbers[i]!]))];
    }),
  );
}

const census = read('rp2022_metropole_lyon');
const incomes = read('filosofi2021_metropole_lyon');
const diplomas = read('rp2018_diplomes_metropole_lyon');
const communes = [...census.keys()];

/** Numerator and denominator of each share, NaN where there is none. */
const shares: Record<string, (code: string) => readonly [number, number]> = {
  monoparentales: (code) => {
    const r = census.get(code)!;
    return [r['C22_FAMMONO']!, r['C22_COUPAENF']! + r['C22_FAMMONO']! + r['C22_COUPSENF']!];
  },
  menages_une_personne: (code) => [census.get(code)!['C22_MENPSEUL']!, census.get(code)!['P22_MEN']!],
  chomeurs: (code) => [census.get(code)!['P22_CHOM1564']!, census.get(code)!['P22_ACT1564']!],
  jeunes_15_29: (code) => [census.get(code)!['P22_POP1529']!, census.get(code)!['P22_POP']!],
  ages_65_plus: (code) => [census.get(code)!['P22_POP7589']! + census.get(code)!['P22_POP90P']!, census.get(code)!['P22_POP']!],
  peu_diplomes: (code) => {
    // 69152 of 2018 is part of 69149 now.
    const rows = (code === '69149' ? ['69149', '69152'] : [code]).map((c) => diplomas.get(c));
    const sum = (column: string): number => rows.reduce((total, r) => total + (r?.[column] ?? Number.NaN), 0);
    return [sum('P18_NSCOL15P_DIPLMIN') + sum('P18_NSCOL15P_BEPC'), sum('P18_NSCOL15P')];
  },
};

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function sharePoints(of: (code: string) => readonly [number, number]): Map<string, number> {
  const known = communes.map(of).filter(([n, d]) => Number.isFinite(n) && d > 0);
  const reference = total(known.map(([n]) => n)) / total(known.map(([, d]) => d));
  return new Map(communes.map((code) => [code, (100 * (of(code)[0] / of(code)[1])) / reference]));
}

/** Poverty: published, else estimated from the median income when asked. */
function povertyPoints(estimating: boolean): Map<string, number> {
  const observed = communes.filter((code) => Number.isFinite(incomes.get(code)!['TP6021']));
  const logs = observed.map((code) => [Math.log(incomes.get(code)!['MED21']!), Math.log(incomes.get(code)!['TP6021']!)] as const);
  const mean = [0, 1].map((k) => total(logs.map((pair) => pair[k]!)) / logs.length) as [number, number];
  const b = total(logs.map(([x, y]) => (x - mean[0]) * (y - mean[1]))) / total(logs.map(([x]) => (x - mean[0]) ** 2));
  const a = mean[1] - b * mean[0];
  const rate = (code: string): number => {
    const { TP6021, MED21, NBPERSMENFISC21 } = incomes.get(code) as Record<'TP6021' | 'MED21' | 'NBPERSMENFISC21', number>;
    if (Number.isFinite(TP6021) || !estimating) return TP6021;
    return Math.min(Math.exp(a + b * Math.log(MED21)), (100 * 200) / NBPERSMENFISC21);
  };
  const known = communes.filter((code) => Number.isFinite(rate(code)));
  const weight = (code: string): number => incomes.get(code)!['NBPERSMENFISC21']!;
  const reference = total(known.map((code) => rate(code) * weight(code))) / total(known.map(weight));
  return new Map(communes.map((code) => [code, (100 * rate(code)) / reference]));
}

function mean(...values: number[]): number {
  const known = values.filter((v) => Number.isFinite(v));
  return known.length === 0 ? Number.NaN : total(known) / known.length;
}

function recompute(estimating: boolean): Map<string, Record<string, number>> {
  const points = new Map(Object.entries(shares).map(([id, of]) => [id, sharePoints(of)]));
  points.set('pauvrete', povertyPoints(estimating));
  return new Map(
    communes.map((code) => {
      const p = (id: string): number => points.get(id)!.get(code)!;
      const interfaces = p('pauvrete');
      const information = mean(p('monoparentales'), p('menages_une_personne'));
      const administratives = mean(p('chomeurs'), p('jeunes_15_29'));
      const numeriques = mean(p('ages_65_plus'), p('peu_diplomes'));
      const acces = mean(interfaces, information);
      const competences = mean(administratives, numeriques);
      const own = Object.fromEntries([...points].map(([id, all]) => [`${id}_points`, all.get(code)!]));
      return [code, { score: mean(acces, competences), acces, competences, interfaces, information, administratives, numeriques, ...own }];
    }),
  );
}

describe('the demonstration computed again from its files', () => {
  const published = csvByCode(repositoryFile('fixtures/demonstration/ifn.csv'));

  it('has the 58 communes of the Métropole', () => {
    expect(communes).toHaveLength(58);
    expect([...published.keys()]).toEqual([...communes].sort());
  });

  it('gives ifn.csv to 1e-9: score, themes, axes and points', () => {
    for (const [code, values] of recompute(true)) {
      for (const [column, value] of Object.entries(values)) {
        const cell = published.get(code)!.get(column)!;
        if (Number.isNaN(value)) expect(cell, `${code} ${column}`).toBe('');
        else expect(Math.abs(Number(cell) - value), `${code} ${column}`).toBeLessThan(1e-9);
      }
    }
  });

  it('gives the ranks of ifn.csv', () => {
    const scores = [...recompute(true)].map(([code, { score }]) => [code, score!] as const);
    for (const [code, score] of scores) {
      const rank = 1 + scores.filter(([, other]) => other > score).length;
      expect(published.get(code)!.get('rang'), code).toBe(String(rank));
      expect(published.get(code)!.get('dixieme'), code).toBe(String(Math.ceil((10 * (58 - rank + 1)) / 58)));
    }
  });

  it('gives the figures of the method, by estimation and by ignorer', () => {
    const rounded = (estimating: boolean): string[] =>
      ['69259', '69199', '69256', '69091', '69286', '69123', '69250', '69033'].map((code) => recompute(estimating).get(code)!['score']!.toFixed(1));
    expect(rounded(true)).toEqual(['141.6', '139.9', '136.0', '129.8', '117.5', '98.3', '64.6', '44.0']);
    expect(rounded(false)).toEqual(['140.7', '139.0', '135.0', '129.0', '116.8', '97.8', '76.1', '43.7']);
  });
});
