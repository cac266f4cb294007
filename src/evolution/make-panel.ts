import { bringUp } from '../index/aggregate.js';
import { coefficients } from '../index/coefficients.js';
import { ranks } from '../index/ranks.js';
import type { Tree } from '../index/tree.js';
import type { CogHistory } from '../territory/cog-history.js';
import { compositionChange } from './composition.js';
import type { LeftVariable } from './left-variables.js';
import { PackedUnits } from './packed-units.js';
import type { UnrankedUnit } from './packed-units.js';
import type { Panel, PanelChange, PanelUnit, PanelVariable, ReferencePath } from './panel.js';
import { placeUnits } from './place-units.js';
import type { LeftUnit, PlacedUnit } from './place-units.js';
import { pointsOf, unitPath } from './unit-path.js';
import type { YearResult } from './year-result.js';

/** What a panel is made of; the results compare (see comparable.ts) and are in order of time. */
export interface PanelRequest {
  readonly years: readonly YearResult[];
  /** Place of the year whose reference is frozen. */
  readonly base: number;
  readonly tree: Tree;
  readonly threshold: number;
  readonly left: readonly LeftVariable[];
  /** Null where all results have one geography, and their files too. */
  readonly history: CogHistory | null;
}

/**
 * Puts results of several years on the newest of their geographies and on the reference of one of them:
 * points are 100 × value of the year / reference of the base year, scores follow the tree of the model,
 * ranks are within each year. A variable that a unit lacks in some year leaves all the years of that unit,
 * so that its scores compare; a unit without a score in one year has none in any.
 */
export function makePanel({ years, base, tree, threshold, left, history }: PanelRequest): Panel {
  const gone = new Set(left.map((v) => v.id));
  const weights = coefficients(tree, (id) => !gone.has(id), false).variables;
  const variables = [...(years[base]?.variables.values() ?? [])]
    .filter((v) => !gone.has(v.id))
    .map(({ id, label, kind, reference }): PanelVariable => ({
      id,
      label,
      kind,
      frozen: reference ?? Number.NaN,
      weight: weights.get(id) ?? 0,
      years: years.flatMap((y) => y.variables.get(id) ?? []),
    }));
  const placed = placeUnits(years, history);
  const context = { years, tree, variables, threshold };
  const followed: PlacedUnit[] = [];
  const leftUnits: LeftUnit[] = [...placed.left];
  for (const unit of placed.units) {
    const shared = sharedIn(unit, years, variables);
    if (shared === null) followed.push(unit);
    else leftUnits.push({ code: unit.code, reason: `dans ${shared.shown}, ses effectifs sont une part au prorata de ceux d'une commune scindée : ils ne diraient rien d'une évolution` });
  }
  const packed = new PackedUnits(followed.length, {
    years: years.length,
    variables: variables.map((v) => v.id),
    axes: [...tree.themes.flatMap((t) => t.axes), ...tree.looseAxes].map((axis) => axis.id),
    themes: tree.themes.map((t) => t.id),
  });
  const units = ranked(followed.map((unit) => packed.add(unitPath(unit, context))), years.length);
  return {
    years,
    base,
    cog: placed.cog,
    tree,
    variables,
    left,
    units,
    leftUnits: leftUnits.map((unit) => ({ ...unit, name: nameOf(unit.code, years) })).sort((a, b) => (a.code < b.code ? -1 : 1)),
    reference: referencePath(years, tree, variables),
    changes: panelChanges(units, variables, years.length),
  };
}

/** The year in which a commune's counts are a share of another's; null in none. */
function sharedIn({ parts }: PlacedUnit, years: readonly YearResult[], variables: readonly PanelVariable[]): YearResult | null {
  const isShared = (year: YearResult, code: string): boolean =>
    /^..[0-9]{3}$/.test(code) && variables.some((v) => v.kind === 'part' && year.units.get(code)?.figures.get(v.id)?.status === 'recalcule');
  return years.find((year, at) => (parts[at] ?? []).some((code) => isShared(year, code))) ?? null;
}

const nameOf = (code: string, years: readonly YearResult[]): string => [...years].reverse().map((y) => y.units.get(code)?.name ?? '').find((name) => name !== '') ?? code;

function ranked(units: readonly UnrankedUnit[], years: number): PanelUnit[] {
  const byYear = Array.from({ length: years }, (_, at) => ranks(Float64Array.from(units, (u) => u.score[at] ?? Number.NaN)));
  return units.map((unit, i) => Object.assign(unit, { rank: byYear.map((r) => r[i] ?? 0) }));
}

function referencePath(years: readonly YearResult[], tree: Tree, variables: readonly PanelVariable[]): ReferencePath {
  const points = new Map(variables.map((v) => [v.id, v.years.map((own) => pointsOf(own, own.reference ?? Number.NaN, v.frozen))]));
  const values = years.map((_, at) => bringUp(tree, (id) => points.get(id)?.[at] ?? Number.NaN));
  return { score: values.map((v) => v.score), themes: values.map((v) => v.themes), axes: values.map((v) => v.axes), points };
}

/** What moved each variable over the units of the panel taken together, year after year. */
function panelChanges(units: readonly PanelUnit[], variables: readonly PanelVariable[], years: number): PanelChange[] {
  // A mean of medians is no median.
  return variables.filter((v) => v.kind !== 'mediane').flatMap(({ id }) =>
    Array.from({ length: years - 1 }, (_, i) => i + 1).flatMap((at): PanelChange[] => {
      const pairs = units.flatMap((unit) => {
        const { figures = [], counts = false } = unit.variables.get(id) ?? {};
        const [a, b] = [figures[at - 1], figures[at]];
        return !counts || a === undefined || b === undefined ? [] : [[{ rate: a.value, weight: a.denominator }, { rate: b.value, weight: b.denominator }] as const];
      });
      const change = compositionChange(pairs);
      return change === null ? [] : [{ variable: id, at, ...change }];
    }),
  );
}
