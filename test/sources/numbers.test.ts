import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE } from '../../src/index/state.js';
import { missingState, readNumber } from '../../src/sources/numbers.js';

describe('readNumber', () => {
  it.each([
    ['0', 0],
    ['50,0', 50],
    ['50.0', 50],
    ['7107.01247632609', 7107.01247632609],
    ['2833.00000000001', 2833.00000000001],
    ['112 286,48', 112286.48],
    ['1\u202f036', 1036],
    ['1\u00a0036', 1036],
    ['1 036', 1036],
    ['1 234 567', 1234567],
    ['  12  ', 12],
    ['\u00a012\u00a0', 12],
    ['-16,3', -16.3],
    ['+4', 4],
    ['12,', 12],
    [',5', 0.5],
    ['1e3', 1000],
    ['1,5E-3', 0.0015],
    ['007', 7],
  ])('« %s » vaut %d', (text, value) => expect(readNumber(text)).toBe(value));

  it.each(['', ' ', '\u00a0', 's', 'S', 'nd', 'ND', 'ns', 'NA', 'n.d.', 'n.d', 'N.D.', 'n/a', 'NaN', 'null', ' s '])(
    '« %s » est une marque de valeur manquante',
    (text) => expect(readNumber(text)).toBeNaN(),
  );

  it.each(['abc', '12 €', '12%', '1.036,5', '1,036.5', '1 03', '10 36', '1 0361', '1  036', '12-3', '--1', '.', ',', 'e3', '0x10', 'Infinity', 'x', '-', '…'])(
    '« %s » n’est ni l’un ni l’autre',
    (text) => expect(readNumber(text)).toBeUndefined(),
  );

  it('relit tout nombre fini écrit avec un point ou une virgule', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), (value, comma) => {
        const text = comma ? String(value).replace('.', ',') : String(value);
        // String(-0) is « 0 ».
        expect(readNumber(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('relit un entier dont les milliers sont séparés par l’une des trois espaces', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), fc.constantFrom(' ', '\u00a0', '\u202f'), (value, space) => {
        const text = String(value).replace(/\B(?=(\d{3})+$)/g, space);
        expect(readNumber(text)).toBe(value);
      }),
    );
  });

  it('ne fait jamais zéro d’un texte sans chiffre', () => {
    fc.assert(fc.property(fc.string().filter((text) => !/\d/.test(text)), (text) => {
      expect(readNumber(text)).not.toBe(0);
    }));
  });
});

describe('missingState', () => {
  it.each([
    ['s', STATE.secret], [' S ', STATE.secret],
    ['nd', STATE.unavailable], ['ND', STATE.unavailable], ['n.d.', STATE.unavailable], ['ns', STATE.unavailable], ['NA', STATE.unavailable],
    ['', STATE.blank], ['  ', STATE.blank], ['\u00a0', STATE.blank],
  ])('« %s » où un vide ne dit rien : %d', (text, state) => expect(missingState(text, false)).toBe(state));

  it.each([['', STATE.secret], [' ', STATE.secret], ['nd', STATE.unavailable], ['s', STATE.secret]])(
    '« %s » où un vide est un secret : %d',
    (text, state) => expect(missingState(text, true)).toBe(state),
  );
});
