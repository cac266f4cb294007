import type { Inversion, MissingPolicy, ReferenceRule } from '../index/model.js';
import type { Normalisation } from '../index/normalisation.js';
import type { Status } from '../index/statuses.js';
import type { Tree } from '../index/tree.js';
import type { UnitLevel } from '../territory/unit-level.js';

/** The log-log fit of a variable, as its manifest has it. */
export interface StoredFit {
  readonly a: number;
  readonly b: number;
  readonly n: number;
  /** Standard deviation of the residuals of ln y, divisor n − 2; null in a manifest that does not tell it. */
  readonly deviation: number | null;
}

/**
 * A variable of a result with all that gives its points. Arrays are by unit of the result's quantities
 * (`codes` of the index), whose units are those of the territory, of the reference and, where the model
 * places units among all those of the files, of the files.
 */
export interface QuantityVariable {
  readonly id: string;
  /** The real definition, that of its repli where it has one. */
  readonly label: string;
  /** `part`: numerator / denominator; `taux`: a published rate (or median) and its weight. */
  readonly kind: 'part' | 'taux';
  /** `%`, or the unit of a median. */
  readonly unit: string;
  readonly family: string | null;
  readonly vintage: number | null;
  /** For a share of the census: which of its two exploitations counts it. */
  readonly exploitation: 'principale' | 'complementaire' | null;
  readonly direction: '+' | '-';
  readonly inversion: Inversion | null;
  readonly normalisation: Normalisation;
  /** Numerator, or the observed rate; NaN where missing. */
  readonly numerators: Float64Array;
  /** Denominator, or the weight of the rate; NaN where missing. */
  readonly denominators: Float64Array;
  readonly statuses: readonly Status[];
  /** NaN where missing; null where the variable has no predictor. */
  readonly predictors: Float64Array | null;
  /** The value of the reference in the unit of the variable (NaN: none was needed), and the rule that made it. */
  readonly reference: { readonly value: number; readonly rule: ReferenceRule };
  /** The policy that applied. */
  readonly policy: MissingPolicy;
  readonly fit: StoredFit | null;
  /** What an estimated rate is capped by: 100 × this count / weight; null: nothing. */
  readonly ceiling: number | null;
  /** Units whose estimate is not capped though there is a ceiling; empty where a missing rate means few persons. */
  readonly uncapped: ReadonlySet<number>;
  /** The values that the policies `epci` and `departement` gave, by code of the territory. */
  readonly imputed: ReadonlyMap<string, number>;
  /** A published value at which a rate means « this or less »; null: none. */
  readonly floor: number | null;
}

/** A result's index with all that it takes to make it again without any INSEE file. */
export interface StoredIndex {
  readonly tree: Tree;
  /** Share of the nominal weight strictly below which no score is published. */
  readonly threshold: number;
  readonly level: UnitLevel;
  /** Units of the quantities, sorted. */
  readonly codes: readonly string[];
  /** Positions in `codes` of the units of the territory, ascending: those of `ifn.csv`, in its order. */
  readonly territory: Int32Array;
  /** Positions in `codes` of the units of the reference, ascending. */
  readonly reference: Int32Array;
  /** By unit of `codes`; NaN, or '', outside the territory. */
  readonly populations: Float64Array;
  readonly epci: readonly string[];
  readonly departements: readonly string[];
  /** In the order of the tree. */
  readonly variables: readonly QuantityVariable[];
}
