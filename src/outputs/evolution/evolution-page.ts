import { counted, frenchList, frenchNumber } from '../../french.js';
import { byChange } from '../../evolution/whole-change.js';
import type { WholeChange } from '../../evolution/whole-change.js';
import type { Evolution } from '../../main-job/evolution/evolution.js';
import { VERSION } from '../../version.js';
import { WARNING } from '../method-text.js';
import { html, Markup } from '../report/markup.js';
import { markdownWriter } from '../report/markdown-writer.js';
import { pageHtml, partLink } from '../report/page.js';
import { pageAssets } from '../report/page-assets.js';
import { firstYear, lastYear, moversText, panelTerritory, panelUnitNames, signed, span, spokenLabel } from './words.js';

/** On a narrow screen the picture scrolls rather than shrinks to letters that no one reads. */
const LEGIBLE = '@media screen { .graphique { min-width: 50rem; max-width: 62.5rem; } }\n';

/**
 * `rapport.html` of a panel: its picture and its text in one page, without a script, that fetches nothing.
 *
 * @param svg the picture, as it is written
 * @param text `evolution.md`, as it is written
 */
export async function evolutionPage(evolution: Evolution, svg: string, text: string): Promise<string> {
  const territoire = panelTerritory(evolution);
  return pageHtml({
    title: `Évolution de l'indice de fragilité numérique : ${territoire.nom}, ${span(evolution.panel)}`,
    version: VERSION,
    style: pageAssets().style + LEGIBLE,
    heading: html`Évolution de l'indice de fragilité numérique`,
    about: `${territoire.nom}, ${span(evolution.panel)}, ${counted(evolution.panel.units.length, ...panelUnitNames(evolution))}`,
    warning: WARNING,
    links: html`${partLink('essentiel', html`L'essentiel`)}\n${partLink('figures', 'Cartes et courbes')}\n${partLink('texte', 'Le panel : méthode et tableaux')}`,
    messages: messages(evolution),
    sections: html`<section id="figures" aria-labelledby="titre-figures">
<h2 id="titre-figures">Cartes et courbes</h2>
<figure><figcaption>L'indice d'année en année, aux mêmes classes ; puis l'indice et chaque variable, à la même échelle. Les valeurs sont dans les tableaux qui suivent.</figcaption>
<div class="defile" role="region" aria-label="Image des cartes et des courbes" tabindex="0">${new Markup(svg.replace('<svg ', '<svg class="graphique" '))}</div></figure>
</section>
<section id="texte" aria-labelledby="titre-texte">
<h2 id="titre-texte">Le panel</h2>
${await body(text)}</section>
`,
    script: null,
  });
}

/** `evolution.md` but for its title and its warning, which the page has already; each table scrolls on its own. */
async function body(text: string): Promise<Markup> {
  const rendered = (await markdownWriter(0))(text.slice(text.indexOf('\n- **')));
  let tables = 0;
  const opened = (): string => {
    tables += 1;
    return `<div class="defile" role="region" aria-label="Tableau ${String(tables)}" tabindex="0"><table>`;
  };
  return new Markup(rendered.replace(/<table>/g, opened).replace(/<\/table>/g, '</table></div>'));
}

/** What a panel says, in sentences for who reads nothing else. */
function messages(evolution: Evolution): string[] {
  const { panel } = evolution;
  const [one, many] = panelUnitNames(evolution);
  const moved = byChange(panel.units);
  const baseYear = String(panel.years[panel.base]?.year ?? '');
  const reference = panel.reference.score;
  const change = (reference.at(-1) ?? Number.NaN) - (reference[0] ?? Number.NaN);
  const rising = moved.filter(({ whole }) => whole.change > 0);
  const over = moved.filter(({ whole }) => whole.change > change);
  const labels = new Map(panel.variables.map((v) => [v.id, spokenLabel(v)]));
  const movers = (whole: WholeChange): string => moversText(whole, (id) => labels.get(id) ?? id);
  const [first] = moved;
  const last = moved.at(-1);
  return [
    `Contre les valeurs de la référence en ${baseYear}, qui font 100 toutes les années, la référence elle-même passe de ${frenchNumber(reference[0] ?? null, 1)} en ${String(firstYear(panel))} à ${frenchNumber(reference.at(-1) ?? null, 1)} en ${String(lastYear(panel))} (${signed(change)}).`,
    `L'indice monte dans ${counted(rising.length, one, many)} sur ${frenchNumber(moved.length)}, et plus vite que la référence dans ${frenchNumber(over.length)}.`,
    ...(first === undefined || first.whole.change <= 0 ? [] : [`Plus forte hausse : ${first.unit.name}, ${signed(first.whole.change)} (${movers(first.whole)}).`]),
    ...(last === undefined || last.whole.change >= 0 ? [] : [`Plus forte baisse : ${last.unit.name}, ${signed(last.whole.change)} (${movers(last.whole)}).`]),
    ...(panel.left.length === 0 ? [] : [`Écartées de toutes les années : ${frenchList(panel.left.map((v) => `${spokenLabel(v)} (${v.reason})`))}.`]),
    ...(panel.leftUnits.length === 0 ? [] : [`${counted(panel.leftUnits.length, 'unité ne se suit pas', 'unités ne se suivent pas')} d'une année à l'autre et n'y ${panel.leftUnits.length > 1 ? 'sont' : 'est'} pas.`]),
    'Les petites communes varient par sondage et par hasard : un écart de quelques points n’y dit rien.',
  ];
}
