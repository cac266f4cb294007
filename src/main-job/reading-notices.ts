import { counted, firstOf, frenchList, frenchPercent } from '../french.js';
import { shownColumn } from '../index/quantity.js';
import { Journal } from '../journal.js';
import type { Notice } from '../journal.js';
import type { SourceTable } from '../sources/insee-table.js';
import type { LongFacts } from '../sources/long-forms/read-long-table.js';
import type { CarriedTable } from '../territory/carry-table.js';
import { isSplitCommune, unitOf } from '../territory/cog.js';
import type { Inputs } from './inputs.js';
import { joinReport } from './join-report.js';

/** Everything that reading repaired, skipped, joined or could not place, in French, file by file. */
export function readingNotices(inputs: Inputs): readonly Notice[] {
  const journal = new Journal();
  for (const [i, source] of inputs.sources.entries()) {
    const carried = inputs.carried[i];
    sourceNotices(source, journal);
    if (carried !== undefined && source.columns.length > 0) carryNotices(carried, inputs, journal);
  }
  mergeNotices(inputs, journal);
  territoryNotices(inputs, journal);
  contourNotices(inputs, journal);
  return journal.notices;
}

function sourceNotices(source: SourceTable, journal: Journal): void {
  const { file } = source;
  if (source.repairs.length > 0) {
    const examples = source.repairs.slice(0, 3).map((r) => `« ${r.text} » lu ${r.code}, ligne ${String(r.line)}, ${r.why}`);
    journal.warn(`${file} : ${counted(source.repairs.length, 'code réparé', 'codes réparés')} (${examples.join(' ; ')}${source.repairs.length > 3 ? ' ; …' : ''}).`);
  }
  if (source.identicalDuplicates.length > 0) {
    journal.warn(`${file} : ${counted(source.identicalDuplicates.length, 'code en double', 'codes en double')}, lignes identiques sur les colonnes lues (${firstOf(source.identicalDuplicates)}) ; comptés une fois.`);
  }
  const summed = source.summedCodes ?? [];
  if (summed.length > 0) {
    const columns = source.columns.filter((c) => c.rowsSummed === true).map((c) => c.name);
    journal.info(`${file} : ${counted(summed.length, 'code sur plusieurs lignes', 'codes sur plusieurs lignes')} (${firstOf(summed)}), sommées comme le modèle le demande (${columns.join(', ')}).`);
  }
  if (source.otherLevelCount > 0) {
    // A national long file holds every level: nothing to worry about.
    const tell = (text: string): void => (source.long === undefined ? journal.warn(text) : journal.info(text));
    tell(`${file} : ${counted(source.otherLevelCount, 'ligne d’un autre niveau ignorée', 'lignes d’un autre niveau ignorées')} (${firstOf(source.otherLevels)}).`);
  }
  if (source.ambiguousTerritories.length > 0) {
    journal.warn(`${file} : ${firstOf(source.ambiguousTerritories)} est un code de département et de région ; lu comme un département, faute de libellé.`);
  }
  if (source.territoryRows.length > 0) {
    const rows = source.territoryRows.map((r) => `${r.level} ${r.code}`);
    journal.info(`${file} : ${counted(source.territoryRows.length, 'ligne de territoire gardée', 'lignes de territoire gardées')} comme valeur de référence (${firstOf(rows, 3)}).`);
  }
  if (source.long !== undefined) longNotices(file, source.long, journal);
  else if (source.columns.length === 0) journal.warn(`${file} : aucune colonne dont le modèle ait besoin.`);
}

