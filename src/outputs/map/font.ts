import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The widths of a font's characters, so that text is placed before it is drawn. */
export interface Font {
  /** Width of a text at a size, in the unit of the size. */
  readonly width: (text: string, size: number) => number;
}

/** The two faces of the pictures. */
export interface Fonts {
  readonly regular: Font;
  readonly bold: Font;
}

/** Verdana, on machines without DejaVu, is drawn to nearly the same widths. */
export const FONT_FAMILY = "'DejaVu Sans', Verdana, sans-serif";

const FILES = { regular: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf' } as const;

/** Where the TrueType files are: the renderer reads no other form. */
export const fontFiles = (): string[] => Object.values(FILES).map(fontPath);

const fontPath = (file: string): string => createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${file}`);

export function loadFonts(): Fonts {
  return { regular: readFont(readFileSync(fontPath(FILES.regular))), bold: readFont(readFileSync(fontPath(FILES.bold))) };
}

/**
 * Reads the widths of a TrueType font: `head` (units), `hhea` and `hmtx` (widths), `cmap` in its
 * format 4 (the Basic Multilingual Plane). A character that the font lacks is as wide as its mark of
 * a missing one. Source: the OpenType specification.
 */
export function readFont(bytes: Buffer): Font {
  const tables = new Map<string, number>();
  for (let i = 0; i < bytes.readUInt16BE(4); i++) tables.set(bytes.toString('latin1', 12 + 16 * i, 16 + 16 * i), bytes.readUInt32BE(20 + 16 * i));
  const at = (table: string): number => {
    const offset = tables.get(table);
    if (offset === undefined) throw new Error(`The font has no table ${table}`);
    return offset;
  };
  const unitsPerEm = bytes.readUInt16BE(at('head') + 18);
  const longMetrics = bytes.readUInt16BE(at('hhea') + 34);
  const glyphs = segments(bytes, at('cmap'));
  const widths = new Map<number, number>();
  const widthOf = (code: number): number => {
    const known = widths.get(code);
    if (known !== undefined) return known;
    const glyph = Math.min(glyphs(code), longMetrics - 1);
    const width = bytes.readUInt16BE(at('hmtx') + 4 * glyph) / unitsPerEm;
    widths.set(code, width);
    return width;
  };
  return { width: (text, size) => size * Array.from(text, (character) => widthOf(character.codePointAt(0) ?? 0)).reduce((sum, width) => sum + width, 0) };
}

/** The glyph of a character: 0 when there is none. */
function segments(bytes: Buffer, cmap: number): (code: number) => number {
  let table = -1;
  for (let i = 0; i < bytes.readUInt16BE(cmap + 2); i++) {
    const offset = cmap + bytes.readUInt32BE(cmap + 8 + 8 * i);
    if (bytes.readUInt16BE(offset) === 4) table = offset;
  }
  if (table < 0) throw new Error('The font has no cmap of format 4');
  const doubled = bytes.readUInt16BE(table + 6);
  const ends = table + 14;
  const starts = ends + doubled + 2;
  return (code) => {
    for (let i = 0; i < doubled; i += 2) {
      if (code > bytes.readUInt16BE(ends + i)) continue;
      const start = bytes.readUInt16BE(starts + i);
      if (code < start) return 0;
      const delta = bytes.readUInt16BE(starts + doubled + i);
      const rangeAt = starts + 2 * doubled + i;
      const range = bytes.readUInt16BE(rangeAt);
      if (range === 0) return (code + delta) & 0xffff;
      const glyph = bytes.readUInt16BE(rangeAt + range + 2 * (code - start));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

/** A text cut into lines that fit a width, at spaces; a word that is too long is cut where it must. */
export function wrapText(font: Font, text: string, size: number, width: number, most = Infinity): string[] {
  const lines: string[] = [];
  let line = '';
  // A no-break space stays within its word; French puts one before its double signs.
  const kept = text.replace(/ (?=[:;!?»%])/g, '\u00a0').replace(/(?<=«) /g, '\u00a0');
  for (const word of kept.split(/[ \t\r\n]+/).filter((w) => w !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (font.width(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (font.width(line, size) > width && Array.from(line).length > 1) {
      const piece = longestPiece(font, line, size, width);
      lines.push(piece);
      line = line.slice(piece.length);
    }
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), shortened(font, lines.slice(most - 1).join(' '), size, width)];
}

/** The text, cut with « … » when it is wider than what there is. */
export function shortened(font: Font, text: string, size: number, width: number): string {
  if (font.width(text, size) <= width) return text;
  return `${longestPiece(font, text, size, width - font.width('…', size)).trimEnd()}…`;
}

function longestPiece(font: Font, text: string, size: number, width: number): string {
  let piece = '';
  for (const character of text) {
    if (piece !== '' && font.width(piece + character, size) > width) break;
    piece += character;
  }
  return piece;
}
