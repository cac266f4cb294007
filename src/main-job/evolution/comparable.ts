import { inputError } from '../../errors.js';
import { frenchList } from '../../french.js';
import type { GapFault } from '../../evolution/vintage-gaps.js';
import { byCode } from '../../territory/codes.js';
import type { StoredManifest } from '../../sources/result-folder.js';
import type { ReadYear } from './read-year.js';

/**
 * Refuses results that were not made alike: model, units, arrondissements, policies, reference. All that
 * differs is named.
 *
 * @throws inputError
 */
export function requireComparable(years: readonly ReadYear[]): void {
  const model = differs(years, 'modèle', ({ modele }) => `${modele.id} version ${String(modele.version)}`);
  const differing = [
    model,
    differs(years, 'unité', ({ options }) => options?.unit ?? 'commune'),
    differs(years, 'Paris, Lyon, Marseille', ({ geographie }) => geographie.plm ?? 'commune'),
    // Another model has other variables: their policies would say no more.
    ...(model === null ? policies(years) : []),
  ].filter((text) => text !== null);
  if (differing.length === 0) {
    const tree = differs(years, 'arbre', (manifest) => JSON.stringify(treeOf(manifest)));
    if (tree !== null) differing.push(`le modèle ${years[0]?.manifest.modele.id ?? ''} n'y a pas le même arbre sous le même numéro de version`);
  }
  if (differing.length === 0 && !oneReference(years)) {
    const told = differs(years, 'référence', ({ reference }) => reference.nom_court) ?? 'la liste des unités de la référence n’est pas la même';
    differing.push(told);
  }
  if (differing.length > 0) throw inputError(`Ces résultats ne se suivent pas : ${differing.join(' ; ')}.\nRecalculez-les avec les mêmes options ; fragilite compare dit ce qui sépare deux résultats.`);
  requireRatios(years);
  requireOneGeography(years);
}

/** What differs, and how in which folder; null where nothing does. */
function differs(years: readonly ReadYear[], what: string, of: (manifest: StoredManifest) => string): string | null {
  const found = new Map<string, string[]>();
  for (const { manifest, result } of years) {
    const text = of(manifest);
    found.set(text, [...(found.get(text) ?? []), result.shown]);
  }
  return found.size < 2 ? null : `${what} ${frenchList([...found].map(([text, folders]) => `« ${text} » dans ${frenchList(folders)}`))}`;
}

const policies = (years: readonly ReadYear[]): (string | null)[] =>
  [...(years[0]?.result.variables.keys() ?? [])].map((id) => differs(years, `manquants de ${id}`, ({ variables }) => {
    const found = variables.find((v) => v.id === id)?.manquants;
    return found === undefined ? 'sans cette variable' : (found.politique ?? found.appliquee);
  }));

/** What makes scores of points in a manifest, without its words. */
const treeOf = ({ modele, variables }: StoredManifest): unknown => ({
  agregation: modele.agregation,
  poids: modele.poids_relatifs,
  themes: modele.themes,
  axes: modele.axes,
  variables: modele.variables,
  seuil: modele.seuil_completude,
  points: variables.map(({ id, sens, inversion, normalisation }) => [id, sens, inversion, normalisation ?? null]),
});

/** One territory as reference: the same words, or the scored units themselves, which the panel puts together. */
function oneReference(years: readonly ReadYear[]): boolean {
  const selectors = new Set(years.map(({ manifest }) => manifest.reference.selecteur ?? manifest.reference.nom));
  const own = ({ manifest }: ReadYear): boolean => (manifest.reference.selecteur ?? manifest.reference.nom) === (manifest.territoire.selecteur ?? manifest.territoire.nom);
  return selectors.size === 1 || (years.every(own) && years.every(({ manifest }) => isList(manifest.reference.selecteur)));
}

/** A list of communes may differ by its mergers only: units that do not follow are left out and told. */
const isList = (selector: string | undefined): boolean => selector === undefined || /^(communes|file):/.test(selector);

/** @throws inputError for a model whose points are places among the units of one year */
function requireRatios(years: readonly ReadYear[]): void {
  const placed = (years[0]?.manifest.variables ?? []).filter((v) => (v.normalisation?.methode ?? 'rapport') !== 'rapport');
  if (placed.length === 0) return;
  const model = years[0]?.manifest.modele.id ?? '';
  const methods = [...new Set(placed.map((v) => v.normalisation?.methode ?? ''))].sort(byCode);
  throw inputError(
    `Le modèle ${model} place chaque unité parmi celles de l'année (${methods.join(', ')}) : il n'a pas de référence à figer, et la même note d'une année à l'autre ne dit pas la même chose.\n` +
      'Recalculez les années avec un modèle en base 100 (lyon-2021), ou mettez deux classements en regard par fragilite compare.',
  );
}

/** @throws inputError where units that are no communes would have to be carried */
function requireOneGeography(years: readonly ReadYear[]): void {
  const level = years[0]?.manifest.options?.unit ?? 'commune';
  const text = level === 'commune' ? null : differs(years, 'géographie', ({ geographie }) => `COG ${String(geographie.cog)}`);
  if (text === null) return;
  throw inputError(`Des unités « ${level} » ne se portent pas d'une géographie à l'autre : ${text}.\nRecalculez ces résultats sur un même COG : --cog ANNÉE.`);
}

/** The French lines of faults of vintages, by family and pair of years. */
export function gapTexts(faults: readonly GapFault[]): string[] {
  const groups = new Map<string, GapFault[]>();
  for (const fault of faults) {
    const key = [fault.what, fault.family ?? '', fault.before.shown, fault.before.vintage, fault.after.shown, fault.after.vintage].join('|');
    groups.set(key, [...(groups.get(key) ?? []), fault]);
  }
  return [...groups.values()].flatMap((group) => {
    const [fault] = group;
    if (fault === undefined) return [];
    const { before, after, what, wanted } = fault;
    const who = group.map((f) => f.variable).join(', ');
    if (what === 'same') return [`${who} : le même millésime (${String(after.vintage)}) dans ${before.shown} et ${after.shown}`];
    if (what === 'order') return [`${who} : millésime ${String(before.vintage)} dans ${before.shown}, plus récent que ${String(after.vintage)} dans ${after.shown}`];
    return [`${who} : ${String(before.vintage)} et ${String(after.vintage)} sont à ${String(after.vintage - before.vintage)} an${after.vintage - before.vintage > 1 ? 's' : ''} d'écart, il en faut ${String(wanted)}`];
  });
}
