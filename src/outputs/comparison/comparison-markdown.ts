import { counted, frenchNumber, frenchPercent } from '../../french.js';
import { decimalsOf } from '../../index/scale.js';
import type { ComparedResult, ComparedUnit, Comparison } from '../../main-job/comparison/comparison-job.js';
import { storedScale } from '../../sources/result-folder.js';
import type { StoredVariable } from '../../sources/result-folder.js';
import { aboutIndex } from '../about-index.js';
import { signed } from '../explanation.js';
import { unitNames } from '../map/about-map.js';
import { codeText, markdownTable, markdownText } from '../markdown.js';
import { WARNING } from '../method-text.js';
import { placeOf } from '../report/tree-place.js';
import { meanParts, MEASURE_NAMES, partDecimals, partsText, partsUnit, resultName, shiftDecimals } from './shift-words.js';

/** How many units the table of movers names. */
export const MOVERS = 20;

/** How many units of one result only are named; the table has them all. */
const MOST_NAMED = 60;

/** `comparaison.md`: what is compared, how far the two agree, which variables and which units part them. */
export function comparisonMarkdown(comparison: Comparison, drawn: string): string {
  const { a, b } = comparison;
  return [
    `# Comparaison : ${markdownText(a.shown)} et ${markdownText(b.shown)}`,
    '',
    `> ${WARNING}`,
    '',
    ...resultLines('A', a),
    ...resultLines('B', b),
    '',
    ...baseLines(comparison),
    ...comparison.warnings.map((text) => `\n**Attention** : ${text}.`),
    '',
    '## Accord',
    '',
    ...agreementLines(comparison),
    '',
    '## Les variables qui font bouger',
    '',
    ...variableLines(comparison),
    '',
    '## Les unités qui bougent le plus',
    '',
    ...moverLines(comparison),
    '',
    ...onlyLines(comparison),
    drawn,
    '',
  ].join('\n');
}

function resultLines(letter: 'A' | 'B', result: ComparedResult): string[] {
  const { manifest, rows } = result.stored;
  return [
    `- **${markdownText(resultName(letter, result.shown))}** : ${manifest.territoire.nom}, ${counted(rows.size, ...unitNames(manifest))}, ${frenchNumber(manifest.scores.publies)} avec un indice.`,
    ...aboutIndex(manifest).map((line) => `  - ${line}`),
  ];
}

function baseLines({ a, b, measure, differences }: Comparison): string[] {
  if (measure === 'points') {
    const moved = a.stored.manifest.variables.flatMap(({ id, reference: { valeur } }) => {
      const other = b.stored.manifest.variables.find((v) => v.id === id)?.reference.valeur ?? null;
      return valeur === other ? [] : [`${id} (${frenchNumber(valeur, 2)} / ${frenchNumber(other, 2)})`];
    });
    return [
      "Les deux indices ont la même base : leurs valeurs se comparent. Les écarts sont B − A : positifs, l'unité est plus fragile en B.",
      ...(moved.length === 0 ? [] : ['', `La valeur de la référence, faite par la même règle, n'est pourtant pas la même pour ${moved.join(', ')} : une part des écarts en vient.`]),
    ];
  }
  const count = measure === 'rangs' ? '' : ', en rangs-centiles (100 = la plus fragile, 0 = la moins fragile) car les deux résultats ne classent pas le même nombre d’unités';
  return [
    `Seuls les rangs sont comparés${count}. Les écarts sont positifs là où B donne l'unité plus fragile.`,
    ...(differences.length === 0
      ? []
      : ['', 'Les indices eux-mêmes ne se comparent pas, leurs bases diffèrent :', '', ...markdownTable(['Ce qui diffère', 'A', 'B'], differences.map((d) => [d.what, markdownText(d.a), markdownText(d.b)]), [])]),
  ];
}

function agreementLines(comparison: Comparison): string[] {
  const { moved, spearman, kendall, a } = comparison;
  const [one, many] = unitNames(a.stored.manifest);
  const decimals = shiftDecimals(comparison);
  const sizes = moved.map((u) => Math.abs(u.shift));
  const still = sizes.filter((size) => size < 0.5 * 10 ** -decimals).length;
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return [
    `- **${counted(moved.length, one, many)}** ont un indice dans les deux.`,
    `- **Corrélation des rangs** : Spearman ${frenchNumber(spearman, 3)} (ex æquo au rang moyen), Kendall τ-b ${frenchNumber(kendall, 3)}. Ce sont toutes les unités communes, pas un échantillon : il n'y a pas d'intervalle de confiance.`,
    ...(moved.length === 0 ? [] : [`- **Écart moyen en valeur absolue** (${MEASURE_NAMES[comparison.measure]}) : ${frenchNumber(mean, decimals + 1)}${still === 0 ? '' : ` ; ${counted(still, 'ne bouge pas', 'ne bougent pas')}`}.`]),
  ];
}