function longNotices(file: string, { label, quantities, years, dropped, measures }: LongFacts, journal: Journal): void {
  if (quantities.length === 0) {
    const found = measures.length === 0 ? '' : ` (mesures du fichier : ${measures.join(', ')}…)`;
    journal.warn(`${file} : forme longue (${label}), aucune quantité dont le modèle ait besoin${found}.`);
  } else {
    journal.info(`${file} : forme longue (${label}), ${counted(quantities.length, 'quantité')} (${firstOf(quantities)}), ${years.length > 1 ? 'millésimes' : 'millésime'} ${years.join(', ')}.`);
  }
  if (dropped > 0) journal.warn(`${file} : ${counted(dropped, 'ligne de statut K écartée', 'lignes de statut K écartées')}, comme l'Insee le demande.`);
}

function carryNotices({ file, codes, report }: CarriedTable, inputs: Inputs, journal: Journal): void {
  const ours = new Set([...inputs.territory.units, ...inputs.reference.units]);
  const joined = [...report.joined].filter(([unit]) => ours.has(unit));
  if (joined.length > 0) {
    const told = joined.map(([unit, codes]) => `${codes.join(' + ')} → ${unit}`);
    journal.info(`${file} : ${counted(joined.length, 'commune réunie', 'communes réunies')} de communes d'une géographie plus ancienne (${firstOf(told)}).`);
  }
  const whole = [...report.fromArrondissements].filter(([unit]) => ours.has(unit));
  for (const [unit, codes] of whole) journal.info(`${file} : ${unit} réunie de ses ${String(codes.length)} arrondissements.`);
  if (report.partsBesideWhole.length > 0) {
    journal.info(`${file} : ${counted(report.partsBesideWhole.length, 'arrondissement laissé', 'arrondissements laissés')} de côté, la commune entière est là (--plm arrondissements pour les prendre).`);
  }
  const { cog } = inputs.geography;
  for (const whole of report.wholesLeftAside) {
    if (codes.some((code) => cog.arrondissements.get(code)?.commune === whole)) {
      journal.info(`${file} : ${whole} laissée de côté, les arrondissements sont les unités.`);
    } else {
      journal.warn(`${file} : ${whole} y est entière, sans ses arrondissements : rien de ce fichier ne vaut pour eux, ni pour la référence.`);
    }
  }
  if (report.incompleteWholes.length > 0) {
    journal.warn(`${file} : ${firstOf(report.incompleteWholes)} n'a pas tous ses arrondissements dans le fichier ; aucune valeur pour la commune entière.`);
  }
  if (report.unknown.length > 0) {
    journal.warn(`${file} : ${counted(report.unknown.length, 'code inconnu', 'codes inconnus')} du COG ${String(inputs.geography.cog.year)} (${firstOf(report.unknown)}).`);
  }
  if (report.emptyFormer.length > 0) {
    journal.warn(`${file} : ${firstOf(report.emptyFormer)}, sans aucune valeur pour une source, tenu pour absent de celle-ci (une autre ligne de la même commune a des valeurs).`);
  }
  if (report.notSummed.length > 0) {
    journal.warn(`${file} : ${firstOf(report.notSummed)} : taux ou médiane, non sommé des IRIS aux communes.`);
  }
  if (report.unweighted.length > 0) {
    journal.warn(`${file} : taux de communes réunies sans la colonne qui le pondère, laissé manquant : ${firstOf(report.unweighted)}.`);
  }
}

function mergeNotices({ merged }: Inputs, journal: Journal): void {
  for (const [column, n] of merged.completed) {
    journal.warn(`${shownColumn(column)} : ${counted(n, 'valeur prise', 'valeurs prises')} dans un fichier là où un autre n'en a pas (${(merged.filesOf.get(column) ?? []).join(', ')}).`);
  }
  if (merged.publishedKept.length > 0) {
    journal.info(`Taux publié gardé plutôt que recalculé : ${firstOf(merged.publishedKept)}.`);
  }
}

