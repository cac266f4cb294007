import { frenchNumber, frenchPercent } from '../french.js';
import type { AreaLayer, ReportData, SheetVariable } from '../outputs/report/form.js';
import { byId, make, makeSvg } from './dom.js';

/** The sheet of a unit: its score taken apart, its neighbours, what is known of its posts. */
export class Sheet {
  readonly #data: ReportData;
  readonly #element = byId('fiche');
  readonly #select: (unit: number) => void;
  readonly #mark: (score: number | null) => void;
  /** The points of each variable are a layer of the map too. */
  readonly #points: ReadonlyMap<string, AreaLayer['values']>;
  /** Where the focus was before the sheet opened. */
  #from: Element | null = null;

  constructor(data: ReportData, select: (unit: number) => void, mark: (score: number | null) => void) {
    this.#data = data;
    this.#points = new Map(data.sheets.variables.map(({ id }) => [id, data.layers.find((layer) => layer.id === `${id}_points`)?.values ?? []]));
    this.#select = select;
    this.#mark = mark;
    this.#element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#close();
    });
  }

  open(unit: number): void {
    if (this.#element.hidden) this.#from = document.activeElement;
    const { sheets } = this.#data;
    const close = make('button', { type: 'button', class: 'fermer' }, 'Fermer la fiche');
    close.addEventListener('click', () => this.#close());
    const title = make('h3', { id: 'fiche-titre', tabindex: '-1' }, `${this.#data.names[unit] ?? ''} (${this.#data.codes[unit] ?? ''})`);
    this.#element.replaceChildren(title, close, make('p', { class: 'phrase' }, sheets.sentences[sheets.sentence[unit] ?? -1] ?? ''), this.#facts(unit), this.#variables(unit), this.#neighbours(unit));
    this.#element.hidden = false;
    this.#select(unit);
    this.#mark(sheets.score[unit] ?? null);
    title.focus();
    title.scrollIntoView({ block: 'nearest' });
  }

  #close(): void {
    this.#element.hidden = true;
    this.#mark(null);
    if (this.#from instanceof HTMLElement || this.#from instanceof SVGElement) this.#from.focus();
    this.#from = null;
  }

  #facts(unit: number): HTMLElement {
    const { sheets } = this.#data;
    const list = make('dl');
    const add = (label: string, text: string): void => list.append(make('div', {}, make('dt', {}, label), make('dd', {}, text)));
    const rank = sheets.rank[unit] ?? null;
    if (rank !== null) add('Rang de fragilité', `${frenchNumber(rank)} sur ${frenchNumber(sheets.ranked)} (1 = la plus fragile)`);
    const tenth = sheets.tenth[unit] ?? null;
    if (tenth !== null) add('Dixième', `${frenchNumber(tenth)} (10 = les plus fragiles)`);
    const population = sheets.population[unit] ?? null;
    if (population !== null) add('Population', `${frenchNumber(population)} habitants`);
    const complete = sheets.completeness[unit] ?? null;
    if (complete !== null) add('Observé', `${frenchPercent(complete / 100)} du poids de l'indice`);
    for (const { label, texts, at } of sheets.facts) {
      const text = texts[at[unit] ?? -1] ?? '';
      if (text !== '') add(label, text);
    }
    return list;
  }

  #variables(unit: number): HTMLElement {
    const { sheets } = this.#data;
    const most = Math.max(1, ...sheets.variables.map((v) => Math.abs(v.contributions[unit] ?? 0)));
    const unitHead = this.#data.unitName.slice(0, 1).toLocaleUpperCase('fr') + this.#data.unitName.slice(1);
    const head = make('tr', {}, ...['Variable', unitHead, 'Référence', 'Points', 'Contribution'].map((text) => make('th', { scope: 'col' }, text)));
    const body = make('tbody', {}, ...sheets.variables.map((v) => this.#variable(v, unit, most)));
    const residual = sheets.residuals?.[unit] ?? null;
    const total = sheets.variables.reduce((sum, v) => sum + (v.contributions[unit] ?? 0), residual ?? 0);
    if (residual !== null) body.append(make('tr', {}, make('th', { scope: 'row', colspan: 4 }, 'Écart dû aux règles du modèle (autres que des moyennes pondérées)'), make('td', {}, signed(residual, this.#data.decimals))));
    // Without a score there is no gap for the parts to add up to.
    const foot = (sheets.score[unit] ?? null) === null ? [] : [make('tfoot', {}, make('tr', {}, make('th', { scope: 'row', colspan: 4 }, `Somme : écart de l'indice à ${frenchNumber(this.#data.centre, Number.isInteger(this.#data.centre) ? 0 : 1)}`), make('td', {}, signed(total, this.#data.decimals))))];
    return make('div', { class: 'defile', role: 'region', 'aria-label': 'Décomposition de l’indice', tabindex: '0' }, make('table', { class: 'decomposition' }, make('caption', {}, "Ce qui éloigne l'indice de la référence"), make('thead', {}, head), body, ...foot));
  }

  #variable(v: SheetVariable, unit: number, most: number): HTMLElement {
    const { statusNames } = this.#data.sheets;
    const status = statusNames[v.statuses[unit] ?? -1] ?? '';
    const contribution = v.contributions[unit] ?? null;
    const points = this.#points.get(v.id)?.[unit] ?? null;
    return make(
      'tr',
      {},
      make('th', { scope: 'row' }, v.label, make('span', { class: 'axe' }, v.place)),
      make('td', {}, v.values[unit] ?? '–', ...(status === statusNames[0] ? [] : [make('span', { class: 'statut' }, status)])),
      make('td', {}, v.reference),
      make('td', {}, typeof points === 'number' ? frenchNumber(points, this.#data.decimals) : '–'),
      make('td', { class: 'barre' }, bar(contribution, most), make('span', {}, contribution === null ? '–' : signed(contribution, this.#data.decimals))),
    );
  }

  #neighbours(unit: number): HTMLElement {
    const { sheets, names } = this.#data;
    const found = sheets.neighbours[unit] ?? [];
    if (found.length === 0) return make('p', { class: 'note' }, 'Aucune voisine dans ce résultat.');
    const list = make('ul', { class: 'voisines' });
    for (const other of [...found].sort((a, b) => (sheets.score[b] ?? -1) - (sheets.score[a] ?? -1))) {
      const button = make('button', { type: 'button', class: 'l' }, names[other] ?? '');
      button.addEventListener('click', () => this.open(other));
      list.append(make('li', {}, button, ` ${frenchNumber(sheets.score[other] ?? null, this.#data.decimals)}`));
    }
    return make('div', {}, make('h4', {}, 'Voisines, et leur indice'), list);
  }
}

const signed = (value: number, decimals: number): string => (Math.round(value * 10 ** decimals) > 0 ? `+${frenchNumber(value, decimals)}` : frenchNumber(value, decimals));

/** A bar to the right of the middle for what raises the score, to the left for what lowers it. */
function bar(contribution: number | null, most: number): SVGElement {
  const length = contribution === null ? 0 : (Math.abs(contribution) / most) * 48;
  return makeSvg(
    'svg',
    { width: 100, height: 12, viewBox: '0 0 100 12', 'aria-hidden': 'true' },
    makeSvg('rect', { x: (contribution ?? 0) < 0 ? 50 - length : 50, y: 1, width: length, height: 10, fill: (contribution ?? 0) < 0 ? '#6f62a8' : '#a0550c' }),
    makeSvg('path', { d: 'M50,0V12', stroke: '#444444', 'stroke-width': 1 }),
  );
}
