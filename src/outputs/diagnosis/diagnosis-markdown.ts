import type { StoredManifest } from '../../sources/result-folder.js';
import type { StoredDiagnosis } from '../../sources/stored-diagnosis.js';
import { aboutIndex } from '../about-index.js';
import { markdownText } from '../markdown.js';
import { completenessSection, distributionSection } from './data-sections.js';
import { essentialSentences } from './essential.js';
import { leftOutSection, reliabilitySection, simulationSection } from './ranking-sections.js';
import { consistencySection, correlationSection, weightSection } from './structure-sections.js';
import { fewUnitsText, wordsOf } from './words.js';

/** `diagnostic.md`: how sound a result is, in the order of the OECD/JRC handbook. */
export function diagnosisMarkdown(diagnosis: StoredDiagnosis, manifest: StoredManifest): string {
  const words = wordsOf(diagnosis, manifest);
  const few = fewUnitsText(diagnosis, words);
  const lines = [
    `# Diagnostic de l'indice : ${diagnosis.territoire}`,
    '',
    `> ${diagnosis.avertissement}`,
    '',
    ...aboutIndex(manifest).map((line) => `- ${line}`),
    '',
    "Dans l'ordre du manuel de l'OCDE et du JRC sur les indicateurs composites (*Handbook on Constructing Composite Indicators*, 2008). Ce diagnostic dit ce que valent les chiffres et combien le classement dépend des choix ; il ne dit pas si l'indice mesure bien la fragilité numérique : seule une enquête le peut.",
    '',
    ...(few === null ? [] : [`**Peu d'unités** : ${few}`, '']),
    "## L'essentiel",
    '',
    ...essentialSentences(diagnosis, manifest).map((text) => `- ${markdownText(text)}`),
    '',
    ...completenessSection(diagnosis, manifest, words),
    ...distributionSection(diagnosis, manifest, words),
    ...correlationSection(diagnosis, words),
    ...consistencySection(diagnosis, words),
    ...weightSection(diagnosis, words),
    ...leftOutSection(diagnosis, words),
    ...simulationSection(diagnosis, manifest, words),
    ...reliabilitySection(diagnosis, words),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
