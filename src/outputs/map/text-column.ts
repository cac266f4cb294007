import { wrapText } from './font.js';
import type { Fonts } from './font.js';
import { element } from './svg.js';
import { xmlEscaped } from '../xml-text.js';

export interface TextStyle {
  readonly size: number;
  readonly bold?: boolean;
  readonly colour?: string;
  /** Lines at most, the last one cut with « … ». */
  readonly most?: number;
  /** Room before it. */
  readonly before?: number;
}

export const INK = '#1b1b1b';
export const QUIET = '#555555';

/** Height of a line over its size. */
const LEADING = 1.32;

/** Texts and drawings one under the other, in a column of a given width. */
export class TextColumn {
  readonly #parts: string[] = [];
  readonly #fonts: Fonts;
  readonly x: number;
  readonly width: number;
  /** Where the next thing begins. */
  y: number;

  constructor(fonts: Fonts, x: number, y: number, width: number) {
    this.#fonts = fonts;
    this.x = x;
    this.y = y;
    this.width = width;
  }

  /** A text, in as many lines as it needs. */
  text(text: string, { size, bold = false, colour = INK, most, before = 0 }: TextStyle, indent = 0): void {
    this.y += before;
    const font = bold ? this.#fonts.bold : this.#fonts.regular;
    for (const line of wrapText(font, text, size, this.width - indent, most)) {
      this.#parts.push(textElement(line, this.x + indent, this.y + size, { size, bold, colour }));
      this.y += size * LEADING;
    }
  }

  /** A drawing of a height, made at the place where it goes. */
  draw(height: number, draw: (y: number) => string): void {
    this.#parts.push(draw(this.y));
    this.y += height;
  }

  markup(): string {
    return this.#parts.join('\n');
  }
}

type Anchor = 'start' | 'middle' | 'end';

/** A line of text on its base line. */
export function textElement(text: string, x: number, y: number, { size, bold = false, colour = INK }: TextStyle, anchor: Anchor = 'start'): string {
  return element(
    'text',
    { x, y, 'font-size': size, 'font-weight': bold ? 'bold' : undefined, fill: colour, 'text-anchor': anchor === 'start' ? undefined : anchor },
    xmlEscaped(text),
  );
}
