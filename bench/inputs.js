import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './measure.js';

const SEED = 2026;
/** To be raised when a generator changes: older inputs are then made again. */
const EDITION = 2;
const SCRIPT = fileURLToPath(new URL('write-input.js', import.meta.url));

/** Inputs of national size, made from a seed in a folder and kept there for the next time. */
export class Inputs {
  #folder;
  #divisor;
  #say;

  /** @param divisor 1 for national size, 10 for a tenth */
  constructor(folder, divisor, say) {
    this.#folder = folder;
    this.#divisor = divisor;
    this.#say = say;
    mkdirSync(folder, { recursive: true });
  }

  /** A dossier complet of a share of the communes. */
  dossier(share = 1) {
    return this.#made('dossier', Math.round((34_969 * share) / this.#divisor), '.csv');
  }

  /** A folder with the contours of a share of the communes. */
  contours(share = 1) {
    const folder = this.#made('contours', Math.round((34_969 * share) / this.#divisor), '');
    return { shapefile: join(folder, 'COMMUNE.shp'), geojson: join(folder, 'communes.geojson') };
  }

  /** A cube of the census, long: 480 rows a place. */
  long(share = 1) {
    return this.#made('long', Math.round((20_000_000 * share) / this.#divisor), '.csv');
  }

  /** A place for what the programs write, beside the inputs. */
  output(name) {
    const folder = join(this.#folder, 'sorties');
    mkdirSync(folder, { recursive: true });
    return join(folder, name);
  }

  #made(kind, rows, extension) {
    const path = join(this.#folder, `${kind}-${String(rows)}${extension}`);
    const stamp = `${path}.recette`;
    const recipe = JSON.stringify({ kind, rows, seed: SEED, edition: EDITION });
    if (existsSync(path) && existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe) return path;
    this.#say(`Écriture de ${kind} (${rows.toLocaleString('fr-FR')} lignes)…`);
    rmSync(path, { recursive: true, force: true });
    // In a process of its own: what it takes would count as the peak of those that come after.
    run([SCRIPT, path, recipe]);
    writeFileSync(stamp, recipe);
    return path;
  }
}

export const megabytes = (path) => statSync(path).size / 1e6;
