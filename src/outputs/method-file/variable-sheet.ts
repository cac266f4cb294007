import { counted, frenchNumber } from '../../french.js';
import type { VariableResult } from '../../index/compute.js';
import { describeAlternative, isLongAlternative } from '../../index/quantity.js';
import type { Alternative, Quantity } from '../../index/quantity.js';
import { STATE, isKnown } from '../../index/state.js';
import { givenAtVintage } from '../../main-job/given-values.js';
import type { JobResult } from '../../main-job/run.js';
import { isWholeLevel, UNIT_WORDS } from '../../territory/unit-level.js';
import { valueText } from '../explanation.js';
import { codeText, markdownText } from '../markdown.js';
import { POLICY_NAMES } from '../method-text.js';
import { pointsFormula } from '../model-text.js';
import { fitText, ruleText, statusText, unitOfVariable } from '../variable-facts.js';

/** Half of the last digit of a published rate, in points of the rate. */
const ROUNDING = 0.5;

/** All that a result knows of how one variable was made, as a Markdown list. */
export function variableSheet(result: JobResult, v: VariableResult): string[] {
  const { index } = result;
  const { choice } = v;
  const { variable, definition } = choice;
  const top = index.model.quantities.get(definition.numerator);
  const unit = unitOfVariable(index.model, definition.numerator);
  const vintage = choice.vintage === null ? 'sans millésime' : `millésime ${String(choice.vintage)}`;
  return [
    `### ${markdownText(definition.label)} (${codeText(variable.id)})`,
    '',
    `- **Valeur** : ${definitionText(result, v)}, ${familyText(top)}, ${vintage}.`,
    ...(variable.caveat === null ? [] : [`- **Réserve** : ${variable.caveat}.`]),
    `- **Sens** : ${directionText(v)}.`,
    `- **Points** : ${pointsFormula(variable)}${variable.inversion === 'complement' ? ' (les deux en parts de 1, non en %)' : ''}${v.sampleSize === null ? '' : ` (ici, n = ${frenchNumber(v.sampleSize)})`}.`,
    `- **Référence** : ${referenceText(result, v, unit)}.`,
    `- **Poids** : ${frenchNumber(v.nominalWeight, 3)} (poids nominal) ; corrélation avec l'indice ${frenchNumber(v.correlation, 2)}.`,
    `- **Valeurs manquantes** : ${missingText(result, v)}.`,
    `- **Unités** : ${statusText(index, v)}.`,
    ...roundingLines(v, top),
  ];
}

function definitionText({ index }: JobResult, { choice }: VariableResult): string {
  const { definition, vintage } = choice;
  const named = (id: string | null, alternative: Alternative): string => {
    const label = index.model.quantities.get(id ?? '')?.label ?? '';
    // A long form's name is the quantity's own.
    const columns = describeAlternative(alternative, vintage);
    return `« ${markdownText(label)} » (${isLongAlternative(alternative) ? columns : codeText(columns)})`;
  };
  if (definition.kind === 'part') {
    return choice.denominator === null
      ? named(definition.numerator, choice.numerator)
      : `100 × ${named(definition.numerator, choice.numerator)} / ${named(definition.denominator, choice.denominator)}`;
  }
  const weight = choice.denominator === null ? 'sans pondération dans les fichiers' : `pondérée, pour un total, par ${named(definition.denominator, choice.denominator)}`;
  return `valeur publiée, ${named(definition.numerator, choice.numerator)}, ${weight}`;
}

const familyText = (quantity: Quantity | undefined): string =>
  ({ rp: 'recensement de la population', filosofi: 'Filosofi' })[quantity?.family ?? ''] ?? 'fichier propre';

