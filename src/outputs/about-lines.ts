import { firstOf } from '../french.js';
import { joinReport } from '../main-job/join-report.js';
import type { JobResult } from '../main-job/run.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import { referenceLabel, scaleText, usesReference } from './model-text.js';
import { vintagesText } from './variable-facts.js';

/** What a text of a result begins with, as a Markdown list: model, caveat, territory, scale, reference, vintages. */
export function aboutLines(result: JobResult): string[] {
  const { index, inputs } = result;
  const join = joinReport(inputs);
  const { model } = index;
  const { level } = inputs.units;
  const published = index.rank.reduce((n, r) => n + (r > 0 ? 1 : 0), 0);
  const list = model.reconstituted ? ', liste reconstituée' : '';
  return [
    `- **Modèle** : ${model.label} (\`${model.id}\`, version ${String(model.version)}${list}).`,
    ...(model.caveat === null ? [] : [`- **Réserve** : ${model.caveat}`]),
    `- **Territoire** : ${index.territory.nom}, ${String(join.units)} ${join.units > 1 ? (level === 'commune' ? 'communes ou arrondissements' : UNIT_WORDS[level].many) : level === 'commune' ? 'commune ou arrondissement' : UNIT_WORDS[level].one}, ${String(published)} ${published > 1 ? 'scores publiés' : 'score publié'}.`,
    ...(model.scale.base100 ? [] : [`- **Échelle** : ${scaleText(model.scale)}.`]),
    `- **${referenceLabel(model.scale, usesReference(model))}** : ${index.reference.nom}.`,
    `- **Millésimes** : ${vintagesText(result)} ; géographie au 1er janvier ${String(inputs.geography.cog.year)}.`,
    ...(join.withoutRows.length > 0 ? [`- **Sans ligne dans les fichiers** : ${firstOf(join.withoutRows)}.`] : []),
  ];
}
