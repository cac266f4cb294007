import type { Journal } from '../journal.js';
import { carryCode } from '../territory/carry.js';
import { byCode } from '../territory/codes.js';
import type { Geography } from '../territory/cog.js';
import { isSupply } from './active.js';
import { LARGEST_UNPLACED_SHARE, needClass, supplyClass } from './classes.js';
import type { NeedClass, SupplyClass, Thresholds } from './classes.js';
import { accountPosts } from './accounts.js';
import type { Accounts } from './accounts.js';
import { inequality } from './inequality.js';
import type { Inequality } from './inequality.js';
import { accountDemands, countDemands, placeDemands } from './demand-counts.js';
import type { Asked, DemandAccounts, DemandCounts } from './demand-counts.js';
import type { Demand, Intervention, Post } from './records.js';
import { populationBase, populationOf } from './scored.js';
import type { PopulationBase, ScoredUnit } from './scored.js';
import { interventionCounts, mainPlaces } from './places.js';
import type { InterventionCounts } from './places.js';
import { weightOf } from './weight.js';
import type { WeightFunction } from './weight.js';

/** What is crossed. */
export interface CrossingInput {
  readonly units: readonly ScoredUnit[];
  readonly geography: Geography;
  /** Null when no file of posts was given: nothing is then said of posts. */
  readonly posts: readonly Post[] | null;
  /** Null when no file of places was given. */
  readonly interventions: readonly Intervention[] | null;
  readonly demands: readonly Demand[] | null;
  /** Why an employer is wider than the commune of its seat, or null. */
  readonly wide: (structure: { structure: string; siret: string | null; type: string | null }) => string | null;
  readonly weight: WeightFunction;
  readonly rates: ReadonlyMap<string, number> | null;
  readonly thresholds: Thresholds;
  readonly asOf: string | null;
  readonly journal: Journal;
}

export type CrossedLevel = 'commune' | 'epci' | 'departement' | 'territoire';

/** One line of the crossing: a unit, or a territory made of units. */
export interface CrossedLine {
  readonly level: CrossedLevel;
  readonly code: string;
  readonly nom: string;
  readonly units: readonly string[];
  readonly population: number | null;
  readonly populationForWeight: number | null;
  /** Score of a unit; null for a territory and where none is published. */
  readonly score: number | null;
  readonly weight: number | null;
  /** Posts whose employer has its seat here and is not wider than a commune. */
  readonly postsCarried: number | null;
  /** Posts seated here that no commune can be given; on lines of territories only. */
  readonly postsToPlace: number | null;
  readonly places: InterventionCounts | null;
  readonly demands: DemandCounts | null;
  /** Open demands of structures wider than a commune; on lines of territories only. */
  readonly demandsToPlace: Asked | null;
  /** Posts (ETP where places are known, else posts carried) per 10,000 inhabitants of the weight's population. */
  readonly per10000: number | null;
  readonly postShare: number | null;
  readonly weightShare: number | null;
  /** Posts above (+) or below (−) what the share of weight would give. */
  readonly gap: number | null;
  readonly need: NeedClass | null;
  readonly supply: SupplyClass | null;
}

export interface Crossing {
  readonly input: CrossingInput;
  readonly base: PopulationBase;
  readonly placesKnown: boolean;
  /** Units first, then territories. */
  readonly lines: readonly CrossedLine[];
  readonly accounts: Accounts | null;
  readonly demandAccounts: DemandAccounts | null;
  /** True when too many posts cannot be placed for the supply classes to be given. */
  readonly supplyWithheld: boolean;
  readonly unplacedShare: number | null;
  readonly inequality: Inequality | null;
  /** Units without a weight: no score, or no population. */
  readonly withoutWeight: readonly ScoredUnit[];
}

/** A territory of the crossing: its units are all among those scored. */
export interface CrossedTerritory {
  readonly level: Exclude<CrossedLevel, 'commune'>;
  readonly code: string;
  readonly nom: string;
  readonly units: readonly string[];
}

/**
 * Crosses scores with posts and demands, by unit and by territory.
 *
 * A post is one post whatever its rows; coordinators and posts given back are no supply; posts of
 * employers wider than a commune are counted on the lines of territories only; without places of
 * intervention nothing is said of where posts work. Independent of the order of records.
 *
 * @param territories the lines beside those of the units
 */
