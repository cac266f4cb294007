import type { Demand, Intervention, Post } from '../posts/records.js';
import { byCode } from '../territory/codes.js';
import { csvText } from './csv.js';

const POST_COLUMNS = ['poste', 'nombre', 'structure', 'siret', 'type', 'commune', 'departement', 'statut', 'coordinateur', 'date_validation', 'debut', 'fin', 'montant'];
const INTERVENTION_COLUMNS = ['poste', 'commune', 'quotite'];
const DEMAND_COLUMNS = ['demande', 'nature', 'structure', 'siret', 'type', 'commune', 'departement', 'postes', 'etat', 'date'];

/** `postes.csv`, sorted by identifier. The name of the seat's commune is not in it: the code says it. */
export function postsCsv(posts: readonly Post[]): string {
  const rows = [...posts]
    .sort((a, b) => byCode(a.id, b.id))
    .map((p) => [
      p.id,
      p.count,
      p.structure,
      p.siret,
      p.type,
      p.seat,
      p.allocation,
      p.state,
      p.coordinator ? 'oui' : 'non',
      p.validated,
      p.start,
      p.end,
      p.amount,
    ]);
  return csvText(POST_COLUMNS, rows);
}

/** `interventions.csv`, sorted by post, then commune, then share. */
export function interventionsCsv(interventions: readonly Intervention[]): string {
  const rows = [...interventions]
    .sort((a, b) => byCode(a.post, b.post) || byCode(a.commune, b.commune) || a.share - b.share)
    .map(({ post, commune, share }) => [post, commune, share]);
  return csvText(INTERVENTION_COLUMNS, rows);
}

/** `demandes.csv`, sorted by identifier. */
export function demandsCsv(demands: readonly Demand[]): string {
  const rows = [...demands]
    .sort((a, b) => byCode(a.id, b.id))
    .map((d) => [d.id, d.kind, d.structure, d.siret, d.type, d.seat, d.departement, d.posts, d.state, d.date]);
  return csvText(DEMAND_COLUMNS, rows);
}
