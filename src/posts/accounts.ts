import { carryCode } from '../territory/carry.js';
import { byCode } from '../territory/codes.js';
import { arrondissementsOf } from '../territory/cog.js';
import type { CrossingInput } from './crossing.js';
import { isSupply } from './active.js';
import type { Post } from './records.js';

/** Posts of one département of allocation, by where their employers have their seat. */
export interface AllocationAccount {
  readonly departement: string;
  readonly allocated: number;
  readonly seatedInTerritory: number;
  readonly seatedElsewhereInDepartement: number;
  readonly seatedOutside: number;
  readonly withoutSeat: number;
}

/** A post or group of posts that a reader should see, with why. */
export interface ToldPost {
  readonly post: Post;
  readonly why: string;
}

/** Every post of the files accounted for once: nothing is lost, nothing is counted twice. */
export interface Accounts {
  /** Posts of the files, and those that are no supply: coordinators, given back, not standing at the date. */
  readonly all: number;
  readonly coordinators: number;
  readonly givenBack: number;
  readonly notStanding: number;
  readonly supply: number;
  /** Posts seated in a scored unit. */
  readonly seatedInside: number;
  /** By unit: posts of employers not wider than a commune. */
  readonly carried: ReadonlyMap<string, number>;
  /** By unit of the seat: posts of employers wider than a commune. */
  readonly toPlace: ReadonlyMap<string, number>;
  readonly wideCarriers: readonly ToldPost[];
  /** Posts seated outside the scored units, by département of the seat. */
  readonly seatedElsewhere: ReadonlyMap<string, number>;
  readonly withoutSeat: number;
  /** Posts whose seat's code the COG does not know. */
  readonly unknownSeat: readonly Post[];
  /** For each département: allocated there, and where seated. */
  readonly byAllocation: readonly AllocationAccount[];
  /** Posts whose seat is outside their département of allocation. */
  readonly seatOutsideAllocation: readonly ToldPost[];
}

/** Counts every post once, by seat and by département of allocation. */
export function accountPosts(input: CrossingInput, posts: readonly Post[]): Accounts {
  const { geography, wide, asOf, units } = input;
  const scored = new Set(units.map((u) => u.code));
  const carried = new Map<string, number>();
  const toPlace = new Map<string, number>();
  const seatedElsewhere = new Map<string, number>();
  const wideCarriers: ToldPost[] = [];
  const unknownSeat: Post[] = [];
  const seatOutsideAllocation: ToldPost[] = [];
  const allocation = new Map<string, Mutable<AllocationAccount>>();
  let withoutSeat = 0;
  let seatedInside = 0;
  const supply = posts.filter((post) => isSupply(post, asOf));
  for (const post of supply) {
    const carry = post.seat === null ? null : carryCode(geography, post.seat);
    const commune = carry?.unit ?? null;
    const seatDepartement = commune === null ? departementOfCode(post.seat) : departementOf(commune, input);
    // Scores by arrondissement and a seat given as the whole commune: inside, but no unit can be named.
    const part = commune === null && post.seat !== null ? arrondissementsOf(geography.cog, post.seat).find((a) => scored.has(a.code)) : undefined;
    const unit = commune ?? part?.code ?? null;
    const inside = unit !== null && scored.has(unit);
    const reason = part === undefined ? wide(post) : 'siège donné à la commune entière, sans arrondissement';
    if (post.seat === null) withoutSeat += post.count;
    else if (carry?.how === 'unknown') unknownSeat.push(post);
    if (inside) {
      seatedInside += post.count;
      add(reason === null ? carried : toPlace, unit, post.count);
      if (reason !== null) wideCarriers.push({ post, why: reason });
    } else if (post.seat !== null) {
      add(seatedElsewhere, seatDepartement ?? 'inconnu', post.count);
    }
    const account = accountOf(allocation, post.allocation ?? 'non précisé');
    account.allocated += post.count;
    if (inside) account.seatedInTerritory += post.count;
    else if (post.seat === null) account.withoutSeat += post.count;
    else if (seatDepartement === post.allocation) account.seatedElsewhereInDepartement += post.count;
    else account.seatedOutside += post.count;
    if (post.allocation !== null && seatDepartement !== null && seatDepartement !== post.allocation) {
      seatOutsideAllocation.push({ post, why: `siège dans le ${seatDepartement}, poste alloué au ${post.allocation}` });
    }
  }
  return {
    all: count(posts),
    coordinators: count(posts.filter((p) => p.coordinator)),
    givenBack: count(posts.filter((p) => !p.coordinator && p.state === 'rendu')),
    notStanding: count(posts.filter((p) => !p.coordinator && p.state !== 'rendu' && !isSupply(p, asOf))),
    supply: count(supply),
    seatedInside,
    carried,
    toPlace,
    wideCarriers: wideCarriers.sort((a, b) => byPost(a.post, b.post)),
    seatedElsewhere: sorted(seatedElsewhere),
    withoutSeat,
    unknownSeat: unknownSeat.sort(byPost),
    byAllocation: [...allocation.values()].sort((a, b) => byCode(a.departement, b.departement)),
    seatOutsideAllocation: seatOutsideAllocation.sort((a, b) => byPost(a.post, b.post)),
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function accountOf(accounts: Map<string, Mutable<AllocationAccount>>, departement: string): Mutable<AllocationAccount> {
  const found = accounts.get(departement);
  if (found !== undefined) return found;
  const made = { departement, allocated: 0, seatedInTerritory: 0, seatedElsewhereInDepartement: 0, seatedOutside: 0, withoutSeat: 0 };
  accounts.set(departement, made);
  return made;
}

const count = (posts: readonly Post[]): number => posts.reduce((n, p) => n + p.count, 0);

const add = (map: Map<string, number>, key: string, n: number): void => {
  map.set(key, (map.get(key) ?? 0) + n);
};

const sorted = (map: Map<string, number>): Map<string, number> => new Map([...map].sort(([a], [b]) => byCode(a, b)));

/** By name, then identifier: the same order whatever that of the file. */
const byPost = (a: Post, b: Post): number => byCode(a.structure, b.structure) || byCode(a.id, b.id);

function departementOf(unit: string, { geography }: CrossingInput): string | null {
  const { cog } = geography;
  return (cog.communes.get(unit) ?? cog.arrondissements.get(unit))?.departement ?? null;
}

/** The département that an INSEE code begins with, for a code that the COG does not know. */
function departementOfCode(code: string | null): string | null {
  if (code === null) return null;
  return /^9[78]/.test(code) ? code.slice(0, 3) : code.slice(0, 2);
}
