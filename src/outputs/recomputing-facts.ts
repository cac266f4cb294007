import type { Choice } from '../index/choose.js';
import type { VariableResult } from '../index/compute.js';
import { estimateRate } from '../index/estimate.js';
import type { Frame } from '../index/frame.js';
import type { Model } from '../index/model.js';
import { isLong } from '../index/quantity.js';
import type { JobResult } from '../main-job/run.js';
import { byCode } from '../territory/codes.js';

/*
 * What the manifest says so that an index can be made again from its quantities, without INSEE's files:
 * who is in the reference, how a figure is published, what filled the missing ones.
 */

/**
 * The units of the reference among those of `quantites.csv`: `toutes`, `territoire` (those of
 * `ifn.csv`), `hors_territoire`, else their codes.
 *
 * @param stored positions in the frame of the units of `quantites.csv`
 */
export function membership(stored: Int32Array, { codes, territory, reference }: Frame): string | readonly string[] {
  const inReference = new Set(reference);
  const inTerritory = new Set(territory);
  const isThat = (wanted: (row: number) => boolean): boolean => stored.every((row) => inReference.has(row) === wanted(row));
  if (isThat((row) => inTerritory.has(row))) return 'territoire';
  if (isThat(() => true)) return 'toutes';
  if (isThat((row) => !inTerritory.has(row))) return 'hors_territoire';
  return [...reference].map((row) => codes[row] ?? '');
}

/** The exploitation of the census that counts a share, and the floor at which a rate is published. */
export function publicationEntry(model: Model, { definition, numerator }: Choice): object {
  const quantity = model.quantities.get(definition.numerator);
  const floor = quantity?.publishedFloor;
  if (definition.kind === 'taux') return floor === undefined ? {} : { plancher_publie: floor };
  if (quantity?.family !== 'rp') return {};
  // A long form has no P nor C of its own: what the wide files call the quantity tells.
  const names = numerator.terms.some((t) => isLong(t.template)) ? quantity.alternatives.flatMap((a) => a.terms) : numerator.terms;
  return { exploitation: names.some((t) => t.template.startsWith('C{')) ? 'complementaire' : 'principale' };
}

/** The ceiling of estimated rates, the units that it does not bind, and the values imputed by territory. */
export function fillingEntry({ index, inputs }: JobResult, v: VariableResult): object {
  const { estimation } = v.choice.variable;
  const ceiling = estimation?.ceilingCount ?? null;
  const above = v.fit === null || ceiling === null ? [] : estimatedRows(v).filter((row) => (v.used[row] ?? 0) > capped(v, row, ceiling));
  const imputed = new Map<string, number>();
  if (v.applied === 'epci' || v.applied === 'departement') {
    for (const row of index.frame.territory) {
      const code = inputs.units.of(index.frame.codes[row] ?? '')?.[v.applied] ?? null;
      if (v.statuses[row] === 'impute' && code !== null) imputed.set(code, v.used[row] ?? Number.NaN);
    }
  }
  return {
    ...(ceiling === null ? {} : { plafond_effectif: ceiling }),
    ...(above.length === 0 ? {} : { sans_plafond: above.map((row) => index.frame.codes[row] ?? '') }),
    ...(imputed.size === 0 ? {} : { valeurs_imputees: Object.fromEntries([...imputed].sort(([a], [b]) => byCode(a, b))) }),
  };
}

const estimatedRows = ({ statuses }: VariableResult): number[] => [...statuses.keys()].filter((row) => statuses[row] === 'estime');

/** The estimate of a unit under the ceiling. */
function capped({ fit, series }: VariableResult, row: number, ceiling: number): number {
  if (fit === null) return Number.NaN;
  return estimateRate(fit, series.predictor?.values[row] ?? Number.NaN, series.denominator?.values[row] ?? Number.NaN, ceiling);
}
