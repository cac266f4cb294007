import type { LongCell, LongName } from '../../index/long-name.js';
import type { Quantity } from '../../index/quantity.js';
import { TOTAL } from './columns.js';
import type { LongColumns } from './columns.js';
import type { LongForm } from './form.js';

/** A cell that some wanted quantity reads in this file: the dimensions that it does not pin are at their total. */
export interface Slot {
  readonly index: number;
  readonly measure: string;
  readonly pins: ReadonlyMap<string, string>;
  /** The only ID_TAB where it stands, or null. */
  readonly table: string | null;
  /** A rate is a percentage, at most 100. */
  readonly isRate: boolean;
  /** As messages name it: `RP_MEASURE=POP, AGE=Y_GE65`. */
  readonly shown: string;
}

/** A long name that holds in this file, with the cells that it sums. */
export interface FileName {
  readonly name: LongName;
  readonly slots: readonly number[];
}

export interface FileQuantity {
  readonly quantity: Quantity;
  readonly names: readonly FileName[];
}

export interface SlotPlan {
  /** By their index. */
  readonly slots: readonly Slot[];
  readonly quantities: readonly FileQuantity[];
}

/**
 * The cells to read in a file. A file does not carry the name of its data set: a name of a quantity
 * holds when the file has its dimensions and no other dimension that a name of the same measure
 * speaks of (with EDUC, `AGE=Y_GE15` counts those who are no longer at school; without, everybody).
 */
export function planSlots(wanted: readonly Quantity[], all: Iterable<Quantity>, form: LongForm, columns: LongColumns): SlotPlan {
  const present = new Set(columns.dimensions.map((d) => d.name));
  const spoken = spokenDimensions(all);
  const slots: Slot[] = [];
  const byCell = new Map<string, Slot>();
  const slotOf = ({ measure, pins }: LongCell, table: string | null, isRate: boolean): number => {
    const key = JSON.stringify([measure, table, columns.dimensions.map((d) => pins.get(d.name) ?? TOTAL)]);
    const found = byCell.get(key);
    if (found !== undefined) return found.index;
    const shownPins = [...pins].map(([name, value]) => `, ${name}=${value}`).join('');
    const slot = { index: slots.length, measure, pins, table, isRate, shown: `${form.measureColumn}=${measure}${shownPins}` };
    slots.push(slot);
    byCell.set(key, slot);
    return slot.index;
  };
  const quantities = wanted.map((quantity): FileQuantity => {
    const names = quantity.longNames.filter((name) => name.form === form.kind && holds(name, present, spoken));
    return {
      quantity,
      names: names.map((name) => ({
        name,
        slots: name.cells.map((cell) => slotOf(cell, columns.table < 0 ? null : name.table, quantity.nature === 'taux')),
      })),
    };
  });
  return { slots, quantities: quantities.filter((q) => q.names.length > 0) };
}

function holds(name: LongName, present: ReadonlySet<string>, spoken: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  if (!name.dimensions.every((d) => present.has(d))) return false;
  return name.cells.every(({ measure }) => [...(spoken.get(measure) ?? [])].every((d) => !present.has(d) || name.named.includes(d)));
}

/** Measure → the dimensions that any name of it speaks of. */
function spokenDimensions(quantities: Iterable<Quantity>): ReadonlyMap<string, ReadonlySet<string>> {
  const spoken = new Map<string, Set<string>>();
  for (const { longNames } of quantities) {
    for (const { cells, named } of longNames) {
      for (const { measure } of cells) {
        const dimensions = spoken.get(measure) ?? new Set<string>();
        spoken.set(measure, dimensions);
        for (const dimension of named) dimensions.add(dimension);
      }
    }
  }
  return spoken;
}
