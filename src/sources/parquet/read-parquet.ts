import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { parquetMetadataAsync, parquetScan, parquetSchema } from 'hyparquet';
import type { FileMetaData, ParquetScan, SchemaTree } from 'hyparquet';
import { FragiliteError, inputError } from '../../errors.js';
import { fileDigest } from '../columns/digest.js';
import type { ReadTable, TableReader } from '../columns/read-table.js';
import type { CsvShape } from '../csv.js';
import { HEAD, refuseEmpty } from '../fingerprint.js';
import { CellRecord } from './cell-record.js';
import { COMPRESSIONS, isRead, READ_NAMES } from './compressions.js';
import { fileSlices } from './file-slices.js';

const MAGIC = 'PAR1';
/** The footer of a file whose very schema is encrypted. */
const ENCRYPTED = 'PARE';
/** Magic, length of the footer, magic: no file is shorter. */
const LEAST = 12;
/** Rows in memory at once: a row group may hold millions. */
const BATCH = 1 << 18;
/** Of one column in one row group. */
const MOST_CHUNK = 1024 ** 3;

/**
 * Reads a Parquet file as its CSV twin is read: row group by row group, only the columns that the reader
 * made by `begin` wants. The line of a record is its rank among the rows, from 1.
 *
 * @throws inputError on another kind of file, one that is cut, damaged or encrypted, a wanted column that
 *   holds no plain values, or a compression that is not read
 */
export async function readParquet<T>(path: string, shown: string, begin: (shape: CsvShape) => TableReader<T>): Promise<ReadTable<T>> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = await bytesAt(file, 0, Math.min(size, HEAD));
    refuseEmpty(head, shown);
    refuseOther(head, await bytesAt(file, Math.max(0, size - MAGIC.length), Math.min(size, MAGIC.length)), shown);
    const slices = fileSlices(file, size);
    const { metadata, columns, header } = await unlessDamaged(`${shown} :`, async () => {
      const described = await parquetMetadataAsync(slices, { geoparquet: false });
      const { children } = parquetSchema(described);
      return { metadata: described, columns: children, header: children.map(({ element }) => element.name.trim()) };
    });
    const shape: CsvShape = { delimiter: '', header, skipped: 0 };
    const reader = begin(shape);
    const wanted = reader.wanted.flatMap((index) => columns[index] ?? []);
    const scan = await unlessDamaged(`${shown} :`, () => {
      for (const column of wanted) refuseColumn(column, metadata, shown);
      return parquetScan({ file: slices, metadata, columns: wanted.map(({ element }) => element.name), compressors: COMPRESSIONS, geoparquet: false });
    });
    await readRows(scan, wanted, reader, shown);
    return { result: reader.end(), shape, print: { ...(await fileDigest(path)), encoding: 'utf8', bom: false, head } };
  } finally {
    await file.close();
  }
}

/** Hands every row to the reader, a batch of rows after the other. */
async function readRows(scan: ParquetScan, wanted: readonly SchemaTree[], reader: TableReader<unknown>, shown: string): Promise<void> {
  const record = new CellRecord();
  const text = (slot: number): string => record.text(slot);
  for (const group of scan.ranges) {
    for (let rowStart = group.rowStart; rowStart < group.rowEnd; rowStart += BATCH) {
      const rowEnd = Math.min(group.rowEnd, rowStart + BATCH);
      const columns: ArrayLike<unknown>[] = [];
      for (const { element } of wanted) {
        const where = `${shown}, colonne ${element.name}, lignes ${String(rowStart + 1)} à ${String(rowEnd)} :`;
        const cells = await unlessDamaged(where, () => scan.readColumn({ column: element.name, rowStart, rowEnd }));
        if (cells.length !== rowEnd - rowStart) throw damaged(where);
        columns.push(plainCells(cells, element));
      }
      record.load(columns);
      for (let row = 0; row < rowEnd - rowStart; row += 1) {
        record.row = row;
        record.line = rowStart + row + 1;
        reader.row(record, text);
      }
    }
  }
}

/** Decimals come multiplied by a power of ten that is not exact: they are rounded to the digits that they have. */
function plainCells(cells: ArrayLike<unknown>, { converted_type: type, scale = 0 }: SchemaTree['element']): ArrayLike<unknown> {
  if (type !== 'DECIMAL') return cells;
  return Array.from(cells, (cell) => (typeof cell === 'number' ? Number(cell.toFixed(scale)) : cell));
}

/** @throws inputError when the first or last bytes are not those of a Parquet file */
function refuseOther(head: Buffer, tail: Buffer, shown: string): void {
  const magic = head.subarray(0, MAGIC.length).toString('latin1');
  if (magic === ENCRYPTED) throw inputError(`${shown} : le fichier Parquet est chiffré. Donnez-le déchiffré, ou sa version CSV.`);
  if (magic !== MAGIC) throw inputError(`${shown} : ce n'est pas un fichier Parquet, malgré son nom. Renommez le fichier, ou téléchargez-le à nouveau.`);
  if (head.length < LEAST || tail.toString('latin1') !== MAGIC) {
    throw inputError(`${shown} : le fichier Parquet est coupé avant sa fin (il y manque sa table des matières). Téléchargez-le à nouveau.`);
  }
}

/** @throws inputError on a wanted column that cannot be read, before any of its rows are */
function refuseColumn({ element: { name, repetition_type: repetition }, children }: SchemaTree, { row_groups: groups }: FileMetaData, shown: string): void {
  if (children.length > 0 || repetition === 'REPEATED') {
    throw inputError(`${shown}, colonne ${name} : elle contient des listes ou des structures, il faut une valeur par ligne.\nDonnez la version CSV du même jeu de données.`);
  }
  for (const { columns } of groups) {
    const chunk = columns.find(({ meta_data: meta }) => meta?.path_in_schema[0] === name);
    const meta = chunk?.meta_data;
    if (chunk?.crypto_metadata !== undefined) throw inputError(`${shown}, colonne ${name} : elle est chiffrée. Donnez le fichier déchiffré, ou sa version CSV.`);
    if (meta === undefined) throw damaged(`${shown}, colonne ${name} :`);
    if (!isRead(meta.codec)) {
      throw inputError(`${shown}, colonne ${name} : compression ${meta.codec} non lue (${READ_NAMES.join(', ')}).\nRéécrivez le fichier avec l'une de celles-ci, ou donnez sa version CSV.`);
    }
    if (meta.total_uncompressed_size > MOST_CHUNK || meta.total_compressed_size > MOST_CHUNK) {
      throw inputError(`${shown}, colonne ${name} : plus de 1 Go dans un même groupe de lignes.\nRéécrivez le fichier par groupes d'un million de lignes, ou donnez sa version CSV.`);
    }
  }
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** What the library throws tells of the file's bytes; errors of the file system have a code of their own. */
async function unlessDamaged<T>(where: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FragiliteError || (error instanceof Error && 'syscall' in error)) throw error;
    throw damaged(where, error);
  }
}

const damaged = (where: string, cause?: unknown): FragiliteError =>
  inputError(`${where} le fichier Parquet est abîmé, ou d'une variante qui n'est pas lue.\nTéléchargez-le à nouveau, ou donnez sa version CSV.`, { cause });
