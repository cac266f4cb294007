import { frenchList } from '../../french.js';
import type { VariableResult } from '../../index/compute.js';
import { newSeriesNotices } from '../../index/new-series.js';
import { describeAlternative, isLongAlternative } from '../../index/quantity.js';
import type { Alternative, Quantities } from '../../index/quantity.js';
import type { JobResult } from '../../main-job/run.js';
import { codeText } from '../markdown.js';

/** What changes with the vintage in what served: names of columns, series; then how far apart vintages compare. */
export function changeLines({ index }: JobResult): string[] {
  const { variables, model } = index;
  return [
    ...mixedVintages(index.variables, model.quantities),
    ...newSeriesNotices(variables.map((v) => v.choice), model.quantities).map((text) => `- ${text}`),
    ...new Set(variables.flatMap((v) => renamed(v, model.quantities))),
    '- Deux recensements distants de moins de cinq ans (six quand l’intervalle contient 2021) partagent des enquêtes annuelles : leurs indices ne se comparent pas. Filosofi 2023 ouvre une série nouvelle.',
  ];
}

/** Variables of one family that are not of the same year: allowed, never silent. */
function mixedVintages(variables: readonly VariableResult[], quantities: Quantities): string[] {
  const families = new Map<string, Map<number, string[]>>();
  for (const { choice } of variables) {
    const family = quantities.get(choice.definition.numerator)?.family ?? null;
    if (family === null || choice.vintage === null) continue;
    const years = families.get(family) ?? new Map<number, string[]>();
    years.set(choice.vintage, [...(years.get(choice.vintage) ?? []), choice.variable.id]);
    families.set(family, years);
  }
  return [...families]
    .filter(([, years]) => years.size > 1)
    .map(([family, years]) => `- Millésimes différents dans ${family} : ${[...years].sort(([a], [b]) => b - a).map(([year, ids]) => `${String(year)} (${ids.join(', ')})`).join(', ')}.`);
}

/** The quantities of a variable whose columns are named otherwise, or mean something else, from some vintage on. */
function renamed({ choice }: VariableResult, quantities: Quantities): string[] {
  return [choice.definition.numerator, choice.definition.denominator].flatMap((id) => {
    const quantity = quantities.get(id ?? '');
    const bounded = (quantity?.alternatives ?? []).filter((a) => !isLongAlternative(a) && (a.from !== null || a.to !== null));
    // What only ends is an older name; what begins is a name that meant something else before.
    if (quantity === undefined || bounded.every((a) => a.from === null)) return [];
    return [`- « ${quantity.label} » se lit ${frenchList(bounded.map((a) => `${codeText(describeAlternative(a, null))} (${span(a)})`))} : une même colonne n'a pas toujours le même contenu.`];
  });
}

function span({ from, to }: Alternative): string {
  if (from === null) return `jusqu'au millésime ${String(to)}`;
  return to === null ? `depuis le millésime ${String(from)}` : `de ${String(from)} à ${String(to)}`;
}
