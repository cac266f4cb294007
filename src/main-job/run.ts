import { inputError, usageError } from '../errors.js';
import { chooseColumns, chooseQuantity } from '../index/choose.js';
import type { Choice } from '../index/choose.js';
import { computeIndex } from '../index/compute.js';
import type { IndexResult } from '../index/compute.js';
import { buildFrame } from '../index/frame.js';
import type { Frame } from '../index/frame.js';
import { lacksMessage } from '../index/lacks.js';
import { variablesOf } from '../index/model.js';
import { newSeriesNotices } from '../index/new-series.js';
import { evaluate } from '../index/series.js';
import type { Journal } from '../journal.js';
import { nearest } from '../nearest.js';
import { sumOfRow } from '../territory/bridge-forms.js';
import { populationOf, unitOf } from '../territory/cog.js';
import type { TerritoryKey } from '../territory/selector.js';
import type { Inputs } from './inputs.js';
import { nationalNotice } from './national-cover.js';

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
  const { options, loaded, merged, territory, reference, geography } = inputs;
  const { model } = loaded;
  requireKnownVariables(inputs);
  const frame = buildFrame(merged, territory.units, reference.units);
  requireReferenceRows(inputs);
  const { choices, lacks } = chooseColumns(model, frame, options.vintages);
  if (lacks.length > 0) {
    const headers = [...new Set(inputs.sources.flatMap((s) => s.header))];
    throw inputError(lacksMessage(model.id, lacks, headers, inputs.sources.map((s) => s.file)));
  }
  for (const text of newSeriesNotices(choices, model.quantities)) journal.warn(text);
  const national = nationalNotice(inputs);
  if (national !== null) journal.warn(national);
  const index = computeIndex({
    model,
    frame,
    choices,
    territory,
    reference,
    unitOf: (code) => unitOf(geography, code),
    populationOf: (level, code) => populationOf(geography.cog, level, code),
    published: (key, choice) => publishedValue(inputs, key, choice),
    given: (choice) => givenValue(inputs, choice, journal),
    policyOf: (variable) => options.missing.variables.get(variable) ?? options.missing.all,
    journal,
  });
  return {
    inputs,
    index,
    population: population('population', inputs, frame, journal),
    population15Plus: population('population_15_plus', inputs, frame, journal),
  };
}

/** @throws usageError when --missing or --vintage names what is no variable of the model */
export function requireKnownVariables({ options, loaded }: Inputs): void {
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

/** Under this share of its inhabitants in the files, a reference is one in name only. */
const MINIMUM_REFERENCE_COVER = 0.8;

/** @throws inputError when the files hold too little of the reference */
function requireReferenceRows({ reference, merged, geography, options }: Inputs): void {
  const present = new Set(merged.codes);
  let found = 0;
  let all = 0;
  const missing: string[] = [];
  for (const code of reference.units) {
    const weight = unitOf(geography, code)?.population ?? 0;
    all += weight;
    if (present.has(code)) found += weight;
    else missing.push(code);
  }
  if (all === 0 || found / all >= MINIMUM_REFERENCE_COVER) return;
  throw inputError(
    `Les fichiers n'ont que ${(100 * (found / all)).toFixed(0)} % de la population de la référence (${reference.nom}) : ${String(missing.length)} communes sur ${String(reference.units.length)} y manquent (${missing.slice(0, 5).join(', ')}…).\n` +
      `Ajoutez leurs lignes par --insee, ou choisissez une autre ${options.reference === null ? '--territory ou --reference' : '--reference'}.`,
  );
}

/** The value in % of a choice in a territory row of the files, or null. */
function publishedValue({ territoryRows }: Inputs, key: TerritoryKey | null, choice: Choice): number | null {
  if (key === null) return null;
  const row = territoryRows.get(`${key.level}:${key.code}`);
  if (row === undefined) return null;
  const top = sumOfRow(row, choice.numerator, choice.vintage);
  if (choice.definition.kind === 'taux') return top;
  const bottom = choice.denominator === null ? null : sumOfRow(row, choice.denominator, choice.vintage);
  return top === null || bottom === null || bottom === 0 ? null : (100 * top) / bottom;
}

function givenValue({ given, reference }: Inputs, choice: Choice, journal: Journal): number | null {
  const own = given.filter((g) => g.variable === choice.variable.id && namesReference(g.territory, reference));
  const same = own.filter((g) => g.vintage === choice.vintage);
  const [first] = same;
  if (first !== undefined) {
    if (same.some((g) => g.value !== first.value)) {
      throw inputError(
        `--reference-values : ${choice.variable.id} a plusieurs valeurs pour ${reference.selector} en ${String(first.vintage)} (${same.map((g) => String(g.value)).join(', ')}). Gardez-en une.`,
      );
    }
    return first.value;
  }
  if (own.length > 0) {
    journal.warn(
      `${choice.variable.id} : la valeur de référence donnée est du millésime ${own.map((g) => String(g.vintage)).join(', ')}, les données de ${String(choice.vintage ?? '?')} ; elle ne sert pas.`,
    );
  }
  return null;
}

const LEVELS = { epci: 'epci', departement: 'dep', region: 'reg', france: 'france' } as const;

function namesReference(text: string, reference: { selector: string; key: TerritoryKey | null }): boolean {
  if (text === reference.selector) return true;
  if (reference.key === null) return false;
  const { level, code } = reference.key;
  return level === 'france' ? text.toLowerCase() === 'france' : text === `${LEVELS[level]}:${code}` || text === code;
}

function population(id: string, { loaded, options }: Inputs, frame: Frame, journal: Journal): Population | null {
  const quantity = loaded.model.quantities.get(id);
  const bound = options.vintages.families.get('rp') ?? null;
  const choice = quantity === undefined ? null : chooseQuantity(quantity, frame, bound);
  if (choice === null) {
    const named = id === 'population' ? 'Population' : 'Population de 15 ans et plus';
    journal.warn(`${named} : absente des fichiers ; la colonne ${id} reste vide.`);
    return null;
  }
  return { values: evaluate(frame, choice.alternative, choice.vintage).values, vintage: choice.vintage };
}
