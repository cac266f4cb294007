import { counted } from '../french.js';
import { chooseColumns } from './choose.js';
import type { Choice, Vintages } from './choose.js';
import type { Frame } from './frame.js';
import type { Model } from './model.js';
import { columnName } from './quantity.js';
import { STATE, isKnown } from './state.js';

/** An older vintage is worth telling where it has at least so many times the units. */
const MUCH_BETTER = 2;

/**
 * For each variable whose newest vintage covers few units of the territory where an older one covers at
 * least twice as many: both counts, and the option that takes the older one (French). The choice stays:
 * which of the two serves better is for the user to say.
 *
 * @param bound the vintages that the user bound: those variables are left alone
 * @param counts what the rows of the frame are, one and several (French)
 */
export function olderVintageNotices(choices: readonly Choice[], model: Model, frame: Frame, bound: Vintages, counts: readonly [string, string] = ['unité', 'unités']): string[] {
  const years = [...new Set([...frame.columns.values()].flatMap(({ spec }) => spec.vintage ?? []))].sort((a, b) => b - a);
  const units = frame.territory.length;
  // A variable that is fully covered cannot be covered twice as much.
  const thin = choices.filter((choice) => covered(choice, frame) * MUCH_BETTER <= units && !isBound(choice, model, bound));
  return thin.flatMap((choice) => {
    const { variable, vintage } = choice;
    const now = covered(choice, frame);
    const older = years.filter((year) => vintage !== null && year < vintage).flatMap((year) => {
      const { choices: found } = chooseColumns(model, frame, { families: new Map(), variables: new Map([[variable.id, year]]) });
      return found.filter((c) => c.variable.id === variable.id).map((c) => ({ year, n: covered(c, frame) }));
    });
    const best = older.find(({ n }) => n >= MUCH_BETTER * now && n === Math.max(...older.map((o) => o.n)));
    if (best === undefined) return [];
    return [
      `${variable.id} : le millésime ${String(vintage)} a une valeur pour ${counted(now, ...counts)} sur ${String(units)} ; le millésime ${String(best.year)} en a ${String(best.n)} : --vintage ${variable.id}=${String(best.year)}.`,
    ];
  });
}

/** How many units of the territory have both sides of a choice. */
function covered({ numerator, denominator, definition, vintage }: Choice, frame: Frame): number {
  const needed = [...numerator.terms, ...(definition.kind === 'taux' ? [] : (denominator?.terms ?? []))];
  const columns = needed.map((t) => frame.columns.get(columnName(t.template, vintage)));
  return frame.territory.filter((row) => columns.every((c) => isKnown(c?.states[row] ?? STATE.absent))).length;
}

function isBound({ variable, definition }: Choice, { quantities }: Model, { families, variables }: Vintages): boolean {
  if (variables.has(variable.id)) return true;
  return [definition.numerator, definition.denominator].some((id) => families.has(quantities.get(id ?? '')?.family ?? ''));
}
