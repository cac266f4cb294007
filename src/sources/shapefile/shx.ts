import { inputError } from '../../errors.js';
import type { Window } from './window.js';

/** Where one record of a `.shp` stands: its number from 1, the bytes of its content. */
export interface RecordPlace {
  readonly record: number;
  /** The first byte of the content, after the header of the record. */
  readonly start: number;
  readonly length: number;
}

/** The `.shp` that an index speaks of: its bytes, and the byte after its last record. */
export interface IndexedShapes {
  readonly bytes: Window;
  readonly end: number;
  readonly file: string;
}

const MAGIC = 9994;
const HEADER_BYTES = 100;
const RECORD_HEADER_BYTES = 8;
const ENTRY_BYTES = 8;
const ADVICE = 'Exportez le shapefile de nouveau, ou supprimez le .shx : les formes seront alors lues à la suite.';

/**
 * The places of the records that a `.shx` gives, each checked against the `.shp`.
 *
 * The format (ESRI Shapefile Technical Description, July 1998) gives to the n-th entry the offset and
 * the length of the n-th record. Records usually follow each other, and then nothing is left to say. A
 * program that edits a shape may write it elsewhere and leave the old one as a gap: only the index
 * tells them apart, so it is followed where the numbers of the records bear it out.
 *
 * @param index the bytes of the `.shx`
 * @param indexFile its name for the messages
 * @throws an input error when the index is truncated, or names what the `.shp` has not at that place,
 *   or leaves out a record that the `.shp` has
 */
export function* indexedPlaces(index: Buffer, indexFile: string, shapes: IndexedShapes): Generator<RecordPlace> {
  const places: RecordPlace[] = [];
  let following = HEADER_BYTES;
  for (const entry of readEntries(index, indexFile)) {
    const record = places.length + 1;
    checkEntry(entry, record, following, indexFile, shapes);
    following = entry.offset + RECORD_HEADER_BYTES + entry.length;
    const place = { record, start: entry.offset + RECORD_HEADER_BYTES, length: entry.length };
    places.push(place);
    yield place;
  }
  requireNoneLeftOut(places, indexFile, shapes);
}

/** In bytes; the file counts words of 16 bits. */
interface Entry {
  readonly offset: number;
  readonly length: number;
}

function readEntries(index: Buffer, indexFile: string): Entry[] {
  if (index.length < HEADER_BYTES) throw truncated(indexFile, `${HEADER_BYTES} octets au moins`, index.length);
  const magic = index.readInt32BE(0);
  if (magic !== MAGIC) throw inputError(`${indexFile} n'est pas l'index d'un shapefile : il commence par ${magic} au lieu de ${MAGIC}.\n${ADVICE}`);
  const end = index.readInt32BE(24) * 2;
  if (end > index.length) throw truncated(indexFile, `${end} octets`, index.length);
  const count = (end - HEADER_BYTES) / ENTRY_BYTES;
  if (!Number.isInteger(count) || count < 0) {
    throw inputError(`${indexFile} est abîmé : l'en-tête annonce ${end} octets, ce qui ne fait pas un nombre entier d'enregistrements.\n${ADVICE}`);
  }
  return Array.from({ length: count }, (_, i) => {
    const at = HEADER_BYTES + ENTRY_BYTES * i;
    return { offset: index.readInt32BE(at) * 2, length: index.readInt32BE(at + 4) * 2 };
  });
}

/** @param following the byte after the record before, where this one usually stands */
function checkEntry({ offset, length }: Entry, record: number, following: number, indexFile: string, { bytes, end, file }: IndexedShapes): void {
  const lies = (why: string): Error => inputError(`${indexFile} contredit ${file} à l'enregistrement ${record} : ${why}.\n${ADVICE}`);
  const last = offset + RECORD_HEADER_BYTES + length;
  if (offset < HEADER_BYTES || length < 0 || last > end) {
    throw lies(`l'index le place des octets ${offset} à ${last}, les formes vont des octets ${HEADER_BYTES} à ${end}`);
  }
  const header = bytes.view(offset, RECORD_HEADER_BYTES);
  const number = header.getInt32(0, false);
  // Some programs number badly: a record that follows the one before needs no number.
  if (offset !== following && number !== record) {
    throw lies(`l'index le place à l'octet ${offset}, où le .shp porte le numéro ${number} ; il est attendu à l'octet ${following}`);
  }
  const actual = header.getInt32(4, false) * 2;
  if (actual !== length) throw lies(`${length} octets d'après l'index, ${actual} d'après le .shp (octet ${offset})`);
}

/** A gap may hold the former place of a shape, or anything: but not the record that comes after the last one. */
function requireNoneLeftOut(places: readonly RecordPlace[], indexFile: string, { bytes, end, file }: IndexedShapes): void {
  const next = places.length + 1;
  let from = HEADER_BYTES;
  for (const { start, length } of [...places.toSorted((a, b) => a.start - b.start), { start: end + RECORD_HEADER_BYTES, length: 0 }]) {
    const to = start - RECORD_HEADER_BYTES;
    if (from + RECORD_HEADER_BYTES <= to) {
      const gap = bytes.view(from, RECORD_HEADER_BYTES);
      if (gap.getInt32(0, false) === next && from + RECORD_HEADER_BYTES + gap.getInt32(4, false) * 2 <= to) {
        throw inputError(`${indexFile} contredit ${file} : il a ${places.length} enregistrements, et le .shp a l'enregistrement ${next} (octet ${from}).\n${ADVICE}`);
      }
    }
    from = start + length;
  }
}

const truncated = (indexFile: string, expected: string, actual: number): Error =>
  inputError(`${indexFile} est tronqué : ${expected} attendus, ${actual} présents.\nCopiez-le de nouveau, ou supprimez-le : les formes seront alors lues à la suite.`);
