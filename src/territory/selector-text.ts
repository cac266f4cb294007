import { usageError } from '../errors.js';

/** The forms of a selector, for messages. */
export const FORMS =
  'epci:200046977, dep:69, reg:84, france, ctcd:69D, communes:69123,69266, file:codes.txt, ou une différence dep:69,-epci:200046977';

/** A selector without the spaces that count for nothing: those inside the path of a `file:` do. */
export const withoutSpaces = (text: string): string =>
  text
    .split(',')
    .map((piece) => (/^\s*-?\s*file:/.test(piece) ? piece.trim().replace(/^-\s+/, '-') : piece.replace(/\s+/g, '')))
    .join(',');

/** The parts of a selector, each added or taken away. @throws usageError on an empty one, or a difference within a list */
export function splitSelector(selector: string): { text: string; minus: boolean }[] {
  const items: { text: string; minus: boolean }[] = [];
  for (const piece of selector.split(',')) {
    if (piece === '') continue;
    const last = items.at(-1);
    // « communes:69123,69266 »: a bare code goes on with the list before it.
    if (!piece.includes(':') && last?.text.startsWith('communes:') && piece.toLowerCase() !== 'france') {
      if (piece.startsWith('-')) throw usageError(`Territoire « ${selector} » : écrivez la différence -communes:${piece.slice(1)}.`);
      last.text += `,${piece}`;
    } else {
      const minus = piece.startsWith('-');
      items.push({ text: minus ? piece.slice(1) : piece, minus });
    }
  }
  if (items.length === 0) throw usageError(`Territoire vide. Formes possibles : ${FORMS}.`);
  return items;
}
