import { counted, frenchNumber } from '../../french.js';
import type { Panel, PanelVariable } from '../../evolution/panel.js';
import type { Evolution } from '../../main-job/evolution/evolution.js';
import { FEW, panelUnitNames, spokenLabel } from './words.js';

/** What limits the reading of a panel, in sentences. */
export function precautions(evolution: Evolution): string[] {
  const { panel } = evolution;
  const names = panelUnitNames(evolution);
  const few = panel.units.filter((unit) => panel.variables.some((v) => v.kind === 'part' && unit.variables.get(v.id)?.figures.some((f) => f.numerator < FEW) === true));
  const estimated = panel.variables.flatMap((v) => {
    const n = panel.units.filter((unit) => unit.variables.get(v.id)?.figures.some((f) => f.status === 'estime' || f.status === 'impute') === true).length;
    return n === 0 ? [] : [`${spokenLabel(v)} (${counted(n, ...names)})`];
  });
  const partial = panel.variables.flatMap((v) => {
    const n = panel.units.filter((unit) => unit.variables.get(v.id)?.counts === false).length;
    return n === 0 ? [] : [`${spokenLabel(v)} (${counted(n, ...names)})`];
  });
  const without = panel.units.filter((unit) => Number.isNaN(unit.score[0] ?? Number.NaN));
  return [
    `Les petites communes varient par sondage et par hasard : l'Insee demande de manier avec précaution les effectifs sous ${String(FEW)}. ${few.length === 0 ? 'Ce panel n’en a pas.' : `${counted(few.length, ...names)} du panel ${few.length > 1 ? 'en ont' : 'en a'} au moins un, signalé en remarque.`}`,
    ...panel.variables.filter((v) => isWholePercent(v, panel)).map((v) => `${spokenLabel(v)} : valeurs publiées en % entiers. Un écart de ±1 point de taux peut n'être qu'un arrondi, soit ±${frenchNumber(100 / v.frozen, 1)} points de la variable et ±${frenchNumber((100 * v.weight) / v.frozen, 1)} de l'indice.`),
    ...notAt100(panel).map((v) => `${spokenLabel(v)} : la référence de ${String(panel.years[panel.base]?.year ?? '')} n'y vaut pas 100, le modèle comptant 100 × (1 − valeur) / référence.`),
    ...(estimated.length === 0 ? [] : [`Valeurs estimées ou imputées une année au moins : ${estimated.join(', ')}. Elles le sont par l'ajustement de leur année ; l'écart entre une valeur estimée et une valeur publiée n'est pas une évolution.`]),
    ...(partial.length === 0 ? [] : [`Une variable qui manque à une unité une année quitte toutes les années de cette unité : ${partial.join(', ')}.`]),
    ...(without.length === 0 ? [] : [`Sans indice, faute d'assez de variables suivies : ${without.map((u) => `${u.name} (${u.code})`).slice(0, 20).join(', ')}${without.length > 20 ? '…' : ''}.`]),
    "Une unité dont l'indice monte n'est pas devenue plus fragile que les autres si la référence monte autant : comparez à la première ligne du tableau de la référence.",
  ];
}

/** A published rate whose published values are all whole. */
const isWholePercent = ({ id, kind }: PanelVariable, { units }: Panel): boolean =>
  kind === 'taux' && units.every((unit) => unit.variables.get(id)?.figures.every((f) => f.status !== 'observe' || Number.isInteger(f.value)) === true);

/** The variables in which the base year's own reference is not 100: those that the model turns by their complement. */
const notAt100 = ({ variables, base }: Panel): PanelVariable[] => variables.filter((v) => v.years[base]?.inversion === 'complement');
