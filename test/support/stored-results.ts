import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A unit of a result: its score, and the points of its variables; null is missing. */
export interface SketchedRow {
  readonly nom?: string;
  readonly score: number | null;
  readonly points: Readonly<Record<string, number | null>>;
}

/** A result in few words: variables alone, the score their plain mean. */
export interface SketchedResult {
  readonly rows: Readonly<Record<string, SketchedRow>>;
  readonly model?: string;
  readonly vintage?: number;
  readonly family?: 'rp' | 'filosofi';
  readonly reference?: string;
  readonly rule?: string;
  readonly cog?: number;
  readonly truncated?: boolean;
  /** Labels by id, when they are not « Variable v ». */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Writes `manifest.json` and `ifn.csv` of a result without contours, as compute would. */
export function storeResult(folder: string, sketch: SketchedResult): void {
  const ids = [...new Set(Object.values(sketch.rows).flatMap((row) => Object.keys(row.points)))];
  const units = Object.entries(sketch.rows).sort(([a], [b]) => (a < b ? -1 : 1));
  const scores = units.flatMap(([, { score }]) => (score === null ? [] : [score]));
  const cell = (value: number | null): string => (value === null ? '' : String(value));
  const lines = units.map(([code, { nom = `Commune ${code}`, score, points }]) => {
    const rank = score === null ? null : 1 + scores.filter((other) => other > score).length;
    return [code, nom, code.slice(0, 2), '', '1000', '800', cell(score), cell(rank), '', '1', '', '', ...ids.flatMap((id) => [cell(points[id] ?? null), cell(points[id] ?? null), (points[id] ?? null) === null ? 'absent' : 'observe'])].join(';');
  });
  const header = ['code', 'nom', 'departement', 'epci', 'population', 'population_15_plus', 'score', 'rang', 'dixieme', 'completude', 'fiabilite', 'axes_absents', ...ids.flatMap((id) => [id, `${id}_points`, `${id}_statut`])].join(';');
  const csv = [header, ...lines, ''].join('\n');
  const plain = { methode: 'moyenne', de: 'variables', troncature: false };
  const reference = sketch.reference ?? 'epci:1';
  const manifest = {
    outil: { nom: 'fragilite', version: '0.1.0' },
    modele: {
      id: sketch.model ?? 'essai',
      version: 1,
      libelle: 'Essai',
      liste_reconstituee: false,
      seuil_completude: 0.5,
      agregation: { axe: plain, theme: plain, global: { ...plain, troncature: sketch.truncated ?? false } },
      themes: [],
      variables: ids,
    },
    options: { unit: 'commune' },
    geographie: { cog: sketch.cog ?? 2026 },
    territoire: { nom: 'Essai', nom_court: 'Essai' },
    reference: { selecteur: reference, nom: reference, nom_court: reference, unites: units.length },
    variables: ids.map((id) => ({
      id,
      definition: sketch.labels?.[id] ?? `Variable ${id}`,
      repli: null,
      famille: sketch.family ?? 'rp',
      millesime: sketch.vintage ?? 2022,
      unite: '%',
      poids_nominal: 1 / ids.length,
      correlation_score: null,
      sens: '+',
      inversion: null,
      normalisation: { methode: 'rapport' },
      reference: { valeur: 100, regle: sketch.rule ?? 'total', part_observee: null },
      manquants: { appliquee: 'ignorer' },
      statuts: {},
    })),
    scores: { publies: scores.length, unites: units.length },
    entrees: [],
    sorties: [{ chemin: 'ifn.csv', sha256: createHash('sha256').update(csv).digest('hex') }],
    avertissement: '',
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ifn.csv'), csv);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
}
