import { maybeById } from './dom.js';

/** Marks a unit's score on the distribution; null takes the mark away. */
export function markDistribution(score: number | null): void {
  const mark = maybeById<SVGPathElement>('repere-distribution');
  if (mark === null) return;
  const number = (name: string): number => Number(mark.getAttribute(`data-${name}`));
  const x = score === null ? null : number('x0') + score * number('pas');
  mark.setAttribute('d', x === null ? '' : `M${x.toFixed(1)},${String(number('haut'))}V${String(number('bas'))}`);
}
