import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** The columns that every reader is asked for, spread over the row like those of a dossier complet. */
export const WANTED = [0, 5, 12, 13, 14, 120, 121, 300, 301, 640, 641, 900, 1200, 1201, 1500, 1850];
export const COLUMNS = 1900;

/** Pseudo-random numbers from a seed (mulberry32): the same file on every machine. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const LABELS = ['Sainte-Foy', 'Bourg-lès-Valence', "L'Abergement-Clémenciat", 'Œuilly', 'Saint-Étienne'];

/** Cells as INSEE writes them: long decimals of estimates, counts, decimal commas, empty cells, secrets. */
function cell(next, column) {
  const kind = column % 8;
  const draw = next();
  if (kind === 0) return draw < 0.3 ? '' : String(Math.floor(draw * 5000));
  if (kind === 7) return draw < 0.1 ? 's' : (draw * 60).toFixed(1).replace('.', ',');
  if (kind === 4 || kind === 5) return String(Math.floor(draw * draw * 2000));
  return String(Number((draw * 3000).toPrecision(15)));
}

/** Writes a wide CSV; with `quoted`, labels and codes stand between quotes. */
export async function writeNational(path, { rows, quoted = false, seed = 2026 }) {
  const next = random(seed);
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  const header = Array.from({ length: COLUMNS }, (_, i) => (i === 0 ? 'CODGEO' : i === 3 ? 'LIBGEO' : `P22_C${String(i)}`));
  file.write(`${header.join(';')}\n`);
  // Rows are cut from a pool of cells: drawing 66 million numbers would last longer than reading them.
  const pool = Array.from({ length: 64 }, () => Array.from({ length: COLUMNS }, (_, i) => cell(next, i)));
  for (let row = 0; row < rows; row += 1) {
    const cells = pool[Math.floor(next() * pool.length)];
    const other = pool[Math.floor(next() * pool.length)];
    const cut = Math.floor(next() * COLUMNS);
    const fields = [...cells.slice(0, cut), ...other.slice(cut)];
    const code = String(1000 + row).padStart(5, '0');
    const label = `${LABELS[row % LABELS.length]} ${String(row)}`;
    fields[0] = quoted ? `"${code}"` : code;
    fields[3] = quoted ? `"${label}"` : label;
    if (!file.write(`${fields.join(';')}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}
