import { counted, de, firstOf, frenchList, frenchNumber, frenchPercent } from '../../french.js';
import { decimalsOf } from '../../index/scale.js';
import { storedNumber, storedScale } from '../../sources/result-folder.js';
import type { StoredResult, StoredVariable } from '../../sources/result-folder.js';
import { unitNames } from '../map/about-map.js';
import { HIGH } from './scale.js';

interface Scored {
  readonly name: string;
  readonly score: number;
  readonly population: number | null;
}

/** A variable whose correlation with the score is under this says almost nothing of it. */
const WEAK = 0.3;

/** What a result says, in sentences for who reads nothing else. */
export function keyMessages(stored: StoredResult): string[] {
  const { rows, manifest } = stored;
  const scored = [...rows].flatMap(([code, row]): Scored[] => {
    const score = storedNumber(row, 'score');
    return score === null ? [] : [{ name: row.get('nom') ?? code, score, population: storedNumber(row, 'population') }];
  });
  scored.sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
  return [extentMessage(stored, scored), storedScale(manifest).base100 ? highMessage(scored, unitNames(manifest)) : '', ...factorMessages(manifest.variables), ...missingMessages(stored, scored.length), ...postMessages(stored)].filter((text) => text !== '');
}

function extentMessage({ rows, manifest }: StoredResult, scored: readonly Scored[]): string {
  const units = counted(rows.size, ...unitNames(manifest));
  const first = scored[0];
  const last = scored.at(-1);
  if (first === undefined || last === undefined) return `${units} ; aucune n'a d'indice publié.`;
  const scale = storedScale(manifest);
  const told = (score: number): string => frenchNumber(score, decimalsOf(scale));
  const against = scale.base100 ? `pour 100 dans la référence (${manifest.reference.nom_court})` : scale.label;
  if (scored.length === 1) return `${units} ; l'indice ${de(first.name)} est ${told(first.score)}, ${against}.`;
  return `L'indice va de ${told(last.score)} (${last.name}) à ${told(first.score)} (${first.name}), ${against}. Les plus fragiles : ${frenchList(scored.slice(0, 5).map((u) => u.name))}.`;
}

function highMessage(scored: readonly Scored[], names: readonly [string, string]): string {
  const high = scored.filter((u) => u.score >= HIGH);
  if (scored.length < 2) return '';
  if (high.length === 0) return `Aucune des ${counted(scored.length, ...names)} n'atteint ${frenchNumber(HIGH)}.`;
  const sum = (units: readonly Scored[]): number => units.reduce((n, u) => n + (u.population ?? 0), 0);
  const all = sum(scored);
  const share = scored.some((u) => u.population === null) || all === 0 ? '' : ` ; ${frenchPercent(sum(high) / all)} des habitants y vivent, sans qu'ils soient tous fragiles`;
  return `${counted(high.length, ...names)} sur ${frenchNumber(scored.length)} ${high.length > 1 ? 'ont' : 'a'} un indice de ${frenchNumber(HIGH)} ou plus${share}.`;
}

/** Which variables the score follows, and which it hardly does. */
function factorMessages(variables: readonly StoredVariable[]): string[] {
  const known = variables.flatMap((v) => (v.correlation_score === null ? [] : [{ label: v.definition, r: v.correlation_score }])).sort((a, b) => b.r - a.r);
  const strongest = known[0];
  if (known.length < 2 || strongest === undefined) return [];
  const weak = known.filter(({ r }) => Math.abs(r) < WEAK);
  const against = known.filter(({ r }) => r <= -WEAK);
  const told = (list: readonly { label: string; r: number }[]): string => frenchList(list.map(({ label, r }) => `« ${label} » (${frenchNumber(r, 2)})`));
  const messages = [`L'indice suit d'abord « ${strongest.label} » (corrélation ${frenchNumber(strongest.r, 2)}).${weak.length === 0 ? '' : ` Il ne dépend presque pas de ${told(weak)}.`}`];
  if (against.length > 0) messages.push(`À contresens de l'indice : ${told(against)}. Là où l'indice est haut, ces parts sont plutôt basses.`);
  return messages;
}

function missingMessages({ rows, manifest }: StoredResult, scored: number): string[] {
  const names = unitNames(manifest);
  const filled = manifest.variables.flatMap((v) => {
    const estimated = v.statuts['estime'] ?? 0;
    const imputed = v.statuts['impute'] ?? 0;
    const told = [...(estimated > 0 ? [counted(estimated, 'valeur estimée', 'valeurs estimées')] : []), ...(imputed > 0 ? [counted(imputed, 'valeur imputée', 'valeurs imputées')] : [])];
    return told.length === 0 ? [] : [`« ${v.definition} » : ${told.join(' et ')} sur ${frenchNumber(rows.size)}`];
  });
  const without = [...rows].filter(([, row]) => storedNumber(row, 'score') === null).map(([code, row]) => row.get('nom') ?? code);
  return [
    ...(filled.length > 0 ? [`Des valeurs sont secrètes ou manquent : ${filled.join(' ; ')}. Elles comptent dans l'indice, et ne sont pas montrées comme des taux.`] : []),
    ...(rows.size > scored ? [`${counted(without.length, ...names)} sans indice publié, faute de variables : ${firstOf(without)}.`] : []),
  ];
}

function postMessages({ rows, columns, manifest }: StoredResult): string[] {
  const { croisement } = manifest;
  if (croisement === undefined) return [];
  const messages: string[] = [];
  const total = (column: string): number => [...rows.values()].reduce((n, row) => n + (storedNumber(row, column) ?? 0), 0);
  const given = (column: string): boolean => columns.includes(column) && [...rows.values()].some((row) => storedNumber(row, column) !== null);
  if (given('postes_portes')) {
    const toPlace = croisement.postes?.a_localiser ?? 0;
    messages.push(`${counted(total('postes_portes'), 'poste porté', 'postes portés')} par des employeurs dont le siège est dans une commune du territoire${toPlace > 0 ? `, et ${counted(toPlace, 'poste à localiser', 'postes à localiser')}, d'employeurs plus larges que leur commune` : ''}. Le siège de l'employeur n'est pas le lieu où le poste intervient.`);
  }
  if (given('demandes_postes')) {
    messages.push(`Demandes ouvertes : ${counted(total('demandes_structures'), 'structure')}, ${counted(total('demandes_postes'), 'poste souhaité', 'postes souhaités')}.`);
  }
  const unserved = [...rows].filter(([, row]) => (row.get('classe') ?? '').startsWith("besoin fort ; aucun poste")).map(([code, row]) => row.get('nom') ?? code);
  if (unserved.length > 0) messages.push(`Besoin fort et aucun poste dans la commune : ${firstOf(unserved, 8)}.`);
  return messages;
}
