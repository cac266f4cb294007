import { counted, de, frenchNumber, frenchPercent } from '../../french.js';
import { axesOf } from '../../index/model.js';
import type { Model } from '../../index/model.js';
import { MINIMUM_FOR_TENTHS } from '../../index/ranks.js';
import type { JobResult } from '../../main-job/run.js';
import { isWholeLevel, UNIT_WORDS } from '../../territory/unit-level.js';
import { aboutLines } from '../about-lines.js';
import { scoreSentence } from '../explanation.js';
import { codeText, markdownText } from '../markdown.js';
import { fallbackNotes, methodLines, WHOLE_TEXT } from '../method-lines.js';
import { CORRELATION_MEANING, WARNING } from '../method-text.js';
import { roundingText, scaleText } from '../model-text.js';
import { policiesText } from '../variable-facts.js';
import { changeLines } from './definition-changes.js';
import { figureLines, sourceLines } from './figures.js';
import { developedFormula, treeFormulas } from './tree-formulas.js';
import { variableSheet } from './variable-sheet.js';

export const METHOD_NAME = 'methode.md';

/**
 * `methode.md`: the model in words and formulas, filled with what this run took and made of it: units,
 * vintages, columns, references, estimations, counts. It depends neither on the order of rows nor on that
 * of files.
 */
export function* methodFileLines(result: JobResult): Generator<string> {
  for (const line of lines(result)) yield `${line}\n`;
}

function* lines(result: JobResult): Generator<string> {
  const { index } = result;
  const { model } = index;
  yield* [`# Méthode : ${model.label}`, '', `> ${WARNING}`, '', ...aboutLines(result), ''];
  yield* ['## Le modèle', '', ...modelLines(result), ''];
  yield* ['## Formules', '', ...formulaLines(model), ''];
  yield* ['## Variables', '', 'Les nombres sont arrondis pour être lus ; `manifest.json` et `quantites.csv` les ont en entier.', ''];
  for (const variable of index.variables) yield* [...variableSheet(result, variable), ''];
  yield* ['## Valeurs manquantes', '', ...missingLines(result), ''];
  yield* ['## Rang, dixième, complétude', '', ...rankLines(result), ''];
  yield* ['## Unités et géographie', '', ...figureLines(result), ''];
  yield* ['## Changements de définition et comparaisons dans le temps', '', ...fallbackNotes(index, result.inputs.units.level).map(item), ...changeLines(result), ''];
  yield* ['## Sources', '', ...sourceLines(result), ''];
  yield* ['## Ce que cet indice ne dit pas', '', ...limitLines(result)];
}

const item = (text: string): string => `- ${text}`;

function modelLines(result: JobResult): string[] {
  const { model } = result.index;
  const { tree, modelSource, inferences } = methodLines(result);
  const [themes, axes, variables] = [model.themes.length, axesOf(model).length, result.index.variables.length];
  const shape = [...(themes > 0 ? [counted(themes, 'thème')] : []), ...(axes > 0 ? [counted(axes, 'axe')] : []), counted(variables, 'variable')];
  return [
    `${shape.join(', ')} :`,
    '',
    ...tree.map(({ label, text }) => item(`${[...(label === null ? [] : [`**${label}**`]), text].join(' : ')}.`)),
    '',
    `Source : ${modelSource}`,
    ...(model.reconstituted ? ['', 'Liste reconstituée : aucune source publique ne donne la liste des variables de cette édition.'] : []),
    ...(inferences.length === 0 ? [] : ['', 'Déduit, et dans aucune source :', '', ...inferences.map(item)]),
  ];
}

