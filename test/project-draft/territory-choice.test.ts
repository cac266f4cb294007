import { describe, expect, it } from 'vitest';
import { territoryOf } from '../../src/project-draft/territory-choice.js';
import { COMMUNES } from '../support/tables.js';

const { cog } = COMMUNES;
const membersOf = (epci: string): readonly string[] => cog.epci.get(epci)?.membres ?? [];
const inDepartement = (code: string): string[] => [...cog.communes.values()].filter((c) => c.departement === code).map((c) => c.code);
const selectorOf = (units: readonly string[]): string | null => territoryOf(units, COMMUNES).selector;

describe('the territory that the communes of a file make', () => {
  it.each([
    ['the one EPCI', membersOf('200046977'), 'epci:200046977'],
    ['the one EPCI, of which a few communes are missing', membersOf('200046977').slice(3), 'epci:200046977'],
    ['the one département, of several EPCI', inDepartement('69'), 'dep:69'],
    // Paris is one commune of the Métropole du Grand Paris, and all of its département.
    ['the one département, where the EPCI is much larger', ['75056'], 'dep:75'],
    ['the one région', ['01', '69', '42', '38', '26', '07', '73', '74', '03', '15', '43', '63'].flatMap(inDepartement), 'reg:84'],
    ['the communes themselves, where they are few of their territories', ['69003', '01001', '2A004'], 'communes:01001,2A004,69003'],
    ['whatever the files hold, for a country', [...cog.communes.keys()], null],
  ] as const)('is %s', (_, units, selector) => {
    expect(selectorOf(units)).toBe(selector);
  });

  it('has the units of its selector', () => {
    expect(territoryOf(membersOf('200046977').slice(3), COMMUNES).units).toEqual(membersOf('200046977'));
  });
});
