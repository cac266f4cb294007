import type { Comparison, ComparedUnit, UnitPlace } from '../../main-job/comparison/comparison-job.js';
import { csvText } from '../csv.js';
import type { Cell } from '../ifn-record.js';
import { partsOf, RESIDUAL } from './shift-words.js';

const COLUMNS = ['code', 'nom', 'presence', 'score_a', 'score_b', 'ecart_score', 'rang_a', 'rang_b', 'ecart_rang', 'centile_a', 'centile_b', 'ecart_centile', 'ecart_decompose'];

/**
 * `comparaison.csv`: one row per unit of A or of B, sorted by code, in full precision. Without one base
 * scores do not compare, and their columns are empty. Gaps are positive where B has the unit more fragile.
 * The columns `part_…` and `residu` add up to `ecart_decompose`.
 */
export function comparisonCsv(comparison: Comparison): string {
  const { units, parts, measure } = comparison;
  const ids = parts === null ? [] : [...parts.variables.keys()];
  const record = (unit: ComparedUnit): Cell[] => {
    const scores = measure === 'points';
    const of = (take: (place: UnitPlace) => number): [Cell, Cell, number] => {
      const [a, b] = [unit.a, unit.b].map((place) => (place === null ? Number.NaN : take(place))) as [number, number];
      return [known(a), known(b), b - a];
    };
    const [scoreA, scoreB, score] = of((p) => p.score);
    const [rankA, rankB, rank] = of((p) => p.rank);
    const [placeA, placeB, place] = of((p) => p.percentRank);
    const own = new Map(partsOf(comparison, unit).map(({ id, part }) => [id, part]));
    const total = parts === null || unit.at < 0 ? Number.NaN : (parts.score[unit.at] ?? Number.NaN);
    return [
      unit.code,
      unit.nom,
      unit.a === null ? 'b' : unit.b === null ? 'a' : 'a,b',
      ...(scores ? [scoreA, scoreB, known(score)] : [null, null, null]),
      rankA,
      rankB,
      known(-rank),
      placeA,
      placeB,
      known(place),
      known(total),
      ...(parts === null ? [] : [...ids, RESIDUAL].map((id) => (Number.isNaN(total) ? null : (own.get(id) ?? 0)))),
    ];
  };
  return csvText(
    [...COLUMNS, ...(parts === null ? [] : [...ids.map((id) => `part_${id}`), 'residu'])],
    units.map(record),
  );
}

/** Without minus zero, which reads as a sign. */
const known = (value: number): number | null => (Number.isNaN(value) ? null : value + 0);
