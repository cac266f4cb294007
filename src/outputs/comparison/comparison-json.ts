import type { ComparedResult, ComparedUnit, Comparison, UnitPlace } from '../../main-job/comparison/comparison-job.js';
import { WARNING } from '../method-text.js';
import { MOVERS } from './comparison-markdown.js';
import { meanParts, partsOf } from './shift-words.js';

/** `comparaison.json`: the same for a program; the units that move most, and the codes that only one result has. */
export function comparisonJson(comparison: Comparison): object {
  const { a, b, measure, differences, warnings, units, moved } = comparison;
  const scores = measure === 'points';
  return {
    mesure: measure,
    a: resultJson(a),
    b: resultJson(b),
    differences_de_base: differences.map((d) => ({ quoi: d.what, a: d.a, b: d.b })),
    avertissements: [...warnings, WARNING],
    communes_aux_deux: moved.length,
    correlation: { spearman: comparison.spearman, kendall_tau_b: comparison.kendall },
    unite_des_parts: scores ? 'points' : 'ecarts_types',
    parts_absolues_moyennes: meansJson(comparison),
    plus_grands_ecarts: moved.slice(0, MOVERS).map((u) => moverJson(comparison, u, scores)),
    seulement_a: units.filter((u) => u.b === null).map((u) => u.code),
    seulement_b: units.filter((u) => u.a === null).map((u) => u.code),
    sans_indice: units.filter((u) => u.a !== null && u.b !== null && Number.isNaN(u.shift)).map((u) => u.code),
  };
}

function resultJson({ shown, stored: { manifest, rows } }: ComparedResult): object {
  return {
    dossier: shown,
    modele: { id: manifest.modele.id, version: manifest.modele.version },
    territoire: manifest.territoire.nom,
    reference: manifest.reference.nom,
    unites: rows.size,
    scores_publies: manifest.scores.publies,
  };
}

function meansJson({ parts }: Comparison): object | null {
  if (parts === null) return null;
  const { variables, residual } = meanParts(parts);
  return { variables: Object.fromEntries(variables), residu: residual };
}

function moverJson(comparison: Comparison, unit: ComparedUnit, scores: boolean): object {
  const place = (p: UnitPlace | null): object | null => (p === null ? null : { ...(scores ? { score: p.score } : {}), rang: p.rank, centile: p.percentRank });
  return { code: unit.code, nom: unit.nom, a: place(unit.a), b: place(unit.b), ecart: unit.shift + 0, parts: Object.fromEntries(partsOf(comparison, unit).map(({ id, part }) => [id, part])) };
}