function directionText({ choice: { variable } }: VariableResult): string {
  if (variable.direction === '+') return '`+`, plus la valeur est forte, plus la fragilité est forte';
  return `\`-\`, plus la valeur est forte, moins la fragilité est forte${variable.inversion === null ? '' : ` (inversion \`${variable.inversion}\`)`}`;
}

function referenceText(result: JobResult, v: VariableResult, unit: string): string {
  const { inputs } = result;
  const { value, rule } = v.reference;
  const [given] = rule === 'publie' ? givenAtVintage(inputs, v.choice) : [];
  if (Number.isNaN(value)) return 'aucune valeur, et aucune n’est nécessaire ici';
  const named = unit === '%' ? valueText(value, unit) : `${valueText(value, unit)} ${unit}`;
  return `${named} ; règle : ${ruleText(v, false, UNIT_WORDS[inputs.units.level].many)}${restsOn(result, v)}${given === undefined ? '' : `, donnée par vous, source : « ${markdownText(given.source)} »`}`;
}

/** How many units a reference value rests on; a share of larger units may be the sum over their communes. */
function restsOn({ index, inputs }: JobResult, { reference: { rule, units }, choice }: VariableResult): string {
  if (rule === 'publie') return '';
  const { level } = inputs.units;
  const ofCommunes = isWholeLevel(level) && choice.definition.kind === 'part' && rule === 'total';
  if (ofCommunes && units <= index.frame.reference.length) return '';
  const { one, many } = UNIT_WORDS[ofCommunes ? 'commune' : level];
  return `, sur ${counted(units, one, many)}`;
}

function missingText(result: JobResult, v: VariableResult): string {
  const asked = v.policy === v.applied ? '' : ` (« ${POLICY_NAMES[v.policy]} » était demandé et n'était pas possible)`;
  const fit = fitText(v);
  const { estimation } = v.choice.variable;
  if (fit === null || estimation === null) return `${POLICY_NAMES[v.applied]}${asked}`;
  const predictor = result.index.model.quantities.get(estimation.predictor)?.label ?? estimation.predictor;
  const x = v.choice.predictor === null ? '' : `, ${codeText(describeAlternative(v.choice.predictor, v.choice.vintage))}`;
  return `estimation, y étant cette valeur en % et x « ${markdownText(predictor)} »${x} : ${fit}, moindres carrés ordinaires sans pondération ${SCOPES[v.fit?.scope ?? 'reference']}. ${ceilingText(result, v)}La valeur estimée n'est ni arrondie ni corrigée de la transformation ; sans x, la valeur est laissée de côté`;
}

const SCOPES = {
  reference: 'sur les unités de la référence qui ont les deux',
  departement: 'sur les unités des départements de la référence qui ont les deux',
  region: 'sur les unités des régions de la référence qui ont les deux',
  france: 'sur les unités des fichiers qui ont les deux',
} as const;

function ceilingText({ inputs }: JobResult, { choice }: VariableResult): string {
  const count = choice.variable.estimation?.ceilingCount ?? null;
  if (count === null || choice.denominator === null) return '';
  const secretOnly = inputs.units.level === 'commune' ? '' : ', pour les seules valeurs secrètes';
  return `L'estimation est au plus 100 × ${frenchNumber(count)} / ${codeText(describeAlternative(choice.denominator, choice.vintage))}${secretOnly} (un taux est secret sous ${frenchNumber(count)} personnes environ). `;
}

/** How far the rounding of a published rate carries into the points; nothing of rates that have decimals. */
function roundingLines({ choice, reference, series }: VariableResult, quantity: Quantity | undefined): string[] {
  if (quantity?.nature !== 'taux' || quantity.family !== 'filosofi') return [];
  if (series.rate.values.some((rate, row) => isKnown(series.rate.states[row] ?? STATE.absent) && !Number.isInteger(rate))) return [];
  const ratio = choice.variable.normalisation.method === 'rapport' && choice.variable.direction === '+' && reference.value > 0;
  const points = ratio ? `, soit ± ${frenchNumber((100 * ROUNDING) / reference.value, 1)} points de cette variable` : '';
  return [`- **Précision** : ce taux est publié en pour cent entiers (± 0,5 point${points}) ; « 5 » y veut dire 5 ou moins.`];
}
