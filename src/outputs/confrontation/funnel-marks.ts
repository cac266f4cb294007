import type { ConfrontedCell } from '../../survey/confront.js';
import { coordinate, element } from '../map/svg.js';
import { xmlEscaped } from '../xml-text.js';

/** A third of the communes by their index. */
export type Third = 'haut' | 'milieu' | 'bas';

/** The marks differ by form and by colour, those of the map: brown is more fragile. */
export const MARKS: readonly { readonly third: Third; readonly label: string; readonly colour: string }[] = [
  { third: 'haut', label: 'tiers le plus fragile selon l’indice', colour: '#b35806' },
  { third: 'milieu', label: 'tiers du milieu', colour: '#8c8c8c' },
  { third: 'bas', label: 'tiers le moins fragile', colour: '#542788' },
];

/** The third of each commune that has an index, by its rank among them; equal ranks are of one third. */
export function thirdsOf(cells: readonly ConfrontedCell[]): ReadonlyMap<string, Third> {
  const ranked = cells.flatMap(({ code, ranks }) => (ranks === null ? [] : [{ code, rank: ranks.index }]));
  const n = ranked.length;
  return new Map(ranked.map(({ code, rank }) => [code, 3 * rank <= n ? 'haut' : 3 * rank <= 2 * n ? 'milieu' : 'bas']));
}

/** A disc, a square or a triangle; a ring for a commune without an index. */
export function mark(third: Third | null, x: number, y: number, title: string | null): string {
  const colour = MARKS.find((m) => m.third === third)?.colour ?? '#333333';
  const told = title === null ? [] : [element('title', {}, xmlEscaped(title))];
  const style = { fill: colour, stroke: '#ffffff', 'stroke-width': 0.8 };
  const [cx, cy] = [coordinate(x), coordinate(y)];
  switch (third) {
    case 'haut':
      return element('circle', { cx: x, cy: y, r: 4.6, ...style }, ...told);
    case 'milieu':
      return element('rect', { x: x - 3.8, y: y - 3.8, width: 7.6, height: 7.6, ...style }, ...told);
    case 'bas':
      return element('path', { d: `M${cx},${coordinate(y + 4.8)}L${coordinate(x - 4.8)},${coordinate(y - 3.6)}H${coordinate(x + 4.8)}Z`, ...style }, ...told);
    case null:
      return element('path', { d: `M${coordinate(x - 4)},${cy}a4,4 0 1 0 8,0a4,4 0 1 0 -8,0Z`, fill: '#ffffff', stroke: colour, 'stroke-width': 1.2 }, ...told);
  }
}
