import { overlappingGroups } from '../robustness/groups.js';
import type { Robustness } from '../robustness/monte-carlo.js';
import { completenessOf } from './completeness.js';
import type { Completeness } from './completeness.js';
import { consistenciesOf } from './consistency.js';
import type { NodeConsistency } from './consistency.js';
import { correlationsOf } from './correlations.js';
import type { Correlations } from './correlations.js';
import { distributionsOf } from './distributions.js';
import type { Distribution } from './distributions.js';
import { effectiveWeights } from './effective-weights.js';
import type { EffectiveWeights } from './effective-weights.js';
import { leaveOneOut } from './leave-one-out.js';
import type { LeftOut } from './leave-one-out.js';
import { reliabilities } from './reliability.js';
import type { UnitReliability } from './reliability.js';
import { replacedValues } from './replaced-values.js';
import type { ReplacedValues } from './replaced-values.js';
import type { DiagnosedUnits } from './units.js';

/** Under this many, they are to be read with care, and it is said. */
export const FEW_UNITS = 30;

/** How sound a result is, in the order of the OECD/JRC Handbook on Constructing Composite Indicators (2008). */
export interface Diagnosis {
  readonly units: DiagnosedUnits;
  readonly completeness: Completeness;
  readonly distributions: readonly Distribution[];
  readonly correlations: Correlations;
  readonly consistencies: readonly NodeConsistency[];
  readonly weights: EffectiveWeights | null;
  readonly leftOut: readonly LeftOut[];
  readonly replaced: readonly ReplacedValues[];
  readonly robustness: Robustness;
  /** The group of each unit, 1 for the most fragile, 0 without a score: units whose intervals of rank overlap that of the first. */
  readonly groups: Int32Array;
  /** By unit; null without a score. */
  readonly reliabilities: readonly (UnitReliability | null)[];
}

/** @param robustness of the same units, in the same order */
export function diagnose(units: DiagnosedUnits, robustness: Robustness): Diagnosis {
  const groups = new Int32Array(units.codes.length);
  for (const [i, { members }] of overlappingGroups(robustness.centralRank, robustness.low, robustness.high).entries()) {
    for (const place of members) groups[place] = i + 1;
  }
  return {
    units,
    completeness: completenessOf(units),
    distributions: distributionsOf(units),
    correlations: correlationsOf(units),
    consistencies: consistenciesOf(units),
    weights: effectiveWeights(units),
    leftOut: leaveOneOut(units),
    replaced: replacedValues(units),
    robustness,
    groups,
    reliabilities: reliabilities(units),
  };
}
