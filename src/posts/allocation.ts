import { usageError } from '../errors.js';
import { apportion } from './apportionment/apportion.js';
import type { Apportionment } from './apportionment/apportion.js';
import type { Bounds } from './apportionment/bounds.js';
import { METHODS } from './apportionment/line.js';
import type { Method } from './apportionment/line.js';
import { marginalOrder } from './apportionment/marginal.js';
import { movedPosts } from './apportionment/moved.js';
import type { Seated } from './apportionment/moved.js';
import type { Step } from './apportionment/race.js';
import { twoLevels } from './apportionment/two-levels.js';
import type { Group, TwoLevels } from './apportionment/two-levels.js';
import { withdrawalOrder } from './apportionment/withdrawal.js';
import type { Withdrawal } from './apportionment/withdrawal.js';
import { groupLines } from './grouping.js';
import type { GroupedLines, Grouping } from './grouping.js';
import { populationBase } from './scored.js';
import type { PopulationBase, ScoredUnit } from './scored.js';
import { WEIGHT_FUNCTIONS, weightOf } from './weight.js';
import type { WeightFunction } from './weight.js';

/** A part of the envelope and the scored units that lie in it. */
export interface EnvelopeGroup {
  readonly code: string;
  readonly name: string;
  readonly agreed: number;
  readonly population: number;
  readonly units: ReadonlySet<string>;
}

/** What is shared, between whom, how. */
export interface AllocationInput {
  readonly units: readonly ScoredUnit[];
  readonly grouping: Grouping;
  /** Parts of the envelope, shared first; null: one level. */
  readonly groups: readonly EnvelopeGroup[] | null;
  /** The number shared in the main table. */
  readonly total: number;
  /** `posts` when the parts are settled and make the total, else `weights`. */
  readonly agreed: 'weights' | 'posts';
  /** Low and high envelopes to compare; null: only the total. */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly method: Method;
  readonly weight: WeightFunction;
  readonly rates: ReadonlyMap<string, number> | null;
  readonly bounds: Bounds;
  /** Existing posts by unit; null when no file of posts was given. */
  readonly existing: ReadonlyMap<string, number> | null;
}

/** Posts of every line under one total, weight and method. */
export interface Table {
  readonly total: number;
  readonly two: TwoLevels | null;
  readonly parts: readonly { readonly group: EnvelopeGroup | null; readonly seats: number; readonly apportionment: Apportionment | null }[];
  /** Every line, in the order of its code. */
  readonly seats: readonly Seated[];
}

/** One of the posts between the low and the high envelope. */
export interface MarginalPost {
  /** From low + 1 to high. */
  readonly rank: number;
  readonly group: EnvelopeGroup | null;
  /** Why the part gets this post; null with one level. */
  readonly first: Step | null;
  /** Which line of it gets it and why; null where the part's lines are not scored. */
  readonly second: Step | null;
}

export interface Comparison {
  readonly label: Method | WeightFunction;
  readonly seats: readonly Seated[];
  /** Posts that differ from the table compared with: half the sum of absolute differences. */
  readonly moved: number;
  /** True when the method's own first seats ran short: more lines than posts, one each to the largest weights. */
  readonly firstSeatsShort: boolean;
}

export interface Allocation {
  readonly input: AllocationInput;
  readonly base: PopulationBase;
  readonly grouped: GroupedLines;
  /** Scored units that lie in no part of the envelope. */
  readonly outsideGroups: readonly ScoredUnit[];
  readonly main: Table;
  readonly low: Table | null;
  readonly high: Table | null;
  /** Order of the posts between low and high; null without a range, or for largest remainder. */
  readonly marginal: readonly MarginalPost[] | null;
  readonly withdrawals: readonly { readonly group: EnvelopeGroup | null; readonly withdrawal: Withdrawal }[];
  /** The other methods, against the one used. */
  readonly methods: readonly Comparison[];
  /** The other functions of the score, against population alone. */
  readonly weights: readonly Comparison[];
}

/**
 * Shares an envelope over lines, at one or two levels, with what surrounds it: low and high tables,
 * the order of the posts between them, the order of withdrawal, other methods and weights.
 *
 * @throws usageError or inputError of the apportionment (infeasible bounds state the gap)
 */
export function allocate(input: AllocationInput): Allocation {
  const base = populationBase(input.units);
  const units = input.groups === null ? input.units : input.units.filter((u) => input.groups?.some((g) => g.units.has(u.code)));
  if (units.length === 0) throw usageError("Aucune commune des scores n'est dans les territoires de l'enveloppe.");
  const linesFor = (f: WeightFunction): GroupedLines =>
    groupLines(units, input.grouping, (unit) => weightOf(unit, f, base, input.rates), base, input.existing);
  const grouped = linesFor(input.weight);
  const tableOf = (total: number, method: Method, f: WeightFunction, agreed: 'weights' | 'posts'): Table =>
    makeTable(input, f === input.weight ? grouped : linesFor(f), units, total, method, agreed);
  const main = tableOf(input.total, input.method, input.weight, input.agreed);
  const { range } = input;
  const low = range === null ? null : tableOf(range.low, input.method, input.weight, 'weights');
  const high = range === null ? null : tableOf(range.high, input.method, input.weight, 'weights');
  const others = WEIGHT_FUNCTIONS.filter((f) => f !== 'personnes' || input.rates !== null);
  const alone = tableOf(input.total, input.method, 'population', input.agreed);
  return {
    input,
    base,
    grouped,
    outsideGroups: input.groups === null ? [] : input.units.filter((u) => !input.groups?.some((g) => g.units.has(u.code))),
    main,
    low,
    high,
    marginal: range === null || low === null || high === null ? null : marginalPosts(input, grouped, units, low, high),
    withdrawals: withdrawals(input, grouped, units, main),
    methods: METHODS.map((method) => {
      const table = method === input.method ? main : tableOf(input.total, method, input.weight, input.agreed);
      return { label: method, seats: table.seats, moved: movedPosts(main.seats, table.seats), firstSeatsShort: isShort(table) };
    }),
    weights: others.map((f) => {
      const table = comparable(input, linesFor(f), units) ? tableOf(input.total, input.method, f, input.agreed) : null;
      if (table === null) return { label: f, seats: [], moved: Number.NaN, firstSeatsShort: false };
      return { label: f, seats: table.seats, moved: movedPosts(alone.seats, table.seats), firstSeatsShort: isShort(table) };
    }),
  };
}

