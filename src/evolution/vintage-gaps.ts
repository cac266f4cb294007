/** What a family of sources asks of vintages that are compared. */
export interface GapRule {
  /** Vintages fewer years apart than this share surveys. */
  readonly years: number;
  /** A span that holds this year asks for more: a survey of it did not take place. */
  readonly longer: { readonly year: number; readonly years: number } | null;
}

export interface VintageAt {
  readonly shown: string;
  readonly vintage: number;
}

/** Two years of one variable that do not compare. */
export interface GapFault {
  readonly variable: string;
  readonly family: string | null;
  readonly before: VintageAt;
  readonly after: VintageAt;
  /** `same`: one vintage twice; `order`: older in the later year; `overlap`: too close. */
  readonly what: 'same' | 'order' | 'overlap';
  /** Years apart that the family asks for. */
  readonly wanted: number;
}

/** Years apart that two vintages need: more where their span, ends included, holds the year of the survey that lacks. */
export function yearsWanted(rule: GapRule | null, before: number, after: number): number {
  if (rule === null) return 1;
  const { longer } = rule;
  return longer !== null && before <= longer.year && longer.year <= after ? longer.years : rule.years;
}

/**
 * The faults of a variable's vintages along the years of a panel. A census holds five annual surveys, so
 * that vintages too close share some: their difference is smaller than what happened, and the part that
 * moves is chance. Families without such a rule only need different vintages.
 *
 * @param vintages in the order of the years
 */
export function gapFaults(variable: string, family: string | null, rule: GapRule | null, vintages: readonly VintageAt[]): GapFault[] {
  return vintages.slice(1).flatMap((after, i): GapFault[] => {
    const before = vintages[i];
    if (before === undefined) return [];
    const wanted = yearsWanted(rule, before.vintage, after.vintage);
    const gap = after.vintage - before.vintage;
    if (gap >= wanted) return [];
    return [{ variable, family, before, after, what: gap === 0 ? 'same' : gap < 0 ? 'order' : 'overlap', wanted }];
  });
}
