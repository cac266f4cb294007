import type { Allocation } from '../posts/allocation.js';
import type { Seated } from '../posts/apportionment/moved.js';
import { csvText } from './csv.js';
import type { Cell } from './ifn-record.js';

/**
 * `allocation.csv`: one row per line shared, no total row. `part_ideale` is the exact quota in posts,
 * `postes` an integer; then the low and high tables and the other methods and weights, in posts.
 */
export function allocationCsv(allocation: Allocation): string {
  const { main, low, high, methods, weights, grouped, input } = allocation;
  const shares = new Map(main.parts.flatMap((part) => (part.apportionment?.shares ?? []).map((share) => [share.code, { share, part }] as const)));
  const seatsIn = (table: { readonly seats: readonly Seated[] } | null, code: string): Cell =>
    table === null ? null : (table.seats.find((s) => s.code === code)?.seats ?? null);
  const columns = [
    'code', 'nom', 'partie', allocation.base, 'poids', 'part_ideale', 'postes', 'plancher', 'plafond', 'existants', 'postes_bas', 'postes_haut',
    ...methods.map((m) => `methode_${m.label.replaceAll('-', '_')}`),
    ...weights.map((w) => `avec_${w.label}`),
  ];
  const records = grouped.lines.map((line): Cell[] => {
    const found = shares.get(line.code);
    return [
      line.code,
      line.nom,
      found?.part.group?.code ?? null,
      line.population,
      line.weight,
      found?.share.quota ?? null,
      found?.share.seats ?? null,
      found?.share.floor ?? null,
      found?.share.ceiling ?? null,
      input.existing === null ? null : (line.existing ?? 0),
      seatsIn(low, line.code),
      seatsIn(high, line.code),
      ...methods.map((m) => seatsIn(m, line.code)),
      ...weights.map((w) => seatsIn(w, line.code)),
    ];
  });
  return csvText(columns, records);
}
