import { inputError } from '../../errors.js';
import { firstOf } from '../../french.js';
import type { Cog, Commune } from '../../territory/cog.js';
import { words } from '../../posts/wide-carrier.js';
import type { RowNotes } from './row-notes.js';

/** What a row says of a seat, each part as the file gives it, repaired. */
export interface SeatFacts {
  readonly line: number;
  readonly seat: string | null;
  readonly seatName: string | null;
  /** Département of allocation. */
  readonly allocation: string | null;
  /** The name that stands beside the code of the département. */
  readonly allocationName: string | null;
  readonly postcode: string | null;
}

/** Notes what does not agree in what a row says of a seat; nothing is changed. */
export function checkSeat(facts: SeatFacts, cog: Cog | null, notes: RowNotes): void {
  const { line, seat, seatName, allocation, allocationName, postcode } = facts;
  const commune = seat === null || cog === null ? undefined : communeOf(seat, cog);
  const department = commune?.departement ?? (seat === null ? null : departementOfCommune(seat));
  if (seat === null) {
    const given = postcode === null || postcode === '' ? '' : ` (le code postal ${postcode} n'est pas une commune)`;
    notes.add(line, 'odd', `pas de code commune${given} : siège inconnu`);
  } else if (cog !== null && commune === undefined) {
    notes.add(line, 'odd', `code commune ${seat} inconnu du COG ${String(cog.year)}`);
  } else if (commune?.code === seat && seatName !== null && !sameName(seatName, commune.nom)) {
    notes.add(line, 'odd', `commune « ${seatName} » mais le code ${seat} est ${commune.nom}`);
  }
  checkDepartementName(line, allocation, allocationName, cog, notes);
  if (department === null) return;
  const postal = postcode === null ? null : departementOfPostcode(postcode);
  const elsewhere = postal !== null && postal !== department;
  const outside = allocation !== null && allocation !== department;
  // In the ANCT's lists the postcode follows the place of allocation: it then says the same thing.
  if (elsewhere && !(outside && postal === allocation)) {
    notes.add(line, 'odd', `code postal ${postcode ?? ''} (département ${postal}), siège dans le ${department}`);
  }
  if (!outside) return;
  const named = seatName ?? commune?.nom ?? null;
  const postcodeToo = elsewhere && postal === allocation ? `, comme le code postal ${postcode ?? ''}` : '';
  notes.add(line, 'outside', `siège ${named === null ? '' : `à ${named} `}(${seat ?? ''}), département d'attribution ${allocation}${postcodeToo}`);
  const namesake = named === null || cog === null ? undefined : communeNamed(named, allocation, cog);
  if (namesake !== undefined) {
    notes.add(line, 'odd', `le département ${allocation} a une commune de ce nom (${namesake.nom}, ${namesake.code}) : le code ${seat ?? ''} est peut-être faux`);
  }
}

function checkDepartementName(line: number, code: string | null, name: string | null, cog: Cog | null, notes: RowNotes): void {
  if (code === null || name === null || cog === null) return;
  const known = cog.departements.get(code)?.nom;
  if (known !== undefined && words(known) !== words(name)) {
    notes.add(line, 'odd', `département « ${name} » mais le code ${code} est ${known}`);
  }
}

/** Notes a commune that the COG does not know. */
export function checkKnownCommune(line: number, code: string, cog: Cog | null, notes: RowNotes): void {
  if (cog !== null && communeOf(code, cog) === undefined) notes.add(line, 'odd', `code commune ${code} inconnu du COG ${String(cog.year)}`);
}

/** The commune, today's for a former code, or the arrondissement that a code names. */
function communeOf(code: string, cog: Cog): Commune | undefined {
  return cog.arrondissements.get(code) ?? cog.communes.get(code) ?? cog.communes.get(cog.formerCodes.get(code) ?? '');
}

function communeNamed(name: string, departement: string, cog: Cog): Commune | undefined {
  const wanted = words(name);
  return [...cog.communes.values()].find((c) => c.departement === departement && words(c.nom) === wanted);
}

/** The same name, or one inside the other: communes merge and take longer names (Grigny-sur-Rhône). */
function sameName(a: string, b: string): boolean {
  const [left, right] = [fullWords(a), fullWords(b)];
  return left.includes(right) || right.includes(left);
}

const fullWords = (name: string): string => ` ${words(name).replace(/\bSTE\b/g, 'SAINTE').replace(/\bST\b/g, 'SAINT')} `;

/** Département of a commune code: two characters, three overseas. */
export const departementOfCommune = (code: string): string => code.slice(0, /^9[78]/.test(code) ? 3 : 2);

/**
 * Département of a postcode; null when it is no postcode. Corsica: 200 and 201 are Corse-du-Sud, 202
 * and 206 Haute-Corse; overseas three digits.
 */
export function departementOfPostcode(text: string): string | null {
  const postcode = /^\d{4,5}$/.test(text) ? text.padStart(5, '0') : null;
  if (postcode === null) return null;
  if (/^20[01]/.test(postcode)) return '2A';
  if (postcode.startsWith('20')) return '2B';
  return postcode.slice(0, /^9[78]/.test(postcode) ? 3 : 2);
}

/** Postcodes end in 0, but for those of large towns; of unknown codes, that share looks like them. */
const MOSTLY = 0.8;

/**
 * Refuses a file whose commune column is empty while postcodes are given, or holds postcodes.
 *
 * @throws inputError
 */
export function requireCommunes(shown: string, column: string, rows: readonly { readonly seat: string | null; readonly postcode: string | null }[], cog: Cog | null): void {
  const advice = "Un code postal n'est pas une commune : donnez le code Insee, à cinq caractères.";
  if (rows.length > 0 && rows.every(({ seat, postcode }) => seat === null && postcode !== null)) {
    throw inputError(`${shown}, colonne ${column} : elle est vide sur toutes les lignes, et il n'y a que des codes postaux.\n${advice}`);
  }
  if (cog === null) return;
  const codes = [...new Set(rows.flatMap(({ seat }) => (seat === null ? [] : [seat])))];
  const unknown = codes.filter((code) => communeOf(code, cog) === undefined);
  const round = unknown.filter((code) => code.endsWith('0'));
  if (unknown.length > codes.length / 2 && round.length >= MOSTLY * unknown.length) {
    throw inputError(`${shown}, colonne ${column} : ${firstOf(unknown)} ne sont pas des communes du COG ${String(cog.year)} et ressemblent à des codes postaux.\n${advice}`);
  }
}
