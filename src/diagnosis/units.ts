import type { Scale } from '../index/scale.js';
import type { Status } from '../index/statuses.js';
import type { Tree } from '../index/tree.js';

/** Under this many units with a score, correlations and distributions say nothing: no diagnosis is made. */
export const FEWEST_UNITS = 5;

/** A variable of the units under diagnosis; arrays are by unit, NaN is missing. */
export interface DiagnosedVariable {
  readonly id: string;
  readonly label: string;
  readonly nominalWeight: number;
  readonly points: Float64Array;
  readonly statuses: readonly Status[];
  /** The counts that a share of the census rests on (its numerators); null for what is not a share of a census. */
  readonly counts: Float64Array | null;
}

/** An axis or a theme of the units under diagnosis. */
export interface DiagnosedNode {
  readonly id: string;
  readonly label: string;
  readonly kind: 'axe' | 'theme';
  /** The ids of the variables under it. */
  readonly variables: readonly string[];
  readonly values: Float64Array;
}

/** A result as a diagnosis sees it: the units of its territory, in the order of their codes, in columns. */
export interface DiagnosedUnits {
  readonly codes: readonly string[];
  readonly names: readonly string[];
  readonly tree: Tree;
  readonly scale: Scale;
  readonly variables: readonly DiagnosedVariable[];
  readonly nodes: readonly DiagnosedNode[];
  readonly population: Float64Array;
  /** Codes of the EPCI and of the département of each unit, '' without one. */
  readonly epci: readonly string[];
  readonly departements: readonly string[];
  /** Share of the nominal weight that is observed. */
  readonly completeness: Float64Array;
  /** NaN where none is published. */
  readonly score: Float64Array;
}

/** The places of the units that have a score. */
export const scoredUnits = ({ score }: Pick<DiagnosedUnits, 'score'>): readonly number[] => [...score.keys()].filter((i) => !Number.isNaN(score[i] ?? Number.NaN));

/** The values at some places. */
export const valuesAt = (values: Float64Array, places: readonly number[]): Float64Array => Float64Array.from(places, (i) => values[i] ?? Number.NaN);
