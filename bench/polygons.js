import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { communes } from './communes.js';
import { writeShapefile } from './shapefile.js';

/** Every commune of France has about so many positions in ADMIN EXPRESS. */
const POSITIONS = 150;
const STEPS = Math.round((POSITIONS - 1) / 4);
const WEST = 150_000;
const SOUTH = 6_100_000;
const WIDTH = 900_000;

/** Communes drawn as the cells of a grid in Lambert-93 whose edges are jagged and shared by both neighbours. */
class Grid {
  #columns;
  #size;
  #seed;

  constructor(units, seed) {
    this.#columns = Math.ceil(Math.sqrt(units));
    this.#size = WIDTH / this.#columns;
    this.#seed = seed;
  }

  /** The ring of a cell, clockwise as a shapefile wants it. */
  ring(i) {
    const column = i % this.#columns;
    const row = Math.floor(i / this.#columns);
    const positions = [];
    for (let s = 0; s < STEPS; s++) positions.push(this.#position(column, row, 1, s));
    for (let s = 0; s < STEPS; s++) positions.push(this.#position(column, row + 1, 0, s));
    for (let s = STEPS; s > 0; s--) positions.push(s === STEPS ? this.#position(column + 1, row + 1, 0, 0) : this.#position(column + 1, row, 1, s));
    for (let s = STEPS; s > 0; s--) positions.push(s === STEPS ? this.#position(column + 1, row, 0, 0) : this.#position(column, row, 0, s));
    positions.push(positions[0]);
    return positions;
  }

  /** Position `step` of the edge that leaves the corner (column, row) eastward (0) or northward (1). */
  #position(column, row, direction, step) {
    const along = (this.#size * step) / STEPS;
    // Narrow near the corners, so that no two edges cross.
    const breadth = Math.min(0.2, (0.9 * Math.min(step, STEPS - step)) / STEPS);
    const across = (this.#noise(column, row, direction, step) - 0.5) * breadth * this.#size;
    const x = WEST + column * this.#size + (direction === 0 ? along : across);
    const y = SOUTH + row * this.#size + (direction === 0 ? across : along);
    return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
  }

  /** A number from 0 to 1 that depends on its arguments alone: an edge is the same from both sides. */
  #noise(a, b, c, d) {
    let h = Math.imul(this.#seed, 0x9e3779b1) ^ Math.imul(a + 1, 0x85ebca6b) ^ Math.imul(b + 1, 0xc2b2ae35) ^ Math.imul(c * 4099 + d + 1, 0x27d4eb2f);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
    return ((h ^ (h >>> 15)) >>> 0) / 0x1_0000_0000;
  }
}

/** Writes the contours of so many communes as `COMMUNE.shp` with its companions, and the same as `communes.geojson`. */
export function writePolygons(folder, { rows, seed }) {
  mkdirSync(folder, { recursive: true });
  const units = communes(rows);
  const grid = new Grid(units.length, seed);
  writeShapefile(join(folder, 'COMMUNE'), units.map(({ code, nom }, i) => ({ code, nom, ring: () => grid.ring(i) })));
  const file = openSync(join(folder, 'communes.geojson'), 'w');
  writeSync(file, '{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}},"features":[\n');
  units.forEach(({ code, nom }, i) => {
    const geometry = { type: 'Polygon', coordinates: [grid.ring(i).reverse()] };
    writeSync(file, `${i === 0 ? '' : ',\n'}${JSON.stringify({ type: 'Feature', properties: { code, nom }, geometry })}`);
  });
  writeSync(file, '\n]}\n');
  closeSync(file);
}