function variableLines(comparison: Comparison): string[] {
  const { parts, measure } = comparison;
  if (parts === null) return ["Un des deux indices ne varie pas d'une unité à l'autre : rien à décomposer."];
  const means = meanParts(parts);
  const rows = [...means.variables].map(([id, mean]) => ({ id, mean }));
  const residual = comparison.hasResidual ? [{ id: null, mean: means.residual }] : [];
  const all = [...rows, ...residual];
  const total = all.reduce((sum, row) => sum + row.mean, 0);
  const decimals = partDecimals(comparison) + 1;
  const way =
    measure === 'points'
      ? "La part d'une variable dans l'écart d'une unité est sa contribution en B moins sa contribution en A."
      : "Les indices sont ramenés à leur moyenne et à leur écart type sur les unités communes, et c'est l'écart de ces places, en écarts types, qui est décomposé : un rang ne s'additionne pas.";
  return [
    `${way} Les parts${residual.length > 0 ? ' et le résidu (moyennes non arithmétiques, troncatures)' : ''} s'additionnent à l'écart ; une variable qui manque à un modèle y contribue pour 0.`,
    '',
    ...markdownTable(
      ['Variable', 'Axe en A', 'Axe en B', 'Millésime A', 'Millésime B', 'Poids A', 'Poids B', 'Référence A', 'Référence B', `Part absolue moyenne (${partsUnit(comparison)})`, 'Dans le total'],
      [...all].sort((x, y) => y.mean - x.mean).map(({ id, mean: size }) => [...(id === null ? ['Résidu', ...Array<string>(8).fill('–')] : variableCells(id, comparison)), frenchNumber(size, decimals), total === 0 ? '–' : frenchPercent(size / total)]),
      [3, 4, 5, 6, 7, 8, 9, 10],
    ),
  ];
}

function variableCells(id: string, { a, b, idInB }: Comparison): string[] {
  const other = idInB.get(id) ?? id;
  const find = ({ stored }: ComparedResult, name: string): StoredVariable | undefined => stored.manifest.variables.find((v) => v.id === name);
  const [inA, inB] = [find(a, id), find(b, other)];
  const axis = ({ stored }: ComparedResult, v: StoredVariable | undefined): string => (v === undefined ? 'absente' : markdownText(placeOf(stored.tree, v.id).axis ?? '–'));
  const of = (text: (v: StoredVariable) => string): string[] => [inA, inB].map((v) => (v === undefined ? '–' : text(v)));
  return [
    `${markdownText(labelOf(inA, inB))} (${codeText(id)}${other === id ? '' : `, en B ${codeText(other)}`})`,
    axis(a, inA),
    axis(b, inB),
    ...of((v) => String(v.millesime ?? '–')),
    ...of((v) => frenchNumber(v.poids_nominal, 3)),
    ...of((v) => frenchNumber(v.reference.valeur, 1)),
  ];
}

/** The label of a variable; both where they differ. */
function labelOf(a: StoredVariable | undefined, b: StoredVariable | undefined): string {
  const labels = [...new Set([a, b].flatMap((v) => (v === undefined ? [] : [v.definition])))];
  return labels.join(' / ');
}

function moverLines(comparison: Comparison): string[] {
  const { a, b, moved, measure } = comparison;
  const movers = moved.filter((u) => u.shift !== 0).slice(0, MOVERS);
  if (movers.length === 0) return ['Aucune ne bouge.'];
  const decimals = shiftDecimals(comparison);
  const scores = measure === 'points';
  const places = (unit: ComparedUnit): string[] => {
    const [inA, inB] = [unit.a, unit.b];
    const ranks = measure === 'centiles' ? [frenchNumber(inA?.percentRank ?? null, 1), frenchNumber(inB?.percentRank ?? null, 1)] : [String(inA?.rank ?? '–'), String(inB?.rank ?? '–')];
    const own = [a, b].map(({ stored }, i) => frenchNumber((i === 0 ? inA : inB)?.score ?? null, decimalsOf(storedScale(stored.manifest))));
    return [...ranks, ...(scores ? own : [])];
  };
  const rankHeads = measure === 'centiles' ? ['Rang-centile A', 'Rang-centile B'] : ['Rang A', 'Rang B'];
  const total = (unit: ComparedUnit): string[] => (scores ? [] : [signed(comparison.parts?.score[unit.at] ?? Number.NaN, 2)]);
  return [
    ...markdownTable(
      ['Unité', 'Code', ...rankHeads, ...(scores ? ['Indice A', 'Indice B'] : []), 'Écart', ...(scores ? [] : ['En écarts types']), `Ce qui la fait bouger (${partsUnit(comparison)})`],
      movers.map((u) => [markdownText(u.nom), u.code, ...places(u), `**${signed(u.shift, decimals)}**`, ...total(u), partsText(comparison, u)]),
      scores ? [2, 3, 4, 5, 6] : [2, 3, 4, 5],
    ),
    '',
    `Les ${frenchNumber(movers.length)} plus grands écarts ; \`comparaison.csv\` les a tous, et toutes leurs parts.`,
  ];
}

function onlyLines({ units }: Comparison): string[] {
  const named = (title: string, list: readonly ComparedUnit[]): string[] => {
    if (list.length === 0) return [];
    const left = list.length - MOST_NAMED;
    return [
      `## ${title} (${frenchNumber(list.length)})`,
      '',
      `${list.slice(0, MOST_NAMED).map((u) => `${markdownText(u.nom)} (${u.code})`).join(', ')}${left > 0 ? `, et ${frenchNumber(left)} autres, dans \`comparaison.csv\`` : ''}.`,
      '',
    ];
  };
  const without = units.filter((u) => u.a !== null && u.b !== null && Number.isNaN(u.shift));
  return [
    ...named('Seulement dans A', units.filter((u) => u.b === null)),
    ...named('Seulement dans B', units.filter((u) => u.a === null)),
    ...named("Dans les deux, sans indice dans l'un", without),
  ];
}
