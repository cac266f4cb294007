import { frenchNumber } from '../../french.js';
import type { StoredManifest } from '../../sources/result-folder.js';
import type { StoredDiagnosis } from '../../sources/stored-diagnosis.js';
import { essentialSentences } from '../diagnosis/essential.js';
import { flagText } from '../diagnosis/structure-sections.js';
import { fewUnitsText, wordsOf } from '../diagnosis/words.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';
import { rankChart } from './rank-chart.js';
import { correlationTable, leftOutTable, weightsTable } from './soundness-tables.js';

/** How sound the result is: what `fragilite diagnose` found, in sentences and pictures. */
export function soundnessSection(diagnosis: StoredDiagnosis, manifest: StoredManifest): Markup {
  const words = wordsOf(diagnosis, manifest);
  const ranks = rankChart(diagnosis);
  const { simulation, correlations } = diagnosis;
  const few = fewUnitsText(diagnosis, words);
  return html`<section id="solidite" aria-labelledby="titre-solidite">
<h2 id="titre-solidite">Solidité</h2>
${few === null ? null : html`<p><strong>Peu d'unités</strong> : ${few}</p>
`}<ul class="messages">
${essentialSentences(diagnosis, manifest).map((text) => html`<li>${text}</li>\n`)}</ul>
<h3>Rangs</h3>
${ranks === null ? null : html`<figure class="longue"><figcaption>${ranks.ribbon ? RIBBON : LINES} Du 5e au 95e centile de ${frenchNumber(simulation.tirages)} tirages, sous les hypothèses du diagnostic (parmi les textes, plus bas) ; ${ranks.ribbon ? 'diagnostic.json' : 'le tableau « Rangs et intervalles »'} donne ces nombres.</figcaption>
${ranks.chart}</figure>`}
<h3>Poids</h3>
${weightsTable(diagnosis, words)}
<h3>Corrélations</h3>
${correlationTable(diagnosis, words)}
<ul>${correlations.alertes.map((flag) => html`<li>${flagText(flag, words)}</li>\n`)}</ul>
<h3>Retraits</h3>
${leftOutTable(diagnosis, words)}
</section>`;
}

const LINES =
  'Intervalle de rang de chaque unité (trait) et rang publié (disque plein : fiabilité bonne ; gris : moyenne ; vide : faible). Les bandes de fond séparent les groupes, dont les intervalles rencontrent celui de la première.';
const RIBBON = 'Intervalles de rang, du plus fragile (à gauche) au moins fragile : bande foncée, les bornes médianes ; bande claire, celles de huit unités sur dix ; ligne, le rang publié.';
