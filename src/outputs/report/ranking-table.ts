import { frenchNumber } from '../../french.js';
import { decimalsOf } from '../../index/scale.js';
import { isObserved } from '../../index/statuses.js';
import type { Status } from '../../index/statuses.js';
import { storedNumber, storedScale, storedStatus } from '../../sources/result-folder.js';
import type { StoredResult, StoredRow } from '../../sources/result-folder.js';
import { capital, unitNames } from '../map/about-map.js';
import { mapColumn } from '../map/columns.js';
import { STATUS_NAMES } from '../method-text.js';
import type { AreaLayer } from './form.js';
import { rounded } from './layers.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';

interface Column {
  readonly id: string;
  readonly head: string;
  /** Said to who points at the head. */
  readonly title: string;
  readonly numeric: boolean;
  readonly cell: (code: string, row: StoredRow) => string | Markup;
}

/** Columns of posts and demands that stand in the table; the others are in the sheets. */
const POSTS = ['postes_portes', 'postes_intervenant', 'etp', 'demandes_structures', 'demandes_postes', 'classe'];

/** The ranking as a table that reads without a script, and that the page's script sorts and filters. */
export function rankingTable(stored: StoredResult, score: AreaLayer): Markup {
  const columns = tableColumns(stored, score);
  const [, many] = unitNames(stored.manifest);
  const order = [...stored.rows].map(([code, row], at) => ({ code, row, at, rank: storedNumber(row, 'rang') ?? Infinity }));
  order.sort((a, b) => (a.rank === b.rank ? a.at - b.at : a.rank - b.rank));
  return html`<table id="classement">
<caption>${capital(many)} du résultat, de la plus fragile à la moins fragile. Rang de fragilité : 1 = la plus fragile.</caption>
<thead><tr>${columns.map((c) => html`<th scope="col" data-colonne="${c.id}"${c.numeric ? html` class="n"` : null} title="${c.title}">${c.head}</th>`)}</tr></thead>
<tbody>
${order.map(({ code, row, at }) => html`<tr data-u="${at}" data-c="${score.classes[at] ?? -1}">${columns.map((c) => cell(c, c.cell(code, row)))}\n`)}</tbody>
</table>`;
}

/** Cells and rows are not closed: HTML asks for no end tags here, and thousands of rows have many. */
const cell = ({ id, numeric }: Column, content: string | Markup): Markup =>
  id === 'nom' ? html`<th scope="row">${content}` : numeric ? html`<td class="n">${content}` : html`<td>${content}`;

function tableColumns({ columns, manifest, rows, tree }: StoredResult, score: AreaLayer): Column[] {
  const decimals = decimalsOf(storedScale(manifest));
  const filled = (id: string): boolean => columns.includes(id) && [...rows.values()].some((row) => (row.get(id) ?? '') !== '');
  const number = (id: string, head: string, title: string, decimals: number, factor = 1): Column => ({
    id,
    head,
    title,
    numeric: true,
    cell: (_code, row) => {
      const value = storedNumber(row, id);
      return value === null ? '–' : frenchNumber(rounded(value * factor, decimals), decimals);
    },
  });
  const all: Column[] = [
    number('rang', 'Rang', 'Rang de fragilité, 1 = la plus fragile', 0),
    { id: 'nom', head: capital(unitNames(manifest)[0]), title: 'Nom', numeric: false, cell: (code, row) => html`<button class="l">${row.get('nom') === '' ? code : (row.get('nom') ?? code)}</button>` },
    { id: 'code', head: 'Code', title: 'Code Insee', numeric: false, cell: (code) => code },
    {
      id: 'score',
      head: 'Indice',
      title: score.label,
      numeric: true,
      cell: (_code, row) => html`<b>${frenchNumber(storedNumber(row, 'score'), decimals)}</b>`,
    },
    ...tree.themes.map((t) => number(t.id, t.label, `${t.label} : thème`, decimals)),
    ...tree.looseAxes.map((a) => number(a.id, a.label, `${a.label} : axe`, decimals)),
    number('dixieme', 'Dixième', 'Dixième de fragilité, 10 = les plus fragiles', 0),
    number('population', 'Population', 'Habitants', 0),
    ...POSTS.flatMap((id): Column[] => {
      if (id === 'classe') return [{ id, head: 'Classe', title: 'Classe du croisement', numeric: false, cell: (_code, row) => row.get('classe') ?? '' }];
      const column = mapColumn(id, manifest);
      return column === null ? [] : [number(id, shortHead(id), column.label, column.decimals)];
    }),
    number('completude', 'Observé', "Part du poids de l'indice qui est observée, en %", 0, 100),
    { id: 'remarque', head: 'Remarque', title: 'Valeurs estimées, imputées ou manquantes', numeric: false, cell: (_code, row) => remark(row, manifest.variables) },
  ];
  return all.filter(({ id }) => id === 'remarque' || id === 'score' || filled(id) || id === 'nom');
}

const SHORT_HEADS: Readonly<Record<string, string>> = {
  postes_portes: 'Postes portés (siège)',
  postes_intervenant: 'Postes intervenant',
  etp: 'ETP',
  demandes_structures: 'Demandes : structures',
  demandes_postes: 'Demandes : postes',
};

const shortHead = (id: string): string => SHORT_HEADS[id] ?? id;

/** The colour of each class, before the score of its rows. */
export const classColours = (score: AreaLayer): string => score.legend.map(({ colour }, place) => `tr[data-c="${String(place)}"] b::before{background:${colour}}`).join('');

/** More variables than these are counted in a remark, not named. */
const NAMED = 2;

/** What was not observed: `Taux de pauvreté (seuil 60 %) : estimé`, `6 variables sur 7 : absent`. */
function remark(row: StoredRow, variables: StoredResult['manifest']['variables']): string {
  const names = new Map<Status, string[]>();
  for (const { id, definition } of variables) {
    const status = storedStatus(row, id);
    if (!isObserved(status)) names.set(status, [...(names.get(status) ?? []), definition]);
  }
  const told = (list: readonly string[]): string => (list.length > NAMED ? `${String(list.length)} variables sur ${String(variables.length)}` : list.join(', '));
  return [...names].map(([status, list]) => `${told(list)} : ${STATUS_NAMES[status]}`).join(' ; ');
}
