/** Where a text stops being JSON. */
export interface JsonFault {
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** True when the text is good so far and ends too early: a truncated file. */
  readonly truncated: boolean;
}

const SPACE = /[\t\n\r ]*/y;
// eslint-disable-next-line no-control-regex -- JSON forbids exactly these in a string
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const LITERAL = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end';

/**
 * Finds the first place where a text is not JSON. `JSON.parse` knows it, but does not always say
 * it. Meant for a text that `JSON.parse` has refused.
 *
 * @returns null when the text is valid JSON
 */
export function findJsonFault(text: string): JsonFault | null {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let offset = 0;

  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match !== null) offset = pattern.lastIndex;
    return match !== null;
  };

  for (;;) {
    skip(SPACE);
    const next = text[offset];
    if (expected === 'comma or end' && open.length === 0) return next === undefined ? null : fault(text, offset);
    if (next === undefined) return fault(text, offset);
    const container = open.at(-1);
    if (expected === 'value' || expected === 'value or ]') {
      if (next === '{' || next === '[') {
        open.push(next);
        offset++;
        expected = next === '{' ? 'key or }' : 'value or ]';
      } else if (next === ']' && expected === 'value or ]') {
        open.pop();
        offset++;
        expected = 'comma or end';
      } else if (skip(next === '"' ? STRING : LITERAL)) {
        expected = 'comma or end';
      } else return fault(text, offset);
    } else if (expected === 'key' || expected === 'key or }') {
      if (next === '}' && expected === 'key or }') {
        open.pop();
        offset++;
        expected = 'comma or end';
      } else if (skip(STRING)) expected = 'colon';
      else return fault(text, offset);
    } else if (expected === 'colon') {
      if (next !== ':') return fault(text, offset);
      offset++;
      expected = 'value';
    } else if (next === ',') {
      offset++;
      expected = container === '{' ? 'key' : 'value';
    } else if (next === (container === '{' ? '}' : ']')) {
      open.pop();
      offset++;
    } else return fault(text, offset);
  }
}

function fault(text: string, offset: number): JsonFault {
  const before = text.slice(0, offset);
  const line = (before.match(/\n/g)?.length ?? 0) + 1;
  return { offset, line, column: offset - before.lastIndexOf('\n'), truncated: endsInside(text, offset) };
}

/** A fault at the very end, or inside a string, number or word that the end cuts. */
const endsInside = (text: string, offset: number): boolean => {
  const rest = text.slice(offset);
  return rest === '' || /^"(?:[^"\\]|\\.)*\\?$/s.test(rest) || /^[-+.\w]{1,24}$/.test(rest);
};
