/** On what a model's scores are read. */
export interface Scale {
  /** True where 100 is the reference (or near, for a model that says so). */
  readonly base100: boolean;
  /** Where a score says « neither more nor less fragile »: explanations start from it. */
  readonly centre: number;
  readonly minimum: number | null;
  readonly maximum: number | null;
  /** For a person: `base 100`, `déciles nationaux, de 1 à 10 (10 = la plus fragile)`. */
  readonly label: string;
}

/**
 * How many decimals a person needs to tell scores apart: one in base 100 and on a scale of 5 or more
 * between its ends, three on a narrower one, two on one without ends.
 */
export function decimalsOf({ base100, minimum, maximum }: Scale): number {
  if (base100) return 1;
  if (minimum === null || maximum === null) return 2;
  return maximum - minimum >= 5 ? 1 : 3;
}

export const BASE_100: Scale = { base100: true, centre: 100, minimum: null, maximum: null, label: 'base 100' };
