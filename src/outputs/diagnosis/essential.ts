import { median } from 'd3-array';
import { de, frenchList, frenchNumber, frenchPercent, ordinal } from '../../french.js';
import type { StoredManifest } from '../../sources/result-folder.js';
import type { StoredDiagnosis, StoredReplaced, StoredSource, StoredUnit } from '../../sources/stored-diagnosis.js';
import { STATUS_NAMES } from '../method-text.js';
import { intervalText, places, rankedOf, someOf, widthOf, wordsOf } from './words.js';
import type { RankedStoredUnit, Words } from './words.js';

/** How many units a sentence names. */
const NAMED = 6;

/** An interval no wider than this share of the ranking, or than one place, is that of a solid rank. */
export const SOLID_SHARE = 0.05;

/** From so many places on, the width of a solid rank is told as a share of the ranking. */
const MANY_PLACES = 10;

/** A mean shift, in places, that is written 0,0. */
const NO_SHIFT = 0.05;

/** From this share of the draws on, a unit is said to be in the top dixième whatever the choices. */
const NEARLY_ALWAYS = 0.95;

/** The widest interval of a solid rank, in places. */
export const solidWidth = (ranked: number): number => Math.max(1, Math.floor(SOLID_SHARE * ranked));

/** What a diagnosis says, in sentences for who reads nothing else. */
export function essentialSentences(diagnosis: StoredDiagnosis, manifest: StoredManifest): string[] {
  const words = wordsOf(diagnosis, manifest);
  return [
    ...rankSentences(diagnosis, words),
    ...weightSentences(diagnosis, words),
    ...diagnosis.valeurs_remplacees.map((replaced) => replacedSentence(replaced, diagnosis, manifest, words)),
    ...leftAsideSentences(diagnosis, words),
    reliabilitySentence(diagnosis, words),
  ];
}

/** Which ranks are solid, which are not, and what makes them so. */
function rankSentences(diagnosis: StoredDiagnosis, words: Words): string[] {
  const { simulation } = diagnosis;
  const ranked = rankedOf(diagnosis);
  const limit = solidWidth(ranked.length);
  const solid = ranked.filter((u) => widthOf(u) <= limit);
  const widest = ranked.filter((u) => widthOf(u) > limit).sort((a, b) => widthOf(b) - widthOf(a) || a.rang - b.rang).slice(0, 3);
  const told = (u: RankedStoredUnit): string => `${u.nom} (${ordinal(u.rang)}${intervalText(u).includes(' à ') ? `, de ${intervalText(u)}` : ''})`;
  const acting = simulation.sources.filter((s) => s.agit).sort((a, b) => b.decalage_moyen - a.decalage_moyen);
  const [first, second] = acting;
  return [
    `Sur ${frenchNumber(simulation.tirages)} tirages qui font varier ensemble les choix de méthode et l'imprécision des données, ${frenchPercent(simulation.paires_ordonnees.part)} des paires d'unités gardent le même ordre dans au moins 95 % des tirages ; ` +
      `l'intervalle de rang, du 5e au 95e centile des tirages, s'étend sur ${places(medianWidth(ranked))} sur ${frenchNumber(ranked.length)} à la médiane.`,
    ...groupSentence(ranked, words),
    solid.length === 0
      ? `Aucun rang n'est solide : aucun intervalle ne tient en ${places(limit)}.`
      : `Rangs solides, à ${limit < MANY_PLACES ? `${places(limit)} près` : `un vingtième du classement près (${places(limit)})`} : ${someOf(solid.map(told), NAMED)}.`,
    ...(widest.length === 0 ? [] : [`Rangs les moins sûrs : ${frenchList(widest.map(told))}.`]),
    ...frequencySentence(ranked, words),
    ...(first === undefined
      ? []
      : [`Première source d'incertitude : ${spoken(first)}${second === undefined || second.decalage_moyen < NO_SHIFT ? '' : `, puis ${spoken(second)}`}.`]),
  ];
}

const spoken = (source: StoredSource): string => `« ${source.libelle} » (seule, ${places(source.decalage_moyen, 1)} de décalage moyen)`;

const medianWidth = (units: readonly RankedStoredUnit[]): number => Math.round(median(units, widthOf) ?? 0);

/** How many groups are told one by one. */
const TOLD_GROUPS = 3;

