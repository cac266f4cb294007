import type { StoredManifest, StoredVariable } from '../../sources/result-folder.js';

/** Vintages closer than this share annual surveys of the census; one more when the span holds 2021, which had none. */
const APART = 5;
const WITHOUT_SURVEY = 2021;

/** From this year on Filosofi is another series. */
const NEW_FILOSOFI = 2023;

/** Why the differences between two results are not an evolution, in French: the variables of other vintages. */
export function vintageWarnings(a: StoredManifest, b: StoredManifest): string[] {
  const others = new Map(b.variables.map((v) => [v.id, v]));
  const close = new Map<string, string[]>();
  const broken: string[] = [];
  let changed = false;
  for (const own of a.variables) {
    const other = others.get(own.id);
    if (own.millesime === null || other?.millesime === undefined || other.millesime === null || own.millesime === other.millesime) continue;
    changed = true;
    const years = [own.millesime, other.millesime].sort((x, y) => x - y) as [number, number];
    const span = `${String(own.millesime)} et ${String(other.millesime)}`;
    if (own.famille === 'rp' && tooClose(years)) close.set(span, [...(close.get(span) ?? []), own.id]);
    if (isBroken(own, other)) broken.push(`${own.id} (${span})`);
  }
  return [
    ...[...close].map(([span, ids]) => `recensements ${span} (${ids.join(', ')}) : ils ont des enquêtes annuelles en commun ; il faut 5 ans d'écart (6 quand l'intervalle contient 2021), et la différence n'est pas une évolution`),
    ...(broken.length === 0 ? [] : [`Filosofi 2023 est une nouvelle série, qui ne se compare pas aux précédentes : ${broken.join(', ')}`]),
    ...(changed ? ['un indice est relatif à sa référence de la même année : un rang qui change dit une place qui change, pas une fragilité qui baisse ou qui monte'] : []),
  ];
}

/** True when two censuses are too near to be compared. */
export const tooClose = ([first, last]: readonly [number, number]): boolean =>
  last - first < (first <= WITHOUT_SURVEY && WITHOUT_SURVEY <= last ? APART + 1 : APART);

const isBroken = (a: StoredVariable, b: StoredVariable): boolean =>
  a.famille === 'filosofi' && (a.millesime ?? 0) >= NEW_FILOSOFI !== (b.millesime ?? 0) >= NEW_FILOSOFI;
