import { resolve } from 'node:path';
import { inputError, usageError } from '../errors.js';
import { counted, firstOf } from '../french.js';
import type { Journal } from '../journal.js';
import { nearest } from '../nearest.js';
import { isSupply } from '../posts/active.js';
import { allocate } from '../posts/allocation.js';
import type { Allocation, EnvelopeGroup } from '../posts/allocation.js';
import type { Bounds } from '../posts/apportionment/bounds.js';
import { usualGrouping, USUAL_GROUPINGS } from '../posts/usual-groupings.js';
import type { Grouping } from '../posts/grouping.js';
import { mainPlaces } from '../posts/places.js';
import type { Envelope } from '../posts/records.js';
import { widerThanCommune } from '../posts/wide-carrier.js';
import { readEnvelope } from '../sources/posts/envelope.js';
import { readPostFiles } from '../sources/posts/read-post-files.js';
import { loadWideCarriers } from '../sources/posts/wide-carriers.js';
import { readGrouping } from '../sources/small-tables.js';
import { carryCode } from '../territory/carry.js';
import { selectTerritory } from '../territory/selector.js';
import { readRates } from './crossing-job.js';
import type { ReadFile } from './crossing-job.js';
import type { AllocateOptions } from './post-options.js';
import { requireWeighable } from './score-scale.js';
import type { ScoredTerritory } from './scored-territory.js';

/** An allocation with all that its outputs say of where it comes from. */
export interface AllocationJobResult {
  readonly allocation: Allocation;
  readonly envelope: Envelope | null;
  readonly territory: ScoredTerritory;
  readonly options: AllocateOptions;
  readonly files: readonly ReadFile[];
  readonly notes: readonly string[];
}

/**
 * Reads the envelope, existing posts and groupings, and shares the envelope over the scored units.
 *
 * @throws usageError when neither a total nor an envelope is given, or options do not go together
 */
export async function runAllocation(
  territory: ScoredTerritory,
  options: AllocateOptions,
  folder: string,
  journal: Journal,
): Promise<AllocationJobResult> {
  const at = (path: string): string => resolve(folder, path);
  if (options.total === null && options.envelope === null) {
    throw usageError('Rien à répartir : donnez --total N, ou --envelope enveloppe.yaml.');
  }
  if (options.keepExisting && options.posts.length === 0) {
    throw usageError('--keep-existing sans --posts : on ne sait pas quels postes existent. Donnez --posts FICHIER.');
  }
  requireWeighable(territory.scale, options.weight);
  const files: ReadFile[] = [];
  const envelope = options.envelope === null ? null : await readEnvelope(at(options.envelope), options.envelope);
  if (envelope !== null && options.envelope !== null) {
    files.push({ shown: options.envelope, role: 'enveloppe', size: envelope.print.size, sha256: envelope.print.sha256 });
  }
  const rates = await readRates(options.weight, options.illectronism, at);
  if (rates !== null && options.illectronism !== null) {
    files.push({ shown: options.illectronism, role: 'illectronisme', size: rates.print.size, sha256: rates.print.sha256 });
  }
  const { grouping, file } = await readBy(options.by, territory, at, journal);
  if (file !== null) files.push(file);
  const existing = options.posts.length === 0 ? null : await existingPosts(territory, options, at, journal);
  files.push(...(existing?.files ?? []));
  const parts = envelope?.envelope.parts ?? [];
  const agreed = parts.reduce((sum, part) => sum + part.agreed, 0);
  const whole = envelope?.envelope ?? null;
  const total = options.total ?? (parts.length > 0 ? agreed : (whole?.high ?? 0));
  const bounds: Bounds = {
    ...(options.minimum === null ? {} : { minimum: options.minimum }),
    ...(options.maximum === null ? {} : { maximum: options.maximum }),
    keepExisting: options.keepExisting,
  };
  if (options.minimum !== null && options.maximum !== null && options.minimum > options.maximum) {
    throw usageError(`--min ${String(options.minimum)} dépasse --max ${String(options.maximum)}.`);
  }
  const groups = parts.length === 0 ? null : parts.map((part) => envelopeGroup(part, territory));
  if (groups !== null && whole !== null) requireApart(groups, whole, territory, options.envelope ?? '');
  const allocation = allocate({
    units: unitsOf(territory, whole),
    grouping,
    groups,
    total,
    agreed: total === agreed && parts.length > 0 ? 'posts' : 'weights',
    range: whole === null || whole.low === whole.high ? null : { low: whole.low, high: whole.high },
    method: options.method,
    weight: options.weight,
    rates: rates?.rates ?? null,
    bounds,
    existing: existing?.posts ?? null,
  });
  return { allocation, envelope: whole, territory, options, files, notes: [...territory.notes, ...(existing?.notes ?? []), ...withoutLine(allocation), ...(rates?.sources ?? []).map((s) => `Taux d'illectronisme : ${s}.`)] };
}

