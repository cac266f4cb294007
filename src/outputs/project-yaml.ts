import { parse } from 'yaml';
import type { ProjectDraft } from '../project-draft/draft.js';
import type { Taken } from '../project-draft/insee-choice.js';

/**
 * The text of `fragilite.yaml`: the options that a draft fills, commented, the others ready to be taken out of
 * their comment, then the files left out and what is lacking.
 *
 * @param steps the names of the steps that `run` has
 */
export function projectYaml(draft: ProjectDraft, steps: readonly string[]): string {
  const { territory, boundaries, referenceValues, posts, demands, envelope } = draft;
  const drawn = boundaries !== null;
  const selector = territory?.selector ?? null;
  return [
    "# Projet fragilite, écrit par « fragilite init » d'après les fichiers de ce dossier.",
    "# « fragilite run » en fait tout ; une option en commentaire (#) ne sert pas. Chaque clé : docs/projet.md.",
    '# Les chemins partent de ce dossier.',
    '',
    "# Fichiers de l'Insee.",
    'insee:',
    ...draft.insee.flatMap(({ path, why }) => [`  # ${why}`, `  - ${scalar(path)}`]),
    '',
    `# Territoire calculé : ${territory?.nom ?? ''}.`,
    selector === null ? '# territory: epci:200046977' : `territory: ${scalar(selector)}`,
    '# Territoire qui vaut 100 ; celui qui est calculé, sans cette ligne.',
    '# reference: dep:69',
    ...(referenceValues === null ? [] : ['# Valeurs publiées du territoire.', `reference-values: ${scalar(referenceValues.path)}`]),
    '',
    drawn ? `# Contours : ${boundaries.why}.` : '# Contours des communes : aucun ne convient ; ni ifn.geojson ni carte sans eux.',
    drawn ? `boundaries: ${scalar(boundaries.path)}` : '# boundaries: COMMUNE.shp',
    '# simplify: 50m',
    '',
    '# model: lyon-2021',
    '# vintage: { rp: 2022, filosofi: 2021 }',
    '# missing: { pauvrete: ignorer }',
    '# unit: commune',
    '# plm: commune',
    '# cog: 2026',
    '',
    '# Dossier du résultat.',
    'out: sortie',
    '# format: [xlsx, csv-excel, topojson, qml, sld]',
    '# require-join: 99%',
    '# require-complete: 90%',
    '',
    ...crossLines(posts, demands),
    '',
    ...allocateLines(envelope),
    '',
    '# Solidité des rangs.',
    ...section('diagnose', steps.includes('diagnose'), ['# draws: 1000', '# seed: 1']),
    '',
    drawn ? '# Cartes.' : '# Cartes : il y faut des contours (boundaries).',
    ...section('map', drawn, ['# column: [score, acces, competences]', '# method: base100', '# labels: 60', '# format: [svg, png]']),
    '',
    "# Rapport d'une page.",
    'report:',
    ...listing('Fichiers laissés de côté :', draft.leftOut.map(({ path, why }) => `${path} : ${why}`)),
    ...listing('Il manque :', draft.lacking.map(({ what, where }) => `${what} : ${where}`)),
  ].join('\n') + '\n';
}

function crossLines(posts: readonly Taken[], demands: readonly Taken[]): string[] {
  if (posts.length + demands.length === 0) return ['# Croisement avec les postes et les demandes : aucun fichier trouvé.', ...section('cross', false, ['# posts: structures.csv', '# demands: demandes.csv'])];
  const said = [posts.length === 0 ? 'sur les demandes seules, faute de postes' : '', demands.length === 0 ? 'sur les postes seuls, faute de demandes' : ''].filter((text) => text !== '');
  return [
    `# Croisement avec les postes et les demandes${said.length === 0 ? '' : ` (${said.join('')})`}.`,
    'cross:',
    ...fileLines('posts', posts, 'structures.csv'),
    ...fileLines('demands', demands, 'demandes.csv'),
    '  # weight: score',
    '  # thresholds: [90, 110]',
    '  # as-of: 2026-01-01',
    '  # horizon: 2027-01-01',
  ];
}

function allocateLines(envelope: Taken | null): string[] {
  const options = ['# method: sainte-lague', '# min: 0', '# by: commune'];
  if (envelope === null) return ["# Répartition d'une enveloppe : aucun enveloppe.yaml trouvé.", ...section('allocate', false, ['# envelope: enveloppe.yaml', ...options])];
  return ["# Répartition de l'enveloppe.", ...section('allocate', true, [`envelope: ${scalar(envelope.path)}`, ...options])];
}

const fileLines = (option: string, files: readonly Taken[], example: string): string[] =>
  files.length === 0 ? [`  # ${option}: ${example}`] : [`  ${option}:`, ...files.flatMap(({ path, why }) => [`    # ${why}`, `    - ${scalar(path)}`])];

/** A section, or the same in comment. */
const section = (name: string, active: boolean, lines: readonly string[]): string[] =>
  active ? [`${name}:`, ...lines.map((line) => `  ${line}`)] : [`# ${name}:`, ...lines.map((line) => `#   ${line.replace(/^# /, '')}`)];

const listing = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', `# ${title}`, ...lines.map((line) => `# - ${line.replace(/\s+/g, ' ')}`)]);

/** Words that a person reads without quotes, where YAML sees nothing but them. */
const PLAIN = /^[\p{L}\d_./][\p{L}\d_./:,+-]*( [\p{L}\d_./+-]+)*$/u;

/** A text as YAML reads it back; between quotes where YAML could see something else in it. */
export const scalar = (text: string): string => (PLAIN.test(text) && !/:( |$)/.test(text) && parse(text) === text ? text : JSON.stringify(text));
