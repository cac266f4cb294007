import { counted, frenchList, frenchNumber, frenchPercent } from '../french.js';
import type { IndexResult, VariableResult } from '../index/compute.js';
import type { Model } from '../index/model.js';
import { STATUSES } from '../index/statuses.js';
import type { Status } from '../index/statuses.js';
import type { JobResult } from '../main-job/run.js';
import { POLICY_NAMES, RATE_TOTAL, RULE_NAMES, STATUS_NAMES } from './method-text.js';

/** How many units of the territory have each status, in the order of the statuses. */
export function statusCounts({ frame }: IndexResult, variable: VariableResult): Map<Status, number> {
  const counts = new Map<Status, number>();
  for (const status of STATUSES) {
    let n = 0;
    for (const row of frame.territory) if (variable.statuses[row] === status) n += 1;
    if (n > 0) counts.set(status, n);
  }
  return counts;
}

/** `%` for shares and rates, the unit of the quantity for a median. */
export function unitOfVariable(model: Model, numerator: string): string {
  const quantity = model.quantities.get(numerator);
  return quantity?.nature === 'mediane' ? quantity.unit : '%';
}

/** `44 observés, 14 estimés` */
export const statusText = (index: IndexResult, variable: VariableResult): string =>
  [...statusCounts(index, variable)]
    .map(([status, n]) => {
      const [word = '', ...rest] = STATUS_NAMES[status].split(' ');
      const plural = status === 'non_disponible' ? 'non disponibles' : [`${word}s`, ...rest].join(' ');
      return `${String(n)} ${n > 1 ? plural : STATUS_NAMES[status]}`;
    })
    .join(', ');

/**
 * How a reference value was made: `total (…), 85 % du poids observé`.
 *
 * @param units what the units are called
 */
export function ruleText(variable: VariableResult, short: boolean, units = 'communes'): string {
  const { value, rule, observedShare } = variable.reference;
  if (Number.isNaN(value)) return '–';
  const ofRate = rule === 'total' && variable.choice.definition.kind === 'taux';
  const name = short ? rule : (ofRate ? RATE_TOTAL : RULE_NAMES[rule]).replace('communes', units);
  return observedShare === null || observedShare === 1 ? name : `${name}, ${frenchPercent(observedShare)} du poids observé`;
}

/** The vintages in use: `rp 2022, filosofi 2021 ; peu_diplomes : rp 2018`. */
export function vintagesText({ index }: JobResult): string {
  const newest = new Map<string, number>();
  const own: string[] = [];
  const familyOf = (v: VariableResult): string | null =>
    index.model.quantities.get(v.choice.definition.numerator)?.family ?? null;
  for (const variable of index.variables) {
    const family = familyOf(variable);
    const { vintage } = variable.choice;
    if (family === null || vintage === null) own.push(`${variable.choice.variable.id} : ${String(vintage ?? 'sans millésime')}`);
    else newest.set(family, Math.max(newest.get(family) ?? 0, vintage));
  }
  const families = [...newest].map(([family, year]) => `${family} ${String(year)}`).sort();
  const older = index.variables
    .filter((v) => {
      const family = familyOf(v);
      return family !== null && v.choice.vintage !== newest.get(family);
    })
    .map((v) => `${v.choice.variable.id} : ${familyOf(v) ?? ''} ${String(v.choice.vintage)}`);
  return [families.join(', '), ...older, ...own].join(' ; ');
}

/** The id of a variable, or the real label when a repli changed its definition. */
export const spokenName = ({ choice }: VariableResult): string =>
  choice.definition.fallback === null ? choice.variable.id : `« ${choice.definition.label} »`;

/** What is done of missing values, most variables last: `estimation (pauvrete), laisser de côté (les autres)`. */
export function policiesText({ index }: JobResult): string {
  const groups = new Map<string, string[]>();
  for (const v of index.variables) {
    const name = POLICY_NAMES[v.applied];
    groups.set(name, [...(groups.get(name) ?? []), spokenName(v)]);
  }
  const sorted = [...groups].sort(([, a], [, b]) => a.length - b.length);
  return sorted
    .map(([name, ids], i) => `${name} (${i === sorted.length - 1 ? (sorted.length === 1 ? 'toutes les variables' : 'les autres') : ids.join(', ')})`)
    .join(', ');
}

/** What was filled, in a sentence: estimated and imputed values per variable; empty when nothing was. */
export function filledText({ index }: JobResult): string {
  const parts = index.variables.flatMap((variable) => {
    const counts = statusCounts(index, variable);
    const texts: string[] = [];
    const estimated = counts.get('estime') ?? 0;
    const imputed = counts.get('impute') ?? 0;
    if (estimated > 0) texts.push(counted(estimated, 'valeur estimée', 'valeurs estimées'));
    if (imputed > 0) texts.push(counted(imputed, 'valeur imputée', 'valeurs imputées'));
    return texts.length === 0 ? [] : [`${spokenName(variable)} : ${frenchList(texts)}`];
  });
  return parts.join(' ; ');
}

/** The fit of an estimation, for a reader: `ln y = a + b·ln x sur 44 unités (R² = 0,93)`. */
export function fitText(variable: VariableResult): string | null {
  const { fit } = variable;
  if (fit === null) return null;
  return `ln y = ${frenchNumber(fit.a, 3)} ${fit.b < 0 ? '−' : '+'} ${frenchNumber(Math.abs(fit.b), 3)} · ln x, ajusté sur ${String(fit.n)} unités (R² = ${frenchNumber(fit.r2, 2)})`;
}