function formulaLines(model: Model): string[] {
  const formulas = treeFormulas(model);
  const developed = developedFormula(model);
  const aside = formulas.filter((f) => f.aside);
  const cut = formulas.some((f) => f.formula.includes('ent('));
  return [
    '1. Chaque variable devient des **points**, selon sa formule (plus bas).',
    '2. Les points sont mis ensemble de bas en haut ; un nom de variable y est ses points :',
    '',
    ...formulas.map(({ what, label, formula }) => item(`${what}${label === '' ? '' : ` « ${markdownText(label)} »`} : ${codeText(formula)}`)),
    '',
    ...(developed === null ? [] : [`Soit, là où rien ne manque : ${codeText(developed)}.`, '']),
    ...(cut ? ['`ent` est la troncature à l’entier, vers zéro.', ''] : []),
    ...(aside.length === 0 ? [] : [`L'indice ne passe pas par ${aside.map((f) => `${f.what === 'axe' ? 'l’axe' : 'le thème'} « ${markdownText(f.label)} »`).join(', ')} : ils sont seulement montrés.`, '']),
    ...(model.rollUpWeight === null ? [] : [`Une intercommunalité entière est la moyenne des indices de ses unités, pondérée par « ${model.rollUpWeight} ».`, '']),
    `3. L'indice se lit ainsi : ${scaleText(model.scale)}. ${roundingText(model)}`,
  ];
}

function missingLines(result: JobResult): string[] {
  const { index, inputs } = result;
  const { model } = index;
  const { many } = UNIT_WORDS[inputs.units.level];
  const units = index.frame.territory.length;
  const published = index.rank.reduce((n, r) => n + (r > 0 ? 1 : 0), 0);
  return [
    `Politique : ${policiesText(result)}. Une valeur manquante n'est jamais un zéro.`,
    '',
    item(`Ce qui manque à un niveau laisse son poids aux autres parties de ce niveau${axesOf(model).length === 0 ? '' : ' ; un axe sans aucune variable quitte le niveau du dessus, et `axes_absents` le nomme'}.`),
    item(`Aucun indice n'est publié strictement sous ${frenchPercent(model.completenessThreshold)} du poids nominal ayant des points : ici, ${frenchNumber(published)} publiés sur ${frenchNumber(units)} ${many}.`),
    item("Une valeur estimée n'est jamais donnée comme un taux, seulement en points. Une valeur imputée n'entre jamais dans la référence ; une valeur estimée d'un taux publié y entre."),
    ...(isWholeLevel(inputs.units.level) ? [item(WHOLE_TEXT)] : []),
  ];
}

function rankLines({ index }: JobResult): string[] {
  const tenths = index.tenth.some((t) => t > 0);
  return [
    item('Rang de fragilité : 1 = la plus fragile. Les ex æquo ont le meilleur rang ; ils sont donnés dans l’ordre des codes.'),
    item(
      tenths
        ? 'Dixième : 10 × (n − rang + 1) / n arrondi au-dessus, n étant le nombre d’indices publiés ; 10 = les plus fragiles.'
        : `Dixième : aucun sous ${String(MINIMUM_FOR_TENTHS)} indices publiés.`,
    ),
    item('Complétude : part du poids nominal dont la valeur est observée (aussi par un repli, ou recalculée) ; une valeur estimée ou imputée n’y compte pas.'),
    item(`Corrélation : de Pearson, sans pondération, entre les points d'une variable et l'indice, valeurs estimées comprises, sur les unités qui ont les deux. ${CORRELATION_MEANING}`),
  ];
}

function limitLines(result: JobResult): string[] {
  const { inputs } = result;
  return [
    `**${WARNING}**`,
    '',
    ...(inputs.contours?.source.schematic === true ? [item('Les contours de `ifn.geojson` sont schématiques : ce ne sont pas les limites des communes.')] : []),
    ...readingExample(result),
  ];
}

/** How a score is read, on that of the first of the ranking. */
function readingExample({ index, inputs }: JobResult): string[] {
  const row = [...index.frame.territory].find((r) => index.rank[r] === 1);
  if (row === undefined) return [];
  const code = index.frame.codes[row] ?? '';
  const { axis, theme, global } = index.model.rules;
  const meanOfRatios =
    [axis, theme, global].every((rule) => rule.method === 'moyenne') &&
    index.variables.every(({ choice: { variable }, reference }) => variable.direction === '+' && variable.normalisation.method === 'rapport' && (reference.rule === 'total' || reference.rule === 'publie'));
  const sentence = scoreSentence(index.score[row] ?? null, index.reference.nomCourt, { scale: index.model.scale, meanOfRatios }, inputs.units.level);
  return [item(`Lecture, ${de(markdownText(inputs.units.of(code)?.nom ?? code))} (${code}) : ${sentence}`)];
}
