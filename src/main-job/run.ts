import { inputError, usageError } from '../errors.js';
import { counted, firstOf } from '../french.js';
import { chooseQuantity } from '../index/choose.js';
import type { Choice } from '../index/choose.js';
import { computeIndex } from '../index/compute.js';
import type { IndexResult } from '../index/compute.js';
import { lacksMessage } from '../index/lacks.js';
import { variablesOf } from '../index/model.js';
import type { Journal } from '../journal.js';
import { nearest } from '../nearest.js';
import { sumOfRow } from '../territory/bridge-forms.js';
import { validAt } from '../index/quantity.js';
import type { Alternative } from '../index/quantity.js';
import { STATE, isKnown } from '../index/state.js';
import { indexOfCode } from '../index/table.js';
import { populationOf, unitOf } from '../territory/cog.js';
import { communeOfIris } from '../territory/iris.js';
import { isWholeLevel, UNIT_WORDS } from '../territory/unit-level.js';
import { membersByUnit } from '../territory/units.js';
import type { Unit } from '../territory/units.js';
import { rowsOfLevel } from '../territory/whole-units.js';
import type { TerritoryKey } from '../territory/selector.js';
import { choiceNotices } from './choice-notices.js';
import { givenElsewhere, givenValue } from './given-values.js';
import type { Inputs } from './inputs.js';
import { nationalNotice } from './national-cover.js';
import { unitChoices, unitFrame } from './unit-frame.js';
import type { UnitFrame } from './unit-frame.js';
import { overseasNote, sumNotices } from './unit-notices.js';

/** A count that every result shows beside the index. */
export interface Population {
  /** By unit of the frame. */
  readonly values: Float64Array;
  readonly vintage: number | null;
}

/** The result of the main job: the index, and the populations of the newest vintage in the files. */
export interface JobResult {
  readonly inputs: Inputs;
  readonly index: IndexResult;
  readonly population: Population | null;
  readonly population15Plus: Population | null;
}

/**
 * Computes the index on what was read.
 *
 * @throws inputError when variables have no usable columns (all of them at once), or a reference value
 *   cannot be made; usageError when an option names what is not there
 */
export function runJob(inputs: Inputs, journal: Journal): JobResult {
  const { options, loaded, territory, reference, geography } = inputs;
  const { model } = loaded;
  requireKnownVariables(inputs);
  const made = unitFrame(inputs);
  const { frame } = made;
  requireReferenceRows(inputs);
  const chosen = unitChoices(inputs, made);
  const { choices, lacks, unpublished } = chosen;
  if (lacks.length > 0) {
    const headers = [...new Set(inputs.sources.flatMap((s) => s.header))];
    throw inputError(lacksMessage(model.id, lacks, headers, inputs.sources.map((s) => s.file)) + overseasNote(inputs, lacks));
  }
  for (const text of choiceNotices(inputs, chosen, made)) journal.warn(text);
  const national = nationalNotice(inputs, presentCommunes(inputs));
  if (national !== null) journal.warn(national);
  requireSomeSum(inputs, choices, made);
  const inhabitants = population('population', inputs, made, journal);
  const index = computeIndex({
    model,
    frame,
    choices,
    territory,
    reference,
    unitOf: unitsWithPopulation(inputs, made, inhabitants),
    ...(inputs.units.level === 'commune' ? {} : { seriesOf: made.seriesOf, totalOfReference: made.totalOfReference, unpublished, missingMeansFew: false }),
    populationOf: (level, code) => populationOf(geography.cog, level, code),
    published: (key, choice) => publishedValue(inputs, key, choice),
    given: (choice) => givenValue(inputs, choice, journal),
    givenElsewhere: (variable) => givenElsewhere(inputs, variable),
    policyOf: (variable) => options.missing.variables.get(variable) ?? options.missing.all,
    journal,
  });
  return {
    inputs,
    index,
    population: inhabitants,
    population15Plus: population('population_15_plus', inputs, made, journal),
  };
}

/** @throws usageError when --missing or --vintage names what is no variable of the model */
export function requireKnownVariables({ options, loaded }: Pick<Inputs, 'loaded'> & { readonly options: Pick<Inputs['options'], 'missing' | 'vintages'> }): void {
  const ids = variablesOf(loaded.model).map((v) => v.id);
  const families = [...new Set([...loaded.model.quantities.values()].map((q) => q.family).filter((f) => f !== null))];
  const unknown = (option: string, name: string, known: readonly string[]): Error => {
    const [near] = nearest(name, known);
    return usageError(
      `${option} : « ${name} » n'est pas une variable du modèle ${loaded.model.id}${near === undefined ? '' : ` ; vouliez-vous dire ${near} ?`}\nNoms possibles : ${known.join(', ')}.`,
    );
  };
  for (const name of options.missing.variables.keys()) if (!ids.includes(name)) throw unknown('--missing', name, ids);
  for (const name of options.vintages.variables.keys()) {
    if (!ids.includes(name)) throw unknown('--vintage', name, [...families, ...ids]);
  }
}

