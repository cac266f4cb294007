import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteIndex } from '../../../src/sources/columns/byte-index.js';

const word = fc.oneof(fc.stringMatching(/^[0-9A-Z_]{0,9}$/), fc.string({ maxLength: 40 }), fc.constantFrom('', '_T', '69003', '69004', '2025-COM-69003'));

describe('ByteIndex', () => {
  it('numbers words as a map of texts would, wherever they stand in the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.boolean()), { maxLength: 400 }), (steps) => {
        const index = new ByteIndex();
        const oracle = new Map<string, number>();
        for (const [text, added] of steps) {
          const bytes = Buffer.from(`x${text}y`);
          const [from, to] = [1, bytes.length - 1];
          if (added) {
            oracle.set(text, oracle.get(text) ?? oracle.size);
            expect(index.add(bytes, from, to)).toBe(oracle.get(text));
          } else {
            expect(index.find(bytes, from, to)).toBe(oracle.get(text) ?? -1);
          }
        }
        expect(index.size).toBe(oracle.size);
      }),
    );
  });

  it('holds as many words as a national file has codes', () => {
    const index = new ByteIndex();
    const codes = Array.from({ length: 100_000 }, (_, i) => Buffer.from(String(i)));
    expect(codes.every((code, i) => index.add(code, 0, code.length) === i)).toBe(true);
    expect(codes.every((code, i) => index.find(code, 0, code.length) === i)).toBe(true);
    expect(index.find(Buffer.from('100000'), 0, 6)).toBe(-1);
  });
});