function groupSentence(ranked: readonly RankedStoredUnit[], words: Words): string[] {
  const groups = new Map<number, string[]>();
  for (const { groupe, nom } of ranked) {
    const names = groups.get(groupe ?? 0) ?? [];
    names.push(nom);
    groups.set(groupe ?? 0, names);
  }
  if (groups.size < 2) return ["Les intervalles de toutes les unités rencontrent celui de la première : l'ordre du classement n'est pas sûr."];
  const told = [...groups].slice(0, TOLD_GROUPS).map(([group, names]) => `${ordinal(group)} groupe, ${names.length > NAMED ? `${words.units(names.length)}, ${de(names[0] ?? '')} à ${names.at(-1) ?? ''}` : frenchList(names)}`);
  return [
    `Le classement se lit en ${frenchNumber(groups.size)} groupes : ${told.join(' ; ')}${groups.size > TOLD_GROUPS ? ' ; …' : '.'} Dans un groupe, l'intervalle de chaque unité rencontre celui de la première : l'ordre y est peu sûr, et peut l'être aussi d'un groupe au suivant.`,
  ];
}

function frequencySentence(ranked: readonly RankedStoredUnit[], words: Words): string[] {
  const between = (low: number, high: number): RankedStoredUnit[] => ranked.filter((u) => (u.frequence_dixieme ?? 0) >= low && (u.frequence_dixieme ?? 0) < high);
  const told = (units: readonly RankedStoredUnit[]): string => `${words.units(units.length)} (${someOf(units.map((u) => u.nom), NAMED)})`;
  const [always, often] = [between(NEARLY_ALWAYS, Number.POSITIVE_INFINITY), between(0.5, NEARLY_ALWAYS)];
  if (always.length + often.length === 0) return [];
  const parts = [
    ...(always.length === 0 ? [] : [`au moins ${frenchPercent(NEARLY_ALWAYS)} pour ${told(always)}`]),
    ...(often.length === 0 ? [] : [`de 50 à 95 % pour ${told(often)}`]),
  ];
  return [`Fréquence sur les tirages, sous ces hypothèses, d'être dans le dixième le plus fragile : ${parts.join(' ; ')}.`];
}

/** Which variables carry the score, which hardly move it, what works against it. */
function weightSentences({ poids, correlations, retraits }: StoredDiagnosis, words: Words): string[] {
  const rOf = new Map(correlations.avec_indice.map(({ id, pearson }) => [id, pearson]));
  const shareOf = new Map(poids?.variables.map((v) => [v.id, v]));
  const told = (id: string): string => {
    const weight = shareOf.get(id);
    const shares = weight === undefined ? '' : `${nominalText(weight.nominal)} du poids nominal, ${frenchPercent(weight.part_variance)} de la variance de l'indice, `;
    return `« ${words.labelOf(id)} » (${shares}corrélation ${frenchNumber(rOf.get(id) ?? null, 2)})`;
  };
  const heaviest = [...(poids?.variables ?? [])].sort((a, b) => b.part_variance - a.part_variance)[0];
  const flagged = (genre: string, niveau: string): string[] => correlations.alertes.filter((f) => f.genre === genre && f.niveau === niveau).flatMap((f) => f.ids);
  const weak = flagged('sans-effet', 'variable').filter((id) => isLight(shareOf.get(id)));
  const against = [...flagged('contre-indice', 'theme'), ...flagged('contre-indice', 'axe')];
  const variablesAgainst = flagged('contre-indice', 'variable');
  return [
    ...(heaviest === undefined ? [] : [`Ce qui porte l'indice : ${told(heaviest.id)}.`]),
    ...(weak.length === 0 ? [] : [`Ce qui ne le déplace presque pas : ${frenchList(weak.map(told))}.${withoutTexts(weak, retraits, words)}`]),
    ...(against.length === 0
      ? []
      : [`À contresens de l'indice : ${frenchList(against.map((id) => `« ${words.labelOf(id)} » (corrélation ${frenchNumber(rOf.get(id) ?? null, 2)})`))}. Là où l'indice est haut, cet axe ou ce thème est plutôt bas : il retire du rang au lieu d'en donner.`]),
    ...(variablesAgainst.length === 0 ? [] : [`Variables à contresens de l'indice : ${frenchList(variablesAgainst.map(told))}.`]),
  ];
}

/** `12,5 %`, `25 %` */
const nominalText = (share: number): string => frenchPercent(share, Math.abs(Math.round(100 * share) - 100 * share) < 0.05 ? 0 : 1);

/** True of a variable that has less than half of its nominal weight in the variance of the score, or of one whose part is not known. */
const isLight = (weight: { readonly nominal: number; readonly part_variance: number } | undefined): boolean => weight === undefined || weight.part_variance < weight.nominal / 2;

