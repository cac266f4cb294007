import { basename } from 'node:path';
import { counted, frenchNumber, frenchPercent } from '../../french.js';
import { decimalsOf } from '../../index/scale.js';
import type { ConfrontationResult } from '../../main-job/confrontation-job.js';
import { storedScale } from '../../sources/result-folder.js';
import { LEAST_N, SEED } from '../../survey/confront.js';
import type { ComparedRanks, ConfrontedCell } from '../../survey/confront.js';
import { aboutIndex } from '../about-index.js';
import { markdownTable, markdownText } from '../markdown.js';
import { WARNING } from '../method-text.js';

/** How many disagreements each table names. */
const TOLD = 15;

/** What a survey is not, whatever it finds. */
export const VOLUNTEERS =
  "Une enquête de volontaires n'est pas représentative : ceux qui répondent, surtout en ligne, ne sont pas ceux que l'indice cherche. Les erreurs d'échantillonnage données ici supposent un tirage au hasard dans chaque commune.";

/** `confrontation.md`: how far the survey and the index agree, where they part, and the funnel. */
export function confrontationMarkdown(result: ConfrontationResult): string {
  const { stored, shown } = result;
  return [
    `# L'enquête ${markdownText(basename(shown))} face à l'indice : ${stored.manifest.territoire.nom}`,
    '',
    `> ${WARNING}`,
    '',
    `**Attention** : ${VOLUNTEERS}`,
    '',
    ...aboutIndex(stored.manifest).map((line) => `- ${line}`),
    '',
    "## L'enquête",
    '',
    ...surveyLines(result),
    '',
    '## Accord',
    '',
    ...agreementLines(result),
    '',
    '## Désaccords',
    '',
    ...disagreementLines(result),
    '',
    '## Entonnoir',
    '',
    ...funnelLines(result),
    '',
  ].join('\n');
}

function surveyLines({ cells, withheld, empty, outside, inverse, notes }: ConfrontationResult): string[] {
  const asked = cells.reduce((sum, c) => sum + c.n, 0);
  return [
    `- **${counted(cells.length, 'commune écrite', 'communes écrites')}**, ${counted(asked, 'personne interrogée', 'personnes interrogées')} dans celles-ci.`,
    `- **${counted(withheld, 'commune masquée', 'communes masquées')}**, de moins de ${String(LEAST_N)} personnes interrogées : ni écrites ni dessinées, et dans aucun total.`,
    ...(withheld === 1 ? ["- Une seule commune est masquée : sa valeur se déduirait de tout total de l'enquête publié par ailleurs. Ne publiez pas ce total, ou masquez une autre commune."] : []),
    ...(empty > 0 ? [`- ${counted(empty, 'ligne')} sans valeur.`] : []),
    ...(outside > 0 ? [`- ${counted(outside, 'commune')} hors de ce résultat.`] : []),
    `- Une part plus forte y est lue comme ${inverse ? 'moins' : 'plus'} de difficulté${inverse ? ' (--inverse)' : ''}.`,
    ...notes.map((note) => `- ${markdownText(note)}`),
  ];
}

/** Under it an interval says nothing, and is not made. */
const LEAST_PAIRS = 4;

function agreementLines({ compared, spearman, interval, weighted }: ConfrontationResult): string[] {
  if (spearman === null) return [`${counted(compared, 'commune')} avec une part et un indice${compared < 3 ? ' : il en faut trois au moins' : ', dont les parts ou les indices ne varient pas'}. Pas de corrélation.`];
  const between =
    interval === null
      ? compared < LEAST_PAIRS
        ? 'sans intervalle, faute de communes'
        : 'sans intervalle, la formule ne dit rien d’un accord parfait'
      : `intervalle à 95\u202f% : ${frenchNumber(interval[0], 2)} à ${frenchNumber(interval[1], 2)} (z de Fisher, variance de Bonett et Wright 2000)`;
  return [
    `- **Corrélation des rangs** (Spearman, ex æquo au rang moyen) : ${frenchNumber(spearman, 2)} sur ${counted(compared, 'commune')} ; ${between}.`,
    `- **Pondérée par le nombre de personnes interrogées** (Pearson pondéré des rangs) : ${frenchNumber(weighted, 2)}, sans intervalle.`,
    `- ${meaning(spearman, interval)}`,
    "- L'erreur d'échantillonnage de chaque commune affaiblit toute corrélation : un accord parfait n'atteindrait pas 1.",
  ];
}

