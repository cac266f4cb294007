import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDecimal } from '../../../src/sources/columns/decimal.js';
import { readNumber } from '../../../src/sources/numbers.js';

const decimalOf = (text: string): number => {
  const bytes = Buffer.from(`;${text};`);
  return plainDecimal(bytes, 1, bytes.length - 1);
};

const digits = (least: number, most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), minLength: least, maxLength: most });
const decimals = fc.tuple(fc.constantFrom('', '-'), digits(1, 20), fc.constantFrom('', '.', ','), digits(1, 24)).map(([sign, whole, point, rest]) => (point === '' ? sign + whole : `${sign}${whole}${point}${rest}`));

describe('plainDecimal', () => {
  it('donne le double que Number donne, ou laisse le texte à lire', () => {
    fc.assert(
      fc.property(decimals, (text) => {
        const found = decimalOf(text);
        if (!Number.isNaN(found)) expect(found).toBe(Number(text.replace(',', '.')));
      }),
      { numRuns: 20_000 },
    );
  });

  it('lit tout de suite les nombres de l’Insee : 15 chiffres significatifs', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e7, noNaN: true }), fc.boolean(), (value, comma) => {
        const text = String(Number(value.toPrecision(15)));
        expect(decimalOf(comma ? text.replace('.', ',') : text)).toBe(Number(text));
      }),
      { numRuns: 5000 },
    );
  });

  it('dit la même chose que readNumber de tout ce qu’il lit', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('0', '1', '5', '9', '.', ',', '-', '+', ' ', 'e', 'E'), maxLength: 12 }), (text) => {
        const found = decimalOf(text);
        if (!Number.isNaN(found)) expect(readNumber(text)).toBe(found);
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([['0', 0], ['-0', -0], ['007', 7], ['50,0', 50], ['-16,3', -16.3], ['7107.01247632609', 7107.01247632609], ['9007199254740991', 9007199254740991], ['0.0000000000000000000001', 1e-22]])(
    '« %s » vaut %d',
    (text, value) => expect(decimalOf(text)).toBe(value),
  );

  it.each(['', '-', '.', '5.', ',5', '+5', '1e3', '1 036', '1.2.3', 's', '9007199254740992', '9007199254740993', '0.00000000000000000000001', '12a', '１'])(
    '« %s » est laissé',
    (text) => expect(decimalOf(text)).toBeNaN(),
  );
});
