import { withEntities } from '../xml-text.js';

/** A piece of HTML that is already safe: made by `html`, or by a writer of markup of ours. */
export class Markup {
  constructor(readonly text: string) {}
}

type Piece = string | number | Markup | null | readonly (string | Markup)[];

/** Characters that no HTML page may hold. */
// eslint-disable-next-line no-control-regex
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g;

const escapeHtml = (text: string): string => withEntities(text.replace(UNSPEAKABLE, '\ufffd'));

/**
 * A template of HTML: what stands in it as text is escaped, and only what `html` made, or `Markup`, is
 * taken as it is. `null` is nothing.
 */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return new Markup(strings.map((text, i) => text + (i < pieces.length ? written(pieces[i] ?? null) : '')).join(''));
}

function written(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'object') return piece.map(written).join('');
  return escapeHtml(String(piece));
}

/** Data for a script of the page: no name in it can close the element that holds it. */
export const embeddedJson = (id: string, data: unknown): Markup =>
  new Markup(`<script type="application/json" id="${id}">${JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)}</script>`);
