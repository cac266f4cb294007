import { inputError } from '../errors.js';
import { counted, firstOf } from '../french.js';
import type { ComputeContext } from './compute.js';
import { estimateRate, fitLogLog } from './estimate.js';
import type { LogLogFit } from './estimate.js';
import { imputeMissing } from './impute.js';
import type { MissingPolicy } from './model.js';
import { ranksAllFiles } from './normalisation.js';
import { describeAlternative, isLongAlternative, validAt } from './quantity.js';
import { COVER_TO_TELL, counts, populationCover, withCover } from './reference-cover.js';
import { MINIMUM_OBSERVED_SHARE, percentBelow, referenceValue } from './reference.js';
import type { NoReference, Rates, ReferenceValue } from './reference.js';
import type { Cells, Series } from './series.js';
import { STATE, isKnown } from './state.js';
import { statusOfState } from './statuses.js';
import type { Status } from './statuses.js';
import { referenceCounts } from './unit-points.js';

/** The fit of an estimation and the units that it was made on. */
export interface FitResult extends LogLogFit {
  readonly scope: 'reference' | 'departement' | 'region' | 'france';
}

/** A variable once its policy has filled what it can; arrays are by unit of the frame. */
export interface FilledVariable {
  readonly series: Series;
  /** The policy asked for, and the one that applied (an estimation may be impossible). */
  readonly policy: MissingPolicy;
  readonly applied: MissingPolicy;
  readonly fit: FitResult | null;
  /** The rate that gives points: observed, estimated or imputed; NaN where there is none. */
  readonly used: Float64Array;
  readonly statuses: readonly Status[];
}

/**
 * Fills the missing values of a series by its policy and makes its reference value.
 * Estimated units enter the reference of a published rate; imputed ones never do.
 *
 * @throws inputError when no reference value can be made, or one observed for less than 80 %
 */
export function fillVariable(series: Series, context: ComputeContext): FilledVariable & { reference: ReferenceValue } {
  const { choice } = series;
  const { variable } = choice;
  const policy = context.policyOf(variable.id) ?? variable.missing;
  const unpublished = context.unpublished?.has(variable.id) === true;
  const fit = policy === 'estimation' && !unpublished && anyMissing(series, context) ? fitFor(series, context) : null;
  const applied = policy === 'estimation' && fit === null && anyMissing(series, context) ? 'ignorer' : policy;
  const estimated = fit === null ? blank(series) : estimateMissing(series, fit, context);
  const rates: Rates = { series, estimated };
  const reference = makeReference(rates, referenceCounts({ series, policy: applied }), context);
  const imputed = imputeMissing(rates, applied, reference.value, context);
  const fallback =
    choice.definition.fallback !== null || choice.numerator.kind === 'near' || choice.denominator?.kind === 'near';
  const used = new Float64Array(estimated.length);
  const statuses: Status[] = [];
  for (let row = 0; row < used.length; row += 1) {
    const state = series.rate.states[row] ?? 0;
    if (isKnown(state)) {
      used[row] = series.rate.values[row] ?? Number.NaN;
      statuses.push(statusOfState(state, fallback));
    } else if (!Number.isNaN(estimated[row])) {
      used[row] = estimated[row] ?? Number.NaN;
      statuses.push('estime');
    } else if (!Number.isNaN(imputed[row])) {
      used[row] = imputed[row] ?? Number.NaN;
      statuses.push('impute');
    } else {
      used[row] = Number.NaN;
      // What no file publishes is not a row that the unit lacks.
      statuses.push(unpublished && state === STATE.absent ? 'non_disponible' : statusOfState(state, fallback));
    }
  }
  return { series, policy, applied, fit, used, statuses, reference };
}

/** True where a unit whose value has a part in the result has none: with ranks among all units, any of the files. */
function anyMissing({ rate, choice }: Series, { frame }: ComputeContext): boolean {
  const rows = ranksAllFiles(choice.variable.normalisation) ? [...frame.codes.keys()] : [...frame.territory, ...frame.reference];
  return rows.some((row) => !isKnown(rate.states[row] ?? Number.POSITIVE_INFINITY));
}