export function cross(input: CrossingInput, territories: readonly CrossedTerritory[]): Crossing {
  const base = populationBase(input.units);
  const placesKnown = input.interventions !== null;
  const accounts = input.posts === null ? null : accountPosts(input, input.posts);
  // In the order of their names: sums of shares of time are then the same whatever the order of the file.
  const supply = (input.posts ?? []).filter((post) => isSupply(post, input.asOf)).sort((a, b) => byCode(a.id, b.id));
  const placed = placeDemands(input);
  const unitOf = (code: string): string | null => carryCode(input.geography, code).unit;
  const weights = new Map(input.units.map((unit) => [unit.code, weightOf(unit, input.weight, base, input.rates)]));

  const areas: CrossedTerritory[] = territories.map((t) => ({ ...t, units: [...t.units] }));
  const drafts = [
    ...input.units.map((unit): Draft => ({ level: 'commune', code: unit.code, nom: unit.nom, units: [unit.code], unit })),
    ...areas.map((area): Draft => ({ ...area, unit: null })),
  ].map((draft) => {
    const inside = new Set(draft.units);
    const places = input.interventions === null ? null : interventionCounts(supply, input.interventions, inside, unitOf);
    const carried = accounts === null ? null : sum(draft.units.map((code) => accounts.carried.get(code) ?? 0));
    const toPlace = accounts === null || draft.level === 'commune' ? null : sum(draft.units.map((code) => accounts.toPlace.get(code) ?? 0));
    return { draft, places, carried, toPlace, amount: places === null ? carried : places.etp };
  });
  const unitDrafts = drafts.filter(({ draft }) => draft.level === 'commune');
  // Shares and gaps are between units that have a weight: posts elsewhere have nothing to be compared with.
  const amounts = new Map(unitDrafts.map((d) => [d.draft.code, d.amount ?? 0]));
  const weighed = (code: string): number => ((weights.get(code) ?? null) === null ? 0 : (amounts.get(code) ?? 0));
  const totalAmount = sum(input.units.map((unit) => weighed(unit.code)));
  const totalWeight = sum(input.units.map((unit) => weights.get(unit.code) ?? 0));
  const everywhere = accounts === null ? null : unplaced(accounts, input, supply, unitOf);
  const supplyWithheld = everywhere !== null && everywhere > LARGEST_UNPLACED_SHARE;

  const lines = drafts.map(({ draft, places, carried, toPlace, amount: own }): CrossedLine => {
    const inside = new Set(draft.units);
    const members = draft.unit === null ? input.units.filter((u) => inside.has(u.code)) : [draft.unit];
    // The sum of its units', so that the share of the whole is 1 and its gap 0.
    const amount = own === null ? null : sum(members.map((u) => amounts.get(u.code) ?? 0));
    const forWeight = total(members.map((u) => populationOf(u, base)));
    const weight = total(members.map((u) => weights.get(u.code) ?? null), true);
    // With too many posts without a place, shares of the few that have one would mislead.
    const compared = own === null || weight === null || (placesKnown && supplyWithheld) ? null : sum(members.map((u) => weighed(u.code)));
    const postShare = compared === null || totalAmount === 0 ? null : compared / totalAmount;
    const weightShare = weight === null || totalWeight === 0 ? null : weight / totalWeight;
    const demands = input.demands === null ? null : countDemands(placed, draft.units);
    const posts = places === null ? carried : places.acting;
    const score = draft.unit?.score ?? null;
    const isUnit = draft.level === 'commune';
    return {
      level: draft.level,
      code: draft.code,
      nom: draft.nom,
      units: draft.units,
      population: total(members.map((u) => u.population)),
      populationForWeight: forWeight,
      score,
      weight,
      postsCarried: carried,
      postsToPlace: toPlace,
      places,
      demands: demands?.counts ?? null,
      demandsToPlace: isUnit ? null : (demands?.toPlace ?? null),
      per10000: amount === null || forWeight === null || forWeight === 0 ? null : (10000 * amount) / forWeight,
      postShare,
      weightShare,
      gap: compared === null || weightShare === null ? null : compared - totalAmount * weightShare,
      need: isUnit && score !== null ? needClass(score, input.thresholds) : null,
      supply: isUnit && !supplyWithheld && posts !== null ? supplyClass(posts, places?.withoutPlace ?? 0, demands?.counts.structures ?? 0) : null,
    };
  });

  return {
    input,
    base,
    placesKnown,
    lines,
    accounts,
    demandAccounts: input.demands === null ? null : accountDemands(placed, input),
    supplyWithheld,
    unplacedShare: everywhere,
    inequality: input.posts === null || (placesKnown && supplyWithheld) ? null : unequal(input, supply, lines, placesKnown, unitOf),
    withoutWeight: input.units.filter((unit) => (weights.get(unit.code) ?? null) === null),
  };
}

interface Draft {
  readonly level: CrossedLevel;
  readonly code: string;
  readonly nom: string;
  readonly units: readonly string[];
  readonly unit: ScoredUnit | null;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** A sum that is missing when a part is; `partial` leaves missing parts out unless all are. */
function total(values: readonly (number | null)[], partial = false): number | null {
  const known = values.filter((v) => v !== null);
  if (known.length === 0 || (!partial && known.length < values.length)) return null;
  return sum(known);
}

/** Share of the posts seated in the scored units that no commune can be given; null where none is seated. */
function unplaced(
  accounts: Accounts,
  { interventions, units }: CrossingInput,
  supply: readonly Post[],
  unitOf: (code: string) => string | null,
): number | null {
  if (accounts.seatedInside === 0) return null;
  if (interventions === null) return sum([...accounts.toPlace.values()]) / accounts.seatedInside;
  const { withoutPlace } = interventionCounts(supply, interventions, new Set(units.map((u) => u.code)), unitOf);
  return withoutPlace / accounts.seatedInside;
}

/** Whole posts against weight: at their main place where places are known, else at the seat. */
function unequal(
  input: CrossingInput,
  supply: readonly Post[],
  lines: readonly CrossedLine[],
  placesKnown: boolean,
  unitOf: (code: string) => string | null,
): Inequality | null {
  const units = lines.filter((line) => line.level === 'commune' && line.weight !== null);
  const main = input.interventions === null ? null : mainPlaces(supply, input.interventions, unitOf);
  const held = units.map((line) => ({
    code: line.code,
    weight: line.weight ?? 0,
    posts: main === null ? (line.postsCarried ?? 0) : (main.get(line.code) ?? 0),
  }));
  return inequality(held, placesKnown ? 'places' : 'seats-only');
}
