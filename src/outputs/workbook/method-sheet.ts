import { firstOf, frenchNumber } from '../../french.js';
import { joinReport } from '../../main-job/join-report.js';
import type { JobResult } from '../../main-job/run.js';
import type { Crossing } from '../../posts/crossing.js';
import { UNIT_WORDS } from '../../territory/unit-level.js';
import { VERSION } from '../../version.js';
import { limitLines } from '../crossing-sections.js';
import { methodLines, sourcesText } from '../method-lines.js';
import { STATUS_MEANINGS, WARNING } from '../method-text.js';
import { referenceLabel, scaleText, usesReference } from '../model-text.js';
import { ruleText, statusText, unitOfVariable, vintagesText } from '../variable-facts.js';

/** A sentence with what it is of; a title has no text. */
export interface MethodRow {
  readonly title: string;
  readonly text: string;
}

/** `méthode`: what a reader needs to make sense of the other sheets, from the warning to the sources. */
export function methodRows(result: JobResult, crossing: Crossing | null): MethodRow[] {
  const { index, inputs } = result;
  const { model } = index;
  const { level } = inputs.units;
  const join = joinReport(inputs);
  const published = index.rank.reduce((n, r) => n + (r > 0 ? 1 : 0), 0);
  const { formula, tree, notes, modelSource, inferences } = methodLines(result);
  const rows = (title: string, texts: readonly string[]): MethodRow[] => texts.map((text, i) => ({ title: i === 0 ? title : '', text }));
  return [
    { title: `Indice de fragilité numérique : ${index.territory.nom}`, text: '' },
    { title: 'À savoir', text: WARNING },
    ...(inputs.options.demonstration ? [{ title: 'Démonstration', text: 'Données embarquées de la Métropole de Lyon, contours schématiques.' }] : []),
    { title: 'Territoire', text: `${index.territory.nom}, ${String(join.units)} ${level === 'commune' ? 'communes ou arrondissements' : UNIT_WORDS[level].many}, ${String(published)} scores publiés.` },
    ...(model.scale.base100 ? [] : [{ title: 'Échelle', text: `${scaleText(model.scale)}.` }]),
    { title: referenceLabel(model.scale, usesReference(model)), text: `${index.reference.nom}.` },
    { title: 'Modèle', text: `${model.label} (${model.id}, version ${String(model.version)}${model.reconstituted ? ', liste reconstituée' : ''}).` },
    ...(model.caveat === null ? [] : [{ title: 'Réserve', text: model.caveat }]),
    { title: 'Millésimes', text: `${vintagesText(result)} ; géographie au 1er janvier ${String(inputs.geography.cog.year)}.` },
    ...(join.withoutRows.length > 0 ? [{ title: 'Sans ligne dans les fichiers', text: firstOf(join.withoutRows) }] : []),
    { title: 'Lecture des feuilles', text: '' },
    { title: 'Rang', text: 'Rang de fragilité : 1 = la plus fragile. Dixième : 10 = les plus fragiles.' },
    { title: 'Nombres', text: 'Les cellules gardent toute la précision ; seul l\'affichage est arrondi. Une cellule vide est une valeur manquante, jamais un zéro.' },
    { title: 'Complétude', text: `Part du poids nominal des variables qui est observée ${level === 'commune' ? 'dans la commune' : "dans l'unité"}.` },
    { title: 'Statuts', text: STATUS_MEANINGS.join(' ; ') },
    { title: 'Variables', text: '' },
    ...index.variables.map((v) => ({
      title: v.choice.definition.label,
      text: [
        `identifiant ${v.choice.variable.id}`,
        v.choice.vintage === null ? 'sans millésime' : `millésime ${String(v.choice.vintage)}`,
        `référence ${frenchNumber(v.reference.value, 1)} ${unitOfVariable(model, v.choice.definition.numerator)}`,
        `règle : ${ruleText(v, false, UNIT_WORDS[level].many)}`,
        `poids nominal ${frenchNumber(v.nominalWeight, 3)}`,
        `corrélation avec l'indice ${frenchNumber(v.correlation, 2)}`,
        statusText(index, v),
      ].join(' ; '),
    })),
    { title: 'Calcul', text: '' },
    { title: 'Points', text: formula },
    ...tree.map(({ label, text }) => ({ title: label === null ? '' : `Thème ${label}`, text: `${text}.` })),
    ...rows('Précisions', notes),
    ...(crossing === null ? [] : [{ title: 'Postes et demandes', text: '' }, ...rows('Ce que les sources ne disent pas', limitLines(crossing).map((line) => line.replace(/^- /, '')))]),
    { title: 'Sources', text: '' },
    { title: 'Modèle', text: modelSource },
    ...rows('Déduit, et dans aucune source', inferences),
    { title: 'Données', text: sourcesText(result) },
    { title: 'Programme', text: `fragilite ${VERSION} ; manifest.json donne les options, les fichiers lus et leurs empreintes.` },
  ];
}
