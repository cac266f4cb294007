import { frenchNumber } from '../../french.js';
import { coefficients } from '../../index/coefficients.js';
import { axesOf } from '../../index/model.js';
import type { Model } from '../../index/model.js';
import { isLinear, leavesOf, partsOfAxis, partsOfScore, partsOfTheme } from '../../index/tree.js';
import type { Aggregation, TreeNode } from '../../index/tree.js';

/** A part of the tree with the formula that makes its value from those under it. */
export interface NodeFormula {
  /** `axe`, `thème` or `indice`. */
  readonly what: 'axe' | 'thème' | 'indice';
  /** Empty for the index. */
  readonly label: string;
  /** `information = (monoparentales + menages_une_personne) / 2` */
  readonly formula: string;
  /** True where the score does not go through it: it is only shown. */
  readonly aside: boolean;
}

/** The formula of each axis, of each theme, then of the index, for a unit where nothing is missing. */
export function treeFormulas(model: Model): NodeFormula[] {
  const { rules } = model;
  const { nodes } = coefficients(model, () => true);
  const of = (what: NodeFormula['what'], node: { readonly id: string; readonly label: string }, parts: readonly TreeNode[], rule: Aggregation): NodeFormula => ({
    what,
    label: node.label,
    formula: `${node.id} = ${combination(parts, rule)}`,
    aside: !nodes.has(node.id),
  });
  return [
    ...axesOf(model).map((axis) => of('axe', axis, partsOfAxis(axis), rules.axis)),
    ...model.themes.map((theme) => of('thème', theme, partsOfTheme(theme, rules), rules.theme)),
    { what: 'indice', label: '', formula: `indice = ${combination(partsOfScore(model), rules.global)}`, aside: false },
  ];
}

/**
 * The index straight from the points of the variables, `0,250 × pauvrete + …`, where every level that it
 * goes through is a weighted sum; null elsewhere.
 */
export function developedFormula(model: Model): string | null {
  const { variables, nodes } = coefficients(model, () => true);
  const through = [model.rules.global, ...(axesOf(model).some((a) => nodes.has(a.id)) ? [model.rules.axis] : []), ...(model.themes.some((t) => nodes.has(t.id)) ? [model.rules.theme] : [])];
  if (!through.every(isLinear)) return null;
  return `indice = ${[...variables].map(([id, share]) => `${frenchNumber(share, 4).replace(/,?0+$/, '')} × ${id}`).join(' + ')}`;
}

/** What is made of the parts of a level by its rule, nothing being missing. */
function combination(parts: readonly TreeNode[], rule: Aggregation): string {
  const text = together(parts.filter((part) => leavesOf(part).length > 0), rule);
  return rule.truncated ? `ent(${text})` : text;
}

function together(parts: readonly TreeNode[], rule: Aggregation): string {
  const weights = parts.map((part) => part.weight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const even = weights.every((weight) => weight === weights[0]);
  const all = even ? parts.length : total;
  const sum = (term: (id: string) => string): string =>
    parts.map(({ id, weight }) => (even ? term(id) : `${number(weight)} × ${term(id)}`)).join(' + ');
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && rule.method !== 'somme') return only.id;
  const mean = `(${sum((id) => id)}) / ${number(all)}`;
  switch (rule.method) {
    case 'moyenne':
      return mean;
    case 'somme': {
      const summed = parts.map(({ id, weight }) => (weight === 1 ? id : `${number(weight)} × ${id}`)).join(' + ');
      return rule.divisor === 1 ? summed : `(${summed}) / ${number(rule.divisor)}`;
    }
    case 'geometrique':
      return `exp((${sum((id) => `ln ${id}`)}) / ${number(all)})`;
    case 'harmonique':
      return `${number(all)} / (${parts.map(({ id, weight }) => `${number(even ? 1 : weight)} / ${id}`).join(' + ')})`;
    case 'mazziotta-pareto':
      return `M ${rule.penalty === '+' ? '+' : '−'} S² / M, avec M = ${mean} et S² = (${sum((id) => `(${id} − M)²`)}) / ${number(all)}`;
  }
}

/** A weight as short as it is. */
const number = (value: number): string => frenchNumber(value, Math.min(4, (String(value).split('.')[1] ?? '').length));
