import { de, frenchList, frenchNumber } from '../french.js';
import type { IndexResult } from '../index/compute.js';
import type { Axis } from '../index/model.js';
import type { JobResult } from '../main-job/run.js';
import { isWholeLevel } from '../territory/unit-level.js';
import type { UnitLevel } from '../territory/unit-level.js';
import { CORRELATION_MEANING, POLICY_NAMES } from './method-text.js';
import { aggregationText, pointsText, roundingText } from './model-text.js';
import { fitText, spokenName } from './variable-facts.js';

/** How a result was made, in sentences. */
export interface MethodLines {
  readonly formula: string;
  /** What each theme is made of, then what is in no theme: axes, variables. */
  readonly tree: readonly { readonly label: string | null; readonly text: string }[];
  /** Missing values, weights, estimations and replis. */
  readonly notes: readonly string[];
  readonly modelSource: string;
  /** What in the model stands in no source. */
  readonly inferences: readonly string[];
}

export function methodLines({ index, inputs }: JobResult): MethodLines {
  const { model } = index;
  const named = new Map(index.variables.map((v) => [v.choice.variable.id, spokenName(v)]));
  const policies = index.variables.map((v) => `${spokenName(v)} : ${POLICY_NAMES[v.applied]}`);
  const notes = [
    `Valeurs manquantes : ${policies.join(' ; ')}. Une valeur manquante n'est jamais un zéro.`,
    `Poids nominaux : ${index.variables.map((v) => `${spokenName(v)} ${frenchNumber(v.nominalWeight, 3)}`).join(', ')}. Corrélation : de Pearson, sans pondération, entre points et indice. ${CORRELATION_MEANING}`,
  ];
  if (isWholeLevel(inputs.units.level)) notes.push(WHOLE_TEXT);
  notes.push(...estimationNotes(index), ...fallbackNotes(index, inputs.units.level));
  return {
    formula: `Points d'une variable : ${pointsText(model)}. ${aggregationText(model)}. ${roundingText(model)}`,
    tree: [
      ...model.themes.map(({ label, axes }) => ({ label, text: axes.map((axis) => axisText(axis, named)).join(' ; ') })),
      ...model.looseAxes.map((axis) => ({ label: null, text: axisText(axis, named) })),
      ...(model.looseVariables.length === 0 ? [] : [{ label: null, text: names(model.looseVariables, named) }]),
    ],
    notes,
    modelSource: model.source,
    inferences: model.inferences,
  };
}

/** The fit of each estimation that served, in a sentence. */
export const estimationNotes = ({ variables }: IndexResult): string[] =>
  variables.flatMap((v) => {
    const fit = fitText(v);
    return fit === null ? [] : [`Estimation ${de(v.choice.variable.id)} : ${fit}. Une valeur estimée n'est pas donnée comme un taux, seulement en points.`];
  });

/** Which columns or definitions served in the place of others, in sentences. */
export const fallbackNotes = ({ variables }: IndexResult, level: UnitLevel): string[] =>
  variables.flatMap(({ choice }) => [
    ...[choice.numerator.note, choice.denominator?.note ?? null].flatMap((note) => (note === null ? [] : [`Repli de ${choice.variable.id} : ${note}.`])),
    ...(choice.definition.fallback === null ? [] : [`Repli de ${choice.variable.id} : « ${choice.definition.label} », pour toutes les ${level === 'commune' ? 'communes' : 'unités'} et la référence.`]),
  ]);

type Named = ReadonlyMap<string, string>;

const names = (variables: readonly { readonly id: string }[], named: Named): string => variables.map((v) => named.get(v.id) ?? v.id).join(', ');

const axisText = (axis: Axis, named: Named): string => `${axis.label} (${names(axis.variables, named)})`;

/**
 * Who made the figures: INSEE's sources that serve, and the files of the user's own.
 *
 * @param escaped the name of a file as the view must write it
 */
export function sourcesText({ index, inputs }: JobResult, escaped: (name: string) => string = (name) => name): string {
  const families = new Set(index.variables.map((v) => index.model.quantities.get(v.choice.definition.numerator)?.family ?? null));
  const insee = [...FAMILY_NAMES].filter(([family]) => families.has(family)).map(([, name]) => name);
  const own = families.has(null) ? inputs.sources.filter((s) => s.columns.some((c) => c.family === null)).map((s) => s.file) : [];
  const parts = [
    ...(insee.length > 0 ? [`Insee, ${frenchList(insee)} ; réutilisation avec mention de la source (Licence Ouverte 2.0)`] : []),
    ...(own.length > 0 ? [`fichiers propres : ${frenchList(own.map((f) => escaped(f.split('/').at(-1) ?? f)))}`] : []),
  ];
  return `Sources des données : ${parts.join(' ; ')}.`;
}

export const WHOLE_TEXT =
  'Parts : sommes des numérateurs et des dénominateurs sur les communes où les deux sont connus (« recalculé » quand il en manque, sans valeur sous 80 % de la population). Taux publiés : ceux que l\'Insee publie à ce niveau, jamais une moyenne des communes.';

const FAMILY_NAMES: ReadonlyMap<string | null, string> = new Map([
  ['rp', 'recensement de la population'],
  ['filosofi', 'Filosofi'],
]);
