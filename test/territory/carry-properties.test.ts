import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKnown } from '../../src/index/state.js';
import { carryCode } from '../../src/territory/carry.js';
import { carryTable } from '../../src/territory/carry-table.js';
import { byCode } from '../../src/territory/codes.js';
import { isSplitCommune } from '../../src/territory/cog.js';
import type { Geography } from '../../src/territory/cog.js';
import { mergeTables } from '../../src/territory/merge-tables.js';
import { ARRONDISSEMENTS, cells, COMMUNES, fileTable, readTable, spec } from '../support/tables.js';

const POP = spec('P22_POP');
const { cog } = COMMUNES;
/** Current and former codes of two départements that merged many communes, without Lyon's. */
const CODES = [...cog.communes.keys(), ...cog.formerCodes.keys()]
  .filter((code) => /^(49|69)/.test(code) && carryCode(COMMUNES, code).unit !== '69123')
  .sort(byCode);

type Given = number | 'secret' | 'unavailable' | 'blank';
const count: fc.Arbitrary<Given> = fc.integer({ min: 0, max: 90000 });
const value: fc.Arbitrary<Given> = fc.oneof({ weight: 8, arbitrary: count }, { weight: 1, arbitrary: fc.constantFrom<Given>('secret', 'unavailable', 'blank') });
const rowsOf = (cell: fc.Arbitrary<Given>): fc.Arbitrary<[string, Given][]> =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...CODES), cell), { selector: ([code]) => code, minLength: 1, maxLength: 60 });

describe('porter les lignes à la géographie', () => {
  it('conserve les sommes : rien n’est perdu, rien n’est compté deux fois', () => {
    fc.assert(
      fc.property(rowsOf(count), (rows) => {
        const carried = Object.values(cells(carryTable(fileTable([POP], rows), COMMUNES), 'P22_POP'));
        const total = rows.reduce((sum, [, n]) => sum + Number(n), 0);
        expect(carried.reduce<number>((sum, n) => sum + Number(n), 0)).toBe(total);
      }),
    );
  });

  it('donne une valeur si, et seulement si, toutes les lignes d’une unité en ont une', () => {
    fc.assert(
      fc.property(rowsOf(value), (rows) => {
        const carried = carryTable(fileTable([POP], rows), COMMUNES);
        const states = carried.columns.get('P22_POP')?.states ?? new Uint8Array();
        for (const [at, unit] of carried.codes.entries()) {
          const parts = rows.filter(([code]) => carryCode(COMMUNES, code).unit === unit);
          expect(isKnown(states[at] ?? Number.NaN)).toBe(parts.every(([, cell]) => typeof cell === 'number'));
        }
      }),
    );
  });

  it('rend des codes triés, sans double, que la géographie connaît', () => {
    fc.assert(
      fc.property(rowsOf(value), fc.constantFrom<Geography>(COMMUNES, ARRONDISSEMENTS), (rows, geography) => {
        const { codes } = carryTable(fileTable([POP], rows), geography);
        expect(codes).toEqual([...new Set(codes)].sort(byCode));
        expect(codes.every((code) => cog.communes.has(code) && !isSplitCommune(cog, code))).toBe(true);
      }),
    );
  });

  it('porter deux fois ne change plus rien', () => {
    fc.assert(
      fc.property(rowsOf(count), (rows) => {
        const once = carryTable(fileTable([POP], rows), COMMUNES);
        const again = carryTable({ file: 'x', iris: false, codes: once.codes, columns: [POP], values: [once.columns.get('P22_POP')?.values ?? new Float64Array()], states: [once.columns.get('P22_POP')?.states ?? new Uint8Array()] }, COMMUNES);
        expect(cells(again, 'P22_POP')).toEqual(cells(once, 'P22_POP'));
        expect(again.report.joined.size).toBe(0);
      }),
    );
  });
});

describe('l’ordre ne compte pas', () => {
  const shuffled = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });

  it('celui des lignes d’un fichier, à des décimales quelconques', async () => {
    const rows = fc.uniqueArray(fc.tuple(fc.constantFrom(...CODES), fc.double({ min: 0, max: 1e6, noNaN: true }), fc.constantFrom('', 's', 'nd', '12,5', '3')), { selector: ([code]) => code, minLength: 1, maxLength: 40 });
    const both = rows.chain((given) => fc.tuple(fc.constant(given), shuffled(given)));
    await fc.assert(
      fc.asyncProperty(both, async ([given, other]) => {
        const read = async (lines: typeof given): Promise<unknown> => {
          const source = await readTable(`CODGEO;P22_POP;TP6021;NBPERSMENFISC21\n${lines.map(([code, n, rate]) => `${code};${n};${rate};${Math.ceil(n)}\n`).join('')}`);
          const { columns, codes, report } = carryTable(source, COMMUNES);
          return { columns, codes, report };
        };
        expect(await read(other)).toEqual(await read(given));
      }),
      { numRuns: 40 },
    );
  });

  it('celui des fichiers : la même table, ou la même erreur', () => {
    const file = (name: string): fc.Arbitrary<ReturnType<typeof carryTable>> =>
      rowsOf(fc.constantFrom<Given>(1, 1 + 1e-12, 1, 'secret', 'unavailable', 'blank'))
        .map((rows) => carryTable(fileTable([POP], rows.filter(([code]) => cog.communes.has(code)), { file: name }), COMMUNES));
    const files = fc.tuple(file('a.csv'), file('b.csv'), file('c.csv'));
    const outcome = (tables: readonly ReturnType<typeof carryTable>[]): unknown => {
      try {
        return mergeTables(tables);
      } catch (error) {
        return String(error);
      }
    };
    fc.assert(
      fc.property(files.chain((given) => fc.tuple(fc.constant(given), shuffled(given))), ([given, other]) => {
        expect(outcome(other)).toEqual(outcome(given));
      }),
    );
  });

  it('celui des fichiers, quand ils se contredisent', () => {
    const table = (name: string, n: number): ReturnType<typeof carryTable> => carryTable(fileTable([POP], [['69003', n]], { file: name }), COMMUNES);
    fc.assert(
      fc.property(shuffled([table('a.csv', 1), table('b.csv', 2), table('c.csv', 1)]), (tables) => {
        expect(() => mergeTables(tables)).toThrow('1 dans a.csv, 2 dans b.csv');
      }),
    );
  });
});
