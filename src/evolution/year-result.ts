import type { Inversion, MissingPolicy } from '../index/model.js';
import type { Status } from '../index/statuses.js';

/** `part` a share of two counts, `taux` a published rate, `mediane` a median, which is never merged. */
export type ValueKind = 'part' | 'taux' | 'mediane';

/** What a result holds of one variable of one unit. */
export interface Figure {
  /** A count, or a published rate in %; NaN where it is not known. */
  readonly numerator: number;
  /** The count below, or the weight of the rate; NaN where it is not known. */
  readonly denominator: number;
  /** The value in % that gives points: observed, estimated or imputed; NaN where there is none. */
  readonly value: number;
  readonly status: Status;
}

/** A variable as one year's result has it. */
export interface YearVariable {
  readonly id: string;
  /** The label of the definition in use. */
  readonly label: string;
  /** The fallback that changed the definition, or null. */
  readonly fallback: string | null;
  readonly kind: ValueKind;
  readonly family: string | null;
  readonly vintage: number | null;
  /** The quantities of numerator and denominator; empty where the result does not name them. */
  readonly quantities: readonly string[];
  /** What nearly-the-same columns were taken, in words. */
  readonly notes: readonly string[];
  readonly direction: '+' | '-';
  readonly inversion: Inversion | null;
  /** True where points are cut to integers. */
  readonly truncated: boolean;
  readonly policy: MissingPolicy;
  readonly applied: MissingPolicy;
  /** The value of the year's own reference, or null. */
  readonly reference: number | null;
  readonly rule: string;
  readonly nominalWeight: number;
}

/** A unit of one year's result, in the geography of that result. */
export interface YearUnit {
  readonly code: string;
  /** False for a unit that only the reference holds. */
  readonly scored: boolean;
  readonly name: string;
  readonly departement: string;
  readonly epci: string;
  readonly population: number;
  /** The score that the result published; NaN without one. */
  readonly score: number;
  /** By variable, the points of the result; NaN where there are none. */
  readonly points: Pick<ReadonlyMap<string, number>, 'get'>;
  readonly figures: Pick<ReadonlyMap<string, Figure>, 'get'>;
}

/** The result of one year, as the panel takes it. */
export interface YearResult {
  /** The folder as the user wrote it. */
  readonly shown: string;
  readonly year: number;
  /** Year of the geography of the result. */
  readonly cog: number;
  /** Year of the geography of its oldest file, before the result carried it; null where files do not tell. */
  readonly filesCog: number | null;
  readonly variables: ReadonlyMap<string, YearVariable>;
  readonly units: ReadonlyMap<string, YearUnit>;
}

export const NO_FIGURE: Figure = { numerator: Number.NaN, denominator: Number.NaN, value: Number.NaN, status: 'absent' };
