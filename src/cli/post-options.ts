import { usageError } from '../errors.js';
import type { AllocateOptions, CrossOptions } from '../main-job/post-options.js';
import { nearest } from '../nearest.js';
import { METHODS } from '../posts/apportionment/line.js';
import type { Thresholds } from '../posts/classes.js';
import { WEIGHT_FUNCTIONS } from '../posts/weight.js';

/** The options of posts and demands as commander gives them. */
export interface RawPostOptions {
  readonly posts?: readonly string[];
  readonly demands?: readonly string[];
  readonly envelope?: string;
  readonly weight?: string;
  readonly illectronisme?: string;
  readonly thresholds?: string;
  readonly asOf?: string;
  readonly horizon?: string;
  readonly total?: string;
  readonly method?: string;
  readonly min?: string;
  readonly max?: string;
  readonly keepExisting?: boolean;
  readonly by?: string;
}

/** What `cross` is asked for. */
export const crossOptionsOf = (raw: RawPostOptions): CrossOptions => ({
  posts: raw.posts ?? [],
  demands: raw.demands ?? [],
  weight: oneOf('--weight', raw.weight, WEIGHT_FUNCTIONS, 'score'),
  illectronism: raw.illectronisme ?? null,
  thresholds: parseThresholds(raw.thresholds),
  asOf: parseDate('--as-of', raw.asOf),
  horizon: parseDate('--horizon', raw.horizon),
});

/** What `allocate` is asked for. */
export const allocateOptionsOf = (raw: RawPostOptions): AllocateOptions => ({
  posts: raw.posts ?? [],
  envelope: raw.envelope ?? null,
  total: parseCount('--total', raw.total),
  method: oneOf('--method', raw.method, METHODS, 'sainte-lague'),
  weight: oneOf('--weight', raw.weight, WEIGHT_FUNCTIONS, 'score'),
  illectronism: raw.illectronisme ?? null,
  minimum: parseCount('--min', raw.min),
  maximum: parseCount('--max', raw.max),
  keepExisting: raw.keepExisting === true,
  by: raw.by ?? 'commune',
  asOf: parseDate('--as-of', raw.asOf),
});

function oneOf<T extends string>(option: string, text: string | undefined, allowed: readonly T[], otherwise: T): T {
  if (text === undefined) return otherwise;
  const found = allowed.find((value) => value === text);
  if (found !== undefined) return found;
  const [near] = nearest(text, allowed);
  throw usageError(`${option} ${text} : valeur inconnue.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\nValeurs : ${allowed.join(', ')}.`);
}

function parseCount(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,6}$/.test(text)) throw usageError(`${option} ${text} : il faut un nombre entier de postes.`);
  return Number(text);
}

function parseDate(option: string, text: string | undefined): string | null {
  if (text === undefined) return null;
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const date = new Date(`${text}T00:00:00Z`);
  if (match === null || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text) {
    throw usageError(`${option} ${text} : il faut une date AAAA-MM-JJ, par exemple 2023-04-05.`);
  }
  return text;
}

function parseThresholds(text: string | undefined): Thresholds | null {
  if (text === undefined) return null;
  const match = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(text);
  const [low, high] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || !(low < high)) throw usageError(`--thresholds ${text} : il faut deux indices croissants, par exemple 90,110.`);
  return { low, high };
}