const isShort = (table: Table): boolean => table.parts.some((part) => part.apportionment?.firstSeatsShort === true);

/** False when a weight leaves some part nothing to share by (no score above 100 for `excedent`). */
function comparable(input: AllocationInput, { lines }: GroupedLines, units: readonly ScoredUnit[]): boolean {
  const parts = input.groups === null ? [{ lines }] : groupsOf(input, lines, units);
  return parts.every((part) => part.lines.length === 0 || part.lines.some((l) => l.weight > 0));
}

function makeTable(
  input: AllocationInput,
  { lines }: GroupedLines,
  units: readonly ScoredUnit[],
  total: number,
  method: Method,
  agreed: 'weights' | 'posts',
): Table {
  if (input.groups === null) {
    const apportionment = apportion(lines, total, method, input.bounds);
    return { total, two: null, parts: [{ group: null, seats: total, apportionment }], seats: apportionment.shares };
  }
  const two = twoLevels(groupsOf(input, lines, units), { total, agreed }, method, input.bounds);
  const parts = two.groups.map(({ code, seats, apportionment }) => ({
    group: input.groups?.find((g) => g.code === code) ?? null,
    seats,
    apportionment,
  }));
  const seats = parts.flatMap((part) => [...(part.apportionment?.shares ?? [])]);
  return { total, two, parts, seats: [...seats].sort((a, b) => (a.code < b.code ? -1 : 1)) };
}

/** The parts as groups of lines; a line belongs to the part of its units. */
function groupsOf(input: AllocationInput, lines: GroupedLines['lines'], units: readonly ScoredUnit[]): Group[] {
  const groupOfLine = new Map<string, Set<string>>();
  for (const unit of units) {
    const line = input.grouping.lineOf(unit);
    const group = input.groups?.find((g) => g.units.has(unit.code));
    if (line === null || group === undefined) continue;
    groupOfLine.set(line, (groupOfLine.get(line) ?? new Set()).add(group.code));
  }
  for (const [line, groups] of groupOfLine) {
    if (groups.size > 1) {
      throw usageError(
        `La ligne ${line} (${input.grouping.nameOf(line)}) est à cheval sur ${[...groups].join(' et ')} : --by ${input.grouping.kind} ne va pas avec cette enveloppe.`,
      );
    }
  }
  return (input.groups ?? []).map((group) => ({
    code: group.code,
    name: group.name,
    agreed: group.agreed,
    population: group.population,
    lines: lines.filter((line) => groupOfLine.get(line.code)?.has(group.code)),
  }));
}

function marginalPosts(
  input: AllocationInput,
  grouped: GroupedLines,
  units: readonly ScoredUnit[],
  low: Table,
  high: Table,
): MarginalPost[] | null {
  if (input.groups === null) {
    const { order } = marginalOrder(grouped.lines, low.total, high.total, input.method, input.bounds);
    return order?.map((step) => ({ rank: step.rank, group: null, first: null, second: step })) ?? null;
  }
  const groups = groupsOf(input, grouped.lines, units);
  const asLines = groups.map(({ code, agreed, population }) => ({ code, weight: agreed, population }));
  const first = marginalOrder(asLines, low.total, high.total, input.method).order;
  if (first === null) return null;
  const within = new Map<string, Step[]>();
  for (const group of groups) {
    const from = low.parts.find((p) => p.group?.code === group.code)?.seats ?? 0;
    const to = high.parts.find((p) => p.group?.code === group.code)?.seats ?? 0;
    const place = group.name ?? group.code;
    const order = group.lines.length === 0 ? [] : marginalOrder(group.lines, from, to, input.method, { ...input.bounds, place }).order;
    within.set(group.code, [...(order ?? [])]);
  }
  return first.map((step) => ({
    rank: step.rank,
    group: input.groups?.find((g) => g.code === step.code) ?? null,
    first: step,
    second: within.get(step.code)?.shift() ?? null,
  }));
}

function withdrawals(
  input: AllocationInput,
  grouped: GroupedLines,
  units: readonly ScoredUnit[],
  main: Table,
): Allocation['withdrawals'] {
  if (input.existing === null || input.bounds.keepExisting === true) return [];
  const parts =
    input.groups === null
      ? [{ group: null, lines: grouped.lines as Group['lines'], seats: main.total }]
      : groupsOf(input, grouped.lines, units).map((group) => ({
          group: input.groups?.find((g) => g.code === group.code) ?? null,
          lines: group.lines,
          seats: main.parts.find((p) => p.group?.code === group.code)?.seats ?? 0,
        }));
  return parts.flatMap(({ group, lines, seats }) => {
    const held = lines.reduce((n, l) => n + (l.existing ?? 0), 0);
    if (held <= seats) return [];
    const withMinimum = lines.map((l) => ({ ...l, minimum: l.minimum ?? input.bounds.minimum ?? 0 }));
    return [{ group, withdrawal: withdrawalOrder(withMinimum, seats, input.method) }];
  });
}
