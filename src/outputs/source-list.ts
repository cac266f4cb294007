import type { Need, Needs } from '../catalogue/needs.js';
import type { Source } from '../catalogue/source.js';
import { counted, frenchList } from '../french.js';
import { plainTable } from './summary.js';

/** A source with whether the cache has it. */
export interface ListedSource {
  readonly source: Source;
  readonly cached: boolean;
}

const HEADINGS = ['Identifiant', 'Titre', 'Millésimes', 'Géographie', 'Licence', 'Cache'];

/** The catalogue as a table, for a person. */
export function catalogueText(sources: readonly ListedSource[]): string {
  return [
    `${counted(sources.length, 'fichier officiel', 'fichiers officiels')} au catalogue`,
    '',
    plainTable(HEADINGS, sources.map(rowOf), []),
    '',
    ...preparations(sources),
    'Prendre : fragilite fetch IDENTIFIANT… ; ce dont un modèle a besoin : fragilite fetch --model lyon-2021 --vintage rp=2022',
    '',
  ].join('\n');
}

/** What a model needs, and the command that gets it. */
export function needsText(model: string, needs: Needs, sources: readonly ListedSource[], command: string): string {
  return [
    `Ce dont ${model} a besoin (${vintagesText(needs.all)})`,
    '',
    plainTable([...HEADINGS, 'Pour'], sources.map((s) => [...rowOf(s), forText(needs.chosen.get(s.source))]), []),
    '',
    ...preparations(sources),
    ...(needs.lacking.length === 0 ? [] : [`Dans aucun fichier du catalogue : ${needs.lacking.map((n) => `${n.quantity} (${n.family} ${String(n.year)})`).join(', ')}.`]),
    ...(needs.own.length === 0 ? [] : [`À donner par vous, dans un CSV avec un code de commune : ${needs.own.join(', ')} (voir fragilite models ${model}).`]),
    `Prendre : ${command}`,
    '',
  ].join('\n');
}

const rowOf = ({ source, cached }: ListedSource): string[] => [
  source.id,
  source.title,
  [...source.vintages].map(([family, years]) => `${family} ${years.join(', ')}`).join(' ; '),
  source.geography === null ? '' : String(source.geography),
  source.licence.name,
  cached ? 'oui' : '',
];

const preparations = (sources: readonly ListedSource[]): string[] => {
  const lines = sources.flatMap(({ source }) => (source.prepare === null ? [] : [`  ${source.id} : ${source.prepare}`]));
  return lines.length === 0 ? [] : ['À préparer avant lecture :', ...lines, ''];
};

/** `rp 2022, filosofi 2021` */
const vintagesText = (needs: readonly Need[]): string => frenchList([...new Set(needs.map((n) => `${n.family} ${String(n.year)}`))]);

const forText = (needs: readonly Need[] | undefined): string => (needs === undefined ? 'contours' : counted(needs.length, 'quantité'));

/** The catalogue, or a part of it, for a machine. */
export const sourcesJson = (sources: readonly ListedSource[]): object =>
  sources.map(({ source, cached }) => ({
    id: source.id,
    titre: source.title,
    producteur: source.producer,
    usage: source.use,
    millesimes: Object.fromEntries(source.vintages),
    geographie: source.geography,
    licence: source.licence.name,
    url: source.url,
    mouvant: source.mutable,
    forme: source.form,
    jeu: source.dataSet,
    quantites: [...source.quantities],
    confiance: source.confidence,
    a_preparer: source.prepare,
    note: source.note,
    en_cache: cached,
  }));