const blank = (series: Series): Float64Array => new Float64Array(series.rate.values.length).fill(Number.NaN);

/**
 * The fit on the units of the reference, else on its départements, its régions, all the files; at once
 * on all the files where units are placed among all of them, so that their places do not depend on the
 * reference.
 */
function fitFor(series: Series, context: ComputeContext): FitResult | null {
  const { variable } = series.choice;
  const { estimation } = variable;
  const { predictor } = series;
  if (estimation === null || predictor === null) {
    const why = estimation === null ? 'aucun prédicteur déclaré' : 'le prédicteur manque dans les fichiers';
    context.journal.warn(`${variable.id} : pas d'estimation (${why}) ; les valeurs manquantes sont laissées de côté.`);
    return null;
  }
  const everywhere = ranksAllFiles(variable.normalisation);
  for (const [scope, rows] of everywhere ? [['france', context.frame.codes.keys()] as const] : fitScopes(context)) {
    const fit = fitLogLog(known(predictor), known(series.rate), rows, estimation.minimumObservations);
    if (fit === null) continue;
    if (scope !== 'reference' && !everywhere) {
      context.journal.warn(
        `${variable.id} : moins de ${String(estimation.minimumObservations)} unités de la référence ont les deux valeurs ; ` +
          `l'estimation est ajustée sur ${String(fit.n)} unités (${SCOPE_NAMES[scope]}).`,
      );
    }
    return { ...fit, scope };
  }
  context.journal.warn(
    `${variable.id} : pas d'estimation (moins de ${String(estimation.minimumObservations)} unités des fichiers ont les deux valeurs) ; les valeurs manquantes sont laissées de côté.`,
  );
  return null;
}

const SCOPE_NAMES = {
  reference: 'la référence',
  departement: 'ses départements',
  region: 'ses régions',
  france: 'toute la France des fichiers',
} as const;

const known = (cells: Cells): Float64Array =>
  cells.values.map((value, i) => (isKnown(cells.states[i] ?? Number.POSITIVE_INFINITY) ? value : Number.NaN));

function* fitScopes({ frame, unitOf }: ComputeContext): Generator<[FitResult['scope'], Iterable<number>]> {
  yield ['reference', frame.reference];
  const units = frame.codes.map((code) => unitOf(code));
  for (const scope of ['departement', 'region'] as const) {
    const wanted = new Set<string>();
    for (const row of frame.reference) wanted.add(units[row]?.[scope] ?? '');
    const rows = [...units.keys()].filter((row) => wanted.has(units[row]?.[scope] ?? '?'));
    yield [scope, rows];
  }
  yield ['france', frame.codes.keys()];
}

function estimateMissing(series: Series, fit: LogLogFit, { missingMeansFew = true }: ComputeContext): Float64Array {
  const estimated = blank(series);
  const ceiling = series.choice.variable.estimation?.ceilingCount ?? null;
  const predictor = series.predictor;
  if (predictor === null) return estimated;
  for (let row = 0; row < estimated.length; row += 1) {
    const state = series.rate.states[row] ?? 0;
    if (isKnown(state)) continue;
    const x = predictor.values[row] ?? Number.NaN;
    const few = missingMeansFew || state === STATE.secret;
    estimated[row] = estimateRate(fit, x, series.denominator?.values[row] ?? Number.NaN, few ? ceiling : null);
  }
  return estimated;
}

