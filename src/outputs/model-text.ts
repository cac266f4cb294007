import { frenchNumber } from '../french.js';
import type { Model, Variable } from '../index/model.js';
import { variablesOf } from '../index/model.js';
import { needsReference } from '../index/normalisation.js';
import type { Normalisation, Population, Ties } from '../index/normalisation.js';
import type { Scale } from '../index/scale.js';
import type { Aggregation, AggregationMethod, Level, Tree, TreeNode } from '../index/tree.js';

/** Among which units ranks, bounds and means are made. */
const POPULATION_NAMES: Readonly<Record<Population, string>> = {
  france: 'les unités de toute la France',
  fichiers: 'les unités des fichiers',
  reference: 'les unités de la référence',
  territoire: 'les unités du territoire',
};

const TIES_NAMES: Readonly<Record<Ties, string>> = {
  bas: 'au plus bas de leurs rangs',
  milieu: 'au milieu de leurs rangs',
  haut: 'au plus haut de leurs rangs',
};

/** How a value becomes points, in a formula. */
export function pointsFormula({ direction, inversion, normalisation }: Pick<Variable, 'direction' | 'inversion' | 'normalisation'>): string {
  const turned = direction === '-' && normalisation.method !== 'rapport' ? ', la valeur la plus faible étant la plus fragile' : '';
  const cut = normalisation.truncated ? ", tronqué à l'entier" : '';
  return `${formula(direction, inversion, normalisation)}${turned}${cut}`;
}

function formula(direction: Variable['direction'], inversion: Variable['inversion'], n: Normalisation): string {
  switch (n.method) {
    case 'rapport':
      if (direction === '+') return '100 × valeur / valeur de la référence';
      return {
        miroir: '200 − 100 × valeur / valeur de la référence',
        'miroir-borne': '100 × max(0 ; 2 − valeur / valeur de la référence)',
        rapport: '100 × valeur de la référence / valeur',
        complement: '100 × (1 − valeur) / valeur de la référence',
      }[inversion ?? 'rapport'];
    case 'rang-centile':
      return `rang-centile de 0 à 100, 100 × (rang − 1) / (n − 1) parmi ${POPULATION_NAMES[n.population]} (ex æquo ${TIES_NAMES[n.ties]})`;
    case 'decile':
      return `décile de 1 à 10 (10 = les plus fragiles), 10 × rang / n arrondi au-dessus, parmi ${POPULATION_NAMES[n.population]} (ex æquo ${TIES_NAMES[n.ties]})`;
    case 'classes':
      return `classe par position parmi ${POPULATION_NAMES[n.population]}${n.classes.length === 0 ? '' : ` (${classesText(n.classes)} ; ex æquo ${TIES_NAMES[n.ties]})`}`;
    case 'minmax':
      return `de ${frenchNumber(n.low)} (minimum) à ${frenchNumber(n.high)} (maximum) parmi ${POPULATION_NAMES[n.population]}`;
    case 'z':
      return `${n.centre === 0 ? '' : `${frenchNumber(n.centre)} + `}${n.deviation === 1 ? '' : `${frenchNumber(n.deviation)} × `}(valeur − moyenne) / écart type parmi ${POPULATION_NAMES[n.population]}`;
  }
}

const classesText = (classes: readonly { readonly upTo: number; readonly value: number }[]): string =>
  classes.map((c) => `${frenchNumber(c.value)} jusqu'à ${frenchNumber(100 * c.upTo, Number.isInteger(100 * c.upTo) ? 0 : 1)} %`).join(', ');

/**
 * The formula of most variables, then those of the others with their names: `100 × valeur / valeur de la
 * référence`.
 */
export function pointsText(model: Model): string {
  const groups = new Map<string, string[]>();
  for (const v of variablesOf(model)) groups.set(pointsFormula(v), [...(groups.get(pointsFormula(v)) ?? []), v.id]);
  const [first, ...others] = [...groups].sort(([, a], [, b]) => b.length - a.length);
  if (first === undefined) return pointsFormula({ direction: '+', inversion: null, normalisation: { method: 'rapport', truncated: false } });
  return [first[0], ...others.map(([text, ids]) => `${ids.join(', ')} : ${text}`)].join(' ; ');
}

