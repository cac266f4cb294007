import { firstOf } from '../french.js';
import type { ComputeContext } from './compute.js';
import type { MissingPolicy } from './model.js';
import { MINIMUM_OBSERVED_SHARE, percentBelow, referenceValue } from './reference.js';
import type { Rates } from './reference.js';
import { counts, populationCover, withCover } from './reference-cover.js';
import { isKnown } from './state.js';

/**
 * The values that the policies `epci`, `departement` and `reference` give to units without one; NaN
 * elsewhere, and everywhere under the other policies. A territory whose own value rests on little, or
 * has none, is told.
 */
export function imputeMissing(
  rates: Rates,
  policy: MissingPolicy,
  referenceRate: number,
  context: ComputeContext,
): Float64Array {
  const imputed = new Float64Array(rates.series.rate.values.length).fill(Number.NaN);
  if (policy === 'ignorer' || policy === 'estimation') return imputed;
  const valueOf = policy === 'reference' ? () => referenceRate : territoryValues(rates, policy, context);
  for (let row = 0; row < imputed.length; row += 1) {
    if (!isKnown(rates.series.rate.states[row] ?? 0)) imputed[row] = valueOf(row);
  }
  return imputed;
}

/** The value of each unit's own EPCI or département: published, else its total over the units of the files. */
function territoryValues(
  rates: Rates,
  level: 'epci' | 'departement',
  context: ComputeContext,
): (row: number) => number {
  const { frame, unitOf, published, journal } = context;
  const { variable } = rates.series.choice;
  const members = new Map<string, number[]>();
  const codes = frame.codes.map((code) => unitOf(code)?.[level] ?? null);
  for (const [row, code] of codes.entries()) {
    if (code !== null) members.set(code, [...(members.get(code) ?? []), row]);
  }
  const values = new Map<string, number>();
  const wanted = new Set(frame.territory);
  const thin: string[] = [];
  const without: string[] = [];
  for (const [code, rows] of members) {
    const made = referenceValue(rates, rows, variable.rule, published({ level, code }, rates.series.choice));
    if (typeof made !== 'string') values.set(code, made.value);
    if (!rows.some((row) => wanted.has(row) && !isKnown(rates.series.rate.states[row] ?? 0))) continue;
    if (typeof made === 'string') {
      without.push(code);
    } else if (made.rule !== 'publie') {
      const cover = populationCover({ rows, population: context.populationOf(level, code) }, counts(rates.series), context);
      const share = withCover(made, cover).observedShare ?? cover;
      if (share !== null && share < MINIMUM_OBSERVED_SHARE) thin.push(`${code} (${percentBelow(share)})`);
    }
  }
  const named = level === 'epci' ? "de l'EPCI" : 'du département';
  if (thin.length > 0) {
    journal.warn(`${variable.id} : la valeur imputée ${named} repose sur moins de 80 % de sa population pour ${firstOf(thin)}.`);
  }
  if (without.length > 0) {
    journal.warn(`${variable.id} : aucune valeur à imputer, faute de celle ${named} ${firstOf(without)} ; les valeurs manquantes y sont laissées de côté.`);
  }
  return (row) => values.get(codes[row] ?? '') ?? Number.NaN;
}
