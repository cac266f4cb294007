import { weightOf } from './combine.js';
import { isAxis, isTheme, leavesOf, partsOfAxis, partsOfScore, partsOfTheme } from './tree.js';
import type { Aggregation, Tree, TreeNode } from './tree.js';

/** What each part of the tree has in the score, were every level an arithmetic mean or a sum. */
export interface Coefficients {
  readonly variables: ReadonlyMap<string, number>;
  /** The axes and themes that the score goes through; not those that a rule passes over. */
  readonly nodes: ReadonlyMap<string, number>;
}

/**
 * Goes down the tree from the score, which is 1, and shares what each node has among its known parts by
 * their weights. A sum gives its parts more than it has: the weight of all of them over its divisor.
 *
 * @param known tells if a variable has points; what has none leaves its share to the others
 * @param sums false to share a sum like a mean, so that the shares of the variables add up to 1
 */
export function coefficients(tree: Tree, known: (variable: string) => boolean, sums = true): Coefficients {
  const variables = new Map<string, number>();
  const nodes = new Map<string, number>();
  const share = (parts: readonly TreeNode[], rule: Aggregation, amount: number): void => {
    const present = parts.filter((part) => leavesOf(part).some(known));
    const all = weightOf(present);
    const gain = sums && rule.method === 'somme' ? weightOf(parts) / rule.divisor : 1;
    for (const part of present) {
      const own = (amount * gain * part.weight) / all;
      if (isTheme(part)) {
        nodes.set(part.id, own);
        share(partsOfTheme(part, tree.rules), tree.rules.theme, own);
      } else if (isAxis(part)) {
        nodes.set(part.id, own);
        share(partsOfAxis(part), tree.rules.axis, own);
      } else {
        variables.set(part.id, own);
      }
    }
  };
  share(partsOfScore(tree), tree.rules.global, 1);
  return { variables, nodes };
}
