import type { Panel, PanelUnit } from '../../evolution/panel.js';
import { isObserved } from '../../index/statuses.js';
import { csvLines } from '../csv.js';
import type { Cell } from '../ifn-record.js';

/** The themes and axes of a panel's tree, in its order. */
export function nodesOf({ tree }: Panel): { readonly themes: readonly { readonly id: string; readonly label: string }[]; readonly axes: readonly { readonly id: string; readonly label: string }[] } {
  return { themes: tree.themes, axes: [...tree.themes.flatMap((t) => t.axes), ...tree.looseAxes] };
}

/** The columns of `evolution.csv`: fixed ones, then themes, axes and variables of the panel. */
export function evolutionColumns(panel: Panel): string[] {
  const { themes, axes } = nodesOf(panel);
  return [
    'code', 'nom', 'departement', 'epci', 'annee', 'score', 'rang', 'evolution',
    'score_publie', 'effet_definition', 'effet_reference', 'effet_geographie', 'effet_regle',
    'reunit', 'variables_absentes',
    ...themes.map((t) => t.id),
    ...axes.map((a) => a.id),
    ...panel.variables.flatMap(({ id }) => [id, `${id}_points`, `${id}_statut`, `${id}_evolution`, `${id}_par_numerateur`, `${id}_par_denominateur`]),
  ];
}

/**
 * `evolution.csv`: one row per unit and year, sorted by code, then year. `evolution` is the change of the
 * score since the year before, to which `<id>_evolution` and `effet_regle` add up; `score` is
 * `score_publie` and the three effects before it.
 */
export const evolutionLines = (panel: Panel): Generator<string> => csvLines(evolutionColumns(panel), records(panel));

function* records(panel: Panel): Generator<Cell[]> {
  for (const unit of panel.units) for (const at of panel.years.keys()) yield record(unit, at, panel);
}

function record(unit: PanelUnit, at: number, panel: Panel): Cell[] {
  const { themes, axes } = nodesOf(panel);
  const score = unit.score[at] ?? Number.NaN;
  const bridge = unit.bridges[at] ?? null;
  const cells: Cell[] = [
    unit.code,
    unit.name,
    unit.departement,
    unit.epci,
    panel.years[at]?.year ?? null,
    known(score),
    (unit.rank[at] ?? 0) === 0 ? null : (unit.rank[at] ?? null),
    at === 0 ? null : known(score - (unit.score[at - 1] ?? Number.NaN)),
    known(bridge?.published),
    known(bridge?.definition),
    known(bridge?.reference),
    known(bridge?.geography),
    known(unit.ruleEffect[at]),
    joinedCodes(unit, at).join('+'),
    panel.variables.filter((v) => unit.variables.get(v.id)?.counts !== true).map((v) => v.id).join(','),
    ...themes.map((t) => known(unit.themes[at]?.get(t.id))),
    ...axes.map((a) => known(unit.axes[at]?.get(a.id))),
  ];
  for (const { id } of panel.variables) {
    const path = unit.variables.get(id);
    const figure = path?.figures[at];
    const factors = path?.factors[at] ?? null;
    const moved = path?.counts === true ? known(path.contributions[at]) : null;
    cells.push(figure !== undefined && isObserved(figure.status) ? known(figure.value) : null, known(path?.points[at]), figure?.status ?? 'absent', moved, known(factors?.numerator), known(factors?.denominator));
  }
  return cells;
}

/** The codes of that year whose figures a unit holds, in the result or in its files; none where it was already itself. */
export function joinedCodes(unit: PanelUnit, at: number): readonly string[] {
  const parts = unit.parts[at] ?? [];
  return parts.length > 1 || parts[0] !== unit.code ? parts : (unit.inFiles[at] ?? []);
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
