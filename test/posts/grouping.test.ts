import { describe, expect, it } from 'vitest';
import { groupLines } from '../../src/posts/grouping.js';
import { USUAL_GROUPINGS, usualGrouping } from '../../src/posts/usual-groupings.js';
import type { ScoredUnit } from '../../src/posts/scored.js';
import { BRON, FOUR, GIVORS, LYON, unit } from '../support/crossing-sketch.js';
import { COMMUNES } from '../support/tables.js';

const { cog } = COMMUNES;
const scoreOf = (u: ScoredUnit): number | null => u.score;

describe('lines of units', () => {
  const byName = { kind: 'essai.csv', lineOf: ({ code }: ScoredUnit) => (code === BRON ? null : code < '69200' ? 'Ouest' : 'Est'), nameOf: (line: string) => line };

  it('sums weights, populations and existing posts, lines in the order of their codes', () => {
    const existing = new Map([[GIVORS, 2], ['69259', 1], [BRON, 9]]);
    expect(groupLines(FOUR, byName, scoreOf, 'population_15_plus', existing)).toEqual({
      lines: [
        { code: 'Est', nom: 'Est', weight: 250, population: 7000, existing: 1 },
        { code: 'Ouest', nom: 'Ouest', weight: 70, population: 1000, existing: 2 },
      ],
      withoutWeight: [],
      ungrouped: [FOUR[0]],
    });
  });

  it('a unit without a weight is listed and brings nothing, not even a line', () => {
    const units = [unit(BRON, 100), unit(LYON, null, 9000)];
    const { lines, withoutWeight } = groupLines(units, usualGrouping('commune', cog), scoreOf, 'population_15_plus', null);
    expect(lines.map((l) => l.code)).toEqual([BRON]);
    expect(withoutWeight.map((u) => u.code)).toEqual([LYON]);
  });

  it('does not depend on the order of the units', () => {
    const grouped = (units: readonly ScoredUnit[]) => groupLines(units, usualGrouping('epci', cog), scoreOf, 'population_15_plus', null);
    expect(grouped([...FOUR].reverse())).toEqual(grouped(FOUR));
  });
});

describe('usual groupings', () => {
  it.each([
    ['commune', BRON, 'Bron'], ['epci', '200046977', 'Métropole de Lyon'], ['arrondissement', '691', 'Lyon'],
  ] as const)('%s: %s %s', (kind, line, name) => {
    const grouping = usualGrouping(kind, cog);
    expect([grouping.lineOf(FOUR[0]!), grouping.nameOf(line)]).toEqual([line, name]);
  });

  it('names every kind, and an arrondissement of Lyon as a unit', () => {
    expect(USUAL_GROUPINGS).toEqual(['commune', 'epci', 'arrondissement']);
    const inLyon = unit('69381', 100);
    expect(usualGrouping('commune', cog).nameOf('69381')).toBe('Lyon 1er Arrondissement');
    expect(usualGrouping('arrondissement', cog).lineOf(inLyon)).toBe('691');
  });

  it('a commune of no EPCI is in no line', () => {
    expect(usualGrouping('epci', cog).lineOf({ ...FOUR[0]!, epci: null })).toBeNull();
  });
});
