import type { Frame } from './frame.js';
import { variablesOf } from './model.js';
import type { Definition, Model, Variable } from './model.js';
import { columnName, describeAlternative, hasVintage, isLongAlternative, validAt } from './quantity.js';
import type { Alternative, Quantities, Quantity } from './quantity.js';
import { isKnown } from './state.js';

/** Vintages that the user binds: `rp=2022` every variable of a family, `peu_diplomes=2018` one. */
export interface Vintages {
  readonly families: ReadonlyMap<string, number>;
  readonly variables: ReadonlyMap<string, number>;
}

/** The columns that serve a variable, the same for all units and for the reference. */
export interface Choice {
  readonly variable: Variable;
  readonly definition: Definition;
  /** Vintage of numerator and denominator; null for a column of the user's own without one. */
  readonly vintage: number | null;
  readonly numerator: Alternative;
  /** The denominator, or the weight of a rate (null: no file has it). */
  readonly denominator: Alternative | null;
  /** The predictor of an estimation (null: none declared, or no file has it). */
  readonly predictor: Alternative | null;
}

/** A variable that no columns serve. */
export interface Lack {
  readonly variable: Variable;
  /** For each definition: the columns that would serve. */
  readonly wanted: readonly string[];
  /** The names that were looked for, as templates whatever the vintage, to find near ones in the files. */
  readonly names: readonly string[];
  /** The data sets of the long forms that would serve. */
  readonly dataSets: readonly string[];
  /** Why: no such columns, columns without a common value in the territory, or not at the vintage asked. */
  readonly why: 'columns' | 'values' | 'vintage';
  readonly vintage: number | null;
}

/**
 * Chooses the columns of each variable: the newest vintage at which numerator and denominator,
 * alternatives and replis included, are both known in one same unit of the territory (for a rate, the
 * value); at that vintage the first alternative that is.
 */
export function chooseColumns(
  model: Model,
  frame: Frame,
  vintages: Vintages,
): { readonly choices: readonly Choice[]; readonly lacks: readonly Lack[] } {
  const choices: Choice[] = [];
  const lacks: Lack[] = [];
  for (const variable of variablesOf(model)) {
    const outcome = chooseFor(variable, model.quantities, frame, vintages);
    if ('wanted' in outcome) lacks.push(outcome);
    else choices.push(outcome);
  }
  return { choices, lacks };
}

function chooseFor(variable: Variable, quantities: Quantities, frame: Frame, vintages: Vintages): Choice | Lack {
  const bound = boundVintage(variable, quantities, vintages);
  const tried = bound === null ? vintagesOf(variable, quantities, frame) : [bound];
  let columnsFound = false;
  for (const vintage of tried) {
    for (const definition of variable.definitions) {
      const top = quantities.get(definition.numerator);
      const bottom = definition.denominator === null ? undefined : quantities.get(definition.denominator);
      if (top === undefined) continue;
      const usable = firstUsable(definition, top, bottom, vintage, frame);
      columnsFound ||= usable.columnsFound;
      if (usable.pair === null) continue;
      const predictor = variable.estimation === null ? undefined : quantities.get(variable.estimation.predictor);
      return {
        variable,
        definition,
        vintage,
        ...usable.pair,
        predictor: predictor === undefined ? null : firstPresent(predictor, vintage, frame),
      };
    }
  }
  return {
    variable,
    wanted: variable.definitions.map((d) => describeWanted(d, quantities, bound)),
    names: variable.definitions.flatMap((d) => namesOf(d, quantities)),
    dataSets: dataSetsOf(variable.definitions[0], quantities, bound),
    why: columnsFound ? 'values' : bound !== null ? 'vintage' : 'columns',
    vintage: bound,
  };
}

interface Pair {
  readonly numerator: Alternative;
  readonly denominator: Alternative | null;
}

function firstUsable(
  definition: Definition,
  top: Quantity,
  bottom: Quantity | undefined,
  vintage: number | null,
  frame: Frame,
): { readonly pair: Pair | null; readonly columnsFound: boolean } {
  let columnsFound = false;
  for (const numerator of present(top, vintage, frame)) {
    if (definition.kind === 'taux') {
      columnsFound = true;
      if (knownTogether(frame, vintage, numerator, null)) {
        return { pair: { numerator, denominator: bottom === undefined ? null : firstPresent(bottom, vintage, frame) }, columnsFound };
      }
      continue;
    }
    for (const denominator of bottom === undefined ? [] : present(bottom, vintage, frame)) {
      columnsFound = true;
      if (knownTogether(frame, vintage, numerator, denominator)) return { pair: { numerator, denominator }, columnsFound };
    }
  }
  return { pair: null, columnsFound };
}

