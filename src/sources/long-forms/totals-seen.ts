import { inputError } from '../../errors.js';
import { firstOf } from '../../french.js';
import { ByteIndex } from '../columns/byte-index.js';
import { KnownTexts } from '../columns/known-texts.js';
import type { TableRecord } from '../columns/table-record.js';
import { TOTAL } from './columns.js';
import type { LongColumns } from './columns.js';
import type { FileQuantity } from './slots.js';

/** Enough of a dimension's values to show what it holds. */
const SHOWN = 4;

interface Waiting {
  readonly name: string;
  readonly column: number;
  readonly texts: KnownTexts;
  readonly values: Set<string>;
}

/** Which dimensions that no cell pins were met at their total, to tell why nothing of a wanted measure could be read. */
export class TotalsSeen {
  readonly #total = new ByteIndex(['', TOTAL]);
  #waiting: readonly Waiting[];
  #any = false;

  constructor({ dimensions }: LongColumns, quantities: readonly FileQuantity[]) {
    const pinned = new Set(quantities.flatMap((q) => q.names.flatMap(({ name }) => name.dimensions)));
    this.#waiting = dimensions
      .filter(({ name }) => !pinned.has(name))
      .map(({ name, index }) => ({ name, column: index, texts: new KnownTexts(), values: new Set<string>() }));
  }

  /** Looks at a row of a wanted measure. */
  see(record: TableRecord, text: (column: number) => string): void {
    this.#any = true;
    if (this.#waiting.length === 0) return;
    let met = false;
    for (const { column, texts, values } of this.#waiting) {
      if (record.wordIn(this.#total, column) >= 0) met = true;
      else if (values.size < SHOWN) values.add(texts.of(record, column, text));
    }
    if (met) this.#waiting = this.#waiting.filter(({ column }) => record.wordIn(this.#total, column) < 0);
  }

  /** @throws inputError when a dimension that has no total explains that nothing was read */
  requireSome(shown: string): void {
    const [first] = this.#waiting;
    if (!this.#any || first === undefined) return;
    const { name, values } = first;
    throw inputError(
      `${shown} : la colonne ${name} n'a jamais le total _T (${firstOf([...values])}…), aucune cellule ne peut être lue.\n` +
        `Reprenez le jeu entier, ou demandez aussi ${name}=_T.`,
    );
  }
}
