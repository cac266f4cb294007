import { chooseQuantity } from '../index/choose.js';
import { rollUp } from '../index/roll-up.js';
import { evaluate } from '../index/series.js';
import { byCode } from '../territory/codes.js';
import type { Unit } from '../territory/units.js';
import type { JobResult } from './run.js';

/** The score of a whole EPCI as the mean of those of its communes, or of their IRIS. */
export interface RolledUpEpci {
  readonly code: string;
  readonly nom: string;
  readonly communes: number;
  readonly score: number;
  /** Share of the weight whose score is known. */
  readonly knownShare: number;
}

/**
 * For a model that makes a territory's score of those of its units: the EPCI of which every commune is
 * in the territory computed, whole or by its IRIS, by code. Empty for another model, and where the units
 * have no EPCI.
 */
export function epciScores({ index, inputs }: JobResult): RolledUpEpci[] {
  const { model, frame } = index;
  const { cog } = inputs.geography;
  const quantity = model.rollUpWeight === null ? undefined : model.quantities.get(model.rollUpWeight);
  const chosen = quantity === undefined ? null : chooseQuantity(quantity, frame, inputs.options.vintages.families.get(quantity.family ?? '') ?? null);
  if (chosen === null) return [];
  const weights = evaluate(frame, chosen.alternative, chosen.vintage).values;
  const unitAt = (row: number): Unit | undefined => inputs.units.of(frame.codes[row] ?? '');
  const inside = new Set([...frame.territory].flatMap((row) => wholeCommune(unitAt(row)?.commune ?? frame.codes[row] ?? '', cog.arrondissements)));
  const whole = [...cog.epci.values()].filter((e) => e.membres.length > 0 && e.membres.every((m) => inside.has(m))).sort((a, b) => byCode(a.code, b.code));
  const positionOf = new Map(whole.map((e, i) => [e.code, i]));
  const rows = [...frame.territory];
  const territoryOf = rows.map((row) => positionOf.get(unitAt(row)?.epci ?? '') ?? -1);
  const of = (values: Float64Array): number[] => rows.map((row) => values[row] ?? Number.NaN);
  const { values, knownShare } = rollUp(of(index.score), of(weights), territoryOf, whole.length);
  return whole.map((e, i) => ({ code: e.code, nom: e.nom, communes: e.membres.length, score: values[i] ?? Number.NaN, knownShare: knownShare[i] ?? Number.NaN }));
}

/** An arrondissement stands for its commune among the members of an EPCI. */
const wholeCommune = (code: string, arrondissements: ReadonlyMap<string, { readonly commune: string }>): string[] => {
  const commune = arrondissements.get(code)?.commune;
  return commune === undefined ? [code] : [code, commune];
};
