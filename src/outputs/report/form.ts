/**
 * What the page of a report reads: the form that the writer and the page's own script share. Lists of units
 * run side by side, in the order of `codes`; null is missing. Numbers are rounded to what is shown.
 */
export interface ReportData {
  readonly codes: readonly string[];
  readonly names: readonly string[];
  /** The code of each unit's EPCI, '' without one. */
  readonly epci: readonly string[];
  /** The value around which the index is read: 100 in base 100. */
  readonly centre: number;
  /** Decimals of the index, of points and of contributions. */
  readonly decimals: number;
  /** What a unit is called, one and several: `commune`, `communes`. */
  readonly unitName: string;
  readonly unitNames: string;
  readonly layers: readonly AreaLayer[];
  readonly circles: readonly CirclesLayer[];
  /** Where the circle of each unit stands, in units of the map; null without a contour. */
  readonly places: readonly (readonly [x: number, y: number] | null)[];
  readonly sheets: Sheets;
  /** The name of a file of the table as it is shown. */
  readonly csvName: string;
}

/** One choice of colours for the units. */
export interface AreaLayer {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly unit: string;
  readonly decimals: number;
  /** Per unit; empty where classes are words, which the legend says. */
  readonly values: readonly (number | null)[];
  /** Per unit, its place in the legend; -1 is without a value. */
  readonly classes: readonly number[];
  readonly legend: readonly LegendLine[];
  readonly missing: number;
  /** What the first and the last class of the legend are, or null: a rate says nothing of fragility. */
  readonly ends: readonly [first: string, last: string] | null;
  readonly method: string;
  readonly note: string | null;
}

export interface LegendLine {
  readonly label: string;
  readonly colour: string;
  readonly count: number;
}

/** Counts as circles over the colours. */
export interface CirclesLayer {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly note: string | null;
  readonly decimals: number;
  readonly total: number;
  /** The place of the unit among `codes`, its count, and the radius of its circle in units of the map. */
  readonly circles: readonly (readonly [unit: number, value: number, radius: number])[];
  /** Counts that the legend shows, and their radii. */
  readonly scale: readonly (readonly [value: number, radius: number])[];
}

/** What the sheet of each unit says. */
export interface Sheets {
  readonly variables: readonly SheetVariable[];
  readonly statusNames: readonly string[];
  /** What rules that are no weighted mean add to the contributions of each unit; null where the model has none. */
  readonly residuals: readonly (number | null)[] | null;
  readonly score: readonly (number | null)[];
  readonly rank: readonly (number | null)[];
  readonly ranked: number;
  readonly tenth: readonly (number | null)[];
  readonly population: readonly (number | null)[];
  /** Share of the nominal weight that is observed, in whole percents. */
  readonly completeness: readonly (number | null)[];
  /** Units of one rounded score share a sentence: its place among `sentences`. */
  readonly sentence: readonly number[];
  readonly sentences: readonly string[];
  /** Places of the units that share a border with each; empty without contours. */
  readonly neighbours: readonly (readonly number[])[];
  /** Lines of posts, demands and class: a label and a text per unit. */
  readonly facts: readonly SheetFact[];
}

export interface SheetVariable {
  readonly id: string;
  readonly label: string;
  /** Its theme and its axis, where the model has some. */
  readonly place: string;
  readonly reference: string;
  /** As they are shown; '–' when none is observed. */
  readonly values: readonly string[];
  /** Contributions are rounded so that they add up to what is shown of score − centre. */
  readonly contributions: readonly (number | null)[];
  /** The place of each unit's status in `statusNames`. */
  readonly statuses: readonly number[];
}

export interface SheetFact {
  readonly label: string;
  /** The different texts, and the place of each unit's among them. */
  readonly texts: readonly string[];
  readonly at: readonly number[];
}
