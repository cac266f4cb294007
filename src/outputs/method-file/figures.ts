import { basename } from 'node:path';
import { counted, firstOf, frenchList, frenchNumber } from '../../french.js';
import type { InputFile } from '../../main-job/inputs.js';
import { joinReport } from '../../main-job/join-report.js';
import { nationalNotice } from '../../main-job/national-cover.js';
import { presentCommunes } from '../../main-job/run.js';
import type { JobResult } from '../../main-job/run.js';
import { UNIT_WORDS } from '../../territory/unit-level.js';
import { VERSION } from '../../version.js';
import { joinedUnits } from '../joined-units.js';
import { markdownTable, markdownText } from '../markdown.js';
import { sourcesText } from '../method-lines.js';
import { STATUS_MEANINGS, SURVEY_NAMES } from '../method-text.js';

/** Which units, of which geography, how files met them, and what was repaired or carried on the way. */
export function figureLines({ index, inputs, population, population15Plus }: JobResult): string[] {
  const { geography } = inputs;
  const join = joinReport(inputs);
  const { one, many } = UNIT_WORDS[inputs.units.level];
  const sum = (count: (i: (typeof inputs.sources)[number]) => number): number => inputs.sources.reduce((n, source) => n + count(source), 0);
  const repairs = sum((s) => s.repairs.length) + (inputs.contours?.source.repaired.length ?? 0);
  const duplicates = sum((s) => s.identicalDuplicates.length);
  const unknown = inputs.carried.reduce((n, c) => n + c.report.unknown.length, 0);
  const ours = new Set([...inputs.territoryCommunes, ...inputs.referenceCommunes, ...index.territory.units]);
  const split = new Set(inputs.carried.flatMap((c) => [...c.report.split].filter(([, shares]) => shares.some((s) => ours.has(s.unit))).map(([code, shares]) => `${code} → ${shares.map((s) => s.unit).join(' + ')}`)));
  const { rows, contours } = joinedUnits(inputs);
  const national = nationalNotice(inputs, presentCommunes(inputs));
  const inhabitants = [population, population15Plus].map((p) => (p === null ? 'absente des fichiers' : p.vintage === null ? 'sans millésime' : String(p.vintage)));
  return [
    `- **Unités** : ${counted(join.units, one, many)} du territoire, dont ${frenchNumber(join.withRows)} ont des lignes dans les fichiers${join.withoutRows.length > 0 ? ` (sans ligne : ${firstOf(join.withoutRows)})` : ''}.`,
    `- **Géographie** : code officiel géographique au 1er janvier ${String(geography.cog.year)} (${geography.cog.source}) ; Paris, Lyon et Marseille : ${geography.plm === 'arrondissements' ? 'arrondissements' : 'communes entières'}.`,
    ...(national === null ? [] : [`- **Comparées** : ${national}`]),
    ...(rows.length === 0 ? [] : [`- **Portées** : lignes de communes d'une géographie plus ancienne, ou d'arrondissements, réunies (effectifs sommés, taux publiés en moyenne pondérée s'ils le sont tous, médianes jamais) : ${firstOf(rows, 20)}.`]),
    ...(split.size === 0 ? [] : [`- **Partagées** : effectifs de communes scindées, au prorata (« recalculé ») : ${firstOf([...split].sort(), 20)}.`]),
    `- **Réparations** : ${counted(repairs, 'code réparé', 'codes réparés')}, ${counted(duplicates, 'ligne en double et identique, comptée une fois', 'lignes en double et identiques, comptées une fois')}, ${counted(unknown, 'code inconnu', 'codes inconnus')} de cette géographie.`,
    ...(join.contours === null ? ['- **Contours** : aucun.'] : [`- **Contours** : ${frenchNumber(join.contours.matched)} sur ${frenchNumber(join.units)}${contours.length === 0 ? '' : ` ; réunis : ${firstOf(contours)}`}.`]),
    `- **Populations montrées** : totale, ${inhabitants[0] ?? ''} ; de 15 ans et plus, ${inhabitants[1] ?? ''}.`,
    `- **Statuts** : ${STATUS_MEANINGS.join(' ; ')}.`,
  ];
}

/** Who made the figures and which files gave them; their sha256 are in the manifest. */
export function sourceLines(result: JobResult): string[] {
  const { files } = result.inputs;
  return [
    sourcesText(result, markdownText),
    '',
    ...markdownTable(
      ['Fichier', 'Rôle', 'Producteur et licence', 'Millésimes', 'Géographie des codes'],
      files.map((file) => [markdownText(basename(file.path)), ROLES[file.role], producerText(file, result), file.vintages.join(', ') || '–', yearsText(file.geography)]),
      [],
    ),
    '',
    `Calcul : fragilite ${VERSION}. \`manifest.json\` donne les options, et le sha256 de chaque fichier lu et écrit.`,
  ];
}

const ROLES: Readonly<Record<InputFile['role'], string>> = {
  insee: 'données',
  contours: 'contours',
  modele: 'modèle',
  territoire: 'liste de codes',
  valeurs_de_reference: 'valeurs publiées de la référence',
  passage: 'table de passage',
};

/** INSEE's files are told by their columns; of others only their owner knows the licence. */
function producerText(file: InputFile, { inputs }: JobResult): string {
  if (file.role === 'contours') return inputs.contours?.source.schematic === true ? 'contours schématiques, à vérifier' : 'à citer selon leur producteur';
  const families = new Set(file.vintages.map((v) => v.split(' ')[0] ?? ''));
  const insee = [...families].filter((family) => family in SURVEY_NAMES);
  if (file.role !== 'insee' || insee.length === 0) return 'fichier propre, selon sa licence';
  return `${frenchList(insee.map((family) => SURVEY_NAMES[family] ?? family))} ; Licence Ouverte 2.0`;
}

const yearsText = (years: readonly number[]): string => (years.length === 0 ? '–' : years.length === 1 ? String(years[0]) : `${String(years[0])} à ${String(years.at(-1))}`);