const METHOD_NAMES: Readonly<Record<AggregationMethod, string>> = {
  moyenne: 'moyenne',
  geometrique: 'moyenne géométrique',
  harmonique: 'moyenne harmonique',
  'mazziotta-pareto': 'moyenne',
  somme: 'somme',
};

/** What makes a rule differ from a weighted sum, as the name of its residual. */
export function residualName(rule: Aggregation): string {
  const parts = [
    ...({ geometrique: ['moyenne géométrique'], harmonique: ['moyenne harmonique'], 'mazziotta-pareto': ['pénalité de Mazziotta-Pareto'], moyenne: [], somme: [] }[rule.method]),
    ...(rule.truncated ? ["troncature à l'entier"] : []),
  ];
  return `écart à la ${rule.method === 'somme' ? 'somme' : 'moyenne arithmétique'} : ${parts.join(' et ')}`;
}

const OVER: Readonly<Record<Level, { readonly its: string; readonly the: string }>> = {
  variables: { its: 'de ses variables', the: 'des variables' },
  axes: { its: 'de ses axes', the: 'des axes' },
  themes: { its: 'de ses thèmes', the: 'des thèmes' },
};

/** `Axe : moyenne de ses variables ; thème : moyenne de ses axes ; indice : moyenne des thèmes` */
export function aggregationText(tree: Tree): string {
  const { axis, theme, global } = tree.rules;
  const axes = [...tree.themes.flatMap((t) => t.axes), ...tree.looseAxes];
  const levels = [
    ...(axes.length > 0 ? [`axe : ${ruleText(axis, 'its', axes.flatMap((a) => a.variables))}`] : []),
    ...(tree.themes.length > 0 ? [`thème : ${ruleText(theme, 'its', theme.over === 'axes' ? axes : axes.flatMap((a) => a.variables))}`] : []),
    `indice : ${ruleText(global, 'the', global.over === 'themes' ? tree.themes : global.over === 'axes' ? axes : [...axes.flatMap((a) => a.variables), ...tree.looseVariables])}`,
  ].join(' ; ');
  return levels.charAt(0).toUpperCase() + levels.slice(1);
}

function ruleText(rule: Aggregation, whose: 'its' | 'the', parts: readonly TreeNode[]): string {
  const weighted = parts.some((part) => part.weight !== parts[0]?.weight) ? ' pondérée' : '';
  const penalised = rule.method === 'mazziotta-pareto' ? `, ${rule.penalty === '+' ? 'plus' : 'moins'} la pénalité de Mazziotta-Pareto (variance / moyenne)` : '';
  const divided = rule.method === 'somme' && rule.divisor !== 1 ? `, divisée par ${frenchNumber(rule.divisor, Number.isInteger(rule.divisor) ? 0 : 1)}` : '';
  return `${METHOD_NAMES[rule.method]}${weighted} ${OVER[rule.over][whose]}${penalised}${divided}${rule.truncated ? ", tronquée à l'entier" : ''}`;
}

/** `Référence (base 100)`; where no variable is a ratio to it, that it is only shown. */
export const referenceLabel = (scale: Scale, counts: boolean): string =>
  scale.base100 ? 'Référence (base 100)' : counts ? 'Référence' : 'Référence (montrée, sans effet sur les points)';

/** True where some variable is a ratio to the reference. */
export const usesReference = (model: Model): boolean => variablesOf(model).some((v) => needsReference(v.normalisation));

/** What is said of rounding: nothing but what the model cuts. */
export function roundingText(model: Model): string {
  const { axis, theme, global } = model.rules;
  const cut = [axis, theme, global].some((rule) => rule.truncated) || variablesOf(model).some((v) => v.normalisation.truncated);
  return cut ? "Hors ces troncatures, rien n'est arrondi avant le classement." : "Rien n'est arrondi avant le classement.";
}

/** What a score is read on, when it is not base 100. */
export const scaleText = ({ label, centre }: Scale): string => `${label} ; centre ${frenchNumber(centre, Number.isInteger(centre) ? 0 : 1)}`;
