import type { Reliability } from '../../diagnosis/reliability.js';
import { frenchNumber, frenchPercent, ordinal } from '../../french.js';
import { decimalsOf } from '../../index/scale.js';
import { storedScale } from '../../sources/result-folder.js';
import type { StoredManifest } from '../../sources/result-folder.js';
import type { StoredDiagnosis, StoredLeftOut, StoredMove } from '../../sources/stored-diagnosis.js';
import { markdownTable, markdownText } from '../markdown.js';
import { POLICY_NAMES } from '../method-text.js';
import { WEAKNESS_TEXTS } from './reliability-text.js';
import { intervalText, rankedOf, shiftText, someOf } from './words.js';
import type { Words } from './words.js';

/** How many units the table of ranks shows. */
const MOST_RANKS = 300;

const moveText = (words: Words) => ({ code, rang, rang_sans: without }: StoredMove): string => `${words.nameOf(code)} (${frenchNumber(rang)} → ${frenchNumber(without)})`;

/** The axes of a single variable: without it or without them, it is the same ranking. */
const singleAxes = ({ noeuds }: StoredDiagnosis): StoredDiagnosis['noeuds'] => noeuds.filter((n) => n.niveau === 'axe' && n.variables.length === 1);

/** What was left out, but for the axes whose only variable was already. */
export const distinctLeftOut = (diagnosis: StoredDiagnosis): readonly StoredLeftOut[] => diagnosis.retraits.filter((r) => !singleAxes(diagnosis).some(({ id }) => id === r.id));

/** `## 6. Retirer une variable, retirer un axe` */
export function leftOutSection(diagnosis: StoredDiagnosis, words: Words): string[] {
  const single = singleAxes(diagnosis);
  return [
    '## 6. Retirer une variable, retirer un axe',
    '',
    "Le classement refait sans elle ou sans lui ; son poids va aux autres de son niveau. Décalages en places, Spearman entre les deux classements.",
    '',
    ...markdownTable(
      ['Retrait', 'Spearman', 'Décalage moyen', 'Décalage maximal', 'Se déplacent le plus (rang → rang sans)'],
      distinctLeftOut(diagnosis).map((r) => [
        `${r.niveau === 'axe' ? 'Axe : ' : ''}${markdownText(words.labelOf(r.id))}${r.sans_indice > 0 ? ` (${words.units(r.sans_indice)} sans indice alors)` : ''}`,
        frenchNumber(r.spearman, 3),
        shiftText(r.decalage_moyen, 1),
        frenchNumber(r.decalage_maximal),
        markdownText(r.plus_deplacees.slice(0, 3).map(moveText(words)).join(', ')),
      ]),
      [1, 2, 3],
    ),
    '',
    ...(single.length === 0 ? [] : [`${single.length > 1 ? 'Ces axes n\'ont qu\'une variable, dont le retrait est le leur' : 'Cet axe n\'a qu\'une variable, dont le retrait est le sien'} : ${single.map(({ libelle }) => markdownText(libelle)).join(', ')}.`, '']),
  ];
}

/** `## 7. Incertitude des rangs`: what varies, what each source does alone, the ranks. */
export function simulationSection(diagnosis: StoredDiagnosis, manifest: StoredManifest, words: Words): string[] {
  const { simulation } = diagnosis;
  const acting = simulation.sources.filter((s) => s.agit);
  const still = simulation.sources.filter((s) => !s.agit);
  const { paires_ordonnees: pairs, spearman } = simulation;
  return [
    '## 7. Incertitude des rangs',
    '',
    `${frenchNumber(simulation.tirages)} tirages (graine ${String(simulation.graine)} : les mêmes à chaque fois) font varier ensemble :`,
    '',
    ...acting.map((s) => `- **${s.libelle}.** ${s.hypothese}${s.choix.length > 1 ? ` Ici : ${s.choix.map(choiceText).join(', ')}.` : ''}`),
    ...(still.length === 0 ? [] : [`- Sans objet ici : ${still.map((s) => s.libelle.toLowerCase()).join(', ')}.`]),
    '',
    "Ce sont des hypothèses, à chances égales là où il y a un choix, et non des probabilités : une autre liste d'hypothèses donnerait d'autres intervalles. Le choix des variables n'est pas tiré : voir leur retrait, plus haut.",
    '',
    `- Paires d'unités dans le même ordre dans au moins 95 % des tirages : **${frenchPercent(pairs.part, 1)}**${pairs.toutes ? '' : ` (sur ${frenchNumber(pairs.paires)} paires tirées au hasard)`}.`,
    ...(spearman === null ? [] : [`- Corrélation de rang entre l'indice et ses tirages : ${frenchNumber(spearman.moyen, 3)} en moyenne, ${frenchNumber(spearman.minimum, 3)} au moins.`]),
    '',
    'Chaque source seule (les autres fixes), de la plus forte à la plus faible :',
    '',
    ...markdownTable(
      ['Source', 'Décalage moyen', "Largeur moyenne de l'intervalle", 'Spearman moyen'],
      [...acting].sort((a, b) => b.decalage_moyen - a.decalage_moyen).map((s) => [s.libelle, shiftText(s.decalage_moyen, 2), shiftText(s.largeur_moyenne, 1), frenchNumber(s.spearman_moyen, 3)]),
      [1, 2, 3],
    ),
    '',
    ...ranksTable(diagnosis, manifest, words),
  ];
}

