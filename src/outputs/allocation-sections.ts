import { counted, frenchList, frenchNumber, ordinal } from '../french.js';
import type { Allocation } from '../posts/allocation.js';
import { METHOD_NAMES } from '../posts/apportionment/line.js';
import type { Method } from '../posts/apportionment/line.js';
import { WEIGHT_NAMES } from '../posts/weight.js';
import type { WeightFunction } from '../posts/weight.js';
import { markdownTable, markdownText } from './markdown.js';

const nameIn = (allocation: Allocation, code: string): string =>
  markdownText(allocation.grouped.lines.find((l) => l.code === code)?.nom ?? code);

/** Which held posts go first when the total is below them. */
export function withdrawalLines(allocation: Allocation): string[] {
  const lines: string[] = [];
  for (const { group, withdrawal } of allocation.withdrawals) {
    const where = group === null ? '' : `${markdownText(group.name)} : `;
    lines.push(
      `${where}${counted(withdrawal.existing, 'poste existant', 'postes existants')}, ${counted(withdrawal.total, 'poste')} à garder. À chaque fois part le poste tenu dont le quotient (poids / diviseur) est le plus petit${
        withdrawal.borrowed ? ` ; le plus fort reste n'a pas d'ordre, celui de ${METHOD_NAMES[withdrawal.orderOf]} sert` : ''
      }.`,
      '',
      ...markdownTable(
        ['Ordre', 'Ligne', 'Son', 'Quotient', 'Suivant'],
        withdrawal.order.map((step) => [
          String(step.rank),
          nameIn(allocation, step.code),
          `${ordinal(step.seat)} poste`,
          step.quotient === null ? 'dernier poste' : frenchNumber(step.quotient),
          step.runnerUp === null ? '' : nameIn(allocation, step.runnerUp.code),
        ]),
        [0, 3],
      ),
      '',
    );
  }
  return lines.slice(0, -1);
}

/** Methods side by side, and functions of the score beside population alone. */
export function comparisonLines(allocation: Allocation): string[] {
  const { input, methods, weights, base } = allocation;
  const population = base === 'population_15_plus' ? 'la population de 15 ans et plus seule' : 'la population seule';
  const weightRows = weights.map((w) => [WEIGHT_NAMES[w.label as WeightFunction], Number.isNaN(w.moved) ? 'sans objet' : String(w.moved)]);
  const changed = changedLines(allocation);
  return [
    `Postes qui changent de ligne, contre ${METHOD_NAMES[input.method]} :`,
    '',
    ...markdownTable(['Méthode', 'Postes déplacés'], methods.map((m) => [METHOD_NAMES[m.label as Method], String(m.moved)]), [1]),
    ...firstSeatsLines(allocation),
    '',
    `Postes qui changent de ligne, contre ${population} :`,
    '',
    ...markdownTable(['Poids', 'Postes déplacés'], weightRows, [1]),
    ...(changed.length === 0 ? [] : ['', 'Lignes que la méthode ou le poids fait changer (toutes les lignes dans allocation.csv) :', '', ...changed]),
  ];
}

function firstSeatsLines({ methods }: Allocation): string[] {
  const short = methods.filter((m) => m.firstSeatsShort).map((m) => METHOD_NAMES[m.label as Method]);
  if (short.length === 0) return [];
  return ['', `${frenchList(short)} ${short.length > 1 ? 'donnent' : 'donne'} d'abord un poste à chaque ligne qui a un poids : avec moins de postes que de lignes, les plus grands poids en ont un chacun, et rien de plus.`];
}

/** More lines than this are left to allocation.csv. */
const MOST_CHANGED = 20;

function changedLines(allocation: Allocation): string[] {
  const { methods, weights, grouped } = allocation;
  // Methods whose first seats ran short change nearly every line: their column says it well enough.
  const telling = [...methods.filter((m) => !m.firstSeatsShort), ...weights.filter((w) => !Number.isNaN(w.moved))];
  const seatsOf = (tables: typeof telling, code: string): number[] => tables.map((t) => t.seats.find((s) => s.code === code)?.seats ?? 0);
  const tables = [...methods, ...weights.filter((w) => !Number.isNaN(w.moved))];
  const rows = grouped.lines
    .filter((line) => new Set(seatsOf(telling, line.code)).size > 1)
    .map((line) => ({ line, seats: seatsOf(tables, line.code) }))
    .sort((a, b) => b.line.weight - a.line.weight || (a.line.code < b.line.code ? -1 : 1))
    .slice(0, MOST_CHANGED);
  if (rows.length === 0) return [];
  const head = ['Ligne', ...methods.map((m) => METHOD_NAMES[m.label as Method]), ...weights.filter((w) => !Number.isNaN(w.moved)).map((w) => `poids ${w.label}`)];
  return markdownTable(head, rows.map(({ line, seats }) => [markdownText(line.nom), ...seats.map(String)]), head.map((_, i) => (i === 0 ? -1 : i)));
}

const SETTLED = { weight: 'au plus grand poids', population: 'à la plus grande population', code: 'au plus petit code' } as const;

/** Ties that decided who has a post. */
export function tieLines(allocation: Allocation): string[] {
  return allocation.main.parts.flatMap((part) =>
    (part.apportionment?.ties ?? [])
      .filter((tie) => tie.decisive)
      .map((tie) => `- ${tie.codes.map((c) => nameIn(allocation, c)).join(', ')} à égalité pour un poste ; il va ${SETTLED[tie.settledBy]} : ${tie.chosen.map((c) => nameIn(allocation, c)).join(', ')}.`),
  );
}
