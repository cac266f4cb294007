import { median } from 'd3-array';
import { frenchList, frenchNumber, frenchPercent, ordinal } from '../../french.js';
import type { StoredManifest } from '../../sources/result-folder.js';
import type { StoredDiagnosis, StoredReplaced } from '../../sources/stored-diagnosis.js';
import { STATUS_NAMES } from '../method-text.js';
import { intervalText, rankedOf, someOf, widthOf, wordsOf } from './words.js';
import type { RankedStoredUnit, Words } from './words.js';

/** How many units a sentence names. */
const NAMED = 6;

/** An interval no wider than this share of the ranking, or than two places, is that of a solid rank. */
export const SOLID_SHARE = 0.05;

/** From this share of the draws on, a unit is said to be in the top dixième whatever the choices. */
const NEARLY_ALWAYS = 0.95;

/** The widest interval of a solid rank, in places. */
export const solidWidth = (ranked: number): number => Math.max(2, Math.floor(SOLID_SHARE * ranked));

/** What a diagnosis says, in sentences for who reads nothing else. */
export function essentialSentences(diagnosis: StoredDiagnosis, manifest: StoredManifest): string[] {
  const words = wordsOf(diagnosis, manifest);
  return [
    ...rankSentences(diagnosis, words),
    ...weightSentences(diagnosis, words),
    ...diagnosis.valeurs_remplacees.map((replaced) => replacedSentence(replaced, diagnosis, manifest, words)),
    reliabilitySentence(diagnosis, words),
  ];
}

/** Which ranks are solid, and which are not. */
function rankSentences(diagnosis: StoredDiagnosis, words: Words): string[] {
  const { simulation } = diagnosis;
  const ranked = rankedOf(diagnosis);
  const limit = solidWidth(ranked.length);
  const solid = ranked.filter((u) => widthOf(u) <= limit);
  const widest = [...ranked].sort((a, b) => widthOf(b) - widthOf(a) || a.rang - b.rang).slice(0, 3);
  const always = ranked.filter((u) => (u.frequence_dixieme ?? 0) >= NEARLY_ALWAYS);
  const told = (u: RankedStoredUnit): string => `${u.nom} (${ordinal(u.rang)}${intervalText(u).includes(' à ') ? `, de ${intervalText(u)}` : ''})`;
  const pairs = simulation.paires_ordonnees;
  return [
    `Sur ${frenchNumber(simulation.tirages)} tirages qui font varier ensemble les choix de méthode et l'imprécision des données, l'ordre de deux unités prises au hasard est sûr (le même dans 95 % des tirages) pour ${frenchPercent(pairs.part)} des paires ; ` +
      `l'intervalle de rang [p5 ; p95] s'étend, à la médiane, sur ${frenchNumber(median(ranked, widthOf) ?? 0)} places de ${frenchNumber(ranked.length)}.`,
    solid.length === 0
      ? `Aucun rang n'est solide : aucun intervalle ne tient en ${frenchNumber(limit)} places.`
      : `Rangs solides, à ${frenchNumber(limit)} places près : ${someOf(solid.map(told), NAMED)}.`,
    `Rangs les moins sûrs : ${frenchList(widest.map(told))}.`,
    ...(always.length === 0
      ? []
      : [`Fréquence sur les tirages, sous ces hypothèses : ${words.units(always.length)} ${always.length > 1 ? 'sont' : 'est'} dans le dixième le plus fragile dans au moins ${frenchPercent(NEARLY_ALWAYS)} d'entre eux (${someOf(always.map((u) => u.nom), NAMED)}).`]),
  ];
}

/** Which variables carry the score, which hardly move it, what works against it. */
function weightSentences({ poids, correlations, retraits }: StoredDiagnosis, words: Words): string[] {
  const rOf = new Map(correlations.avec_indice.map(({ id, pearson }) => [id, pearson]));
  const shareOf = new Map(poids?.variables.map((v) => [v.id, v]));
  const told = (id: string): string => {
    const weight = shareOf.get(id);
    const shares = weight === undefined ? '' : `${frenchPercent(weight.nominal, 1)} du poids nominal, ${frenchPercent(weight.part_variance, 1)} de la variance de l'indice, `;
    return `« ${words.labelOf(id)} » (${shares}corrélation ${frenchNumber(rOf.get(id) ?? null, 2)})`;
  };
  const heaviest = [...(poids?.variables ?? [])].sort((a, b) => b.part_variance - a.part_variance)[0];
  const flagged = (genre: string, niveau: string): string[] => correlations.alertes.filter((f) => f.genre === genre && f.niveau === niveau).flatMap((f) => f.ids);
  const weak = flagged('sans-effet', 'variable');
  const against = [...flagged('contre-indice', 'theme'), ...flagged('contre-indice', 'axe')];
  const variablesAgainst = flagged('contre-indice', 'variable');
  return [
    ...(heaviest === undefined ? [] : [`Ce qui porte l'indice : ${told(heaviest.id)}.`]),
    ...(weak.length === 0 ? [] : [`Ce qui ne le déplace presque pas : ${frenchList(weak.map(told))}.${weak.map((id) => withoutText(id, weak.length === 1 ? 'elle' : `« ${words.labelOf(id)} »`, retraits, words)).join('')}`]),
    ...(against.length === 0
      ? []
      : [`À contresens de l'indice : ${frenchList(against.map((id) => `« ${words.labelOf(id)} » (corrélation ${frenchNumber(rOf.get(id) ?? null, 2)})`))}. Là où l'indice est haut, cet axe ou ce thème est plutôt bas : il retire du rang au lieu d'en donner.`]),
    ...(variablesAgainst.length === 0 ? [] : [`Variables à contresens de l'indice : ${frenchList(variablesAgainst.map(told))}.`]),
  ];
}