function meaning(r: number, interval: readonly [number, number] | null): string {
  if (interval === null) return 'Trop peu pour conclure.';
  if (interval[0] <= 0 && interval[1] >= 0) return "L'intervalle contient 0 : l'enquête ne permet pas de dire si elle va dans le sens de l'indice.";
  return r > 0
    ? "L'enquête va dans le sens de l'indice."
    : "L'enquête va en sens contraire de l'indice. Vérifiez que la part enquêtée dit une difficulté ; sinon, relancez avec --inverse.";
}

type Ranked = ConfrontedCell & { readonly ranks: ComparedRanks };

function disagreementLines({ cells, compared, draws, stored }: ConfrontationResult): string[] {
  const decimals = decimalsOf(storedScale(stored.manifest));
  const ranked = cells.filter((c): c is Ranked => c.ranks?.disagrees === true);
  const table = (title: string, list: readonly Ranked[]): string[] => {
    if (list.length === 0) return [];
    return [
      '',
      `### ${title} (${frenchNumber(list.length)})`,
      '',
      ...markdownTable(
        ['Commune', 'Code', 'Interrogées', 'Part', 'Indice', "Rang de l'indice", "Rang de l'enquête", 'Intervalle à 95 %', 'Écart / erreur'],
        list.slice(0, TOLD).map((c) => [
          markdownText(c.nom),
          c.code,
          frenchNumber(c.n),
          frenchPercent(c.share, 1),
          frenchNumber(c.score, decimals),
          rankText(c.ranks.index),
          rankText(c.ranks.survey),
          `${rankText(c.ranks.surveyLow)} à ${rankText(c.ranks.surveyHigh)}`,
          Number.isFinite(c.ranks.gap) ? frenchNumber(c.ranks.gap, 1) : '–',
        ]),
        [2, 3, 4, 5, 6, 7, 8],
      ),
      ...(list.length > TOLD ? ['', `Les ${String(TOLD)} plus nets ; \`confrontation.csv\` les a tous.`] : []),
    ];
  };
  if (compared < 2) return ['Rien à comparer.'];
  const furthest = [...ranked].sort((a, b) => Math.abs(b.ranks.gap) - Math.abs(a.ranks.gap) || (a.code < b.code ? -1 : 1));
  return [
    `Rang 1 : la plus fragile, ou la plus en difficulté, parmi ${counted(compared, 'commune')}. L'intervalle est celui du rang de l'enquête, par ${frenchNumber(draws)} tirages de chaque part dans l'erreur de son échantillon (loi normale de l'angle d'Anscombe, graine ${String(SEED)}) ; un désaccord est un rang de l'indice hors de lui, et à plus de 1,96 fois l'erreur du rang de l'enquête. Par le seul hasard, une commune sur vingt au plus en serait un.`,
    ...(ranked.length === 0 ? ['', 'Aucun désaccord.'] : []),
    ...table("L'enquête y trouve plus de difficulté que l'indice", furthest.filter((c) => c.ranks.survey < c.ranks.index)),
    ...table("L'enquête y trouve moins de difficulté que l'indice", furthest.filter((c) => c.ranks.survey > c.ranks.index)),
  ];
}

/** Ranks that are shared, or simulated, have halves. */
const rankText = (rank: number): string => frenchNumber(rank, Math.abs(rank - Math.round(rank)) < 0.05 ? 0 : 1);

function funnelLines({ cells, overall }: ConfrontationResult): string[] {
  if (cells.length === 0) return ['Aucune commune à dessiner.'];
  const beyond = (...places: readonly ConfrontedCell['place'][]): ConfrontedCell[] => cells.filter((c) => places.includes(c.place));
  const named = (list: readonly ConfrontedCell[]): string => list.slice(0, TOLD).map((c) => `${markdownText(c.nom)} (${frenchPercent(c.share, 1)}, n = ${frenchNumber(c.n)})`).join(', ') + (list.length > TOLD ? ', …' : '');
  const [high, low] = [beyond('+998'), beyond('-998')];
  return [
    `\`entonnoir.svg\` montre chaque part selon le nombre de personnes interrogées, et les limites binomiales à 95 % et 99,8 % autour de la part d'ensemble des communes écrites, ${frenchPercent(overall, 1)} (Spiegelhalter 2005).`,
    '',
    `- Hors de 95 % : ${frenchNumber(beyond('+95', '-95', '+998', '-998').length)} sur ${frenchNumber(cells.length)}, où le seul hasard en mettrait ${frenchNumber(0.05 * cells.length, 1)}.`,
    ...(high.length > 0 ? [`- Au-dessus de 99,8 % : ${named(high)}.`] : []),
    ...(low.length > 0 ? [`- Au-dessous de 99,8 % : ${named(low)}.`] : []),
    "- Hors de l'entonnoir, une commune diffère de l'ensemble plus que son échantillon ne l'explique ; ce n'est pas un désaccord avec l'indice, qui peut le dire aussi.",
  ];
}
