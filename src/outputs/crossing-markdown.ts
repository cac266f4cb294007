import { counted, firstOf, frenchNumber, frenchPercent } from '../french.js';
import type { CrossedLine, Crossing } from '../posts/crossing.js';
import type { Horizon } from '../posts/horizon.js';
import { WEIGHT_NAMES } from '../posts/weight.js';
import { accountLines, demandLines, horizonLines, limitLines, placedElsewhereLines } from './crossing-sections.js';
import { classText } from './crossing-csv.js';
import { markdownTable, markdownText } from './markdown.js';
import { WARNING } from './method-text.js';

/** What surrounds a crossing for its reader. */
export interface CrossingContext {
  readonly territory: string;
  readonly horizon: Horizon | null;
  /** Formats of the files read, in French: « liste ouverte des structures… ». */
  readonly sources: readonly string[];
  /** Oddities of rows, in French. */
  readonly notes: readonly string[];
  /** Employers whose seat lies outside the territory where they act: name, posts seated here, and what is known. */
  readonly actingElsewhere: readonly string[];
  /** What a reader must know before all: that data are invented, which scene this is; null: nothing. */
  readonly scene: string | null;
  /** What the index rests on, line by line. */
  readonly about: readonly string[];
}

/** `croisement.md`: what a decision-maker needs first, then the accounts and every unit. */
export function crossingMarkdown(crossing: Crossing, context: CrossingContext): string {
  const { input } = crossing;
  const lines = [
    `# Postes, demandes et indice : ${markdownText(context.territory)}`,
    '',
    ...(context.scene === null ? [] : [`**${markdownText(context.scene)}**`, '']),
    `> ${WARNING}`,
    '',
    '## Où l\'indice est élevé et où personne ne demande',
    '',
    ...nobodyAsks(crossing),
    '',
    '## Où la demande dépasse le poids',
    '',
    ...demandAboveWeight(crossing),
    '',
    '## À quel point la répartition est inégale',
    '',
    ...inequalityLines(crossing),
    '',
    '## Ce que les sources ne disent pas',
    '',
    ...limitLines(crossing),
    '',
    '## Comptes des postes',
    '',
    ...accountLines(crossing),
    ...placedElsewhereLines(crossing, context.actingElsewhere),
    '',
    '## Demandes',
    '',
    ...demandLines(crossing),
    ...(context.horizon === null ? [] : ['', `## Ce qui finit avant le ${context.horizon.date}`, '', ...horizonLines(crossing, context.horizon)]),
    '',
    '## Communes',
    '',
    ...unitTable(crossing),
    '',
    '## Méthode',
    '',
    ...context.about.map((line) => `- ${markdownText(line)}`),
    `- Poids : ${WEIGHT_NAMES[input.weight]}, population ${crossing.base === 'population_15_plus' ? 'de 15 ans et plus' : 'totale (les scores n\'ont pas celle de 15 ans et plus)'}. C'est une population pondérée, ni un nombre de personnes ni un besoin.`,
    `- Besoin : fort si l'indice atteint ${frenchNumber(input.thresholds.high)}, modéré dans [${frenchNumber(input.thresholds.low)} ; ${frenchNumber(input.thresholds.high)}[, faible au-dessous.`,
    `- Date : ${input.asOf === null ? 'tous les postes et demandes des fichiers, sans date' : `ce qui tenait le ${input.asOf} (validé et commencé, pas encore fini, d'après les dates que les fichiers donnent)`}.`,
    ...(input.posts === null ? [] : [`- ${crossing.placesKnown ? 'Postes comptés en équivalents temps plein là où ils interviennent' : "Postes comptés au siège de l'employeur"} ; écart = postes − total × part du poids, entre les communes qui ont un poids.`]),
    ...context.sources.map((s) => `- Source : ${markdownText(s)}.`),
    ...(crossing.withoutWeight.length > 0 ? [`- Sans poids, faute de score ou de population : ${firstOf(crossing.withoutWeight.map((u) => `${markdownText(u.nom)} (${u.code})`))}.`] : []),
    ...(context.notes.length > 0 ? ['', '## Lignes réparées ou à vérifier', '', ...context.notes.map((n) => `- ${markdownText(n)}`)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const unitsOf = (crossing: Crossing): CrossedLine[] => crossing.lines.filter((line) => line.level === 'commune');

const byScore = (a: CrossedLine, b: CrossedLine): number => (b.score ?? 0) - (a.score ?? 0) || (a.code < b.code ? -1 : 1);

function nobodyAsks(crossing: Crossing): string[] {
  const { input } = crossing;
  if (input.demands === null) return ["Aucun fichier de demandes n'a été donné : on ne sait pas qui demande."];
  const silent = unitsOf(crossing).filter((l) => l.need === 'fort' && (l.demands?.structures ?? 0) === 0).sort(byScore);
  if (silent.length === 0) return [`Partout où l'indice atteint ${frenchNumber(input.thresholds.high)}, au moins une demande est ouverte.`];
  return [
    `${counted(silent.length, 'commune')} dont l'indice atteint ${frenchNumber(input.thresholds.high)} n'${silent.length > 1 ? 'ont' : 'a'} aucune demande ouverte dans les fichiers :`,
    '',
    ...markdownTable(
      ['Commune', 'Code', 'Indice', ...(input.posts === null ? [] : [postsHeading(crossing)])],
      silent.map((l) => [markdownText(l.nom), l.code, frenchNumber(l.score, 1), ...(input.posts === null ? [] : [postsCell(l)])]),
      [2, 3],
    ),
  ];
}

function demandAboveWeight(crossing: Crossing): string[] {
  if (crossing.input.demands === null) return ["Aucun fichier de demandes n'a été donné."];
  const units = unitsOf(crossing);
  const asked = units.reduce((n, l) => n + (l.demands?.posts ?? 0), 0);
  if (asked === 0) return ["Aucun poste n'est demandé par une structure de ces communes."];
  const above = units
    .filter((l) => l.weightShare !== null && (l.demands?.posts ?? 0) > 0)
    .map((line) => ({ line, gap: (line.demands?.posts ?? 0) - asked * (line.weightShare ?? 0) }))
    .filter(({ gap }) => gap > 0)
    .sort((a, b) => b.gap - a.gap || (a.line.code < b.line.code ? -1 : 1));
  return [
    `Sur ${counted(asked, 'poste demandé', 'postes demandés')} par des structures qu'on peut situer, ces communes en demandent plus que leur part du poids (écart en postes) :`,
    '',
    ...markdownTable(
      ['Commune', 'Code', 'Indice', 'Postes demandés', 'Part du poids', 'Écart'],
      above.slice(0, 15).map(({ line, gap }) => [
        markdownText(line.nom),
        line.code,
        frenchNumber(line.score, 1),
        String(line.demands?.posts ?? 0),
        frenchPercent(line.weightShare ?? 0, 1),
        `+${frenchNumber(gap, 1)}`,
      ]),
      [2, 3, 4, 5],
    ),
    ...(above.length > 15 ? ['', `… et ${counted(above.length - 15, 'autre')} (croisement.csv).`] : []),
  ];
}

function inequalityLines(crossing: Crossing): string[] {
  const { inequality, input } = crossing;
  if (input.posts === null) return ["Aucun fichier de postes n'a été donné."];
  if (crossing.placesKnown && crossing.supplyWithheld) return ["Trop de postes n'ont pas de lieu d'intervention dans les fichiers : l'inégalité et les écarts ne sont pas donnés."];
  if (inequality === null) return ["Aucun poste n'est situé dans une commune : il n'y a rien à comparer."];
  const where = crossing.placesKnown ? 'à leur lieu principal' : "au siège de l'employeur, sans ceux qui sont à localiser";
  const lines = [
    `${counted(inequality.total, 'poste')} (${where}) pour ${String(unitsOf(crossing).length)} communes. Part des postes qu'il faudrait déplacer pour que chacune ait exactement sa part du poids :`,
    '',
    `- observée : ${frenchPercent(inequality.observed, 1)} ;`,
    `- la plus petite possible avec autant de postes entiers : ${frenchPercent(inequality.leastAttainable, 1)} ;`,
    `- différence, ce qu'une autre répartition pourrait corriger : ${frenchPercent(inequality.difference, 1)}.`,
  ];
  if (inequality.gini !== null) lines.push(`- indice de Gini des postes rapportés au poids : ${frenchNumber(inequality.gini, 2)}.`);
  else lines.push(`- indice de Gini : non donné (${inequality.giniWithheld === 'seats-only' ? "les sièges disent où sont les bureaux, pas où l'on aide" : 'trop peu de communes'}).`);
  return lines;
}

const postsHeading = (crossing: Crossing): string => (crossing.placesKnown ? 'Postes intervenant' : 'Postes portés');

const postsCell = (line: CrossedLine): string =>
  frenchNumber(line.places === null ? line.postsCarried : line.places.acting);

function unitTable(crossing: Crossing): string[] {
  const { input } = crossing;
  const hasPosts = input.posts !== null;
  const hasDemands = input.demands !== null;
  const head = [
    'Commune', 'Code', 'Indice', 'Part du poids',
    ...(hasPosts ? [postsHeading(crossing), ...(crossing.placesKnown ? ['ETP'] : []), 'Pour 10 000', 'Écart'] : []),
    ...(hasDemands ? ['Demandes (structures / postes)'] : []),
    'Classe',
  ];
  const rows = unitsOf(crossing)
    .sort(byScore)
    .map((l) => [
      markdownText(l.nom),
      l.code,
      frenchNumber(l.score, 1),
      l.weightShare === null ? '–' : frenchPercent(l.weightShare, 1),
      ...(hasPosts ? [postsCell(l), ...(crossing.placesKnown ? [frenchNumber(l.places?.etp ?? null, 1)] : []), frenchNumber(l.per10000, 1), frenchNumber(l.gap, 1)] : []),
      ...(hasDemands ? [`${String(l.demands?.structures ?? 0)} / ${String(l.demands?.posts ?? 0)}`] : []),
      classText(l, crossing) ?? (crossing.supplyWithheld && l.need !== null ? 'non donnée' : '–'),
    ]);
  return markdownTable(head, rows, head.map((h, i) => (/Commune|Code|Classe/.test(h) ? -1 : i)));
}
