import { open, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { parseDocument } from 'yaml';
import { FragiliteError } from '../errors.js';
import { csvShape } from '../sources/csv.js';
import { HEAD } from '../sources/fingerprint.js';
import { isKeyName } from '../sources/key-column.js';
import { isKnownColumn, recognisePostFormat } from '../sources/posts/format.js';
import type { PostFormat } from '../sources/posts/format.js';
import { columnKey } from '../sources/small-csv.js';
import { hasBom, Utf8Watch } from '../sources/text-encoding.js';

/** What a file is, by its content. */
export type Recognised =
  /** A table with a code of commune or IRIS, or a long form. */
  | { readonly kind: 'table' }
  | { readonly kind: 'contours' }
  | { readonly kind: 'posts'; readonly format: PostFormat }
  | { readonly kind: 'envelope' }
  | { readonly kind: 'reference-values' }
  /** Something else: what it is, or why it cannot be told. */
  | { readonly kind: 'other'; readonly why: string };

const other = (why: string): Recognised => ({ kind: 'other', why });

/** Headers of our own small files, with what they are; the first whose columns are all there. */
const OWN_FORMS: readonly { readonly columns: readonly string[]; readonly is: Recognised }[] = [
  { columns: ['territoire', 'variable', 'valeur', 'millesime', 'source'], is: { kind: 'reference-values' } },
  { columns: ['code', 'taux', 'source'], is: other("taux d'illectronisme, pour cross et allocate : illectronisme, avec weight: personnes") },
  { columns: ['code', 'groupe'], is: other('regroupement de communes, pour allocate : by') },
  { columns: ['ancien', 'nouveau'], is: other('table de passage, pour une autre géographie : passage') },
  { columns: ['code', 'score'], is: other('scores déjà calculés, pour cross et allocate : scores') },
];

/** A column of Insee's yearly passage table. */
const YEARLY_PASSAGE = /^codgeo (\d{4}|ini)$/;

/** Says what a file is: by its first bytes, then by the names of its columns, never by its own name. */
export async function recognise(path: string, shown: string): Promise<Recognised> {
  const head = await headOf(path);
  if (head.length === 0) return other('fichier vide');
  const start = head.toString('latin1', 0, 16);
  if (start.startsWith('SQLite format 3\0') || start.startsWith('\0\0\x27\x0a')) return { kind: 'contours' };
  if (start.startsWith('PAR1')) return { kind: 'table' };
  if (start.startsWith('PK\x03\x04') || start.startsWith('\x1f\x8b')) {
    return /\.(zip|gz)$/i.test(path) ? { kind: 'table' } : other('archive ou classeur : enregistrez la feuille en CSV, ou décompressez');
  }
  if (/^(\xef\xbb\xbf)?\s*[{[]/.test(start)) return json(head, path);
  if (/\.ya?ml$/i.test(path)) return yaml(await readFile(path, 'utf8'));
  if (head.includes(0)) return other('fichier binaire d’un format qui n’est pas lu');
  return table(head, shown);
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function json(head: Buffer, path: string): Recognised {
  const contours = /"type"\s*:\s*"(FeatureCollection|Topology)"/.test(head.toString('latin1')) || /^\.(geojson|topojson)$/i.test(extname(path));
  return contours ? { kind: 'contours' } : other('JSON sans contours');
}

function yaml(text: string): Recognised {
  const document = parseDocument(text);
  if (document.errors.length > 0) return other('YAML illisible');
  const has = (...names: string[]): boolean => names.every((name) => document.has(name));
  if (has('territoire', 'bas', 'haut')) return { kind: 'envelope' };
  if (has('libelle', 'agregation')) return other('modèle, pour model (sans lui, lyon-2021)');
  return other(has('insee') ? 'autre fichier de projet' : 'YAML qui n’est ni une enveloppe ni un modèle');
}

function table(head: Buffer, shown: string): Recognised {
  const watch = new Utf8Watch();
  watch.push(head);
  const print = { head, encoding: hasBom(head) || watch.valid ? 'utf8' : 'windows-1252' } as const;
  try {
    const posts = postFormat(csvShape(shown, print, isKnownColumn).header);
    if (posts !== null) return { kind: 'posts', format: posts };
    const own = csvShape(shown, print, (name) => OWN_FORMS.some(({ columns }) => columns.includes(columnKey(name))));
    const keys = own.header.map(columnKey);
    const form = OWN_FORMS.find(({ columns }) => columns.every((name) => keys.includes(name)));
    if (form !== undefined) return form.is;
    if (keys.filter((name) => YEARLY_PASSAGE.test(name)).length >= 2) return other("table de passage annuelle de l'Insee, pour une autre géographie : passage");
    const { header } = csvShape(shown, print, isKeyName);
    if (header.length > 1 && header.some(isKeyName)) return { kind: 'table' };
    return other('ni code de commune, ni liste de postes, ni contours, d’après ses colonnes');
  } catch (error) {
    if (error instanceof FragiliteError) return other(reasonOf(error, shown));
    throw error;
  }
}

function postFormat(header: readonly string[]): PostFormat | null {
  try {
    return recognisePostFormat(header, '');
  } catch (error) {
    if (error instanceof FragiliteError) return null;
    throw error;
  }
}

/** The first line of an error of a reader, without the file that it speaks of. */
export function reasonOf(error: FragiliteError, shown: string): string {
  const line = error.message.split('\n', 1)[0] ?? '';
  const short = line.startsWith(shown) ? line.slice(shown.length).replace(/^[ :,]+/, '') : line;
  return short.replace(/\.$/, '');
}
