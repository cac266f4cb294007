import { counted, frenchNumber } from '../../french.js';
import { neighboursOf } from '../../geometry/neighbours.js';
import type { PackedMap } from '../../geometry/packed.js';
import { decimalsOf } from '../../index/scale.js';
import { storedScale } from '../../sources/result-folder.js';
import type { StoredResult } from '../../sources/result-folder.js';
import type { StoredDiagnosis } from '../../sources/stored-diagnosis.js';
import { contoursText, unitNames } from '../map/about-map.js';
import { mapColumn } from '../map/columns.js';
import { drawLand } from '../map/land.js';
import type { Land } from '../map/land.js';
import { columnValues, mapLayer } from '../map/layer.js';
import { annexes } from './annexes.js';
import type { MarkdownFile } from './annexes.js';
import { distributionChart } from './distribution-chart.js';
import type { ReportData } from './form.js';
import { keyMessages } from './key-messages.js';
import { areaLayers, circlesLayers, placesOf } from './layers.js';
import { MAP_WIDTH, reportMap, swatch } from './map-markup.js';
import { embeddedJson, html, Markup } from './markup.js';
import { methodSection } from './method-section.js';
import { pageHtml, partLink } from './page.js';
import type { PageAssets } from './page-assets.js';
import { classColours, rankingTable } from './ranking-table.js';
import { scatterChart } from './scatter-chart.js';
import { sheetsOf } from './sheets.js';
import { soundnessSection } from './soundness-section.js';

/** What a report is made of. */
export interface ReportSource {
  readonly stored: StoredResult;
  /** Null without contours: the report then has no map. */
  readonly contours: PackedMap | null;
  /** Null where the result has not been diagnosed. */
  readonly diagnosis: StoredDiagnosis | null;
  /** `classement.md`, `croisement.md`, … of the result. */
  readonly texts: readonly MarkdownFile[];
  /** The names of EPCI by code. */
  readonly epciNames: ReadonlyMap<string, string>;
  readonly assets: PageAssets;
}

/**
 * `rapport.html`: one file that holds its data, its script and its style, and fetches nothing. The same
 * result gives the same bytes.
 */
