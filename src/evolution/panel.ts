import type { FactorParts } from './two-factors.js';
import type { LeftVariable } from './left-variables.js';
import type { LeftUnit, PlacedUnit } from './place-units.js';
import type { Figure, ValueKind, YearResult, YearVariable } from './year-result.js';
import type { Tree } from '../index/tree.js';

/** A variable that all the years have alike, and its frozen reference. */
export interface PanelVariable {
  readonly id: string;
  readonly label: string;
  readonly kind: ValueKind;
  /** The value that gives 100 points in every year: that of the base year's reference, in % (or the unit of a median). */
  readonly frozen: number;
  /** Share of the score once the variables that left gave theirs to the others. */
  readonly weight: number;
  /** As each year's result has it. */
  readonly years: readonly YearVariable[];
}

/** A variable of a unit along the years. */
export interface VariablePath {
  readonly figures: readonly Figure[];
  /** 100 × value / frozen reference (or the model's inversion of it), NaN where missing. */
  readonly points: readonly number[];
  /** False where some year has no points: the variable then leaves all the years of this unit. */
  readonly counts: boolean;
  /** By year, what it added to the score since the year before; NaN for the first year, or without a score. */
  readonly contributions: readonly number[];
  /** The same, parted between numerator and denominator; null for a published rate. */
  readonly factors: readonly (FactorParts | null)[];
}

/**
 * How the score that a result published becomes that of the panel. The three effects add up:
 * panel = published + definition + reference + geography.
 */
export interface Bridge {
  readonly published: number;
  /** Variables that left the panel, or leave it in this unit. */
  readonly definition: number;
  /** The frozen reference instead of the year's own. */
  readonly reference: number;
  /** The unit as it is in the geography of the panel, instead of what its code was that year. */
  readonly geography: number;
}

/** A unit along the years; lists are by year. */
export interface PanelUnit extends PlacedUnit {
  readonly name: string;
  readonly departement: string;
  readonly epci: string;
  /** Of the newest result; NaN where it gives none. */
  readonly population: number;
  /** By id, in the order of the panel. */
  readonly variables: Pick<ReadonlyMap<string, VariablePath>, 'get' | typeof Symbol.iterator>;
  readonly axes: readonly ReadonlyMap<string, number>[];
  readonly themes: readonly ReadonlyMap<string, number>[];
  /** NaN in all years, or in none. */
  readonly score: readonly number[];
  /** 1 = the most fragile; 0 without a score. */
  readonly rank: readonly number[];
  /** What rules that are no weighted means add to the change since the year before; 0 where they are. */
  readonly ruleEffect: readonly number[];
  /** Null where the code was no scored unit that year, or its score was withheld. */
  readonly bridges: readonly (Bridge | null)[];
}

/** The reference along the years. */
export interface ReferencePath {
  readonly score: readonly number[];
  readonly themes: readonly ReadonlyMap<string, number>[];
  readonly axes: readonly ReadonlyMap<string, number>[];
  /** By variable, the points of the year's own reference value; 100 in the base year where the model's points are in base 100. */
  readonly points: ReadonlyMap<string, readonly number[]>;
}

/** The change of a variable over the units of the panel taken together, between two years that follow. */
export interface PanelChange {
  readonly variable: string;
  /** Place of the later year. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
  readonly rates: number;
  readonly composition: number;
}

/** A unit that cannot be followed, with the name that some result gives it. */
export interface NamedLeftUnit extends LeftUnit {
  readonly name: string;
}

/** Results of several years on one geography and one frozen reference. */
export interface Panel {
  /** In order of time. */
  readonly years: readonly YearResult[];
  /** Place of the base year. */
  readonly base: number;
  readonly cog: number;
  readonly tree: Tree;
  readonly variables: readonly PanelVariable[];
  readonly left: readonly LeftVariable[];
  readonly units: readonly PanelUnit[];
  readonly leftUnits: readonly NamedLeftUnit[];
  readonly reference: ReferencePath;
  readonly changes: readonly PanelChange[];
}

/** The units that were left out, by reason. */
export function leftByReason({ leftUnits }: Panel): ReadonlyMap<string, readonly NamedLeftUnit[]> {
  const groups = new Map<string, NamedLeftUnit[]>();
  for (const unit of leftUnits) groups.set(unit.reason, [...(groups.get(unit.reason) ?? []), unit]);
  return groups;
}
