import { words } from '../../posts/wide-carrier.js';
import { byCode, parseCode } from '../../territory/codes.js';
import type { Cog } from '../../territory/cog.js';
import type { RowNotes } from './row-notes.js';
import type { Row } from '../small-csv.js';
import { isBlank } from './value-cells.js';

/** The INSEE code of a commune, its lost zero put back; null when the cell is empty. */
export function readCommune<K extends string>(row: Row<K>, column: K, notes: RowNotes): string | null {
  const text = row.text(column);
  if (isBlank(text)) return null;
  const { level, code, repaired } = parseCode(text);
  if (level !== 'commune') {
    throw row.error(column, "il faut le code Insee d'une commune, à cinq caractères (69123, 01001, 2A004).");
  }
  if (repaired !== null) notes.add(row.line, 'repaired', `code commune « ${text} » lu ${code} (${repaired})`);
  return code;
}

const DEPARTEMENT = /^(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97\d|98\d)$/;

/**
 * The code of a département, its lost zero or capital put back, or from its name where the COG is at
 * hand; null when the cell is empty, or says `00` (the ANCT's mark of the overseas collectivities).
 *
 * @param seat code of the seat, which alone tells which Corsica a `20` is
 */
export function readDepartement<K extends string>(
  row: Row<K>,
  column: K,
  seat: string | null,
  cog: Cog | null,
  notes: RowNotes,
): string | null {
  const text = row.text(column);
  if (isBlank(text)) return null;
  const code = departementCode(text, seat, cog);
  if (code === undefined) {
    throw row.error(column, 'il faut le code d’un département (01, 69, 2A, 974).');
  }
  if (code === null) notes.add(row.line, 'odd', `département « ${text} » : aucun département n'a ce code, laissé vide`);
  else if (code !== text) notes.add(row.line, 'repaired', `département « ${text} » lu ${code}`);
  return code;
}

function departementCode(text: string, seat: string | null, cog: Cog | null): string | null | undefined {
  const short = (/^(\d{1,3}|2[ab])(?:[.,]0+)?(?:\s*[-–]\s*\D+)?$/i.exec(text)?.[1] ?? '').toUpperCase();
  if (short === '00' || short === '000') return seat?.startsWith('97') === true ? seat.slice(0, 3) : null;
  const code = short.length === 3 && short.startsWith('0') ? short.slice(1) : short.padStart(2, '0');
  if (code === '20') {
    const corsica = seat?.slice(0, 2);
    return corsica === '2A' || corsica === '2B' ? corsica : undefined;
  }
  if (short !== '') return DEPARTEMENT.test(code) ? code : undefined;
  if (cog === null) return undefined;
  const wanted = words(text);
  return [...cog.departements.values()].find((d) => words(d.nom) === wanted)?.code;
}

/**
 * The SIRET (14 digits, the lost zero put back) or the SIREN alone (9 digits) of an employer.
 * Anything else is noted and left out: no calculation rests on it but the recognition of carriers.
 */
export function readSiret<K extends string>(row: Row<K>, column: K, notes: RowNotes): string | null {
  const text = row.text(column);
  if (isBlank(text)) return null;
  const digits = text.replace(/[\s-]/g, '').replace(/[.,]0+$/, '');
  if (/^\d{14}$/.test(digits) || /^\d{9}$/.test(digits)) {
    if (digits !== text.replace(/\s/g, '')) notes.add(row.line, 'repaired', `SIRET « ${text} » lu ${digits}`);
    return digits;
  }
  if (/^\d{13}$/.test(digits)) {
    notes.add(row.line, 'repaired', `SIRET « ${text} » lu 0${digits} (zéro initial rétabli)`);
    return `0${digits}`;
  }
  const spreadsheet = /e\+/i.test(text) ? ', abîmé par un tableur' : '';
  notes.add(row.line, 'odd', `SIRET « ${text} » illisible${spreadsheet}, laissé vide`);
  return null;
}

/** Notes the SIRET that stand on several rows: all rows are kept. */
export function noteRepeatedSirets(rows: readonly { readonly line: number; readonly siret: string | null }[], notes: RowNotes): void {
  const lines = new Map<string, number[]>();
  for (const { line, siret } of rows) {
    if (siret !== null) lines.set(siret, [...(lines.get(siret) ?? []), line]);
  }
  for (const [siret, at] of [...lines].sort(([a], [b]) => byCode(a, b))) {
    if (at.length > 1) {
      notes.add(at[1] ?? 0, 'repeated', `SIRET ${siret} sur ${String(at.length)} lignes (${at.join(', ')}), toutes gardées`);
    }
  }
}