function territoryNotices(inputs: Inputs, journal: Journal): void {
  const { territory, reference, geography } = inputs;
  for (const note of new Set([...territory.notes, ...reference.notes])) journal.warn(note);
  const whole = territory.units.filter((code) => isSplitCommune(geography.cog, code));
  if (whole.length > 0) {
    const names = frenchList(whole.map((code) => unitOf(geography, code)?.nom ?? code));
    journal.warn(`${names} : un seul score cache ceux des arrondissements (--plm arrondissements pour les voir).`);
  }
  const join = joinReport(inputs);
  if (join.withoutRows.length > 0) {
    journal.warn(
      `${counted(join.withoutRows.length, 'commune du territoire', 'communes du territoire')} sans ligne dans les fichiers de l'Insee (${firstOf(join.withoutRows)}).`,
    );
  }
}

function contourNotices(inputs: Inputs, journal: Journal): void {
  const { contours } = inputs;
  if (contours === null) {
    if (inputs.options.boundaries === null) journal.info('Pas de --boundaries : pas de GeoJSON.');
    return;
  }
  const { source, harmonised } = contours;
  const { file } = source;
  journal.info(`${file} : ${counted(source.features.length, 'contour')}, ${source.layer === null ? '' : `couche ${source.layer}, `}clé ${source.keyColumn}, ${source.projection.label} (${ORIGINS[source.projectionOrigin]}).`);
  if (source.schematic) journal.warn(`${file} : contours schématiques, qui ne sont pas les limites des communes.`);
  if (source.repaired.length > 0) {
    const [first] = source.repaired;
    journal.warn(`${file} : ${counted(source.repaired.length, 'code réparé', 'codes réparés')} (« ${first?.text ?? ''} » lu ${first?.code ?? ''}…).`);
  }
  if (source.rejected.length > 0) {
    journal.warn(`${file} : ${counted(source.rejected.length, 'contour sans code de commune laissé', 'contours sans code de commune laissés')} de côté (${firstOf(source.rejected)}).`);
  }
  for (const [unit, codes] of harmonised.joined) {
    journal.info(`${file} : ${codes.join(' + ')} réunis en ${unit} (${unitOf(inputs.geography, unit)?.nom ?? ''}).`);
  }
  if (harmonised.assembled.length > 0) {
    journal.info(`${file} : ${counted(harmonised.assembled.length, 'commune assemblée', 'communes assemblées')} de plusieurs morceaux (${firstOf(harmonised.assembled)}).`);
  }
  if (harmonised.overlapping.length > 0) {
    journal.warn(`${file} : morceaux qui se recouvrent, laissés côte à côte : ${firstOf(harmonised.overlapping)}.`);
  }
  const { crossing, collapsed } = harmonised;
  if (crossing.rings > 0) {
    journal.warn(`${file} : ${counted(crossing.rings, 'anneau qui se croise lui-même, laissé tel quel', 'anneaux qui se croisent eux-mêmes, laissés tels quels')} (${firstOf(crossing.codes)}).`);
  }
  if (collapsed.rings > 0) {
    journal.warn(`${file} : ${counted(collapsed.rings, 'anneau sans surface ou de moins de quatre positions, retiré', 'anneaux sans surface ou de moins de quatre positions, retirés')} (${firstOf(collapsed.codes)}).`);
  }
  if (harmonised.unknown.length > 0) {
    journal.warn(`${file} : ${counted(harmonised.unknown.length, 'code inconnu ou laissé', 'codes inconnus ou laissés')} de côté (${firstOf(harmonised.unknown)}).`);
  }
  const without = joinReport(inputs).contours?.withoutContour ?? [];
  if (without.length > 0) {
    const share = frenchPercent(without.length / inputs.territory.units.length, 1);
    journal.warn(`${counted(without.length, 'commune')} sans contour (${share}) : ${firstOf(without)} ; leur géométrie est nulle.`);
  }
}

const ORIGINS = {
  prj: 'dit par le .prj',
  crs: 'dit par le fichier',
  gpkg: 'dit par le fichier',
  option: 'dit par --crs',
  coordonnees: 'reconnu aux coordonnées',
} as const;
