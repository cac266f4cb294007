import { isAbsolute, relative, resolve, sep } from 'node:path';
import { usageError } from '../errors.js';
import { counted } from '../french.js';
import type { Journal } from '../journal.js';
import { cross } from '../posts/crossing.js';
import type { Crossing } from '../posts/crossing.js';
import { horizonOf } from '../posts/horizon.js';
import type { Horizon } from '../posts/horizon.js';
import { territoriesOf } from '../posts/territories.js';
import { seatOutsideTerritory, widerThanCommune } from '../posts/wide-carrier.js';
import type { SeatOutside, WideCarrierRules } from '../posts/wide-carrier.js';
import { FORMAT_LABELS } from '../sources/posts/format.js';
import { readPostFiles } from '../sources/posts/read-post-files.js';
import type { PostFiles } from '../sources/posts/read-post-files.js';
import { loadWideCarriers } from '../sources/posts/wide-carriers.js';
import { readIllectronism } from '../sources/small-tables.js';
import type { IllectronismRates } from '../sources/small-tables.js';
import { carryCode } from '../territory/carry.js';
import type { CrossOptions } from './post-options.js';
import { requireWeighable, thresholdsFor } from './score-scale.js';
import type { ScoredTerritory } from './scored-territory.js';

/** A file that was read, named as the user wrote it. */
export interface ReadFile {
  readonly shown: string;
  readonly role: string;
  readonly size: number;
  readonly sha256: string;
}

/** A crossing with all that its outputs say of where it comes from. */
export interface CrossingResult {
  readonly crossing: Crossing;
  readonly horizon: Horizon | null;
  readonly territory: ScoredTerritory;
  readonly options: CrossOptions;
  readonly files: readonly ReadFile[];
  /** What each file is, in French. */
  readonly sources: readonly string[];
  readonly notes: readonly string[];
  readonly actingElsewhere: readonly string[];
}

/**
 * Reads posts and demands and crosses them with scores.
 *
 * @param folder the folder that relative paths start from
 * @throws usageError or inputError of the readers
 */
export async function runCrossing(
  territory: ScoredTerritory,
  options: CrossOptions,
  folder: string,
  journal: Journal,
): Promise<CrossingResult> {
  const at = (path: string): string => resolve(folder, path);
  // An absolute path would make the pages depend on where one works.
  const named = (path: string): string => (isAbsolute(path) ? relative(folder, path).split(sep).join('/') : path);
  const { cog } = territory.geography;
  const posts = options.posts.length === 0 ? null : await readPostFiles(options.posts, at, cog, journal, 'posts');
  const demands = options.demands.length === 0 ? null : await readPostFiles(options.demands, at, cog, journal, 'demands');
  if (posts !== null && posts.posts.length === 0) {
    throw usageError(`--posts ${options.posts.join(' ')} : ces fichiers ne donnent aucun poste (${formatsOf(posts)}).`);
  }
  if (demands !== null && demands.demands.length === 0) {
    throw usageError(`--demands ${options.demands.join(' ')} : ces fichiers ne donnent aucune demande (${formatsOf(demands)}).`);
  }
  requireWeighable(territory.scale, options.weight);
  const rates = await readRates(options.weight, options.illectronism, at);
  const rules = await loadWideCarriers();
  const input = {
    units: territory.units,
    geography: territory.geography,
    posts: posts?.posts ?? null,
    interventions: posts?.locationsKnown === true ? posts.interventions : null,
    demands: demands?.demands ?? null,
    wide: (employer: { structure: string; siret: string | null; type: string | null }) => widerThanCommune(employer, rules, cog),
    weight: options.weight,
    rates: rates?.rates ?? null,
    thresholds: thresholdsFor(territory.scale, options.thresholds),
    asOf: options.asOf,
    journal,
  };
  const crossing = cross(input, territoriesOf(territory.units, territory.geography, territory.name));
  const read = [posts, demands].filter((p) => p !== null);
  const files = new Map<string, ReadFile>();
  for (const file of read.flatMap((p) => p.files)) files.set(file.shown, { shown: file.shown, role: file.format, size: file.size, sha256: file.sha256 });
  if (rates !== null && options.illectronism !== null) {
    files.set(options.illectronism, { shown: options.illectronism, role: 'illectronisme', size: rates.print.size, sha256: rates.print.sha256 });
  }
  return {
    crossing,
    horizon: options.horizon === null ? null : horizonOf(input, options.horizon),
    territory,
    options,
    files: [...files.values()],
    sources: [...sourcesOf(posts, 'postes', named), ...sourcesOf(demands, 'demandes', named), ...(rates?.sources ?? []).map((s) => `taux d'illectronisme : ${s}`)],
    notes: [...territory.notes, ...new Set(read.flatMap((p) => p.notes.map((n) => `${named(n.file)}, ligne ${String(n.line)} : ${n.text}`)))],
    actingElsewhere: actingElsewhere(crossing, rules, territory),
  };
}

const formatsOf = (files: PostFiles): string => files.files.map((f) => FORMAT_LABELS[f.format]).join(', ');

const sourcesOf = (files: PostFiles | null, what: string, named: (path: string) => string): string[] =>
  (files?.files ?? []).map((f) => `${what} : ${named(f.shown)} (${FORMAT_LABELS[f.format]}, ${String(f.rows)} lignes)`);

/** @throws usageError when a weight in persons is asked for without its source */
export async function readRates(
  weight: string,
  path: string | null,
  at: (path: string) => string,
): Promise<IllectronismRates | null> {
  if (path !== null) return readIllectronism(at(path), path);
  if (weight === 'personnes') {
    throw usageError("--weight personnes : il faut un taux d'illectronisme estimé par commune, avec sa source.\nDonnez --illectronisme FICHIER (code;taux;source).");
  }
  return null;
}

/** Employers with posts seated here whose own territory lies elsewhere. */
function actingElsewhere(crossing: Crossing, rules: WideCarrierRules, { units, geography }: ScoredTerritory): string[] {
  const scored = new Set(units.map((u) => u.code));
  const posts = new Map<SeatOutside, number>();
  for (const { post } of crossing.accounts?.wideCarriers ?? []) {
    const rule = seatOutsideTerritory(post, rules);
    const seat = post.seat === null ? null : carryCode(geography, post.seat).unit;
    if (rule !== null && seat !== null && scored.has(seat)) posts.set(rule, (posts.get(rule) ?? 0) + post.count);
  }
  return [...posts].map(([{ name, note }, n]) => `${name}, ${counted(n, 'poste porté', 'postes portés')} dans le territoire : ${note}.`);
}
