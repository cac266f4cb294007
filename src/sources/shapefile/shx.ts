import { inputError } from '../../errors.js';

/** Where one record of a `.shp` stands: its number from 1, the bytes of its content. */
export interface RecordPlace {
  readonly record: number;
  /** The first byte of the content, after the header of the record. */
  readonly start: number;
  readonly length: number;
}

/** What the `.shp` says at the place of a record: its number, the bytes of its content. */
export interface RecordHeader {
  readonly number: number;
  readonly length: number;
}

/** The `.shp` that an index speaks of. */
export interface IndexedShapes {
  readonly headerAt: (offset: number) => RecordHeader;
  /** The byte after the last record. */
  readonly end: number;
  readonly file: string;
}

const MAGIC = 9994;
const HEADER_BYTES = 100;
const RECORD_HEADER_BYTES = 8;
const ENTRY_BYTES = 8;
const ADVICE = 'Exportez le shapefile de nouveau, ou supprimez le .shx : les formes seront alors lues à la suite.';

/**
 * The places of the records that a `.shx` gives, each checked against the `.shp` when it is asked for.
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
  const entries = readEntries(index, indexFile);
  let following = HEADER_BYTES;
  for (const [i, entry] of entries.entries()) {
    checkEntry(entry, i + 1, following, indexFile, shapes);
    const start = entry.offset + RECORD_HEADER_BYTES;
    following = start + entry.length;
    yield { record: i + 1, start, length: entry.length };
  }
  requireNoneLeftOut(entries, indexFile, shapes);
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
function checkEntry({ offset, length }: Entry, record: number, following: number, indexFile: string, { headerAt, end, file }: IndexedShapes): void {
  const lies = (why: string): Error => inputError(`${indexFile} contredit ${file} à l'enregistrement ${record} : ${why}.\n${ADVICE}`);
  const last = offset + RECORD_HEADER_BYTES + length;
  if (offset < HEADER_BYTES || length < 0 || last > end) {
    throw lies(`l'index le place des octets ${offset} à ${last}, les formes vont des octets ${HEADER_BYTES} à ${end}`);
  }
  const header = headerAt(offset);
  // Some programs number badly: a record that follows the one before needs no number.
  if (offset !== following && header.number !== record) {
    throw lies(`l'index le place à l'octet ${offset}, où le .shp porte le numéro ${header.number} ; il est attendu à l'octet ${following}`);
  }
  if (header.length !== length) throw lies(`${length} octets d'après l'index, ${header.length} d'après le .shp (octet ${offset})`);
}

/** A gap may hold the former place of a shape, or anything: but not the record that comes after the last one. */
function requireNoneLeftOut(entries: readonly Entry[], indexFile: string, { headerAt, end, file }: IndexedShapes): void {
  const next = entries.length + 1;
  let from = HEADER_BYTES;
  for (const { offset, length } of [...entries.toSorted((a, b) => a.offset - b.offset), { offset: end, length: 0 }]) {
    if (from + RECORD_HEADER_BYTES <= offset) {
      const header = headerAt(from);
      if (header.number === next && from + RECORD_HEADER_BYTES + header.length <= offset) {
        throw inputError(`${indexFile} contredit ${file} : il a ${entries.length} enregistrements, et le .shp a l'enregistrement ${next} (octet ${from}).\n${ADVICE}`);
      }
    }
    from = offset + RECORD_HEADER_BYTES + length;
  }
}

const truncated = (indexFile: string, expected: string, actual: number): Error =>
  inputError(`${indexFile} est tronqué : ${expected} attendus, ${actual} présents.\nCopiez-le de nouveau, ou supprimez-le : les formes seront alors lues à la suite.`);