/** @throws inputError when communes are too few everywhere for a variable that they make */
function requireSomeSum(inputs: Inputs, choices: readonly Choice[], made: UnitFrame): void {
  const { many } = UNIT_WORDS[inputs.units.level];
  const known = (rows: Iterable<number>, states: Uint8Array): boolean => [...rows].some((row) => isKnown(states[row] ?? STATE.absent));
  const lost = choices.filter((c) => (made.summedOf(c)?.tooFew.size ?? 0) > 0 && !known(made.frame.territory, made.seriesOf(c).rate.states));
  if (lost.length === 0) return;
  throw inputError(
    `${sumNotices(inputs, lost, made).join('\n')}\n` +
      `Ajoutez par --insee les communes qui manquent : il faut au moins 80 % de la population de l'une des unités (${many}).`,
  );
}

/** Under this share of its inhabitants in the files, a reference is one in name only. */
const MINIMUM_REFERENCE_COVER = 0.8;

/** @throws inputError when the files hold too little of the reference */
function requireReferenceRows(inputs: Inputs): void {
  const { reference, referenceCommunes, geography, options } = inputs;
  const present = presentCommunes(inputs);
  let found = 0;
  let all = 0;
  const missing: string[] = [];
  for (const code of referenceCommunes) {
    const weight = unitOf(geography, code)?.population ?? 0;
    all += weight;
    if (present.has(code)) found += weight;
    else missing.push(code);
  }
  if (all === 0 || found / all >= MINIMUM_REFERENCE_COVER) return;
  throw inputError(
    `Les fichiers n'ont que ${(100 * (found / all)).toFixed(0)} % de la population de la référence (${reference.nom}) : ${String(missing.length)} communes sur ${String(referenceCommunes.length)} y manquent (${missing.slice(0, 5).join(', ')}…).\n` +
      `Ajoutez leurs lignes par --insee, ou choisissez une autre ${options.reference === null ? '--territory ou --reference' : '--reference'}.`,
  );
}

/** The communes that the files have: by their own rows, by those of their IRIS, or by that of their unit. */
export function presentCommunes({ merged, units, geography, territoryRows }: Inputs): ReadonlySet<string> {
  if (units.level === 'iris') return new Set(merged.codes.flatMap((iris) => communeOfIris(geography, iris) ?? []));
  if (!isWholeLevel(units.level)) return new Set(merged.codes);
  const members = membersByUnit(geography.cog, units.level);
  const own = rowsOfLevel(territoryRows, units.level).flatMap((code) => (members.get(code) ?? []).map((m) => m.code));
  return new Set([...merged.codes, ...own]);
}

/** What is known of a unit; the COG has no population of an IRIS, so that of the files stands for it. */
function unitsWithPopulation({ units }: Inputs, { frame }: UnitFrame, inhabitants: Population | null): (code: string) => Unit | undefined {
  if (units.level !== 'iris' || inhabitants === null) return units.of;
  return (code) => {
    const unit = units.of(code);
    const value = inhabitants.values[indexOfCode(frame.codes, code)] ?? Number.NaN;
    return unit === undefined || Number.isNaN(value) ? unit : { ...unit, population: value };
  };
}

/** The value in % of a choice in a territory row of the files, or null. */
function publishedValue({ territoryRows, loaded }: Inputs, key: TerritoryKey | null, choice: Choice): number | null {
  if (key === null) return null;
  const row = territoryRows.get(`${key.level}:${key.code}`);
  if (row === undefined) return null;
  // The row may have the same quantity under another name (DISP_TP6021 for the IRIS, TP6021 for their EPCI).
  const valueOf = (id: string | null, chosen: Alternative): number | null => {
    const others = chosen.kind === 'exact' ? (loaded.model.quantities.get(id ?? '')?.alternatives ?? []) : [];
    for (const a of [chosen, ...others.filter((o) => o.kind === 'exact' && validAt(o, choice.vintage))]) {
      const value = sumOfRow(row, a, choice.vintage);
      if (value !== null) return value;
    }
    return null;
  };
  const top = valueOf(choice.definition.numerator, choice.numerator);
  if (choice.definition.kind === 'taux') return top;
  const bottom = choice.denominator === null ? null : valueOf(choice.definition.denominator, choice.denominator);
  return top === null || bottom === null || bottom === 0 ? null : (100 * top) / bottom;
}

function population(id: string, { loaded, options, units }: Inputs, { frame, choosing, countOf }: UnitFrame, journal: Journal): Population | null {
  const quantity = loaded.model.quantities.get(id);
  const bound = options.vintages.families.get('rp') ?? null;
  const choice = quantity === undefined ? null : chooseQuantity(quantity, choosing, bound);
  if (choice === null) {
    const named = id === 'population' ? 'Population' : 'Population de 15 ans et plus';
    journal.warn(`${named} : absente des fichiers ; la colonne ${id} reste vide.`);
    return null;
  }
  const { values } = countOf(choice.alternative, choice.vintage);
  const empty = [...frame.territory].filter((row) => Number.isNaN(values[row])).map((row) => frame.codes[row] ?? '');
  if (empty.length > 0) {
    const why = isWholeLevel(units.level) ? ', faute de toutes leurs communes' : '';
    journal.warn(`${id} : vide pour ${counted(empty.length, UNIT_WORDS[units.level].one, UNIT_WORDS[units.level].many)}${why} (${firstOf(empty)}).`);
  }
  return { values, vintage: choice.vintage };
}
