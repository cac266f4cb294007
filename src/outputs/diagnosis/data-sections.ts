import { KURTOSIS_LIMIT, SKEWNESS_LIMIT } from '../../statistics/shape.js';
import { counted, frenchList, frenchNumber, frenchPercent } from '../../french.js';
import { decimalsOf } from '../../index/scale.js';
import type { Status } from '../../index/statuses.js';
import { STATUSES } from '../../index/statuses.js';
import { storedScale } from '../../sources/result-folder.js';
import type { StoredManifest, StoredVariable } from '../../sources/result-folder.js';
import type { StoredDiagnosis } from '../../sources/stored-diagnosis.js';
import { markdownTable, markdownText } from '../markdown.js';
import { POLICY_NAMES } from '../method-text.js';
import { someOf } from './words.js';
import type { Words } from './words.js';

/** How many units, and how many territories, a list names. */
const MOST_UNITS = 20;
const MOST_TERRITORIES = 20;

/** Column heads of statuses. */
const STATUS_HEADS: Readonly<Record<Status, string>> = {
  observe: 'Observées',
  repli: 'Par un repli',
  recalcule: 'Recalculées',
  estime: 'Estimées',
  impute: 'Imputées',
  secret: 'Secrètes',
  non_disponible: 'Non disponibles',
  absent: 'Absentes',
};

/** `## 1. Complétude`: per variable, per unit, per territory; who was estimated or imputed, and by what. */
export function completenessSection(diagnosis: StoredDiagnosis, manifest: StoredManifest, words: Words): string[] {
  const { completude, unites } = diagnosis;
  const present = STATUSES.filter((status) => completude.variables.some((v) => v.statuts[status] !== undefined));
  return [
    '## 1. Complétude',
    '',
    `${words.units(completude.unites_completes)} sur ${frenchNumber(completude.unites)} ${completude.unites_completes < 2 ? 'a toutes ses' : 'ont toutes leurs'} variables observées ; en moyenne, ${frenchPercent(completude.moyenne, 1)} du poids nominal est observé.`,
    '',
    ...markdownTable(
      ['Variable', 'Poids nominal', ...present.map((status) => STATUS_HEADS[status])],
      completude.variables.map((v) => [markdownText(words.labelOf(v.id)), frenchNumber(weightOf(diagnosis, v.id), 3), ...present.map((status) => frenchNumber(v.statuts[status] ?? 0))]),
      [1, ...present.map((_, i) => i + 2)],
    ),
    '',
    ...manifest.variables.flatMap((v) => replacedLines(v, unites, words)),
    ...missingLines(diagnosis, words),
    ...territoryLines(diagnosis, words),
  ];
}

const weightOf = ({ variables }: StoredDiagnosis, id: string): number => variables.find((v) => v.id === id)?.poids_nominal ?? Number.NaN;

/** Who was estimated or imputed for a variable, and by what. */
function replacedLines(v: StoredVariable, unites: StoredDiagnosis['unites'], words: Words): string[] {
  const namesWith = (status: Status): string[] => unites.filter((u) => u.non_observe[v.id] === status).map((u) => u.nom);
  const lines: string[] = [];
  const [estimated, imputed] = [namesWith('estime'), namesWith('impute')];
  if (estimated.length > 0) lines.push(`- **${markdownText(v.definition)}**, estimé pour ${words.units(estimated.length)} : ${markdownText(someOf(estimated, MOST_UNITS))}. ${fitText(v, words)}`);
  if (imputed.length > 0) lines.push(`- **${markdownText(v.definition)}**, imputé pour ${words.units(imputed.length)} (${POLICY_NAMES[v.manquants.appliquee]}) : ${markdownText(someOf(imputed, MOST_UNITS))}.`);
  return lines.length === 0 ? [] : [...lines, ''];
}

/** The scope of a fit, in words. */
const SCOPES: Readonly<Record<string, string>> = { reference: 'de la référence', departement: 'du département', region: 'de la région', france: 'de France' };

function fitText({ manquants: { ajustement: fit } }: StoredVariable, words: Words): string {
  if (fit === null || fit === undefined) return '';
  const sign = fit.b < 0 ? '−' : '+';
  return `Ajustement log-log sur ${words.units(fit.n)} ${SCOPES[fit.sur] ?? fit.sur} : ln y = ${frenchNumber(fit.a, 2)} ${sign} ${frenchNumber(Math.abs(fit.b), 2)} · ln x (R² ${frenchNumber(fit.r2, 2)}).`;
}