/** @param needed false where the value is only shown: it may then be missing, or rest on little */
function makeReference(rates: Rates, needed: boolean, context: ComputeContext): ReferenceValue {
  const { choice } = rates.series;
  const { variable } = choice;
  const { reference, frame } = context;
  const given = context.given(choice);
  const published = given ?? context.published(reference.key, choice);
  const rule = given === null ? variable.rule : 'publie';
  const exact = rule === 'publie' && published !== null ? null : (context.totalOfReference?.(choice) ?? null);
  if (exact !== null) return exact;
  const found = referenceValue(rates, frame.reference, rule, published);
  if (typeof found === 'string') {
    if (!needed || context.unpublished?.has(variable.id) === true) return { value: Number.NaN, rule, units: 0, observedShare: null };
    throw noReference(found, rates.series, context);
  }
  const cover = populationCover({ rows: frame.reference, population: null }, counts(rates.series), context);
  const made = withCover(found, cover);
  if (!needed) return made;
  if (made.observedShare !== null && made.observedShare < MINIMUM_OBSERVED_SHARE) {
    throw inputError(
      `${variable.id} : dans la référence (${reference.nom}), le taux n'est publié que pour ${percentBelow(made.observedShare)} des personnes${withoutRows(rates.series, context)} ; il en faut 80 %.\n` +
        publishedAdvice(rates.series, context),
    );
  }
  if (made.rule !== 'publie' && made.observedShare === null && cover !== null && cover < COVER_TO_TELL) {
    context.journal.warn(
      `${variable.id} : la valeur de référence ne repose que sur ${percentBelow(cover)} de la population de la référence (${counted(made.units, 'unité')} sur ${String(frame.reference.length)}).`,
    );
  }
  return made;
}

/** The first units of the reference of which the files do not have the weight. */
function withoutRows(series: Series, { frame }: ComputeContext): string {
  const known = counts(series);
  const codes = [...frame.reference].filter((row) => !known(row)).map((row) => frame.codes[row] ?? '');
  return codes.length === 0 ? '' : ` (${counted(codes.length, 'unité')} sans poids dans les fichiers : ${firstOf(codes)})`;
}

function noReference(why: NoReference, series: Series, context: ComputeContext): Error {
  const { variable, definition, vintage } = series.choice;
  const weight = definition.denominator === null ? undefined : context.model.quantities.get(definition.denominator);
  if (why === 'no-weight') {
    const names = weight?.alternatives.filter((a) => validAt(a, vintage) && !isLongAlternative(a)).map((a) => describeAlternative(a, vintage)).join(' ou ');
    return inputError(
      `${variable.id} : ce taux publié ne peut pas être totalisé sur la référence sans la colonne qui le pondère${names === undefined ? ' (le modèle n’en déclare pas : ajoutez « poids »)' : ` : ${names}`}.\n` +
        publishedAdvice(series, context),
    );
  }
  return inputError(
    `${variable.id} : aucune unité de la référence (${context.reference.nom}) n'a de valeur dans les fichiers.\n` +
      'Ajoutez par --insee les lignes de ce territoire, ou choisissez une autre --reference.',
  );
}

/** Which file would give the reference's own value, and which given values do not. */
function publishedAdvice(series: Series, context: ComputeContext): string {
  const elsewhere = context.givenElsewhere?.(series.choice.variable.id) ?? null;
  return `${elsewhere === null ? '' : `${elsewhere}\n`}${whereToFind(series, context)}`;
}

function whereToFind({ choice }: Series, { reference, model }: ComputeContext): string {
  const row = `une ligne « ${reference.selector};${choice.variable.id};valeur;${String(choice.vintage ?? '')};source » par --reference-values`;
  const family = model.quantities.get(choice.definition.numerator)?.family;
  if (family !== 'filosofi') return `Donnez la valeur publiée pour la référence : ${row}.`;
  if (reference.key === null) return `Donnez la valeur publiée pour la référence : ${row}, ou une --reference que l'Insee publie (epci:…, dep:…, reg:…, france) et son fichier Filosofi.`;
  const suffix = { commune: 'COM', epci: 'EPCI', departement: 'DEP', region: 'REG', france: 'METROPOLE' }[reference.key.level];
  return (
    `Ajoutez le fichier de l'Insee qui a la ligne ${reference.key.code} (cc_filosofi_${String(choice.vintage ?? '')}_${suffix}.csv), ou ${row}.`
  );
}
