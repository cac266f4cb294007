import { counted, firstOf, frenchList, frenchPercent } from '../french.js';
import { shownColumn } from '../index/quantity.js';
import { Journal } from '../journal.js';
import type { Notice } from '../journal.js';
import type { SourceTable } from '../sources/insee-table.js';
import type { LongFacts } from '../sources/long-forms/read-long-table.js';
import type { CarriedTable } from '../territory/carry-table.js';
import { isIrisCode } from '../territory/codes.js';
import { isSplitCommune, unitOf } from '../territory/cog.js';
import { isWholeLevel, UNIT_WORDS } from '../territory/unit-level.js';
import { rowsOfLevel } from '../territory/whole-units.js';
import type { Inputs } from './inputs.js';
import { geographyNotices } from './geography-notices.js';
import { joinReport } from './join-report.js';

/** Everything that reading repaired, skipped, joined or could not place, in French, file by file. */
export function readingNotices(inputs: Inputs): readonly Notice[] {
  const journal = new Journal();
  for (const [i, source] of inputs.sources.entries()) {
    const carried = inputs.carried[i];
    sourceNotices(source, journal);
    if (carried !== undefined && source.columns.length > 0) carryNotices(carried, inputs, journal);
  }
  geographyNotices(inputs, journal);
  mergeNotices(inputs, journal);
  unitNotices(inputs, journal);
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
    journal.info(`${file} : ${counted(source.territoryRows.length, 'ligne de territoire gardée', 'lignes de territoire gardées')} pour leurs valeurs publiées (${firstOf(rows, 3)}).`);
  }
  if (source.long !== undefined) longNotices(file, source.long, journal);
  else if (source.columns.length === 0) journal.warn(`${file} : aucune colonne dont le modèle ait besoin.`);
}

function longNotices(file: string, { label, quantities, years, dropped, unknownLevels, measures }: LongFacts, journal: Journal): void {
  if (quantities.length === 0) {
    const found = measures.length === 0 ? '' : ` (mesures du fichier : ${measures.join(', ')}…)`;
    journal.warn(`${file} : forme longue (${label}), aucune quantité dont le modèle ait besoin${found}.`);
  } else {
    journal.info(`${file} : forme longue (${label}), ${counted(quantities.length, 'quantité')} (${firstOf(quantities)}), ${years.length > 1 ? 'millésimes' : 'millésime'} ${years.join(', ')}.`);
  }
  for (const { level, rows } of unknownLevels) {
    journal.warn(`${file} : GEO_OBJECT « ${level} » n'est pas un niveau connu de l'Insee ; ${counted(rows, 'ligne ignorée', 'lignes ignorées')}.`);
  }
  if (dropped > 0) journal.warn(`${file} : ${counted(dropped, 'ligne de statut K écartée', 'lignes de statut K écartées')}, comme l'Insee le demande.`);
}

function carryNotices({ file, codes, report }: CarriedTable, inputs: Inputs, journal: Journal): void {
  const ours = new Set([...inputs.territoryCommunes, ...inputs.referenceCommunes]);
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
    journal.info(`Valeur publiée gardée plutôt que recalculée : ${firstOf(merged.publishedKept)}.`);
  }
}

/** What only IRIS, or only the levels above communes, have to tell. */
function unitNotices(inputs: Inputs, journal: Journal): void {
  const { units, sources, completed, territoryRows, geography } = inputs;
  if (units.level === 'iris') {
    for (const { file, codes, columns } of sources) {
      if (codes.length === 0 || columns.length === 0 || codes.some(isIrisCode)) continue;
      journal.warn(`${file} : lignes de communes, qui ne disent rien de leurs IRIS ; elles ne servent qu'aux communes non découpées.`);
    }
    if (completed.length > 0) {
      journal.info(`${counted(completed.length, 'commune non découpée', 'communes non découpées')} en IRIS (code suivi de 0000) : les chiffres de la commune servent là où les fichiers d'IRIS n'en ont pas.`);
    }
  }
  if (isWholeLevel(units.level)) {
    const unknown = rowsOfLevel(territoryRows, units.level).filter((code) => units.of(code) === undefined);
    if (unknown.length > 0) journal.warn(`${counted(unknown.length, 'ligne', 'lignes')} de ${UNIT_WORDS[units.level].many} inconnus du COG ${String(geography.cog.year)}, ignorées (${firstOf(unknown)}).`);
  }
}

