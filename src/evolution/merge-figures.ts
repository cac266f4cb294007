import { isObserved } from '../index/statuses.js';
import type { Status } from '../index/statuses.js';
import { NO_FIGURE } from './year-result.js';
import type { Figure, ValueKind } from './year-result.js';

/**
 * The figure of units put together. Counts are summed and the share taken anew where all parts are known;
 * a published rate is the mean of its parts by their weights where all are published (`recalcule`); else
 * the figure is missing: a median or an estimated rate is not merged, and a missing part is never zero.
 */
export function mergeFigures(kind: ValueKind, parts: readonly Figure[]): Figure {
  const [only] = parts;
  if (only === undefined) return NO_FIGURE;
  if (parts.length === 1) return only;
  const known = parts.every((p) => !Number.isNaN(p.numerator) && !Number.isNaN(p.denominator) && (kind === 'part' || isObserved(p.status)));
  if (!known || kind === 'mediane') return { ...NO_FIGURE, status: missingStatus(parts) };
  const denominator = sum(parts.map((p) => p.denominator));
  if (kind === 'part') {
    const numerator = sum(parts.map((p) => p.numerator));
    if (denominator === 0) return { numerator, denominator, value: Number.NaN, status: 'absent' };
    return { numerator, denominator, value: (100 * numerator) / denominator, status: sumStatus(parts) };
  }
  if (denominator === 0) return { ...NO_FIGURE, status: 'non_disponible' };
  const value = sum(parts.map((p) => p.denominator * p.numerator)) / denominator;
  return { numerator: value, denominator, value, status: 'recalcule' };
}

const ORDER: readonly Status[] = ['secret', 'non_disponible', 'absent'];

/** Secret wins over not available, and that over absent; an estimated part is no published figure. */
function missingStatus(parts: readonly Figure[]): Status {
  return ORDER.find((status) => parts.some((p) => p.status === status)) ?? 'non_disponible';
}

/** Counts shared from a split commune, or of a fallback, make a sum of that kind. */
const sumStatus = (parts: readonly Figure[]): Status =>
  parts.some((p) => p.status === 'recalcule') ? 'recalcule' : parts.some((p) => p.status === 'repli') ? 'repli' : 'observe';

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
