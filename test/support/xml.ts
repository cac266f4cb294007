/** An element of an XML document, its namespace prefix left in its name. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text of the element itself, entities resolved. */
  readonly text: string;
}

const CHARACTERS = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads a small XML 1.0 document, and refuses what is not well-formed: characters that XML forbids,
 * unknown entities, tags that do not match, two attributes of one name. Neither comments nor CDATA.
 */
export function parseXml(source: string): XmlElement {
  if (!CHARACTERS.test(source)) throw new Error('a character that XML 1.0 forbids');
  const text = source.replace(/^\ufeff?(<\?xml [^?]*\?>)?\s*(<!DOCTYPE [^>]*>)?\s*/, '');
  const roots: XmlElement[] = [];
  const open: { name: string; attributes: Map<string, string>; children: XmlElement[]; text: string }[] = [];
  const tag = /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let at = 0;
  for (let match = tag.exec(text); match !== null; match = tag.exec(text)) {
    at = tag.lastIndex;
    const [, closing, name = '', attributes = '', empty, between] = match;
    const top = open.at(-1);
    if (between !== undefined) {
      if (top !== undefined) top.text += resolved(between);
      else if (between.trim() !== '') throw new Error(`text outside the root: ${between}`);
      continue;
    }
    if (closing === '/') {
      const closed = open.pop();
      if (closed?.name !== name) throw new Error(`</${name}> closes <${closed?.name ?? ''}>`);
      (open.at(-1)?.children ?? roots).push(closed);
      continue;
    }
    const element = { name, attributes: new Map<string, string>(), children: [], text: '' };
    for (const [, key = '', value = ''] of attributes.matchAll(/([\w:.-]+)="([^"]*)"/g)) {
      if (element.attributes.has(key)) throw new Error(`two attributes ${key} in <${name}>`);
      element.attributes.set(key, resolved(value));
    }
    if (empty === '/') (top?.children ?? roots).push(element);
    else open.push(element);
  }
  if (at !== text.length) throw new Error(`not XML: ${text.slice(at, at + 60)}`);
  const [root] = roots;
  if (root === undefined || roots.length !== 1 || open.length > 0) throw new Error('not one root element');
  return root;
}

function resolved(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(text)) throw new Error(`an entity that is not known: ${text}`);
  const resolve = (_: string, name: string): string => (name.startsWith('#') ? String.fromCodePoint(Number(name.slice(1))) : (NAMED[name] ?? ''));
  return text.replace(/&(#\d+|\w+);/g, resolve);
}

/** Elements of a name below an element, in document order. */
export const elementsOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elementsOf(child, name)]);

/** The only element of a name below an element. */
export function onlyElement(element: XmlElement, name: string): XmlElement {
  const [found, ...others] = elementsOf(element, name);
  if (found === undefined || others.length > 0) throw new Error(`${others.length === 0 ? 'no' : 'several'} <${name}>`);
  return found;
}
