import { writeDossier } from './dossier.js';
import { writeLongFile } from './long-file.js';
import { writePolygons } from './polygons.js';

// Writes one input: `node write-input.js PATH RECIPE`.
const [, , path, recipe] = process.argv;
const WRITERS = { dossier: writeDossier, contours: writePolygons, long: writeLongFile };
const { kind, rows, seed } = JSON.parse(recipe);
await WRITERS[kind](path, { rows, seed });
