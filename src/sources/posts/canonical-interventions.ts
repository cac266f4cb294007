import { inputError } from '../../errors.js';
import { frenchNumber } from '../../french.js';
import { nearest } from '../../nearest.js';
import type { Intervention, Post } from '../../posts/records.js';
import type { Cog } from '../../territory/cog.js';
import { readNumber } from '../numbers.js';
import { readCommune } from './code-cells.js';
import { INTERVENTIONS } from './columns.js';
import { RowNotes } from './row-notes.js';
import type { FileNote } from './row-notes.js';
import { checkKnownCommune, requireCommunes } from './seat-checks.js';
import type { SmallCsv } from '../small-csv.js';
import { readName } from './value-cells.js';

/** An intervention and the line that it was read from. */
export interface InterventionRow {
  readonly line: number;
  readonly intervention: Intervention;
}

export interface InterventionsRead {
  readonly shown: string;
  readonly interventions: readonly InterventionRow[];
  readonly notes: readonly FileNote[];
  readonly rows: number;
}

/** Shares written with six decimals (0.333333) may miss 1 by a millionth, and the rounding of its sum. */
const TOLERANCE = 1e-6 + 1e-12;

/**
 * Reads our `interventions.csv`: where a post works, and for which share of its time.
 *
 * @throws inputError on a cell that cannot be used
 */
export function readInterventions(csv: SmallCsv, cog: Cog | null): InterventionsRead {
  const notes = new RowNotes(csv.shown);
  const interventions = csv.rows(INTERVENTIONS).map((row): InterventionRow => {
    const post = readName(row, 'post');
    const commune = readCommune(row, 'commune', notes);
    if (commune === null) throw row.error('commune', "il faut le code Insee de la commune d'intervention.");
    const share = readNumber(row.text('share'));
    if (share === undefined || !(share > 0) || share > 1 + TOLERANCE) {
      throw row.error('share', 'il faut une part du temps du poste, de 0 (exclu) à 1.');
    }
    checkKnownCommune(row.line, commune, cog, notes);
    return { line: row.line, intervention: { post, commune, share } };
  });
  requireCommunes(csv.shown, INTERVENTIONS.commune.name, interventions.map(({ intervention }) => ({ seat: intervention.commune, postcode: null })), cog);
  return { shown: csv.shown, interventions, notes: notes.notes, rows: interventions.length };
}

/**
 * Checks interventions against the posts that they name.
 *
 * @throws inputError for a post that is not listed, that stands for several, or whose shares do not
 *   add up to 1
 */
export function checkInterventions({ shown, interventions }: Pick<InterventionsRead, 'shown' | 'interventions'>, posts: readonly Post[]): void {
  const known = new Map(posts.map((post) => [post.id, post]));
  const shares = new Map<string, { readonly lines: number[]; readonly values: number[] }>();
  for (const { line, intervention } of interventions) {
    const post = known.get(intervention.post);
    if (post === undefined) {
      const [near] = nearest(intervention.post, known.keys(), 1);
      throw inputError(
        `${shown}, ligne ${String(line)}, colonne poste : « ${intervention.post} » n'est pas dans la liste des postes.` +
          (near === undefined ? '' : ` Vouliez-vous dire « ${near} » ?`),
      );
    }
    if (post.count !== 1) {
      throw inputError(
        `${shown}, ligne ${String(line)}, colonne poste : « ${post.id} » vaut ${String(post.count)} postes dans la liste.\n` +
          'Une quotité se donne pour un seul poste : écrivez-le en lignes de nombre 1.',
      );
    }
    const all = shares.get(post.id) ?? { lines: [], values: [] };
    all.lines.push(line);
    all.values.push(intervention.share);
    shares.set(post.id, all);
  }
  for (const [post, { lines, values }] of shares) {
    const sum = values.reduce((a, b) => a + b, 0);
    if (Math.abs(sum - 1) > TOLERANCE) {
      throw inputError(
        `${shown}, ligne${lines.length > 1 ? 's' : ''} ${lines.join(', ')} : les quotités du poste « ${post} » font ${shownSum(sum)} (${values.map((v) => String(v).replace('.', ',')).join(' + ')}) au lieu de 1.\n` +
          'Un contrat vaut 1 ETP : répartissez-le en entier.',
      );
    }
  }
}

/** Two decimals, or as many as tell the sum from 1. */
function shownSum(sum: number): string {
  const decimals = [2, 3, 4, 5, 6, 7].find((d) => Number(sum.toFixed(d)) !== 1) ?? 8;
  return frenchNumber(sum, decimals);
}
