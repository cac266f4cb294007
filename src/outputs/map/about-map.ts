import { counted, frenchList } from '../../french.js';
import type { StoredManifest, StoredVariable } from '../../sources/result-folder.js';
import { UNIT_WORDS } from '../../territory/unit-level.js';
import { aboutIndex } from '../about-index.js';
import { SURVEY_NAMES, WARNING } from '../method-text.js';
import type { MapColumn } from './columns.js';

/** The words around a map: what it shows, of what, from which sources, and what it is not. */
export interface MapText {
  readonly title: string;
  /** The territory, how many units, and what 100 is, in base 100. */
  readonly subtitle: string;
  /** Producers, vintages and licence of the figures, geography and contours. */
  readonly sources: string;
  /** What contours are, when they are not those of the file as they stand. */
  readonly contours: string | null;
  /** Model, reference, vintages, missing values, weights, line by line, when the map rests on the index. */
  readonly about: readonly string[];
  /** What the index is not. */
  readonly warning: string;
}

/** What the units of a result are called, one and several. */
export function unitNames(manifest: StoredManifest): readonly [one: string, many: string] {
  const { one, many } = UNIT_WORDS[manifest.options?.unit ?? 'commune'];
  return one === 'commune' && manifest.geographie.plm === 'arrondissements' ? ['unité', 'unités (communes et arrondissements)'] : [one, many];
}

/** The words of a map of some columns of a result, the first being what it is about. */
export function mapText(columns: readonly [MapColumn, ...MapColumn[]], manifest: StoredManifest, units: number): MapText {
  const [column] = columns;
  const [one, many] = unitNames(manifest);
  const { territoire, reference: base } = manifest;
  const reference = column.kind !== 'base100' ? '' : ` ; base 100 : ${base.nom === territoire.nom ? 'le territoire lui-même' : base.nom_court}`;
  // « 5 communes choisies » says it already.
  const count = territoire.nom_court.includes('communes') ? '' : `, ${counted(units, one, many)}`;
  return {
    title: column.label,
    subtitle: capital(`${territoire.nom_court}${count}${reference}`),
    sources: sourcesText(columns, manifest),
    contours: contoursText(manifest),
    about: columns.some(restsOnIndex) ? aboutIndex(manifest) : [],
    warning: WARNING,
  };
}

/** A rate or a population of INSEE stands without the index. */
const restsOnIndex = ({ kind, scale, ofPosts, variables }: MapColumn): boolean => variables.length > 1 || scale !== null || kind === 'rang' || (ofPosts && variables.length > 0);

/** `les 6 communes` begins a line as `Les 6 communes`. */
export const capital = (text: string): string => text.slice(0, 1).toLocaleUpperCase('fr') + text.slice(1);

function sourcesText(columns: readonly MapColumn[], manifest: StoredManifest): string {
  const cited = new Map<string, Set<number>>();
  const cite = (survey: string, vintage: number | null): void => {
    const years = cited.get(survey) ?? new Set();
    if (vintage !== null) years.add(vintage);
    cited.set(survey, years);
  };
  const surveyOf = (v: StoredVariable): string => (v.famille === null ? `fichier propre (${v.id})` : (SURVEY_NAMES[v.famille] ?? v.famille));
  for (const column of columns) {
    for (const variable of column.variables) cite(surveyOf(variable), variable.millesime);
    if (column.kind === 'effectif' && !column.ofPosts) cite(SURVEY_NAMES['rp'] ?? '', column.populationVintage);
  }
  const posts = columns.some((c) => c.ofPosts) ? (manifest.croisement?.fichiers ?? []) : [];
  const date = manifest.croisement?.date ?? null;
  const boundaries = manifest.options?.boundaries ?? null;
  const told = [
    ...[...cited].map(([survey, years]) => [survey, frenchList([...years].sort((a, b) => b - a).map(String))].filter((part) => part !== '').join(' ')),
    ...(posts.length > 0 ? [`postes et demandes : ${posts.map(fileName).join(', ')}${date === null ? '' : ` au ${date}`}`] : []),
    `géographie : COG ${String(manifest.geographie.cog)}`,
    ...(boundaries === null ? [] : [`contours : ${fileName(boundaries)}`]),
  ];
  return `Sources : ${told.join(' ; ')}. Données de l'Insee sous Licence Ouverte 2.0.`;
}

const fileName = (path: string): string => path.replace(/^.*\//, '');

export function contoursText(manifest: StoredManifest): string | null {
  if (manifest.jointures?.contours?.schematiques === true) return 'Contours schématiques : ce ne sont pas les limites des communes.';
  return null;
}
