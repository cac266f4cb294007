import type { QuantityVariable } from './stored-index.js';

/** The steps that a rate in % may be rounded to, the coarsest first. */
const STEPS = [1, 0.1, 0.01];

/**
 * What a published rate in % is rounded to, as its values show: 1 where all the observed ones are whole,
 * 0.1 or 0.01 where all have that many decimals; 0 for a rate that is not rounded, a share, or a median
 * (an income to the nearest ten euros moves nothing).
 */
export function publishedStep({ kind, unit, numerators, statuses }: QuantityVariable): number {
  if (kind !== 'taux' || unit !== '%') return 0;
  const rates = numerators.filter((value, row) => !Number.isNaN(value) && (statuses[row] === 'observe' || statuses[row] === 'repli'));
  if (rates.length === 0) return 0;
  return STEPS.find((step) => rates.every((rate) => Math.abs(rate / step - Math.round(rate / step)) < 1e-6)) ?? 0;
}
