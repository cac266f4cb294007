import { newSeriesNotices } from '../index/new-series.js';
import { olderVintageNotices } from '../index/older-vintage.js';
import { isWholeLevel, UNIT_WORDS } from '../territory/unit-level.js';
import { givenElsewhere } from './given-values.js';
import type { Inputs } from './inputs.js';
import type { UnitChoices, UnitFrame } from './unit-frame.js';
import { sumNotices, unpublishedNotices } from './unit-notices.js';

/** What the columns chosen, and the values given for the reference, have to tell (French): the same in a run and in its check. */
export function choiceNotices(inputs: Inputs, { choices, unpublished }: UnitChoices, made: UnitFrame): string[] {
  const { loaded: { model }, options, units } = inputs;
  const { one, many } = UNIT_WORDS[units.level];
  // Columns are chosen among communes beside the rows published for their level.
  const counts: readonly [string, string] = isWholeLevel(units.level) ? [`commune ou ${one}`, `communes ou ${many}`] : [one, many];
  return [
    ...newSeriesNotices(choices, model.quantities),
    ...olderVintageNotices(choices, model, made.choosing, options.vintages, counts),
    ...unpublishedNotices(inputs, choices, unpublished),
    ...sumNotices(inputs, choices, made),
    ...[givenElsewhere(inputs, null)].filter((text) => text !== null),
  ];
}