/** What a draw chooses among, in words. */
function choiceText(choice: string): string {
  if (choice === 'modele') return 'celle du modèle';
  if (choice === 'mediane') return 'médiane';
  return Object.entries(POLICY_NAMES).find(([id]) => id === choice)?.[1] ?? choice;
}

/** The interval, the frequency and the reliability of each unit, group after group. */
function ranksTable(diagnosis: StoredDiagnosis, manifest: StoredManifest, words: Words): string[] {
  const all = rankedOf(diagnosis);
  const decimals = decimalsOf(storedScale(manifest));
  const tenths = all.some((u) => u.frequence_dixieme !== null);
  const widened = all.filter((u) => u.elargi);
  return [
    `### Rangs et intervalles${all.length > MOST_RANKS ? ` (les ${String(MOST_RANKS)} premiers ; tous sont dans diagnostic.json)` : ''}`,
    '',
    `Rang de fragilité : 1 = la plus fragile. Intervalle de rang : du 5e au 95e centile des tirages (type 7), élargi s'il le faut pour contenir le rang publié. Groupe : unités dont l'intervalle rencontre celui de la première du groupe.${tenths ? ' Dixième : fréquence, sur les tirages et sous ces hypothèses, d\'être dans le dixième le plus fragile.' : ''}`,
    '',
    ...markdownTable(
      ['Groupe', 'Rang', capitalUnit(words.one), 'Code', 'Indice', 'Intervalle de rang', 'Rang médian', ...(tenths ? ['Dixième'] : []), 'Fiabilité'],
      all.slice(0, MOST_RANKS).map((u) => [
        String(u.groupe ?? ''),
        frenchNumber(u.rang),
        markdownText(u.nom),
        u.code,
        frenchNumber(u.score, decimals),
        intervalText(u),
        frenchNumber(u.rang_median, Number.isInteger(u.rang_median) ? 0 : 1),
        ...(tenths ? [frequencyText(u.frequence_dixieme)] : []),
        u.fiabilite ?? '',
      ]),
      [0, 1, 4, 6, ...(tenths ? [7] : [])],
    ),
    '',
    ...(widened.length === 0 ? [] : [`Rang hors de l'intervalle des tirages, qui a été élargi : ${markdownText(someOf(widened.map((u) => `${u.nom} (${ordinal(u.rang)})`), 12))}. Le choix du modèle y place l'unité là où peu d'autres choix la mettraient.`, '']),
  ];
}

const capitalUnit = (one: string): string => one.slice(0, 1).toLocaleUpperCase('fr') + one.slice(1);

/** A frequency without a false precision at its ends. */
export function frequencyText(share: number | null): string {
  if (share === null) return '–';
  if (share > 0 && share < 0.005) return `< ${frenchPercent(0.01)}`;
  if (share < 1 && share > 0.995) return `> ${frenchPercent(0.99)}`;
  return frenchPercent(share);
}

/** `## 8. Fiabilité des chiffres` */
export function reliabilitySection({ fiabilite, unites }: StoredDiagnosis, words: Words): string[] {
  const groups = new Map<string, { readonly level: Reliability; readonly why: string; readonly names: string[] }>();
  for (const { nom, fiabilite: level, faiblesses } of unites) {
    if (level === null) continue;
    const key = [level, ...faiblesses].join(' ');
    const group = groups.get(key) ?? { level, why: faiblesses.map((w) => WEAKNESS_TEXTS[w]).join(' ; '), names: [] };
    group.names.push(nom);
    groups.set(key, group);
  }
  const ordered = [...groups.values()].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || b.names.length - a.names.length);
  return [
    '## 8. Fiabilité des chiffres',
    '',
    `${fiabilite.regle} Elle est la colonne \`fiabilite\` d'\`ifn.csv\`.`,
    '',
    ...markdownTable(
      ['Fiabilité', 'Faiblesses', 'Nombre', capitalUnit(words.many)],
      ordered.map(({ level, why, names }) => [level, why, frenchNumber(names.length), markdownText(level === 'bonne' ? someOf(names, 5) : someOf(names, 15))]),
      [2],
    ),
    '',
  ];
}

const LEVELS: readonly Reliability[] = ['bonne', 'moyenne', 'faible'];
