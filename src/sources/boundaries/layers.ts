import { inputError, usageError } from '../../errors.js';
import type { Journal } from '../../journal.js';
import { nearest } from '../../nearest.js';
import type { KeyForm } from './key-forms.js';
import { type KeyColumns, knownCodes } from './key.js';

/** A layer of a file that holds several: its name and its columns, geometries apart. */
export interface Layer extends KeyColumns {
  readonly name: string;
}

/**
 * Chooses the layer of contours: the one that `--layer` names, else the one with the most distinct
 * codes that the geography knows; the order of the file breaks ties. Says it when there was a choice.
 *
 * @throws a usage error when `--layer` names none of them, an input error when none holds a known code
 */
export function chooseLayer<L extends Layer>(layers: readonly L[], wanted: string | undefined, forms: readonly KeyForm[], file: string, journal: Journal): L {
  const names = layers.map(({ name }) => name);
  if (wanted !== undefined) {
    const named = layers.find(({ name }) => name === wanted) ?? layers.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    if (named !== undefined) return named;
    const [near] = nearest(wanted, names);
    throw usageError(`--layer ${wanted} : ${file} n'a pas cette couche de polygones.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\nCouches : ${names.join(', ')}.`);
  }
  const [only] = layers;
  if (only !== undefined && layers.length === 1) return only;
  const found = layers.map((layer) => knownCodes(layer, forms));
  // A layer of the units themselves is better than one of the communes that make them.
  const own = found.some(({ level }) => level === forms.at(-1)?.level);
  const counts = found.map(({ count, level }) => (own && level !== forms.at(-1)?.level ? 0 : count));
  const most = Math.max(...counts);
  const chosen = layers[counts.indexOf(most)];
  if (chosen === undefined || most === 0) {
    throw inputError(`${file} : aucune couche de polygones n'a de codes connus (${names.join(', ')}).\n${forms.at(-1)?.advice ?? ''}`);
  }
  const others = layers.flatMap(({ name }, i) => (name === chosen.name ? [] : [`${name} (${counts[i] ?? 0})`]));
  journal.info(`${file} : couche ${chosen.name}, la plus riche en codes connus (${most}) ; autres couches : ${others.join(', ')} (--layer pour en prendre une).`);
  return chosen;
}