/** What the variables that the score hardly follows do to the ranks all the same. */
function withoutTexts(ids: readonly string[], retraits: StoredDiagnosis['retraits'], words: Words): string {
  const ofVariables = retraits.filter((r) => r.niveau === 'variable');
  const usual = median(ofVariables, (r) => r.decalage_moyen) ?? 0;
  const found = ofVariables.filter((r) => ids.includes(r.id));
  const stillCount = found.filter((r) => r.decalage_moyen > usual);
  const texts = found.map((own) => {
    const [first] = own.plus_deplacees;
    const who = first === undefined ? '' : ` (${words.nameOf(first.code)}, du ${ordinal(first.rang)} au ${ordinal(first.rang_sans)})`;
    const subject = ids.length === 1 ? 'elle' : `« ${words.labelOf(own.id)} »`;
    return ` Sans ${subject}, un rang changerait${stillCount.includes(own) && ids.length === 1 ? ' pourtant' : ''} de ${places(own.decalage_moyen, 1)} en moyenne et de ${places(own.decalage_maximal)} au plus${who}.`;
  });
  const all = texts.join('');
  if (stillCount.length === 0) return all;
  return ids.length === 1 ? `${all.slice(0, -1)} : elle ne fait pas les écarts d'indice, elle départage des unités d'indices voisins.` : `${all} Une variable qui ne fait pas les écarts d'indice départage pourtant des unités d'indices voisins.`;
}

/** What the units whose value is estimated or imputed change. */
function replacedSentence(replaced: StoredReplaced, diagnosis: StoredDiagnosis, manifest: StoredManifest, words: Words): string {
  const statuses = manifest.variables.find((v) => v.id === replaced.id)?.statuts ?? {};
  const how = (['estime', 'impute'] as const).filter((status) => (statuses[status] ?? 0) > 0).map((status) => STATUS_NAMES[status]);
  const ranked = rankedOf(diagnosis);
  const isReplaced = ({ non_observe: not }: StoredUnit): boolean => not[replaced.id] === 'estime' || not[replaced.id] === 'impute';
  const [own, others] = [ranked.filter(isReplaced), ranked.filter((u) => !isReplaced(u))];
  const [best, worst] = [own[0]?.rang ?? 0, own.at(-1)?.rang ?? 0];
  const [first] = replaced.plus_deplacees;
  const who = first === undefined ? '' : ` (${words.nameOf(first.code)}, du ${ordinal(first.rang)} au ${ordinal(first.rang_sans)})`;
  const against = others.length === 0 ? '' : ` ; celui des autres ${words.many}, de ${places(replaced.autres.decalage_maximal)} au plus. Leur intervalle de rang s'étend sur ${places(medianWidth(own))} à la médiane, contre ${frenchNumber(medianWidth(others))} pour les autres`;
  return (
    `« ${words.labelOf(replaced.id)} » manque (secret statistique ou absence) pour ${words.units(own.length)} (${someOf(own.map((u) => u.nom), NAMED)}), et y est ${frenchList(how)} ; rangs ${frenchNumber(best)} à ${frenchNumber(worst)}${best > ranked.length / 2 ? ', aucun dans la moitié la plus fragile' : ''}. ` +
    `Si ces valeurs étaient laissées de côté, leur rang changerait de ${places(replaced.decalage_moyen, 1)} en moyenne et de ${places(replaced.decalage_maximal)} au plus${who}${against}.`
  );
}

/** From this share of the ranked units on, those that lack a variable are told. */
const WORTH_TELLING = 0.1;

/** The units that lack a variable that nothing replaces. */
function leftAsideSentences(diagnosis: StoredDiagnosis, words: Words): string[] {
  const ranked = rankedOf(diagnosis);
  return diagnosis.variables.flatMap(({ id }) => {
    const lacks = ({ non_observe: { [id]: status } }: StoredUnit): boolean => status !== undefined && status !== 'estime' && status !== 'impute';
    const own = ranked.filter(lacks);
    const [best, worst] = [own[0], own.at(-1)];
    const isReplaced = diagnosis.valeurs_remplacees.some((replaced) => replaced.id === id);
    if (best === undefined || worst === undefined || own.length === ranked.length || own.length < WORTH_TELLING * ranked.length) return [];
    return [
      `« ${words.labelOf(id)} » manque ${isReplaced ? 'aussi, sans rien qui en tienne lieu,' : '(secret statistique ou absence)'} pour ${words.units(own.length)} (${someOf(own.map((u) => u.nom), NAMED)}), et y est laissé de côté : leur indice se fait sans cette variable, dont les autres prennent le poids ; rangs ${frenchNumber(best.rang)} à ${frenchNumber(worst.rang)}. ` +
        `Leur intervalle de rang s'étend sur ${places(medianWidth(own))} à la médiane, contre ${frenchNumber(medianWidth(ranked.filter((u) => !lacks(u))))} pour les autres.`,
    ];
  });
}

function reliabilitySentence({ fiabilite: { effectifs } }: StoredDiagnosis, words: Words): string {
  const { bonne, moyenne, faible } = effectifs;
  return `Fiabilité des chiffres : bonne pour ${words.units(bonne)}, moyenne pour ${frenchNumber(moyenne)}, faible pour ${frenchNumber(faible)}.`;
}
