import { carryCode } from '../territory/carry.js';
import { byCode } from '../territory/codes.js';
import type { CrossingInput } from './crossing.js';
import { isOpen, madeBy } from './open-demand.js';
import type { Demand } from './records.js';

/** Structures that ask, and the posts that they ask for. */
export interface Asked {
  readonly structures: number;
  readonly posts: number;
}

/** Demands of a place by structures not wider than a commune; the open ones, and all by state. */
export interface DemandCounts extends Asked {
  /** Open demands by type of structure. */
  readonly byType: ReadonlyMap<string, Asked>;
  /** All demands that stood, by state. */
  readonly byState: ReadonlyMap<string, Asked>;
  /** The same with the structures wider than a commune, for lines of territories. */
  readonly allByType: ReadonlyMap<string, Asked>;
  readonly allByState: ReadonlyMap<string, Asked>;
}

/** Every open demand of the files accounted for once. */
export interface DemandAccounts {
  /** Demands of the files, and those that stood at the date. */
  readonly all: number;
  readonly standing: number;
  readonly open: Asked;
  /** Open, seated in a scored unit: of structures not wider than a commune, and wider. */
  readonly inside: Asked;
  readonly toPlace: Asked;
  /** Open, seated elsewhere, by département of the seat. */
  readonly elsewhere: ReadonlyMap<string, Asked>;
  readonly withoutSeat: Asked;
}

/** A demand that stood, where its structure has its seat, and whether it is wider than a commune. */
export interface PlacedDemand {
  readonly demand: Demand;
  readonly unit: string | null;
  readonly wide: boolean;
}

/** The demands that stood at the date, each at the unit of its seat. */
export function placeDemands({ demands, geography, wide, asOf }: CrossingInput): PlacedDemand[] {
  return (demands ?? [])
    .filter((demand) => madeBy(demand, asOf))
    .map((demand) => ({
      demand,
      unit: demand.seat === null ? null : carryCode(geography, demand.seat).unit,
      wide: wide(demand) !== null,
    }));
}

/** Demands seated in some units. */
export function countDemands(
  placed: readonly PlacedDemand[],
  units: readonly string[],
): { readonly counts: DemandCounts; readonly toPlace: Asked } {
  const inside = new Set(units);
  const here = placed.filter((p) => p.unit !== null && inside.has(p.unit));
  const all = here.map((p) => p.demand);
  const own = here.filter((p) => !p.wide).map((p) => p.demand);
  const typeOf = (demand: Demand): string => demand.type ?? 'non précisé';
  const stateOf = (demand: Demand): string => demand.state;
  return {
    counts: {
      ...asked(own.filter(isOpen)),
      byType: grouped(own.filter(isOpen), typeOf),
      byState: grouped(own, stateOf),
      allByType: grouped(all.filter(isOpen), typeOf),
      allByState: grouped(all, stateOf),
    },
    toPlace: asked(here.filter((p) => p.wide && isOpen(p.demand)).map((p) => p.demand)),
  };
}

/** Where every open demand of the files is: nothing is lost. */
export function accountDemands(placed: readonly PlacedDemand[], { units, demands, geography }: CrossingInput): DemandAccounts {
  const scored = new Set(units.map((u) => u.code));
  const { cog } = geography;
  const open = placed.filter((p) => isOpen(p.demand));
  const inside = open.filter((p) => p.unit !== null && scored.has(p.unit));
  const outside = open.filter((p) => p.demand.seat !== null && !inside.includes(p));
  const departementOf = ({ unit, demand }: PlacedDemand): string =>
    (unit === null ? undefined : (cog.communes.get(unit) ?? cog.arrondissements.get(unit))?.departement) ?? demand.departement ?? 'inconnu';
  const list = (some: readonly PlacedDemand[]): Demand[] => some.map((p) => p.demand);
  const elsewhere = new Map<string, PlacedDemand[]>();
  for (const p of outside) elsewhere.set(departementOf(p), [...(elsewhere.get(departementOf(p)) ?? []), p]);
  return {
    all: demands?.length ?? 0,
    standing: placed.length,
    open: asked(list(open)),
    inside: asked(list(inside.filter((p) => !p.wide))),
    toPlace: asked(list(inside.filter((p) => p.wide))),
    elsewhere: new Map([...elsewhere].sort(([a], [b]) => byCode(a, b)).map(([code, some]) => [code, asked(list(some))])),
    withoutSeat: asked(list(open.filter((p) => p.demand.seat === null))),
  };
}

const asked = (demands: readonly Demand[]): Asked => ({
  structures: structuresOf(demands),
  posts: demands.reduce((n, d) => n + d.posts, 0),
});

/** Distinct structures: by SIRET where there is one, else by name and seat. */
const structuresOf = (demands: readonly Demand[]): number =>
  new Set(demands.map((d) => d.siret ?? `${d.structure} ${d.seat ?? ''}`)).size;

function grouped(demands: readonly Demand[], keyOf: (demand: Demand) => string): Map<string, Asked> {
  const groups = new Map<string, Demand[]>();
  for (const demand of demands) groups.set(keyOf(demand), [...(groups.get(keyOf(demand)) ?? []), demand]);
  return new Map([...groups].sort(([a], [b]) => byCode(a, b)).map(([key, list]) => [key, asked(list)]));
}