/** The alternatives of a quantity whose columns are all in the files at this vintage. */
function present(quantity: Quantity, vintage: number | null, frame: Frame): Alternative[] {
  return quantity.alternatives.filter(
    (a) => validAt(a, vintage) && a.terms.every((t) => frame.columns.has(columnName(t.template, vintage))),
  );
}

function firstPresent(quantity: Quantity, vintage: number | null, frame: Frame): Alternative | null {
  const candidates = present(quantity, vintage, frame);
  return candidates.find((a) => knownTogether(frame, vintage, a, null)) ?? null;
}

function knownTogether(frame: Frame, vintage: number | null, a: Alternative, b: Alternative | null): boolean {
  const columns = [...a.terms, ...(b?.terms ?? [])].map((t) => frame.columns.get(columnName(t.template, vintage)));
  for (const row of frame.territory) {
    if (columns.every((c) => c !== undefined && isKnown(c.states[row] ?? Number.POSITIVE_INFINITY))) return true;
  }
  return false;
}

function boundVintage(variable: Variable, quantities: Quantities, vintages: Vintages): number | null {
  const own = vintages.variables.get(variable.id);
  if (own !== undefined) return own;
  for (const definition of variable.definitions) {
    for (const id of [definition.numerator, definition.denominator]) {
      const family = id === null ? null : (quantities.get(id)?.family ?? null);
      const bound = family === null ? undefined : vintages.families.get(family);
      if (bound !== undefined) return bound;
    }
  }
  return null;
}

/** The vintages of the columns in the files that some alternative of the variable names, newest first. */
function vintagesOf(variable: Variable, quantities: Quantities, frame: Frame): (number | null)[] {
  const templates = variable.definitions
    .flatMap((d) => [d.numerator, d.denominator])
    .flatMap((id) => (id === null ? [] : (quantities.get(id)?.alternatives ?? [])))
    .flatMap((a) => a.terms.map((t) => t.template))
    .filter(hasVintage);
  if (templates.length === 0) {
    return [quantities.get(variable.definitions[0]?.numerator ?? '')?.vintage ?? null];
  }
  const found = new Set<number>();
  for (const { spec } of frame.columns.values()) {
    if (spec.vintage !== null && templates.some((t) => columnName(t, spec.vintage) === spec.name)) found.add(spec.vintage);
  }
  return [...found].sort((a, b) => b - a);
}

function describeWanted(definition: Definition, quantities: Quantities, vintage: number | null): string {
  const describe = (id: string): string =>
    (quantities.get(id)?.alternatives ?? [])
      .filter((a) => validAt(a, vintage) && !isLongAlternative(a))
      .map((a) => describeAlternative(a, vintage))
      .join(' ou ');
  if (definition.kind === 'taux') return describe(definition.numerator);
  return `${describe(definition.numerator)}, et ${describe(definition.denominator ?? '')}`;
}

function namesOf(definition: Definition, quantities: Quantities): string[] {
  const ids = definition.kind === 'taux' ? [definition.numerator] : [definition.numerator, definition.denominator ?? ''];
  return ids
    .flatMap((id) => quantities.get(id)?.alternatives ?? [])
    .filter((a) => !isLongAlternative(a))
    .flatMap((a) => a.terms.map((t) => t.template));
}

/** The first data set of each quantity of a definition. */
function dataSetsOf(definition: Definition | undefined, quantities: Quantities, vintage: number | null): string[] {
  const ids = definition === undefined ? [] : [definition.numerator, definition.denominator];
  const sets = ids.flatMap((id) => {
    const names = id === null ? [] : (quantities.get(id)?.longNames ?? []);
    return names.find((n) => n.dataSet !== null && validAt(n, vintage))?.dataSet ?? [];
  });
  return [...new Set(sets)];
}

/** The newest vintage at which a quantity alone is known in the territory, with its first alternative that is. */
export function chooseQuantity(
  quantity: Quantity,
  frame: Frame,
  bound: number | null,
): { readonly alternative: Alternative; readonly vintage: number | null } | null {
  const templates = quantity.alternatives.flatMap((a) => a.terms.map((t) => t.template));
  const found = new Set<number>();
  for (const { spec } of frame.columns.values()) {
    if (spec.vintage !== null && templates.some((t) => columnName(t, spec.vintage) === spec.name)) found.add(spec.vintage);
  }
  const tried = bound === null ? [...found].sort((a, b) => b - a) : [bound];
  for (const vintage of tried) {
    const alternative = firstPresent(quantity, vintage, frame);
    if (alternative !== null) return { alternative, vintage };
  }
  return null;
}