export async function reportHtml({ stored, contours, diagnosis, texts, epciNames, assets }: ReportSource): Promise<string> {
  const { manifest, rows } = stored;
  const scoreColumn = mapColumn('score', manifest);
  if (scoreColumn === null) throw new Error('A result has a score');
  const land = contours === null || contours.size === 0 ? null : drawLand(contours, { x: 0, y: 4, width: MAP_WIDTH });
  const layers = areaLayers(stored);
  const [score] = layers;
  if (score === undefined) throw new Error('A result has a column of scores');
  const [one, many] = unitNames(manifest);
  const data = reportData(stored, land, layers);
  const scale = storedScale(manifest);
  const distribution = distributionChart(mapLayer(scoreColumn, columnValues(scoreColumn, rows)), scale, many);
  const scatter = scatterChart(stored);
  const parts = [['essentiel', "L'essentiel"], ['carte-partie', 'Carte'], ['tableau', 'Tableau'], ['figures', 'Figures'], ...(diagnosis === null ? [] : [['solidite', 'Solidité'] as const]), ['methode', 'Méthode'], ['annexes', 'Textes']] as const;
  return pageHtml({
    title: `${scoreColumn.label} : ${manifest.territoire.nom}`,
    version: manifest.outil.version,
    style: assets.style + classColours(score),
    heading: scoreColumn.label,
    about: `${manifest.territoire.nom}, ${counted(rows.size, one, many)} ; ${scoreColumn.unit}`,
    warning: manifest.avertissement,
    links: html`${parts.map(([id, name]) => partLink(id, name))}`,
    messages: keyMessages(stored),
    sections: html`<section id="carte-partie" aria-labelledby="titre-carte">
<h2 id="titre-carte">Carte</h2>
${land === null ? html`<p>Ce résultat n'a pas de contours : il n'y a pas de carte. Recalculez-le avec <code>--boundaries</code>.</p>` : mapPart(stored, land, data)}
<div id="fiche" class="fiche" role="region" aria-labelledby="fiche-titre" tabindex="-1" hidden></div>
</section>
<section id="tableau" aria-labelledby="titre-tableau">
<h2 id="titre-tableau">Tableau</h2>
${tableControls(stored, score.legend.map((l) => l.label), epciNames)}
<div class="defile" role="region" aria-label="Tableau des ${many}" tabindex="0">
${rankingTable(stored, score)}
</div>
</section>
<section id="figures" aria-labelledby="titre-figures">
<h2 id="titre-figures">Figures</h2>
<figure><figcaption>Distribution de l'indice : combien de ${many} ont quelle valeur, aux couleurs de la carte.</figcaption>
${distribution ?? html`<p>Trop peu de valeurs différentes pour une distribution.</p>`}</figure>
<figure><figcaption>${scatter === null ? "Postes et poids : ce résultat n'est croisé avec aucun poste (fragilite cross)." : `Postes et poids de chaque ${one} : ${scatter.counted} (${frenchNumber(scatter.total, Number.isInteger(scatter.total) ? 0 : 1)} en tout). Sur la ligne tiretée, les postes seraient en proportion du poids, une population pondérée par l'indice ; au-dessus, il y en a plus (disques pleins), au-dessous moins.`}</figcaption>
${scatter?.chart ?? null}</figure>
</section>
${diagnosis === null ? null : soundnessSection(diagnosis, manifest)}
<section id="methode" aria-labelledby="titre-methode">
<h2 id="titre-methode">Méthode</h2>
<p class="avertissement">${manifest.avertissement}</p>
${methodSection(stored, scoreColumn, rows.size)}
</section>
<section id="annexes" aria-labelledby="titre-annexes">
<h2 id="titre-annexes">Textes du résultat</h2>
${await annexes(texts)}
</section>
`,
    script: html`${embeddedJson('donnees', data)}
<script>${new Markup(assets.script)}</script>
`,
  });
}

function reportData(stored: StoredResult, land: Land | null, layers: ReportData['layers']): ReportData {
  const { rows, manifest } = stored;
  const shapes = land === null ? new Map() : new Map([land.main, ...land.insets.map((i) => i.drawn)].flatMap((drawn) => [...neighboursOf(drawn.shapes)]));
  const cells = (column: string): string[] => [...rows.values()].map((row) => row.get(column) ?? '');
  return {
    codes: [...rows.keys()],
    names: [...rows].map(([code, row]) => (row.get('nom') === '' ? code : (row.get('nom') ?? code))),
    epci: cells('epci'),
    centre: storedScale(manifest).centre,
    decimals: decimalsOf(storedScale(manifest)),
    unitName: unitNames(manifest)[0],
    unitNames: unitNames(manifest)[1],
    layers,
    circles: land === null ? [] : circlesLayers(stored, land),
    places: land === null ? [] : placesOf(stored, land),
    sheets: sheetsOf(stored, shapes as ReadonlyMap<string, readonly string[]>),
    csvName: 'tableau.csv',
  };
}

function mapPart(stored: StoredResult, land: Land, data: ReportData): Markup {
  const [score] = data.layers;
  if (score === undefined) return html``;
  const groups = [...new Set(data.layers.map((l) => l.group))];
  const contours = contoursText(stored.manifest);
  const listed = data.layers.map((layer, i) => ({ layer, i }));
  return html`<div class="commandes sans-impression">
<p><label for="couche">Couche</label> <select id="couche">${groups.map((group) => html`<optgroup label="${group}">${listed.filter(({ layer }) => layer.group === group).map(({ layer, i }) => html`<option value="${i}">${layer.label}</option>`)}</optgroup>`)}</select></p>
<p><label for="cercles-choix">Cercles</label> <select id="cercles-choix"><option value="">aucun</option>${data.circles.map((c, i) => html`<option value="${i}">${c.label}</option>`)}</select></p>
<p><label for="chercher">Aller à</label> <input id="chercher" type="search" list="unites-liste" autocomplete="off"><datalist id="unites-liste"></datalist></p>
<p class="zoom" role="group" aria-label="Agrandissement de la carte"><button type="button" id="zoom-plus" aria-label="Agrandir">+</button> <button type="button" id="zoom-moins" aria-label="Réduire">−</button> <button type="button" id="zoom-tout">Tout voir</button></p>
</div>
<div class="carte-et-legende">
<div class="carte" id="carte-cadre">
${reportMap(stored, land, score)}
<div id="bulle" class="bulle" role="status" aria-live="off" hidden></div>
</div>
<div class="legende" id="legende" aria-live="polite">
<h3 id="legende-titre">${score.label}</h3>
<p class="unite">${score.unit}</p>
<ul>${score.legend.map((l) => html`<li>${swatch(l.colour)} <span>${l.label}</span> <span class="compte">${frenchNumber(l.count)}</span></li>`)}${score.missing > 0 ? html`<li>${swatch(null)} <span>sans valeur</span> <span class="compte">${frenchNumber(score.missing)}</span></li>` : null}</ul>
<p class="note">Classes : ${score.method}.</p>
</div>
</div>
<p class="note">Projection ${land.main.zone.projection} (${land.main.zone.epsg}).${contours === null ? " Contours simplifiés à l'échelle de la carte." : ` ${contours}`} <span class="sans-impression">Au clavier : la touche Tab mène à la carte, les flèches passent d'une ${data.unitName} à sa voisine, Entrée ouvre la fiche. À la souris : un clic ouvre la fiche, la molette avec Ctrl agrandit.</span></p>`;
}

function tableControls({ rows, columns, manifest }: StoredResult, classes: readonly string[], epciNames: ReadonlyMap<string, string>): Markup {
  const epci = [...new Set([...rows.values()].map((row) => row.get('epci') ?? ''))].filter((code) => code !== '');
  const named = epci.map((code) => ({ code, name: epciNames.get(code) ?? code })).sort((a, b) => a.name.localeCompare(b.name, 'fr') || (a.code < b.code ? -1 : 1));
  const crossed = columns.includes('classe') ? [...new Set([...rows.values()].map((row) => row.get('classe') ?? ''))].filter((text) => text !== '').sort() : [];
  return html`<div class="commandes sans-impression">
<p><label for="filtre-texte">Nom ou code</label> <input id="filtre-texte" type="search" autocomplete="off"></p>
<p><label for="filtre-classe">Indice</label> <select id="filtre-classe"><option value="">toutes les classes</option>${classes.map((label, i) => html`<option value="${i}">${label}</option>`)}<option value="-1">sans valeur</option></select></p>
${named.length > 1 ? html`<p><label for="filtre-epci">EPCI</label> <select id="filtre-epci"><option value="">tous</option>${named.map(({ code, name }) => html`<option value="${code}">${name}</option>`)}</select></p>` : null}
${crossed.length > 0 ? html`<p><label for="filtre-croisement">Croisement</label> <select id="filtre-croisement"><option value="">toutes les classes</option>${crossed.map((text) => html`<option value="${text}">${text}</option>`)}</select></p>` : null}
<p><button type="button" id="exporter">Exporter ce qui est affiché (CSV)</button></p>
</div>
<p id="compte" role="status" aria-live="polite">${counted(rows.size, ...unitNames(manifest))}</p>`;
}
