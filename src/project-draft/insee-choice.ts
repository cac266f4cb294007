import { FragiliteError } from '../errors.js';
import { counted } from '../french.js';
import { chooseColumns, chooseQuantity } from '../index/choose.js';
import type { Choice, Lack } from '../index/choose.js';
import { buildFrame } from '../index/frame.js';
import type { Frame } from '../index/frame.js';
import type { Model } from '../index/model.js';
import type { Quantity } from '../index/quantity.js';
import { evaluate } from '../index/series.js';
import { isKnown, STATE } from '../index/state.js';
import type { RunGeography } from '../main-job/geography.js';
import { unitTables } from '../main-job/unit-tables.js';
import type { SourceTable } from '../sources/insee-table.js';
import { byCode } from '../territory/codes.js';
import type { GeographyGuess } from '../territory/geography-guess.js';
import { reasonOf } from './recognise.js';
import { territoryOf } from './territory-choice.js';
import type { ChosenTerritory } from './territory-choice.js';

/** A table that was read, with the 1 January that its codes are of. */
export interface Candidate {
  readonly shown: string;
  readonly table: SourceTable;
  readonly guess: GeographyGuess | null;
}

/** A file that serves, with what it is there for (French). */
export interface Taken {
  readonly path: string;
  readonly why: string;
}

export interface InseeChoice {
  /** The base first, then what completes it. */
  readonly taken: readonly Taken[];
  readonly leftOut: readonly Taken[];
  readonly territory: ChosenTerritory;
  readonly choices: readonly Choice[];
  readonly lacks: readonly Lack[];
}

/** What the tables are weighed by: the model, its quantities, and the geography. */
export interface Weighing {
  readonly model: Model;
  readonly wanted: readonly Quantity[];
  readonly run: RunGeography;
}

const NO_VINTAGES = { families: new Map<string, number>(), variables: new Map<string, number>() };

/**
 * Chooses among tables: the base is the census file that gives most quantities, for the territory that its
 * units make; of the others, only what brings to it a quantity that is missing.
 *
 * @returns null without any table of the census
 */
export function chooseInsee(candidates: readonly Candidate[], weighing: Weighing): InseeChoice | null {
  const bases = candidates.map((candidate) => ({ candidate, ...weightOf(candidate, weighing) })).filter(({ census }) => census > 0);
  bases.sort((a, b) => b.quantities - a.quantities || b.newest - a.newest || b.units.length - a.units.length || byCode(a.candidate.shown, b.candidate.shown));
  const [base] = bases;
  if (base === undefined) return null;
  const territory = territoryOf(base.units, weighing.run.geography);
  const held = holdingsOf([base.candidate], territory, weighing);
  if (typeof held === 'string') return null;
  const why = `base : recensement de ${String(base.newest)}, ${counted(base.quantities, 'quantité')} de l'indice pour ${counted(base.units.length, 'commune')}`;
  const completed = complete(base.candidate, held, candidates.filter((c) => c !== base.candidate), territory, weighing);
  return { taken: [{ path: base.candidate.shown, why }, ...completed.taken], leftOut: completed.leftOut, territory, choices: completed.held.choices, lacks: completed.held.lacks };
}

/** How many quantities a table gives at all, how many of them of the census, of which newest year, and for which communes. */
function weightOf(candidate: Candidate, { wanted, run, model }: Weighing): { readonly quantities: number; readonly census: number; readonly newest: number; readonly units: readonly string[] } {
  const none = { quantities: 0, census: 0, newest: 0, units: [] };
  const carried = tablesOf([candidate], { wanted, run, model });
  if (typeof carried === 'string') return none;
  const units = carried.codes.filter((code) => run.geography.cog.communes.has(code));
  const frame = buildFrame(carried, units, units);
  const found = wanted.flatMap((quantity) => {
    const chosen = chooseQuantity(quantity, frame, null);
    return chosen === null ? [] : [{ quantity, vintage: chosen.vintage ?? 0 }];
  });
  const census = found.filter(({ quantity }) => quantity.family === 'rp');
  return { quantities: found.length, census: census.length, newest: Math.max(0, ...census.map(({ vintage }) => vintage)), units };
}

/** What a set of tables gives the index, each thing under a name that a person reads. */
interface Holdings {
  readonly things: ReadonlySet<string>;
  readonly choices: readonly Choice[];
  readonly lacks: readonly Lack[];
  /** Years of what is chosen, summed: of two sets with the same things, the newer one. */
  readonly newness: number;
  /** Communes of the territory with a value, summed over the variables. */
  readonly cover: number;
}

