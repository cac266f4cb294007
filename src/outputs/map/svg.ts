import { xmlEscaped } from '../xml-text.js';

type Attribute = string | number | undefined;
export type Attributes = Readonly<Record<string, Attribute>>;

/** An element of an SVG; its children are markup already, made by `element` or `xmlEscaped`. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => (value === undefined ? '' : ` ${key}="${typeof value === 'number' ? coordinate(value) : xmlEscaped(value)}"`));
  const start = `<${name}${written.join('')}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`;
}

/** A number to the hundredth, without useless zeros. */
export const coordinate = (value: number): string => String(Math.round(value * 100) / 100 + 0);

/** The `d` of a path through rings or lines; a ring is closed. */
export function pathData(lines: Iterable<readonly (readonly number[])[]>, closed: boolean): string {
  const parts: string[] = [];
  for (const line of lines) {
    const positions = closed ? line.slice(0, -1) : line;
    parts.push(positions.map(([x = 0, y = 0], i) => `${i === 0 ? 'M' : i === 1 ? 'L' : ' '}${coordinate(x)},${coordinate(y)}`).join(''), closed ? 'Z' : '');
  }
  return parts.join('');
}