/** Existing posts of units that are in no line: nothing keeps them, and it is said. */
function withoutLine({ grouped, input }: Allocation): string[] {
  const held = [...grouped.withoutWeight, ...grouped.ungrouped].map((unit) => ({ unit, posts: input.existing?.get(unit.code) ?? 0 })).filter(({ posts }) => posts > 0);
  if (held.length === 0) return [];
  return [`Postes existants de communes qui ne sont dans aucune ligne, ni comptés ni conservés ici : ${held.map(({ unit, posts }) => `${unit.nom} (${unit.code}) ${String(posts)}`).join(', ')}.`];
}

/** Without parts, the envelope's own territory bounds what is shared. */
function unitsOf(territory: ScoredTerritory, envelope: Envelope | null): ScoredTerritory['units'] {
  if (envelope === null || envelope.parts.length > 0) return territory.units;
  const inside = new Set(selectTerritory(envelope.territory, territory.geography, noFile).units);
  return territory.units.filter((u) => inside.has(u.code));
}

/** @throws inputError when parts of an envelope share communes, or reach out of its territory */
function requireApart(groups: readonly EnvelopeGroup[], envelope: Envelope, { geography }: ScoredTerritory, shown: string): void {
  const whole = new Set(selectTerritory(envelope.territory, geography, noFile).units);
  const owner = new Map<string, string>();
  for (const { code, units } of groups) {
    const outside = [...units].filter((unit) => !whole.has(unit));
    if (outside.length > 0) {
      throw inputError(`${shown}, champ parts : ${code} a ${counted(outside.length, 'commune')} hors de ${envelope.territory} (${firstOf(outside)}).\nCorrigez le territoire de l'enveloppe ou de la part.`);
    }
    const twice = [...units].filter((unit) => owner.has(unit));
    const [first] = twice;
    if (first !== undefined) {
      throw inputError(
        `${shown}, champ parts : ${counted(twice.length, 'commune')} à la fois dans ${owner.get(first) ?? ''} et dans ${code} (${firstOf(twice)}).\nÉcrivez une différence, par exemple ${code},-${owner.get(first) ?? ''}.`,
      );
    }
    for (const unit of units) owner.set(unit, code);
  }
}

function envelopeGroup(part: Envelope['parts'][number], { geography }: ScoredTerritory): EnvelopeGroup {
  const { units } = selectTerritory(part.territory, geography, noFile);
  const { cog } = geography;
  const population = units.reduce((n, code) => n + ((cog.communes.get(code) ?? cog.arrondissements.get(code))?.population ?? 0), 0);
  return { code: part.territory, name: part.name, agreed: part.agreed, population, units: new Set(units) };
}

const noFile = (path: string): string => {
  throw usageError(`Le territoire « file:${path} » ne peut pas servir dans une enveloppe : écrivez communes:…`);
};

