import { inputError, usageError } from '../../errors.js';
import { counted, firstOf } from '../../french.js';
import { leftVariables } from '../../evolution/left-variables.js';
import { makePanel } from '../../evolution/make-panel.js';
import { leftByReason } from '../../evolution/panel.js';
import type { Panel } from '../../evolution/panel.js';
import { gapFaults } from '../../evolution/vintage-gaps.js';
import type { GapFault } from '../../evolution/vintage-gaps.js';
import type { Journal } from '../../journal.js';
import { nearest } from '../../nearest.js';
import { loadCogHistory } from '../../sources/cog-history.js';
import type { ComparisonRules } from '../../sources/quantities.js';
import type { CogHistory } from '../../territory/cog-history.js';
import { storedTree } from '../../sources/stored-tree.js';
import { gapTexts, requireComparable } from './comparable.js';
import type { ReadYear } from './read-year.js';

export interface EvolutionOptions {
  /** The folder or the year whose reference is frozen; null: the oldest year. */
  readonly base: string | null;
  /** Variables that the user leaves out of all years. */
  readonly without: readonly string[];
  readonly allowOverlap: boolean;
}

/** A panel, and the results that it is made of in the order of its years. */
export interface Evolution {
  readonly panel: Panel;
  readonly years: readonly ReadYear[];
  /** Vintages that are too close, which the user allowed. */
  readonly overlaps: readonly GapFault[];
}

/**
 * Makes the panel of results that compare.
 *
 * @param read in any order
 * @throws inputError for results that do not follow each other, vintages too close, one vintage twice, no
 *   unit in common; usageError for a base or a variable that is not there
 */
export async function makeEvolution(read: readonly ReadYear[], options: EvolutionOptions, rules: ComparisonRules, journal: Journal): Promise<Evolution> {
  const years = [...read].sort((a, b) => a.result.year - b.result.year || (a.result.shown < b.result.shown ? -1 : 1));
  requireComparable(years);
  const results = years.map((y) => y.result);
  const base = baseOf(options.base, years);
  const left = leftVariables(results, askedVariables(options.without, years), rules.breaks);
  const overlaps = requireGaps(years, new Set(left.map((v) => v.id)), options.allowOverlap, rules, journal);
  const first = years[0]?.manifest;
  if (first === undefined || left.length === first.variables.length) {
    throw inputError(`Aucune variable ne se suit sur toutes les années : ${left.map((v) => `${v.id} (${v.reason})`).join(' ; ')}.`);
  }
  const panel = makePanel({
    years: results,
    base,
    tree: storedTree(first.modele),
    threshold: first.modele.seuil_completude,
    left,
    history: await historyOf(years),
  });
  requireUnits(panel, years);
  for (const text of notices(panel, years)) journal.warn(text);
  return { panel, years, overlaps };
}

/** The place of the base: a folder by its path, or by its own name where one alone has it, else a year. */
function baseOf(asked: string | null, years: readonly ReadYear[]): number {
  if (asked === null) return 0;
  const name = withoutSlash(asked);
  const places = (holds: (year: ReadYear) => boolean): number[] => years.flatMap((year, at) => (holds(year) ? [at] : []));
  const [byPath] = places(({ result }) => withoutSlash(result.shown) === name && name.includes('/'));
  if (byPath !== undefined) return byPath;
  const found = new Set(places(({ result }) => lastOf(result.shown) === name || String(result.year) === name));
  const [only] = found;
  if (only !== undefined && found.size === 1) return only;
  const choices = years.map(({ result }) => `${result.shown} (${String(result.year)})`).join(', ');
  throw usageError(`--base ${asked} : ${only === undefined ? "aucun des dossiers n'a ce nom ni cette année" : 'plusieurs dossiers ont ce nom ou cette année'}.\nAu choix, par le chemin du dossier : ${choices}.`);
}

const withoutSlash = (path: string): string => path.replace(/\/+$/, '');
const lastOf = (path: string): string => withoutSlash(path).split('/').at(-1) ?? path;

function askedVariables(without: readonly string[], years: readonly ReadYear[]): ReadonlySet<string> {
  const known = [...(years[0]?.result.variables.keys() ?? [])];
  for (const id of without) {
    if (known.includes(id)) continue;
    const [near] = nearest(id, known);
    throw usageError(`--without ${id} : ce n'est pas une variable de ces résultats${near === undefined ? '' : ` ; vouliez-vous dire ${near} ?`}\nVariables : ${known.join(', ')}.`);
  }
  return new Set(without);
}

/**
 * @returns the vintages that are too close, where the user allows them
 * @throws inputError on the others, and on one vintage in two years
 */
