import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/errors.js';
import { linesAsBytes } from '../../src/outputs/byte-writer.js';
import { type LinesFile, type OutputFile, writeFolder } from '../../src/outputs/write-folder.js';
import { useFolder } from '../support/run-cli.js';

const joined = (lines: Iterable<string>): { text: string; pieces: number[] } => {
  const pieces: Buffer[] = [];
  // Each piece is lent: it must be copied before the next is asked for.
  for (const piece of linesAsBytes(lines)) pieces.push(Buffer.from(piece));
  return { text: Buffer.concat(pieces).toString('utf8'), pieces: pieces.map((p) => p.length) };
};

describe('linesAsBytes', () => {
  it('gives the bytes of the whole text, whatever its letters and the lengths of its lines', () => {
    const line = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constantFrom(0, 1, 3, 5000, 40_000)).map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const { text, pieces } = joined(lines);
        expect(text === lines.join('')).toBe(true);
        expect(pieces.every((length) => length > 0)).toBe(true);
      }),
    );
  });

  it('cuts between lines, and holds no more than a piece and a line at a time', () => {
    let made = 0;
    let given = 0;
    function* lines(): Generator<string> {
      for (let i = 0; i < 20_000; i += 1) {
        const line = `${String(i).padStart(5, '0')};${'é'.repeat(40)}\n`;
        made += Buffer.byteLength(line);
        yield line;
        expect(made - given).toBeLessThan(1 << 19);
      }
    }
    for (const piece of linesAsBytes(lines())) {
      given += piece.length;
      expect(piece.at(-1)).toBe(0x0a);
    }
    expect(given).toBe(made);
  });
});

/** More than one piece, then what goes wrong. */
function* failing(error: Error): Generator<string> {
  for (let i = 0; i < 20_000; i += 1) yield `${String(i)};${'x'.repeat(40)}\n`;
  throw error;
}

describe('a file of lines', () => {
  const folder = useFolder();
  const small = (name: string, text: string): LinesFile => ({ name, lines: () => [text] });
  const contents = (out: string): Record<string, string> =>
    Object.fromEntries(readdirSync(out).sort().map((name) => [name, readFileSync(join(out, name), 'utf8')]));

  it('is written with the sha256 of its bytes', () => {
    const out = join(folder.path, 'a');
    let told = '';
    writeFolder(out, 'a', [small('ifn.csv', 'é\n')], { name: 'manifest.json', closing: (hashes) => (told = hashes.get('ifn.csv') ?? '') });
    expect(told).toBe(createHash('sha256').update('é\n').digest('hex'));
    expect(contents(out)).toEqual({ 'ifn.csv': 'é\n', 'manifest.json': told });
  });

  it.each<[string, Error, RegExp | typeof TypeError]>([
    ['the disk is full', Object.assign(new Error('no space left'), { code: 'ENOSPC' }), /le disque est plein.*Les sorties précédentes sont intactes/],
    ['a line cannot be made', new TypeError('a bug'), TypeError],
  ])('leaves the earlier outputs as they were when %s in the middle', (_, error, expected) => {
    const out = join(folder.path, 'b');
    writeFolder(out, 'b', [small('ifn.csv', 'avant\n'), small('classement.md', 'avant\n')]);
    const before = contents(out);
    const files: OutputFile[] = [small('ifn.csv', 'après\n'), { name: 'classement.md', lines: () => failing(error) }];
    expect(() => {
      writeFolder(out, 'b', files);
    }).toThrow(expected);
    expect(contents(out)).toEqual(before);
  });

  const devFull = existsSync('/dev/full');
  it.skipIf(!devFull)(devFull ? 'fails with exit code 5 when the disk takes no more bytes, and leaves nothing behind' : 'fails on a full disk (skipped: no /dev/full here)', () => {
    const out = join(folder.path, 'c');
    writeFolder(out, 'c', [small('ifn.csv', 'avant\n')]);
    // The temporary file leads to a device on which every write fails.
    symlinkSync('/dev/full', join(out, '.ifn.csv.tmp'));
    const write = (): void => {
      writeFolder(out, 'c', [small('quantites.csv', 'après\n'), small('ifn.csv', 'après\n')]);
    };
    expect(write).toThrow(expect.objectContaining({ exitCode: EXIT.output, message: expect.stringMatching(/« c » : le disque est plein\. Les sorties précédentes sont intactes/) as string }));
    expect(contents(out)).toEqual({ 'ifn.csv': 'avant\n' });
  });
});