/** @returns what is wrong where the tables contradict each other */
function holdingsOf(candidates: readonly Candidate[], territory: ChosenTerritory, weighing: Weighing): Holdings | string {
  const merged = tablesOf(candidates, weighing);
  if (typeof merged === 'string') return merged;
  const units = territory.units;
  const frame = buildFrame(merged, units, units);
  const { choices, lacks } = chooseColumns(weighing.model, frame, NO_VINTAGES);
  const things = new Set(choices.flatMap(thingsOf));
  for (const id of ['population', 'population_15_plus']) {
    const quantity = weighing.model.quantities.get(id);
    if (quantity !== undefined && chooseQuantity(quantity, frame, null) !== null) things.add(quantity.label.toLowerCase());
  }
  return { things, choices, lacks, newness: choices.reduce((sum, c) => sum + (c.vintage ?? 0), 0), cover: choices.reduce((sum, c) => sum + knownRows(c, frame), 0) };
}

function thingsOf({ variable, definition, denominator, predictor }: Choice): string[] {
  const things = [variable.id];
  if (definition.fallback === null && variable.definitions.length > 1) things.push(`${variable.id} sans repli`);
  if (definition.kind === 'taux' && denominator !== null) things.push(`le poids de ${variable.id}`);
  if (predictor !== null) things.push(`de quoi estimer ${variable.id}`);
  return things;
}

function knownRows({ numerator, vintage }: Choice, frame: Frame): number {
  const { states } = evaluate(frame, numerator, vintage);
  return [...frame.territory].filter((row) => isKnown(states[row] ?? STATE.absent)).length;
}

/** Adds, one after the other, the table that brings most of what is missing. */
function complete(base: Candidate, first: Holdings, others: readonly Candidate[], territory: ChosenTerritory, weighing: Weighing): { readonly taken: readonly Taken[]; readonly leftOut: readonly Taken[]; readonly held: Holdings } {
  const chosen = [base];
  const taken: Taken[] = [];
  let held = first;
  let left = [...others];
  for (;;) {
    const offers = left.flatMap((candidate) => {
      const with_ = holdingsOf([...chosen, candidate], territory, weighing);
      if (typeof with_ === 'string') return [];
      const brought = [...with_.things].filter((thing) => !held.things.has(thing));
      const lost = [...held.things].some((thing) => !with_.things.has(thing));
      return brought.length === 0 || lost ? [] : [{ candidate, brought, held: with_ }];
    });
    offers.sort((a, b) => b.brought.length - a.brought.length || b.held.newness - a.held.newness || b.held.cover - a.held.cover || byCode(a.candidate.shown, b.candidate.shown));
    const [best] = offers;
    if (best === undefined) break;
    chosen.push(best.candidate);
    taken.push({ path: best.candidate.shown, why: `apporte ${best.brought.join(', ')}` });
    held = best.held;
    left = left.filter((candidate) => candidate !== best.candidate);
  }
  return { taken, leftOut: left.map((candidate) => ({ path: candidate.shown, why: whyNot(candidate, chosen, territory, weighing) })), held };
}

function whyNot(candidate: Candidate, chosen: readonly Candidate[], territory: ChosenTerritory, weighing: Weighing): string {
  if (candidate.table.columns.length === 0) return "aucune colonne que l'indice lit";
  const alone = tablesOf([candidate], weighing);
  if (typeof alone === 'string') return alone;
  const inside = new Set(territory.units);
  if (!alone.codes.some((code) => inside.has(code))) return 'aucune commune du territoire';
  const together = holdingsOf([...chosen, candidate], territory, weighing);
  if (typeof together === 'string') return together;
  return "n'apporte rien qui manque";
}

/** The tables carried to the communes of the geography and put side by side; what is wrong where they cannot be. */
function tablesOf(candidates: readonly Candidate[], { wanted, run }: Weighing): ReturnType<typeof unitTables>['merged'] | string {
  try {
    return unitTables('commune', candidates.map((c) => c.table), candidates.map((c) => c.guess), run, wanted).merged;
  } catch (error) {
    if (error instanceof FragiliteError) return reasonOf(error, candidates.at(-1)?.shown ?? '');
    throw error;
  }
}