/** What a variable that the score hardly follows does to the ranks all the same. */
function withoutText(id: string, spoken: string, retraits: StoredDiagnosis['retraits'], words: Words): string {
  const ofVariables = retraits.filter((r) => r.niveau === 'variable');
  const own = ofVariables.find((r) => r.id === id);
  if (own === undefined) return '';
  const usual = median(ofVariables, (r) => r.decalage_moyen) ?? 0;
  const [first] = own.plus_deplacees;
  const who = first === undefined ? '' : ` (${words.nameOf(first.code)}, du ${ordinal(first.rang)} au ${ordinal(first.rang_sans)})`;
  const stillCounts = own.decalage_moyen > usual ? ' : elle ne fait pas les écarts d\'indice, elle départage des unités d\'indices voisins' : '';
  return ` Sans ${spoken}, un rang changerait${stillCounts === '' ? '' : ' pourtant'} de ${places(own.decalage_moyen, 1)} en moyenne et de ${places(own.decalage_maximal)} au plus${who}${stillCounts}.`;
}

/** What the units whose value is estimated or imputed change. */
function replacedSentence(replaced: StoredReplaced, { unites, simulation, unites_classees: ranked }: StoredDiagnosis, manifest: StoredManifest, words: Words): string {
  const statuses = manifest.variables.find((v) => v.id === replaced.id)?.statuts ?? {};
  const how = (['estime', 'impute'] as const).filter((status) => (statuses[status] ?? 0) > 0).map((status) => STATUS_NAMES[status]);
  const codes = new Set(replaced.unites);
  const best = unites.filter((u) => codes.has(u.code)).map((u) => u.rang ?? Number.POSITIVE_INFINITY);
  const [first] = replaced.plus_deplacees;
  const alone = simulation.sources.find((s) => s.id === 'estimation');
  return (
    `« ${words.labelOf(replaced.id)} » manque (secret statistique ou absence) pour ${words.units(replaced.unites.length)} (${someOf(replaced.unites.map(words.nameOf), NAMED)}), et y est ${frenchList(how)} : elles vont du rang ${frenchNumber(Math.min(...best))} au rang ${frenchNumber(Math.max(...best))}${Math.min(...best) > ranked / 2 ? ', aucune dans la moitié la plus fragile' : ''}. ` +
    `Si ces valeurs étaient laissées de côté, leur rang changerait de ${places(replaced.decalage_moyen, 1)} en moyenne et de ${places(replaced.decalage_maximal)} au plus` +
    `${first === undefined ? '' : ` (${words.nameOf(first.code)}, du ${ordinal(first.rang)} au ${ordinal(first.rang_sans)})`} ; celui des autres ${words.many}, de ${places(replaced.autres.decalage_maximal)} au plus.` +
    `${alone === undefined || !alone.agit || !how.includes(STATUS_NAMES.estime) ? '' : ` L'erreur d'estimation seule déplace un rang de ${places(alone.decalage_moyen, 1)} en moyenne, sur l'ensemble des ${words.many}.`}`
  );
}

function reliabilitySentence({ fiabilite: { effectifs } }: StoredDiagnosis, words: Words): string {
  const { bonne, moyenne, faible } = effectifs;
  return `Fiabilité des chiffres : bonne pour ${words.units(bonne)}, moyenne pour ${frenchNumber(moyenne)}, faible pour ${frenchNumber(faible)}.`;
}

/** `2,5 places`, `1 place`, `0 place`. */
export const places = (n: number, decimals = 0): string => `${frenchNumber(n, decimals)} ${Math.abs(n) < 2 ? 'place' : 'places'}`;
