import { frenchNumber } from '../../french.js';
import { isMeanOfRatios } from '../../sources/result-folder.js';
import type { StoredResult } from '../../sources/result-folder.js';
import { aboutIndex } from '../about-index.js';
import { valueText } from '../explanation.js';
import { mapText } from '../map/about-map.js';
import type { MapColumn } from '../map/columns.js';
import { POLICY_NAMES } from '../method-text.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';
import { placeOf } from './tree-place.js';

/** The method in full: what the index rests on, each variable, how it is computed, its sources. */
export function methodSection({ manifest, tree }: StoredResult, score: MapColumn, units: number): Markup {
  const { modele, variables } = manifest;
  const { sources, contours } = mapText([score], manifest, units);
  return html`<ul>
${aboutIndex(manifest).map((line) => html`<li>${line}</li>\n`)}${modele.reserve === undefined || modele.reserve === null ? null : html`<li>Réserve : ${modele.reserve}</li>`}
</ul>
<div class="defile" role="region" aria-label="Tableau des variables" tabindex="0">
<table>
<caption>Les variables de l'indice</caption>
<thead><tr><th scope="col">Thème</th><th scope="col">Axe</th><th scope="col">Variable</th><th scope="col">Millésime</th><th scope="col" class="n">Référence</th><th scope="col">Règle</th><th scope="col" class="n">Poids nominal</th><th scope="col" class="n">Corrélation avec l'indice</th><th scope="col">Valeurs manquantes</th></tr></thead>
<tbody>
${variables.map((v) => {
  const { theme, axis } = placeOf(tree, v.id);
  return html`<tr><td>${theme ?? '–'}</td><td>${axis ?? '–'}</td><th scope="row">${v.definition}</th><td>${v.millesime === null ? 'sans millésime' : String(v.millesime)}</td><td class="n">${v.reference.valeur === null ? '–' : valueText(v.reference.valeur, v.unite)}</td><td>${v.reference.regle}</td><td class="n">${frenchNumber(v.poids_nominal, 3)}</td><td class="n">${frenchNumber(v.correlation_score, 2)}</td><td>${POLICY_NAMES[v.manquants.appliquee]}</td></tr>\n`;
})}</tbody>
</table>
</div>
<h3>Comment l'indice est calculé</h3>
<p>${isMeanOfRatios(tree, variables) && tree.themes.length > 0 ? MEANS : OTHER} ${ALWAYS}</p>
<h3>Sources</h3>
<p>${sources}${contours === null ? null : html` ${contours}`} Calcul : fragilite ${manifest.outil.version}.</p>`;
}

const MEANS =
  "Chaque variable est rapportée à sa valeur dans la référence : points = 100 × valeur ÷ valeur de la référence. Un axe est la moyenne de ses variables, un thème celle de ses axes, l'indice celle des thèmes. La contribution d'une variable est son poids × (points − 100) : leur somme est l'écart de l'indice à 100.";
const OTHER =
  "Les points des variables, leur mise ensemble et l'échelle sont ceux de ce modèle : la partie « Méthode » du classement, parmi les textes ci-dessous, en donne chaque formule.";
const ALWAYS =
  "Une valeur manquante n'est jamais un zéro : elle est estimée, imputée ou laissée de côté, comme il est dit ci-dessus. La corrélation est celle de Pearson, sans pondération, entre les points et l'indice.";