/** Values that nothing replaces. */
function missingLines({ unites }: StoredDiagnosis, words: Words): string[] {
  const without = unites.filter((u) => Object.values(u.non_observe).some((status) => status !== 'estime' && status !== 'impute'));
  if (without.length === 0) return [];
  const told = without.map((u) => `${u.nom} (${Object.entries(u.non_observe).filter(([, status]) => status !== 'estime' && status !== 'impute').map(([id]) => id).join(', ')})`);
  return [`Sans valeur, et laissé de côté (les autres variables en prennent le poids), pour ${words.units(without.length)} : ${markdownText(someOf(told, MOST_UNITS))}.`, ''];
}

function territoryLines({ completude: { territoires } }: StoredDiagnosis, words: Words): string[] {
  const levels = [
    ['epci', 'Intercommunalité', 'intercommunalités les moins complètes'],
    ['departement', 'Département', 'départements les moins complets'],
  ] as const;
  return levels.flatMap(([level, title, least]) => {
    const all = territoires.filter((t) => t.niveau === level);
    if (all.length === 0) return [];
    return [
      all.length > MOST_TERRITORIES ? `Les ${String(MOST_TERRITORIES)} ${least}, de ${frenchNumber(all.length)} :` : `Par ${title.toLowerCase()} :`,
      '',
      ...markdownTable(
        [title, 'Code', capitalised(words.many), 'Toutes variables observées', 'Poids observé'],
        all.slice(0, MOST_TERRITORIES).map((t) => [markdownText(t.nom), t.code, frenchNumber(t.unites), frenchNumber(t.unites_completes), frenchPercent(t.moyenne, 1)]),
        [2, 3, 4],
      ),
      '',
    ];
  });
}

const capitalised = (text: string): string => text.slice(0, 1).toLocaleUpperCase('fr') + text.slice(1);

/** `## 2. Distributions`: the points of each variable and the scores, and the units that stand apart. */
export function distributionSection({ distributions }: StoredDiagnosis, manifest: StoredManifest, words: Words): string[] {
  const decimals = decimalsOf(storedScale(manifest));
  const driven = distributions.filter((d) => d.signalee);
  return [
    '## 2. Distributions',
    '',
    'Des points de chaque variable (valeurs estimées comprises), et de l\'indice. Quantiles de type 7 (Hyndman et Fan, 1996) ; asymétrie G1 et aplatissement G2, en excès de celui de la loi normale (Joanes et Gill, 1998). ' +
      `Une distribution est signalée quand quelques unités la mènent : |asymétrie| > ${frenchNumber(SKEWNESS_LIMIT)} et aplatissement > ${frenchNumber(KURTOSIS_LIMIT, 1)}, la règle d'usage des indicateurs composites.`,
    '',
    ...markdownTable(
      ['', 'n', 'Minimum', 'Q1', 'Médiane', 'Q3', 'Maximum', 'Moyenne', 'Écart type', 'Asymétrie', 'Aplatissement'],
      distributions.map((d) => [
        `${markdownText(words.labelOf(d.id))}${d.signalee ? ' **(signalée)**' : ''}`,
        frenchNumber(d.n),
        ...[d.minimum, d.premier_quartile, d.mediane, d.troisieme_quartile, d.maximum, d.moyenne, d.ecart_type].map((value) => frenchNumber(value, decimals)),
        frenchNumber(d.asymetrie, 2),
        frenchNumber(d.aplatissement, 2),
      ]),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ),
    '',
    driven.length === 0
      ? 'Aucune distribution n\'est signalée.'
      : `${counted(driven.length, 'distribution signalée', 'distributions signalées')} : ${frenchList(driven.map((d) => `« ${words.labelOf(d.id)} »`))}. Quelques unités y pèsent plus que toutes les autres : une borne, ou des rangs à la place des rapports, changeraient le classement.`,
    '',
    ...distributions.flatMap((d) =>
      d.hors_bornes.nombre === 0 ? [] : [`- ${markdownText(words.labelOf(d.id))}, au-delà de 1,5 écart interquartile (bornes de Tukey) : ${markdownText(someOf(d.hors_bornes.codes.map(words.nameOf), 8, d.hors_bornes.nombre))}.`],
    ),
    ...(distributions.some((d) => d.hors_bornes.nombre > 0) ? [''] : []),
  ];
}
