/** An element that the page is known to hold; its writer says of what kind it is. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function byId<T extends Element = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`#${id} is missing`);
  return found as Element as T;
}

/** An element that some pages hold. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export const maybeById = <T extends Element = HTMLElement>(id: string): T | null => document.getElementById(id) as Element | null as T | null;

type Attributes = Readonly<Record<string, string | number>>;

/** Makes an element with attributes and children; a text is a text, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: readonly (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** The same for an element of an SVG. */
export function makeSvg<K extends keyof SVGElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: readonly (Node | string)[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A text without accents nor case, for a search. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/œ/gi, 'oe')
    .replace(/[-'’]/g, ' ')
    .toLowerCase();
