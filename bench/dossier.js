import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { communes } from './communes.js';
import { random } from './random.js';

/** As many as in the dossier complet of INSEE. */
const COLUMNS = 1900;
/** The censuses of a dossier complet; the newest one has all columns of the index. */
const CENSUSES = [22, 16, 11];

/** The columns that every reader is asked for beside the code: those of the seven variables. */
export const WANTED = [
  'P22_POP', 'P22_POP1529', 'P22_POP65P', 'P22_POP0014', 'P22_ACT1564', 'P22_CHOM1564', 'C22_MEN', 'C22_MENPSEUL', 'C22_FAM', 'C22_FAMMONO',
  'P22_NSCOL15P', 'P22_NSCOL15P_DIPLMIN', 'P22_NSCOL15P_BEPC', 'NBPERSMENFISC21', 'MED21', 'TP6021',
];

const point = (value) => String(Number(value.toPrecision(15)));
const comma = (value) => value.toFixed(1).replace('.', ',');

/** The cells of a commune that the index reads, as INSEE writes them: decimal points, decimal commas, `s`. */
function cellsOf(next) {
  // Half of the communes are under 460 inhabitants, and a seventh over 2,500.
  const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const size = 30 + Math.exp(6.13 + 1.68 * Math.min(normal, 3.6));
  const cells = new Map();
  for (const year of CENSUSES) {
    const population = size * (0.9 + 0.2 * next());
    const part = (low, high) => point(population * (low + (high - low) * next()));
    cells.set(`P${year}_POP`, point(population));
    cells.set(`P${year}_POP1529`, part(0.1, 0.22));
    cells.set(`P${year}_POP65P`, part(0.15, 0.32));
    cells.set(`P${year}_POP0014`, part(0.12, 0.24));
    cells.set(`P${year}_ACT1564`, part(0.42, 0.5));
    cells.set(`P${year}_CHOM1564`, part(0.02, 0.08));
    cells.set(`C${year}_MEN`, part(0.43, 0.47));
    cells.set(`C${year}_MENPSEUL`, part(0.1, 0.22));
    cells.set(`C${year}_FAM`, part(0.26, 0.3));
    cells.set(`C${year}_FAMMONO`, part(0.02, 0.07));
    cells.set(`P${year}_NSCOL15P`, part(0.68, 0.75));
    cells.set(`P${year}_NSCOL15P_DIPLMIN`, part(0.1, 0.26));
    if (year > 16) cells.set(`P${year}_NSCOL15P_BEPC`, part(0.03, 0.06));
  }
  const median = 16_000 + 14_000 * next();
  const persons = size * 0.97;
  cells.set('NBPERSMENFISC21', persons < 50 ? 's' : point(persons));
  cells.set('MED21', persons < 100 ? 's' : comma(median));
  // A rate is published where some 200 persons are poor.
  cells.set('TP6021', persons < 800 ? 's' : comma(2_700_000 / median ** 1.2 + 3 * next()));
  return cells;
}

/** Other cells: long decimals of estimates, counts, decimal commas, empty cells, secrets. */
function otherCell(next, column) {
  const kind = column % 8;
  const draw = next();
  if (kind === 0) return draw < 0.3 ? '' : String(Math.floor(draw * 5000));
  if (kind === 7) return draw < 0.1 ? 's' : comma(draw * 60);
  if (kind === 4 || kind === 5) return String(Math.floor(draw * draw * 2000));
  return point(draw * 3000);
}

/** The header: the code, then the columns of the index spread over the row as those of a dossier complet. */
function headerOf(names) {
  const header = Array.from({ length: COLUMNS }, (_, i) => (i === 0 ? 'CODGEO' : `P22_AUTRE${String(i)}`));
  for (const [i, name] of names.entries()) header[Math.floor(((i + 1) * COLUMNS) / (names.length + 1))] = name;
  return header;
}

/** Writes a dossier complet of so many communes. */
export async function writeDossier(path, { rows, seed }) {
  const next = random(seed);
  const names = [...cellsOf(random(0)).keys()];
  const header = headerOf(names);
  const places = [0, ...names.map((name) => header.indexOf(name)), COLUMNS];
  // What stands between two columns of the index is drawn from a pool: drawing 66 million numbers would
  // last longer than reading them.
  const pools = places.slice(1).map((to, i) =>
    Array.from({ length: 64 }, () => Array.from({ length: to - places[i] - 1 }, (_, k) => `;${otherCell(next, places[i] + 1 + k)}`).join('')),
  );
  const between = (i) => pools[i][Math.floor(next() * 64)];
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  file.write(`${header.join(';')}\n`);
  for (const { code } of communes(rows)) {
    const cells = cellsOf(next);
    let line = code + between(0);
    for (const [i, name] of names.entries()) line += `;${cells.get(name)}${between(i + 1)}`;
    if (!file.write(`${line}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}
