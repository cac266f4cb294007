import type { Quantities } from './quantity.js';

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

export interface Variable {
  readonly id: string;
  readonly label: string;
  /** Its own definition, then its replis in the order in which they serve. */
  readonly definitions: readonly Definition[];
  readonly direction: '+' | '-';
  readonly inversion: 'miroir' | 'rapport' | null;
  readonly missing: MissingPolicy;
  readonly estimation: Estimation | null;
  readonly rule: ReferenceRule;
}

export interface Axis {
  readonly id: string;
  readonly label: string;
  readonly variables: readonly Variable[];
}

export interface Theme {
  readonly id: string;
  readonly label: string;
  readonly axes: readonly Axis[];
}

export interface Model {
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
  /** Share of nominal weight with points, strictly below which no score is published. */
  readonly completenessThreshold: number;
  readonly themes: readonly Theme[];
  /** The quantities that its variables may name: INSEE's and its own. */
  readonly quantities: Quantities;
}

/** The bare tree of a model: enough to weigh and to explain. */
export interface Tree {
  readonly themes: readonly {
    readonly id: string;
    readonly label: string;
    readonly axes: readonly {
      readonly id: string;
      readonly label: string;
      readonly variables: readonly { readonly id: string }[];
    }[];
  }[];
}

/** The variables of a model, in the order of its tree. */
export const variablesOf = (model: Model): readonly Variable[] =>
  model.themes.flatMap((theme) => theme.axes.flatMap((axis) => axis.variables));

/** The axes of a model, in the order of its tree. */
export const axesOf = (model: Model): readonly Axis[] => model.themes.flatMap((theme) => theme.axes);

/**
 * Nominal weight of each variable in the score: with means of means, 1 over the number of themes,
 * of axes in its theme, of variables in its axis.
 */
export function nominalWeights(model: Model): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const theme of model.themes) {
    for (const axis of theme.axes) {
      const weight = 1 / model.themes.length / theme.axes.length / axis.variables.length;
      for (const variable of axis.variables) weights.set(variable.id, weight);
    }
  }
  return weights;
}

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
  return ids;
}
