import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byCode, isCommuneCode, parseCode } from '../../src/territory/codes.js';

describe('parseCode', () => {
  // text, level, code, repair
  it.each([
    ['01001', 'commune', '01001', null],
    ['69123', 'commune', '69123', null],
    ['69381', 'commune', '69381', null],
    ['2A004', 'commune', '2A004', null],
    ['2B033', 'commune', '2B033', null],
    ['97105', 'commune', '97105', null],
    ['98735', 'commune', '98735', null],
    ['1001', 'commune', '01001', 'zéro initial rétabli'],
    ['2a004', 'commune', '2A004', 'lettre mise en majuscule'],
    ['69123.0', 'commune', '69123', 'décimales retirées'],
    ['69123,00', 'commune', '69123', 'décimales retirées'],
    ['1001.0', 'commune', '01001', 'décimales retirées, zéro initial rétabli'],
    [' 69123 ', 'commune', '69123', 'espaces retirés'],
    ['69\u202f123', 'commune', '69123', 'espaces retirés'],
    ['200046977', 'epci', '200046977', null],
    ['69', 'departement', '69', null],
    ['01', 'departement', '01', null],
    ['2A', 'departement', '2A', null],
    ['2b', 'departement', '2B', 'lettre mise en majuscule'],
    ['974', 'departement', '974', null],
    ['FRANCE', 'france', 'FRANCE', null],
    ['France', 'france', 'FRANCE', null],
    ['FR', 'france', 'FRANCE', null],
  ] as const)('« %s » : %s %s', (text, level, code, repaired) => {
    expect(parseCode(text)).toEqual({ level, code, repaired });
  });

  it.each(['', 'ZZZZZZZZZ', 'CSZ', '2C004', '123', '123456', '69123.5', 'Lyon', 'A2004', '000000000', '-1001'])(
    '« %s » n’est d’aucun niveau connu',
    (text) => expect(parseCode(text).level).toBe('autre'),
  );

  it.each([
    ['693810101', 'iris', '693810101', null],
    ['2A0040101', 'iris', '2A0040101', null],
    ['2a0040101', 'iris', '2A0040101', 'lettre mise en majuscule'],
    ['10040101', 'iris', '010040101', 'zéro initial rétabli'],
    ['69381', 'autre', '69381', null],
    ['69', 'autre', '69', null],
  ] as const)('dans une colonne d’IRIS, « %s » : %s %s', (text, level, code, repaired) => {
    expect(parseCode(text, true)).toEqual({ level, code, repaired });
  });

  it('prend neuf chiffres pour un EPCI hors d’une colonne d’IRIS', () => {
    expect(parseCode('693810101').level).toBe('epci');
  });

  it('retrouve tout code de commune abîmé par un tableur', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1001, max: 98999 }), fc.constantFrom('', '.0', ',0', '.00'), fc.constantFrom('', ' ', '\u00a0'), (n, tail, space) => {
        const parsed = parseCode(`${space}${n}${tail}${space}`);
        expect(parsed.code).toBe(String(n).padStart(5, '0'));
        expect(parsed.level).toBe('commune');
        expect(parsed.repaired === null).toBe(n >= 10000 && tail === '' && space === '');
      }),
    );
  });

  it('rend inchangé, et sans réparation, un code déjà officiel', () => {
    const official = fc.tuple(fc.constantFrom('01', '2A', '2B', '69', '75', '97'), fc.integer({ min: 0, max: 999 }))
      .map(([departement, n]) => departement + String(n).padStart(3, '0'));
    fc.assert(fc.property(official, (code) => {
      expect(parseCode(code)).toEqual({ level: 'commune', code, repaired: null });
    }));
  });
});

describe('formes des codes', () => {
  it('ne tient pour code de commune que cinq caractères dans leur forme officielle', () => {
    expect(['01001', '2A004', '69123'].every(isCommuneCode)).toBe(true);
    expect(['1001', '2a004', '691230101', '69', ' 69123'].some(isCommuneCode)).toBe(false);
  });

  it('trie par caractères : la Corse entre 29 et 30', () => {
    expect(['30001', '2B033', '01001', '29001', '2A004', '97105'].sort(byCode)).toEqual(['01001', '29001', '2A004', '2B033', '30001', '97105']);
  });
});