async function readBy(
  by: string,
  { geography, units }: ScoredTerritory,
  at: (path: string) => string,
  journal: Journal,
): Promise<{ readonly grouping: Grouping; readonly file: ReadFile | null }> {
  const usual = USUAL_GROUPINGS.find((g) => g === by);
  if (usual !== undefined) return { grouping: usualGrouping(usual, geography.cog), file: null };
  if (!/[./\\]/.test(by)) {
    const [near] = nearest(by, USUAL_GROUPINGS);
    throw usageError(`--by ${by} : regroupement inconnu.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\nRegroupements : ${USUAL_GROUPINGS.join(', ')}, ou un fichier code;groupe.`);
  }
  const { groups, print } = await readGrouping(at(by), by);
  const grouping = carriedGrouping(groups, by, units, geography, journal);
  return { grouping, file: { shown: by, role: 'regroupements', size: print.size, sha256: print.sha256 } };
}

/** The user's groups on the geography of the scores; what could not be carried, and what is in no group, is told. */
function carriedGrouping(
  groups: ReadonlyMap<string, string>,
  by: string,
  units: ScoredTerritory['units'],
  geography: ScoredTerritory['geography'],
  journal: Journal,
): Grouping {
  const lines = new Map<string, string>();
  const unknown: string[] = [];
  const carried: string[] = [];
  const scored = new Set(units.map((u) => u.code));
  let outside = 0;
  for (const [code, group] of groups) {
    const { unit } = carryCode(geography, code);
    if (unit === null) unknown.push(code);
    else if (!scored.has(unit)) outside += 1;
    else if (unit === code || !groups.has(unit)) {
      if (unit !== code) carried.push(`${code} → ${unit}`);
      lines.set(unit, group);
    }
  }
  if (unknown.length > 0) journal.warn(`${by} : ${counted(unknown.length, 'code inconnu', 'codes inconnus')} du COG ${String(geography.cog.year)} (${firstOf(unknown)}).`);
  if (carried.length > 0) journal.warn(`${by} : ${counted(carried.length, 'ancienne commune portée', 'anciennes communes portées')} à celle d'aujourd'hui (${firstOf(carried)}).`);
  if (outside > 0) journal.warn(`${by} : ${counted(outside, 'commune')} hors des scores.`);
  const without = units.filter((u) => !lines.has(u.code)).map((u) => u.code);
  if (without.length > 0) journal.warn(`${by} : ${counted(without.length, 'commune')} des scores dans aucun groupe, donc sans poste (${firstOf(without)}).`);
  return { kind: by, lineOf: (unit) => lines.get(unit.code) ?? null, nameOf: (line) => line };
}

/** Existing posts by unit: at their main place where places are known, else at the seat of carriers not wider than a commune. */
async function existingPosts(
  { units, geography }: ScoredTerritory,
  options: AllocateOptions,
  at: (path: string) => string,
  journal: Journal,
): Promise<{ readonly posts: ReadonlyMap<string, number>; readonly files: readonly ReadFile[]; readonly notes: readonly string[] }> {
  const read = await readPostFiles(options.posts, at, geography.cog, journal, 'posts');
  const supply = read.posts.filter((post) => isSupply(post, options.asOf));
  const files = read.files.map((f) => ({ shown: f.shown, role: f.format, size: f.size, sha256: f.sha256 }));
  const unitOf = (code: string): string | null => carryCode(geography, code).unit;
  if (read.locationsKnown) {
    return { posts: mainPlaces(supply, read.interventions, unitOf), files, notes: ['Postes existants : à leur lieu principal.'] };
  }
  const rules = await loadWideCarriers();
  const scored = new Set(units.map((u) => u.code));
  const posts = new Map<string, number>();
  let toPlace = 0;
  for (const post of supply) {
    const unit = post.seat === null ? null : unitOf(post.seat);
    if (unit === null || !scored.has(unit)) continue;
    if (widerThanCommune(post, rules, geography.cog) !== null) toPlace += post.count;
    else posts.set(unit, (posts.get(unit) ?? 0) + post.count);
  }
  return {
    posts,
    files,
    notes: [
      `Postes existants : au siège de l'employeur, faute de lieux d'intervention${toPlace > 0 ? ` ; ${counted(toPlace, 'poste')} d'employeurs plus larges qu'une commune à aucune ligne` : ''}.`,
    ],
  };
}
