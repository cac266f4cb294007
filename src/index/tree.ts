/** What is put together at a level of the tree: the variables, the axes or the themes under it. */
export type Level = 'variables' | 'axes' | 'themes';

/** How numbers are made one: means, a mean with the Mazziotta-Pareto penalty, or a sum. */
export type AggregationMethod = 'moyenne' | 'geometrique' | 'harmonique' | 'mazziotta-pareto' | 'somme';

export const AGGREGATION_METHODS: readonly AggregationMethod[] = ['moyenne', 'geometrique', 'harmonique', 'mazziotta-pareto', 'somme'];

/** The rule of one level. */
export interface Aggregation {
  readonly method: AggregationMethod;
  readonly over: Level;
  /** True where the result is cut to an integer. */
  readonly truncated: boolean;
  /** Of a sum: what it is divided by. */
  readonly divisor: number;
  /** Of the Mazziotta-Pareto mean: `+` an uneven unit is more fragile, `-` less. */
  readonly penalty: '+' | '-';
}

export interface Rules {
  readonly axis: Aggregation;
  readonly theme: Aggregation;
  readonly global: Aggregation;
}

export interface TreeVariable {
  readonly id: string;
  /** Weight among what it is put together with. */
  readonly weight: number;
}

export interface TreeAxis {
  readonly id: string;
  readonly label: string;
  readonly weight: number;
  readonly variables: readonly TreeVariable[];
}

export interface TreeTheme {
  readonly id: string;
  readonly label: string;
  readonly weight: number;
  readonly axes: readonly TreeAxis[];
}

/**
 * The bare tree of a model: enough to weigh, to aggregate and to explain. A model has themes of axes
 * of variables, or axes alone, or variables alone: two of the three lists are empty.
 */
export interface Tree {
  readonly themes: readonly TreeTheme[];
  /** Axes that are in no theme. */
  readonly looseAxes: readonly TreeAxis[];
  /** Variables that are in no axis. */
  readonly looseVariables: readonly TreeVariable[];
  readonly rules: Rules;
}

/** A part of the tree that has a value. */
export type TreeNode = TreeTheme | TreeAxis | TreeVariable;

export const isTheme = (node: TreeNode): node is TreeTheme => 'axes' in node;
export const isAxis = (node: TreeNode): node is TreeAxis => 'variables' in node;

const PLAIN_MEAN = { method: 'moyenne', truncated: false, divisor: 1, penalty: '+' } as const;

/** The plain mean of what stands at a level. */
export const plainMean = (over: Level): Aggregation => ({ ...PLAIN_MEAN, over });

/** Means of means: an axis of its variables, a theme of its axes, the score of the themes. */
export const MEANS_OF_MEANS: Rules = { axis: plainMean('variables'), theme: plainMean('axes'), global: plainMean('themes') };

/** True for a rule whose result is a weighted sum of its parts. */
export const isLinear = ({ method, truncated }: Aggregation): boolean => !truncated && (method === 'moyenne' || method === 'somme');

/** What an axis is made of. */
export const partsOfAxis = (axis: TreeAxis): readonly TreeNode[] => axis.variables;

/** What a theme is made of, by the rule of themes. */
export const partsOfTheme = (theme: TreeTheme, { theme: rule }: Rules): readonly TreeNode[] =>
  rule.over === 'variables' ? theme.axes.flatMap((axis) => axis.variables) : theme.axes;

/** What the score is made of, by the rule of the whole. */
export function partsOfScore(tree: Tree): readonly TreeNode[] {
  const axes = [...tree.themes.flatMap((theme) => theme.axes), ...tree.looseAxes];
  switch (tree.rules.global.over) {
    case 'themes':
      return tree.themes;
    case 'axes':
      return axes;
    case 'variables':
      return [...axes.flatMap((axis) => axis.variables), ...tree.looseVariables];
  }
}

/** The ids of the variables under a node. */
export function leavesOf(node: TreeNode): readonly string[] {
  if (isTheme(node)) return node.axes.flatMap(leavesOf);
  return isAxis(node) ? node.variables.map((v) => v.id) : [node.id];
}

/** The ids of all the variables of a tree, in its order. */
export const variableIdsOf = (tree: Tree): readonly string[] =>
  [...tree.themes, ...tree.looseAxes, ...tree.looseVariables].flatMap((node) => leavesOf(node));