function territoryNotices(inputs: Inputs, journal: Journal): void {
  const { territory, reference, geography } = inputs;
  const { level } = inputs.units;
  for (const note of new Set([...territory.notes, ...reference.notes])) journal.warn(note);
  const whole = territory.units.filter((code) => isSplitCommune(geography.cog, code));
  if (whole.length > 0) {
    const names = frenchList(whole.map((code) => unitOf(geography, code)?.nom ?? code));
    journal.warn(`${names} : un seul score cache ceux des arrondissements (--plm arrondissements pour les voir).`);
  }
  const join = joinReport(inputs);
  if (join.withoutRows.length > 0) {
    journal.warn(
      `${counted(join.withoutRows.length, `${UNIT_WORDS[level].one} du territoire`, `${UNIT_WORDS[level].many} du territoire`)} sans ligne dans les fichiers de l'Insee (${firstOf(join.withoutRows)}).`,
    );
  }
}

function contourNotices(inputs: Inputs, journal: Journal): void {
  const { contours } = inputs;
  if (contours === null) {
    if (inputs.options.boundaries === null) journal.info('Pas de --boundaries : pas de GeoJSON.');
    return;
  }
  const { source, harmonised, incomplete } = contours;
  const { units } = inputs;
  const { one, many } = UNIT_WORDS[units.level];
  const dissolved = source.keyLevel === 'commune' && units.level !== 'commune';
  const { file } = source;
  journal.info(`${file} : ${counted(contours.codes.length, 'contour')}, ${source.layer === null ? '' : `couche ${source.layer}, `}clé ${source.keyColumn}, ${source.projection.label} (${ORIGINS[source.projectionOrigin]}).`);
  if (source.schematic) journal.warn(`${file} : contours schématiques, qui ne sont pas les limites des communes.`);
  if (source.repaired.length > 0) {
    const [first] = source.repaired;
    journal.warn(`${file} : ${counted(source.repaired.length, 'code réparé', 'codes réparés')} (« ${first?.text ?? ''} » lu ${first?.code ?? ''}…).`);
  }
  if (source.rejected.length > 0) {
    journal.warn(`${file} : ${counted(source.rejected.length, `contour sans code de ${UNIT_WORDS[source.keyLevel].one} laissé`, `contours sans code de ${UNIT_WORDS[source.keyLevel].one} laissés`)} de côté (${firstOf(source.rejected)}).`);
  }
  for (const [unit, codes] of harmonised.joined) {
    if (!dissolved) journal.info(`${file} : ${codes.join(' + ')} réunis en ${unit} (${units.of(unit)?.nom ?? ''}).`);
  }
  if (dissolved) journal.info(`${file} : contours de communes, réunis en ${counted(harmonised.geometries.size, one, many)}.`);
  if (incomplete.size > 0) {
    const told = [...incomplete].map(([unit, n]) => `${units.of(unit)?.nom ?? unit} (${unit}, ${String(n)})`);
    journal.warn(`${file} : ${counted(incomplete.size, one, many)} au contour incomplet, faute de communes dans le fichier (combien y manquent) : ${firstOf(told)}.`);
  }
  if (harmonised.assembled.length > 0) {
    journal.info(`${file} : ${counted(harmonised.assembled.length, 'code a', 'codes ont')} plusieurs contours dans le fichier : réunis (${firstOf(harmonised.assembled)}).`);
  }
  if (harmonised.severalNames.length > 0) {
    journal.warn(`${file} : ${counted(harmonised.severalNames.length, 'code a', 'codes ont')} plusieurs contours, de noms différents : réunis (${firstOf(harmonised.severalNames)}). Vérifiez ces codes dans le fichier.`);
  }
  if (harmonised.repeated.length > 0) {
    journal.warn(`${file} : ${counted(harmonised.repeated.length, 'code a', 'codes ont')} plusieurs fois le même contour : identiques, comptés une fois (${firstOf(harmonised.repeated)}).`);
  }
  if (harmonised.overlapping.length > 0) {
    journal.warn(`${file} : morceaux qui se recouvrent, laissés côte à côte : ${firstOf(harmonised.overlapping)}.`);
  }
  const { crossing, stray, collapsed } = harmonised;
  if (crossing.rings > 0) {
    journal.warn(`${file} : ${counted(crossing.rings, 'anneau qui se croise lui-même, laissé tel quel', 'anneaux qui se croisent eux-mêmes, laissés tels quels')} (${firstOf(crossing.codes)}).`);
  }
  if (stray.rings > 0) {
    journal.warn(`${file} : ${counted(stray.rings, 'trou qui n’est pas dans son contour, laissé tel quel', 'trous qui ne sont pas dans leur contour, laissés tels quels')} (${firstOf(stray.codes)}).`);
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
    journal.warn(`${counted(without.length, one, many)} sans contour (${share}) : ${firstOf(without)} ; ${without.length > 1 ? 'leur' : 'sa'} géométrie est nulle.`);
  }
}

const ORIGINS = {
  prj: 'dit par le .prj',
  crs: 'dit par le fichier',
  gpkg: 'dit par le fichier',
  option: 'dit par --crs',
  coordonnees: 'reconnu aux coordonnées',
} as const;