function requireGaps(years: readonly ReadYear[], gone: ReadonlySet<string>, allowed: boolean, { gaps }: ComparisonRules, journal: Journal): readonly GapFault[] {
  const faults = [...(years[0]?.result.variables.values() ?? [])]
    .filter((v) => !gone.has(v.id))
    .flatMap(({ id, family }) =>
      gapFaults(id, family, gaps.get(family ?? '') ?? null, years.flatMap(({ result }) => {
        const vintage = result.variables.get(id)?.vintage ?? null;
        return vintage === null ? [] : [{ shown: result.shown, vintage }];
      })),
    );
  const certain = faults.filter((f) => f.what !== 'overlap');
  if (certain.length > 0) {
    throw inputError(
      `Millésimes qui ne se suivent pas : ${gapTexts(certain).join(' ; ')}.\n` +
        'Recalculez un de ces résultats (compute --vintage), ou écartez ces variables de toutes les années par --without.',
    );
  }
  if (faults.length > 0) {
    const told = gapTexts(faults).join(' ; ');
    if (!allowed) {
      throw inputError(
        `Millésimes trop proches : ${told}.\n${OVERLAP_WHY}\n` +
          "L'Insee compare 2011, 2016 et 2022, ou 2012, 2017 et 2023. --allow-overlap passe outre ; --without écarte une variable.",
      );
    }
    journal.warn(`--allow-overlap : ${told}. ${OVERLAP_WHY}`);
  }
  return faults;
}

/** Why vintages that are too close do not compare. */
export const OVERLAP_WHY =
  "Un recensement réunit cinq enquêtes annuelles (aucune en 2021) : deux millésimes trop proches en ont en commun, et leur écart n'est pas une évolution.";

async function historyOf(years: readonly ReadYear[]): Promise<CogHistory> {
  const history = await loadCogHistory();
  const cogs = new Set(years.map(({ result }) => result.cog));
  const outside = years.find(({ result }) => cogs.size > 1 && !history.years.includes(result.cog));
  if (outside !== undefined) {
    throw inputError(`« ${outside.result.shown} » est sur le COG ${String(outside.result.cog)}, dont l'histoire n'est pas connue (${String(history.years[0])} à ${String(history.years.at(-1))}).\nRecalculez les résultats sur un même COG : --cog ANNÉE.`);
  }
  return history;
}

function requireUnits(panel: Panel, years: readonly ReadYear[]): void {
  if (panel.units.length === 0) throw inputError(`Aucune unité n'est dans tous les résultats : ${firstOf(panel.leftUnits.map((u) => `${u.code} (${u.reason})`), 2)}.\nCalculez les années sur un même territoire.`);
  const selectors = new Set(years.map(({ manifest }) => manifest.reference.selecteur));
  if (selectors.size > 1 && panel.leftUnits.length > 0) {
    throw inputError(`Les références sont des listes de communes qui ne se recouvrent pas : ${firstOf(panel.leftUnits.map((u) => `${u.code} (${u.reason})`), 2)}.\nDonnez la même --reference à toutes les années.`);
  }
}

/** What limits the meaning of the panel. */
function notices(panel: Panel, years: readonly ReadYear[]): string[] {
  const told: string[] = [];
  for (const { result, changed } of years) if (changed.length > 0) told.push(`${result.shown} : ifn.csv n'est plus celui que manifest.json décrit ; il a été modifié.`);
  const versions = new Set(years.map(({ manifest }) => manifest.outil.version));
  if (versions.size > 1) told.push(`Résultats de versions différentes de fragilite (${[...versions].join(', ')}) : recalculez les plus anciens si leurs notes de version les corrigent.`);
  const sizes = years.map(({ manifest, rows }) => manifest.reference.unites ?? rows);
  const followed = years.every(({ manifest }) => manifest.reference.selecteur === manifest.territoire.selecteur) && panel.leftUnits.length === 0;
  if (new Set(sizes).size > 1 && !followed) told.push(`La référence n'a pas les mêmes unités chaque année (${years.map(({ result }, at) => `${result.shown} : ${String(sizes[at])}`).join(', ')}) : une part de son mouvement peut tenir à son périmètre.`);
  for (const v of panel.left) told.push(`${v.id} quitte toutes les années : ${v.reason}.`);
  for (const [reason, units] of leftByReason(panel)) told.push(`${counted(units.length, 'unité écartée', 'unités écartées')} du panel (${reason}) : ${firstOf(units.map((u) => `${u.name} (${u.code})`))}.`);
  const merged = panel.units.filter((u) => u.parts.some((parts) => parts.length > 1 || parts[0] !== u.code));
  if (merged.length > 0) told.push(`${counted(merged.length, 'unité recomposée', 'unités recomposées')} sur la géographie ${String(panel.cog)} : ${firstOf(merged.map((u) => `${u.name} (${u.code})`))}.`);
  for (const v of panel.variables) told.push(...variableNotices(v.id, panel));
  return told;
}

function variableNotices(id: string, { variables, years }: Panel): string[] {
  const own = variables.find((v) => v.id === id)?.years ?? [];
  const perYear = (of: (at: number) => string): string => years.map((y, at) => `${String(y.year)} ${of(at)}`).join(', ');
  const told: string[] = [];
  if (new Set(own.map((v) => v.rule)).size > 1) told.push(`${id} : la référence n'est pas faite de la même façon chaque année (${perYear((at) => own[at]?.rule ?? '')}).`);
  if (new Set(own.map((v) => v.applied)).size > 1) told.push(`${id} : les valeurs manquantes n'ont pas été remplies de la même façon (${perYear((at) => own[at]?.applied ?? '')}).`);
  if (new Set(own.map((v) => v.notes.join())).size > 1) told.push(`${id} : colonnes voisines selon l'année (${perYear((at) => own[at]?.notes.join(', ') ?? '')}).`);
  if (own.some((v) => v.family === null)) told.push(`${id} : colonne propre, dont rien ne dit si les chiffres sont de ces années.`);
  return told;
}
