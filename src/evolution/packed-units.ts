import { STATUSES } from '../index/statuses.js';
import type { FactorParts } from './two-factors.js';
import type { Bridge, PanelUnit, VariablePath } from './panel.js';
import type { Figure } from './year-result.js';

/** What the units of a panel have numbers of, in the order in which the numbers stand. */
export interface PackedNames {
  readonly years: number;
  readonly variables: readonly string[];
  readonly axes: readonly string[];
  readonly themes: readonly string[];
}

/** A unit before its rank is known. */
export type UnrankedUnit = Omit<PanelUnit, 'rank'>;

/** Numbers of a variable in a year: its figure (status last), points, contribution, two factors. */
const A_VARIABLE = 8;
/** Numbers of a year besides: score, effect of the rules, the four of a bridge. */
const A_YEAR = 6;

/**
 * The units of a panel as rows of numbers, seen as the objects that they were: a country over three years
 * has millions of small objects, which take ten times the room of what they say.
 */
export class PackedUnits {
  readonly #names: PackedNames;
  readonly #places: ReadonlyMap<string, number>;
  readonly #numbers: Float64Array;
  readonly #rowLength: number;
  #filled = 0;

  constructor(most: number, names: PackedNames) {
    const { years, variables, axes, themes } = names;
    this.#names = names;
    this.#places = new Map(variables.map((id, i) => [id, i]));
    this.#rowLength = years * (variables.length * A_VARIABLE + axes.length + themes.length + A_YEAR);
    this.#numbers = new Float64Array(most * this.#rowLength);
  }

  /** Keeps the numbers of a unit, and gives the unit back as a view of them. */
  add(unit: UnrankedUnit): UnrankedUnit {
    const start = this.#filled * this.#rowLength;
    this.#filled += 1;
    let at = start;
    const put = (value: number | undefined): void => void (this.#numbers[at++] = value ?? Number.NaN);
    for (const id of this.#names.variables) putPath(unit.variables.get(id), this.#names.years, put);
    for (let year = 0; year < this.#names.years; year += 1) {
      const bridge = unit.bridges[year];
      for (const id of this.#names.axes) put(unit.axes[year]?.get(id));
      for (const id of this.#names.themes) put(unit.themes[year]?.get(id));
      for (const value of [unit.score[year], unit.ruleEffect[year], bridge?.published, bridge?.definition, bridge?.reference, bridge?.geography]) put(value);
    }
    return new UnitView(unit, this.#numbers, start, this.#names, this.#places);
  }
}

function putPath(path: VariablePath | undefined, years: number, put: (value: number | undefined) => void): void {
  for (let year = 0; year < years; year += 1) {
    const figure = path?.figures[year];
    const factors = path?.factors[year];
    for (const value of [figure?.numerator, figure?.denominator, figure?.value]) put(value);
    put(figure === undefined ? STATUSES.indexOf('absent') : STATUSES.indexOf(figure.status));
    for (const value of [path?.points[year], path?.contributions[year], factors?.numerator, factors?.denominator]) put(value);
  }
}

/** Makes one thing a year, of the place where the year's numbers start. */
function byYear<T>(years: number, first: number, step: number, of: (at: number) => T): T[] {
  const made: T[] = [];
  for (let year = 0; year < years; year += 1) made.push(of(first + year * step));
  return made;
}

/** A unit whose numbers are in a row that starts somewhere. */
class UnitView implements UnrankedUnit {
  readonly code: string;
  readonly parts: readonly (readonly string[])[];
  readonly inFiles: readonly (readonly string[])[];
  readonly name: string;
  readonly departement: string;
  readonly epci: string;
  readonly population: number;
  readonly #numbers: Float64Array;
  readonly #start: number;
  readonly #names: PackedNames;
  readonly #places: ReadonlyMap<string, number>;

  constructor({ code, parts, inFiles, name, departement, epci, population }: UnrankedUnit, numbers: Float64Array, start: number, names: PackedNames, places: ReadonlyMap<string, number>) {
    [this.code, this.parts, this.inFiles, this.name, this.departement, this.epci, this.population] = [code, parts, inFiles, name, departement, epci, population];
    [this.#numbers, this.#start, this.#names, this.#places] = [numbers, start, names, places];
  }

  get variables(): PanelUnit['variables'] {
    const { years, variables } = this.#names;
    const pathAt = (i: number): VariablePath => new PathView(this.#numbers, this.#start + i * years * A_VARIABLE, years);
    return {
      get: (id) => {
        const place = this.#places.get(id);
        return place === undefined ? undefined : pathAt(place);
      },
      [Symbol.iterator]: () => variables.map((id, i): [string, VariablePath] => [id, pathAt(i)])[Symbol.iterator](),
    };
  }

  get axes(): readonly ReadonlyMap<string, number>[] {
    return this.#byYear((at) => new Map(this.#names.axes.map((id, i) => [id, this.#at(at + i)])));
  }

  get themes(): readonly ReadonlyMap<string, number>[] {
    return this.#byYear((at) => new Map(this.#names.themes.map((id, i) => [id, this.#at(at + this.#names.axes.length + i)])));
  }

  get score(): readonly number[] {
    return this.#byYear((at) => this.#own(at, 0));
  }

  get ruleEffect(): readonly number[] {
    return this.#byYear((at) => this.#own(at, 1));
  }

  get bridges(): readonly (Bridge | null)[] {
    return this.#byYear((at) => {
      const published = this.#own(at, 2);
      return Number.isNaN(published) ? null : { published, definition: this.#own(at, 3), reference: this.#own(at, 4), geography: this.#own(at, 5) };
    });
  }

  /** The numbers of a year that are of no variable, axis or theme. */
  #own(at: number, i: number): number {
    return this.#at(at + this.#names.axes.length + this.#names.themes.length + i);
  }

  #at(i: number): number {
    return this.#numbers[i] ?? Number.NaN;
  }

  #byYear<T>(of: (at: number) => T): T[] {
    const { years, variables, axes, themes } = this.#names;
    return byYear(years, this.#start + years * variables.length * A_VARIABLE, axes.length + themes.length + A_YEAR, of);
  }
}

/** A variable of a unit whose numbers start somewhere. */
class PathView implements VariablePath {
  readonly #numbers: Float64Array;
  readonly #start: number;
  readonly #years: number;

  constructor(numbers: Float64Array, start: number, years: number) {
    [this.#numbers, this.#start, this.#years] = [numbers, start, years];
  }

  get figures(): readonly Figure[] {
    return this.#byYear((at) => ({ numerator: this.#at(at), denominator: this.#at(at + 1), value: this.#at(at + 2), status: STATUSES[this.#at(at + 3)] ?? 'absent' }));
  }

  get points(): readonly number[] {
    return this.#byYear((at) => this.#at(at + 4));
  }

  get counts(): boolean {
    for (let year = 0; year < this.#years; year += 1) if (Number.isNaN(this.#at(this.#start + year * A_VARIABLE + 4))) return false;
    return true;
  }

  get contributions(): readonly number[] {
    return this.#byYear((at) => this.#at(at + 5));
  }

  get factors(): readonly (FactorParts | null)[] {
    return this.#byYear((at) => (Number.isNaN(this.#at(at + 6)) ? null : { numerator: this.#at(at + 6), denominator: this.#at(at + 7) }));
  }

  #at(i: number): number {
    return this.#numbers[i] ?? Number.NaN;
  }

  #byYear<T>(of: (at: number) => T): T[] {
    return byYear(this.#years, this.#start, A_VARIABLE, of);
  }
}
