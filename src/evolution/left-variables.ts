import { frenchList } from '../french.js';
import type { YearResult, YearVariable } from './year-result.js';

/** From a vintage on, figures that do not compare with the older ones. */
export interface Break {
  readonly from: number;
  readonly note: string;
}

/** What is known of breaks: by family of sources, and by quantity. */
export interface Breaks {
  readonly families: ReadonlyMap<string, Break>;
  readonly quantities: ReadonlyMap<string, Break>;
}

/** A variable that leaves all the years, and why. */
export interface LeftVariable {
  readonly id: string;
  readonly label: string;
  readonly why: 'demande' | 'definition' | 'serie' | 'reference' | 'absente';
  /** In words (French). */
  readonly reason: string;
  /** By year, the value of the year's own reference; null without one. */
  readonly references: readonly (number | null)[];
}

/**
 * The variables that leave all the years, since one of them is not measured alike: asked for by the user,
 * a fallback that changed the definition, a column or a series that changed its meaning between two
 * vintages, no value of the reference in some year, or no value of any unit in some year.
 *
 * @param asked ids that the user leaves out
 */
export function leftVariables(years: readonly YearResult[], asked: ReadonlySet<string>, breaks: Breaks): LeftVariable[] {
  const [first] = years;
  if (first === undefined) return [];
  return [...first.variables.keys()].flatMap((id): LeftVariable[] => {
    const own = years.flatMap((y) => y.variables.get(id) ?? []);
    const found = reasonOf(id, own, years, asked, breaks);
    return found === null ? [] : [{ id, label: own[0]?.label ?? id, ...found, references: own.map((v) => v.reference) }];
  });
}

type Reason = Pick<LeftVariable, 'why' | 'reason'>;

function reasonOf(id: string, own: readonly YearVariable[], years: readonly YearResult[], asked: ReadonlySet<string>, breaks: Breaks): Reason | null {
  if (asked.has(id)) return { why: 'demande', reason: 'écartée par --without' };
  if (new Set(own.map((v) => v.fallback ?? '')).size > 1) {
    const told = own.map((v, i) => `${String(years[i]?.year ?? '')} « ${v.label} »`);
    return { why: 'definition', reason: `la définition change : ${told.join(', ')}` };
  }
  for (const quantity of new Set(own.flatMap((v) => v.quantities))) {
    const found = straddled(own, breaks.quantities.get(quantity));
    if (found !== null) return { why: 'definition', reason: `la colonne change de sens à partir du millésime ${String(found.from)} : ${found.note}` };
  }
  const series = straddled(own, breaks.families.get(own[0]?.family ?? ''));
  if (series !== null) return { why: 'serie', reason: `à partir du millésime ${String(series.from)}, ${series.note}` };
  const without = years.filter((_, i) => (own[i]?.reference ?? null) === null).map((y) => y.shown);
  if (without.length > 0) return { why: 'reference', reason: `la référence n'a pas de valeur dans ${frenchList(without)}` };
  const empty = years.filter((y) => [...y.units.values()].every((u) => Number.isNaN(u.figures.get(id)?.value ?? Number.NaN))).map((y) => y.shown);
  if (empty.length > 0) return { why: 'absente', reason: `aucune unité n'a de valeur dans ${frenchList(empty)}` };
  return null;
}

/** The break that stands between two of the vintages, if there is one. */
function straddled(own: readonly YearVariable[], found: Break | undefined): Break | null {
  if (found === undefined) return null;
  const vintages = own.flatMap((v) => v.vintage ?? []);
  return vintages.some((v) => v < found.from) && vintages.some((v) => v >= found.from) ? found : null;
}
