import { frenchNumber } from '../../french.js';
import type { StoredManifest, StoredVariable } from '../../sources/result-folder.js';
import { storedScale } from '../../sources/result-folder.js';

/** One thing on which two results do not rest alike. */
export interface BaseDifference {
  /** `modèle`, `référence`, `règle de la référence de pauvrete`… */
  readonly what: string;
  readonly a: string;
  readonly b: string;
}

/**
 * What makes the scores of two results unfit to be compared: another model (or another tree or rule under
 * its name), another scale, reference, rule or vintage of the reference, definition of a variable, or
 * geography. Empty when their scores have one base.
 */
export function baseDifferences(a: StoredManifest, b: StoredManifest): BaseDifference[] {
  const found: BaseDifference[] = [];
  const compare = (what: string, textOf: (manifest: StoredManifest) => string, keyOf: (manifest: StoredManifest) => unknown = textOf): void => {
    if (JSON.stringify(keyOf(a)) !== JSON.stringify(keyOf(b))) found.push({ what, a: textOf(a), b: textOf(b) });
  };
  const modelText = ({ modele }: StoredManifest): string => `${modele.id}, version ${String(modele.version)}`;
  compare('modèle', modelText);
  if (found.length === 0) compare("arbre ou règles du modèle", (m) => `${modelText(m)}, ${String(m.variables.length)} variables`, treeKey);
  compare('échelle', (m) => storedScale(m).label, storedScale);
  if (restsOnReference(a) || restsOnReference(b)) compare('référence', referenceText);
  compare('géographie', (m) => `COG ${String(m.geographie.cog)}`);
  const others = new Map(b.variables.map((v) => [v.id, v]));
  for (const own of a.variables) {
    const other = others.get(own.id);
    if (other !== undefined) found.push(...variableDifferences(own, other));
  }
  return found;
}

/** The rules of the tree and those of its variables. */
function treeKey({ modele, variables }: StoredManifest): unknown {
  const { themes, axes, variables: loose, agregation, poids_relatifs: weights, seuil_completude: threshold } = modele;
  return [themes, axes ?? [], loose ?? [], agregation, weights ?? {}, threshold, variables.map((v) => [v.id, v.sens, v.inversion, v.normalisation ?? { methode: 'rapport' }])];
}

const isRatio = (v: StoredVariable): boolean => (v.normalisation?.methode ?? 'rapport') === 'rapport';

/** True where points are counted from the reference, or units placed among those of it. */
const restsOnReference = ({ variables }: StoredManifest): boolean => variables.some((v) => isRatio(v) || v.normalisation?.parmi === 'reference');

/** The reference by its selector and its number of units: « fichiers » may be any. */
function referenceText({ reference: { nom_court: name, selecteur, unites } }: StoredManifest): string {
  const units = unites === undefined ? '' : `, ${frenchNumber(unites)} unités`;
  return `${name}${selecteur === undefined || name.includes(selecteur) ? '' : ` (${selecteur})`}${units}`;
}

function variableDifferences(a: StoredVariable, b: StoredVariable): BaseDifference[] {
  const found: BaseDifference[] = [];
  const compare = (what: string, textOf: (v: StoredVariable) => string): void => {
    if (textOf(a) !== textOf(b)) found.push({ what: `${what} de ${a.id}`, a: textOf(a), b: textOf(b) });
  };
  compare('définition', (v) => `« ${v.definition} »`);
  compare('millésime', (v) => String(v.millesime ?? 'sans millésime'));
  if (isRatio(a) && isRatio(b)) compare('règle de la référence', (v) => v.reference.regle);
  else compare('unités comparées', (v) => frenchNumber(v.unites_comparees ?? null));
  return found;
}
