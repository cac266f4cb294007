import { counted, firstOf, frenchList, frenchNumber, frenchPercent } from '../french.js';
import type { Choice, Lack } from '../index/choose.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import type { Inputs } from './inputs.js';
import type { UnitFrame } from './unit-frame.js';

/** For the published rates that no file gives at the level of the units: that they are missing, and which file has them. */
export function unpublishedNotices(inputs: Inputs, choices: readonly Choice[], unpublished: ReadonlySet<string>): string[] {
  const { units, loaded } = inputs;
  const { many } = UNIT_WORDS[units.level];
  return choices.filter((c) => unpublished.has(c.variable.id)).map(({ variable, definition, vintage }) => {
    const lost = `aucun fichier ne publie ${variable.id} pour les ${many}, et ${units.level === 'iris' ? "la valeur d'une commune n'est pas celle de ses IRIS" : 'un taux ne se somme pas'} : non disponible partout`;
    if (loaded.model.quantities.get(definition.numerator)?.family !== 'filosofi') return `${lost}.`;
    if (beyondFilosofi(inputs)) return `${lost} (l'Insee ne publie pas Filosofi pour la Guadeloupe, la Guyane et Mayotte).`;
    const year = vintage === null ? '{année}' : String(vintage);
    return units.level === 'iris'
      ? `${lost}.\nAjoutez par --insee la base Filosofi à l'IRIS (revenu disponible ${year}).`
      : `${lost}.\nAjoutez par --insee cc_filosofi_${year}_${SUFFIXES[units.level]}.csv, ou le cube DS_FILOSOFI_CC.`;
  });
}

/** Départements that Filosofi does not cover. */
const WITHOUT_FILOSOFI: ReadonlySet<string | null> = new Set(['971', '973', '976']);

const beyondFilosofi = ({ territory, units }: Inputs): boolean =>
  territory.units.every((code) => WITHOUT_FILOSOFI.has(units.of(code)?.departement ?? null));

/** Why a rate of Filosofi has no value anywhere in a territory, when it is that INSEE publishes none there; else empty. */
export function overseasNote(inputs: Inputs, lacks: readonly Lack[]): string {
  const { quantities } = inputs.loaded.model;
  const lost = lacks.filter(({ variable }) => variable.definitions.every((d) => quantities.get(d.numerator)?.family === 'filosofi'));
  if (lost.length === 0 || !beyondFilosofi(inputs)) return '';
  return (
    "\nL'Insee ne publie pas Filosofi pour la Guadeloupe, la Guyane et Mayotte : aucun fichier ne donnera cette variable. " +
    'Prenez un modèle sans elle (--model FICHIER.yaml), ou un territoire plus large.'
  );
}

const SUFFIXES = { commune: 'COM', epci: 'EPCI', departement: 'DEP', region: 'REG' } as const;

/** Which units rest on part of their communes, on too few to have a value, or on a sum that their own row contradicts; variables that say the same are told together. */
export function sumNotices({ units, territory }: Inputs, choices: readonly Choice[], made: UnitFrame): string[] {
  const { one, many } = UNIT_WORDS[units.level];
  const ours = new Set(territory.units);
  const told = new Map<string, string[]>();
  const tell = (shares: ReadonlyMap<number, number>, textOf: (list: string, n: number) => string, id: string): void => {
    const named = [...shares].flatMap(([row, share]) => {
      const code = made.frame.codes[row] ?? '';
      // Rounded down: 79,96 % is not 80 %.
      return ours.has(code) ? [`${units.of(code)?.nom ?? ''} (${code}, ${frenchPercent(Math.floor(1000 * share) / 1000, 1)})`] : [];
    });
    if (named.length === 0) return;
    const text = textOf(firstOf(named), named.length);
    told.set(text, [...(told.get(text) ?? []), id]);
  };
  for (const choice of choices) {
    const summed = made.summedOf(choice);
    if (summed === null) continue;
    const { id } = choice.variable;
    tell(summed.partial, (list, n) => `${counted(n, one, many)} sur une partie de ${n > 1 ? 'leurs' : 'ses'} communes, statut recalcule (part de la population couverte) : ${list}.`, id);
    const differing = [...summed.contradicted].flatMap(([row, { sum, own }]) => {
      const code = made.frame.codes[row] ?? '';
      return ours.has(code) ? [`${units.of(code)?.nom ?? ''} (${code}, ${frenchNumber(sum, 1)} et ${frenchNumber(own, 1)})`] : [];
    });
    if (differing.length > 0) {
      const text = `${counted(differing.length, one, many)} dont la somme des communes n'est pas l'effectif publié pour l'unité ; la somme sert : ${firstOf(differing)}.`;
      told.set(text, [...(told.get(text) ?? []), id]);
    }
    tell(summed.tooFew, (list, n) => `${counted(n, one, many)} sans valeur, moins de 80 % de la population étant couverte : ${list}.`, id);
  }
  return [...told].map(([text, ids]) => `${frenchList(ids)} : ${text}`);
}
