import type { CrossedLine, CrossedTerritory, Crossing, CrossingInput } from '../../src/posts/crossing.js';
import { cross } from '../../src/posts/crossing.js';
import { DEFAULT_THRESHOLDS } from '../../src/posts/classes.js';
import type { Demand, Post } from '../../src/posts/records.js';
import type { ScoredUnit } from '../../src/posts/scored.js';
import { widerThanCommune } from '../../src/posts/wide-carrier.js';
import { Journal } from '../../src/journal.js';
import { loadWideCarriers } from '../../src/sources/posts/wide-carriers.js';
import { COMMUNES } from './tables.js';

/** Communes of the Métropole de Lyon that the sketches name. */
export const [VENISSIEUX, VILLEURBANNE, BRON, GIVORS, LYON] = ['69259', '69266', '69029', '69091', '69123'] as const;

const rules = await loadWideCarriers();

/** A post of an employer no wider than its commune, allocated to the Rhône, of which only the seat is known. */
export const post = (id: string, seat: string | null, fields: Partial<Post> = {}): Post => ({
  id,
  count: 1,
  structure: `Structure inventée ${id}`,
  siret: null,
  type: null,
  seat,
  seatName: null,
  allocation: '69',
  state: 'valide',
  coordinator: false,
  validated: null,
  start: null,
  end: null,
  amount: null,
  ...fields,
});

/** An open demand of a structure, of one post. */
export const demand = (id: string, seat: string | null, fields: Partial<Demand> = {}): Demand => ({
  id,
  kind: 'structure',
  structure: `Structure inventée ${id}`,
  siret: null,
  type: 'PRIVATE',
  seat,
  seatName: null,
  departement: '69',
  posts: 1,
  state: 'CREEE',
  date: null,
  ...fields,
});

/** A unit of the COG with an invented score and population. */
export function unit(code: string, score: number | null, population: number | null = 1000, fields: Partial<ScoredUnit> = {}): ScoredUnit {
  const { cog } = COMMUNES;
  const known = cog.communes.get(code) ?? cog.arrondissements.get(code);
  if (known === undefined) throw new Error(`no unit ${code}`);
  const { nom, departement, epci } = known;
  return { code, nom, departement, epci, population, population15Plus: population, score, ...fields };
}

/** Four communes: high, high, middle and low scores; Lyon is not among them. */
export const FOUR = [unit(BRON, 95, 2000), unit(GIVORS, 70, 1000), unit(VENISSIEUX, 140, 3000), unit(VILLEURBANNE, 110, 4000)];

/** The four communes as one territory. */
export const wholeOf = (units: readonly ScoredUnit[]): CrossedTerritory => ({
  level: 'territoire',
  code: 'territoire',
  nom: 'Territoire inventé',
  units: units.map((u) => u.code),
});

export const inputOf = (fields: Partial<CrossingInput> = {}): CrossingInput => ({
  units: FOUR,
  geography: COMMUNES,
  posts: null,
  interventions: null,
  demands: null,
  wide: (employer) => widerThanCommune(employer, rules, COMMUNES.cog),
  weight: 'score',
  rates: null,
  thresholds: DEFAULT_THRESHOLDS,
  asOf: null,
  journal: new Journal(),
  ...fields,
});

/** Crosses, with one line for all units beside theirs. */
export function crossed(fields: Partial<CrossingInput> = {}): Crossing {
  const input = inputOf(fields);
  return cross(input, [wholeOf(input.units)]);
}

export function lineOf(crossing: Crossing, code: string): CrossedLine {
  const line = crossing.lines.find((l) => l.code === code);
  if (line === undefined) throw new Error(`no line ${code}`);
  return line;
}

/** The line of all units. */
export const wholeLine = (crossing: Crossing): CrossedLine => lineOf(crossing, 'territoire');

export const unitLines = (crossing: Crossing): CrossedLine[] => crossing.lines.filter((l) => l.level === 'commune');

export const sumOf = (values: readonly (number | null)[]): number => values.reduce<number>((n, v) => n + (v ?? 0), 0);
