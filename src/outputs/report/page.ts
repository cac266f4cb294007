import { html, Markup } from './markup.js';

/** What a page of a result is made of. */
export interface Page {
  readonly title: string;
  /** The version of fragilite that it is by. */
  readonly version: string;
  readonly style: string;
  readonly heading: string | Markup;
  /** The line under the heading: which territory, which units. */
  readonly about: string;
  readonly warning: string;
  /** The links to the parts of the page, of `partLink`. */
  readonly links: Markup;
  /** « L'essentiel », in sentences. */
  readonly messages: readonly string[];
  /** The other parts, section after section, each ending its line. */
  readonly sections: Markup;
  /** Its data and its script, that it may then run; null for a page without any. */
  readonly script: Markup | null;
}

/** A page that stands alone: it loads nothing, and may be given nothing to load. */
export const pageHtml = ({ title, version, style, heading, about, warning, links, messages, sections, script }: Page): string => html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${new Markup(script === null ? STILL : SCRIPTED)}">
<meta name="generator" content="fragilite ${version}">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="evitement" href="#contenu">Aller au contenu</a>
<header>
<h1>${heading}</h1>
<p class="territoire">${about}</p>
<p class="avertissement">${warning}</p>
<nav aria-label="Parties du rapport"><ul>
${links}
</ul></nav>
</header>
<main id="contenu" tabindex="-1">
<section id="essentiel" aria-labelledby="titre-essentiel">
<h2 id="titre-essentiel">L'essentiel</h2>
<ul class="messages">
${messages.map((text) => html`<li>${text}</li>\n`)}</ul>
</section>
${sections}</main>
<footer><p>Rapport écrit par fragilite ${version}. Données de l'Insee sous Licence Ouverte 2.0.</p></footer>
${script}</body>
</html>
`.text;

export const partLink = (id: string, name: string | Markup): Markup => html`<li><a href="#${id}">${name}</a></li>`;

const STILL = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";
const SCRIPTED = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";
