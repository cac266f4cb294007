import type { RowNote } from '../../posts/records.js';

/**
 * What a note is about. `repaired`: a cell read as it must have been; `odd`: a row that looks wrong
 * and is kept as it is; `outside`: an employer seated outside the département of allocation;
 * `repeated`: an employer on several rows, all kept; `dropped`: a row that counts for nothing.
 */
export type NoteKind = 'repaired' | 'odd' | 'outside' | 'repeated' | 'dropped';

export interface FileNote extends RowNote {
  /** The file as the user wrote it. */
  readonly file: string;
  readonly kind: NoteKind;
}

/** Collects the notes of one file; what is said of one row and one kind becomes one note. */
export class RowNotes {
  readonly #file: string;
  readonly #texts = new Map<string, { readonly line: number; readonly kind: NoteKind; readonly texts: string[] }>();

  constructor(file: string) {
    this.#file = file;
  }

  add(line: number, kind: NoteKind, text: string): void {
    const key = `${kind}:${String(line)}`;
    const known = this.#texts.get(key);
    if (known === undefined) this.#texts.set(key, { line, kind, texts: [text] });
    else known.texts.push(text);
  }

  get notes(): FileNote[] {
    return [...this.#texts.values()]
      .map(({ line, kind, texts }) => ({ file: this.#file, line, kind, text: texts.join(' ; ') }))
      .sort((a, b) => a.line - b.line);
  }
}
