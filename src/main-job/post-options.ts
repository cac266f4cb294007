import type { Thresholds } from '../posts/classes.js';
import type { Method } from '../posts/apportionment/line.js';
import type { WeightFunction } from '../posts/weight.js';

/** What `cross` is asked for, and `compute` when these options are given. */
export interface CrossOptions {
  readonly posts: readonly string[];
  readonly demands: readonly string[];
  readonly weight: WeightFunction;
  readonly illectronism: string | null;
  /** Null when not given: the usual ones, for scores in base 100. */
  readonly thresholds: Thresholds | null;
  readonly asOf: string | null;
  readonly horizon: string | null;
}

/** What `allocate` is asked for. */
export interface AllocateOptions {
  readonly posts: readonly string[];
  readonly envelope: string | null;
  readonly total: number | null;
  readonly method: Method;
  readonly weight: WeightFunction;
  readonly illectronism: string | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly keepExisting: boolean;
  readonly by: string;
  readonly asOf: string | null;
}
