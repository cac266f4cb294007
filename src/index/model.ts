import { coefficients } from './coefficients.js';
import type { Normalisation } from './normalisation.js';
import type { Quantities } from './quantity.js';
import type { Scale } from './scale.js';
import type { Tree, TreeAxis, TreeTheme, TreeVariable } from './tree.js';

/** What is done for a unit whose value is missing. */
export type MissingPolicy = 'estimation' | 'ignorer' | 'epci' | 'departement' | 'reference';

export const MISSING_POLICIES: readonly MissingPolicy[] = [
  'estimation',
  'ignorer',
  'epci',
  'departement',
  'reference',
];

/** How the reference value of a variable is made. */
export type ReferenceRule = 'total' | 'publie' | 'moyenne' | 'mediane';

/** A value by unit: a share (numerator / denominator), or a published rate with its weight. */
export interface Definition {
  /** Null for the variable's own definition, else the id of the repli. */
  readonly fallback: string | null;
  /** The label that a person reads when this definition is in use. */
  readonly label: string;
  readonly kind: 'part' | 'taux';
  /** Quantity of the numerator, or of the rate. */
  readonly numerator: string;
  /** Quantity of the denominator, or of the weight of the rate (null: none is declared). */
  readonly denominator: string | null;
}

/** ln y = a + b·ln x by least squares, to estimate a rate from another quantity. */
export interface Estimation {
  readonly predictor: string;
  readonly form: 'log-log';
  readonly minimumObservations: number;
  /** Ceiling of the estimated rate in %: 100 × this count / weight; null: none. */
  readonly ceilingCount: number | null;
}

/** How a value that protects becomes points that grow with fragility, for `rapport` (see points.ts). */
export type Inversion = 'miroir' | 'miroir-borne' | 'rapport' | 'complement';

export interface Variable extends TreeVariable {
  readonly label: string;
  /** Its own definition, then its replis in the order in which they serve; none in an incomplete model that does not know it. */
  readonly definitions: readonly Definition[];
  readonly direction: '+' | '-';
  readonly inversion: Inversion | null;
  readonly normalisation: Normalisation;
  readonly missing: MissingPolicy;
  readonly estimation: Estimation | null;
  readonly rule: ReferenceRule;
  readonly caveat: string | null;
}

export interface Axis extends TreeAxis {
  readonly variables: readonly Variable[];
}

export interface Theme extends TreeTheme {
  readonly axes: readonly Axis[];
}

export interface Model extends Tree {
  readonly id: string;
  readonly version: number;
  readonly label: string;
  readonly status: 'complet' | 'incomplet';
  /** What an incomplete model lacks. */
  readonly lacks: string | null;
  /** True when its list of variables is in no public source. */
  readonly reconstituted: boolean;
  readonly source: string;
  readonly caveat: string | null;
  /** What in it is inferred, and stands in no source. */
  readonly inferences: readonly string[];
  readonly scale: Scale;
  /** Share of nominal weight with points, strictly below which no score is published. */
  readonly completenessThreshold: number;
  readonly themes: readonly Theme[];
  readonly looseAxes: readonly Axis[];
  readonly looseVariables: readonly Variable[];
  /**
   * The quantity whose weighted mean makes the score of a territory of the scores of its units; null
   * where a territory is computed anew from its own figures.
   */
  readonly rollUpWeight: string | null;
  /** The quantities that its variables may name: INSEE's and its own. */
  readonly quantities: Quantities;
}

/** The variables of a model, in the order of its tree. */
export const variablesOf = (model: Model): readonly Variable[] =>
  [...axesOf(model).flatMap((axis) => axis.variables), ...model.looseVariables];

/** The axes of a model, in the order of its tree. */
export const axesOf = (model: Model): readonly Axis[] => [...model.themes.flatMap((theme) => theme.axes), ...model.looseAxes];

/**
 * Nominal weight of each variable in the score, by the weights of the tree: with plain means of means,
 * 1 over the number of themes, of axes in its theme, of variables in its axis. They add up to 1,
 * whatever the kind of mean (of a geometric one they are the exponents) or sum.
 */
export const nominalWeights = (model: Tree): ReadonlyMap<string, number> => coefficients(model, () => true, false).variables;

/** The ids of the quantities that a model's variables and their estimations name. */
export function quantitiesNeeded(model: Model): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const variable of variablesOf(model)) {
    for (const definition of variable.definitions) {
      ids.add(definition.numerator);
      if (definition.denominator !== null) ids.add(definition.denominator);
    }
    if (variable.estimation !== null) ids.add(variable.estimation.predictor);
  }
  if (model.rollUpWeight !== null) ids.add(model.rollUpWeight);
  return ids;
}
