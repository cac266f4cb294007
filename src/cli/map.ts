import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { inputError } from '../errors.js';
import { counted } from '../french.js';
import { unitNames } from '../outputs/map/about-map.js';
import { makeMaps, MAP_FORMATS, mapName } from '../outputs/map/map-files.js';
import type { MadeMap, MapEntry } from '../outputs/map/map-files.js';
import { settleFolder } from '../outputs/interrupted-write.js';
import { updatedManifest } from '../outputs/manifest-update.js';
import { ownedOutputs, requireOutputFolder, writeFolder } from '../outputs/write-folder.js';
import type { Hashes } from '../outputs/write-folder.js';
import { readResultFolder } from '../sources/result-folder.js';
import { readResultGeometry } from '../sources/result-geometry.js';
import type { Io } from './io.js';
import { mapRequestOf } from './map-options.js';
import type { RawMapOptions } from './map-options.js';
import { folderWord, suggestNext } from './next-commands.js';
import { withProgress } from './progress.js';
import { sectionOptions } from './project-options.js';
import { portablePath, RESULT, stepOf } from './replay-step.js';
import { refuseOtherResult, resultInput, warnOfChanges } from './result-places.js';
import { summarised } from './run-summary.js';
import type { Terminal } from './terminal.js';

/** `fragilite map`: pictures of a result, written beside it. */
export async function mapCommand(shown: string | undefined, options: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('map', options, io, async (terminal, summary) => {
    const { raw, folder, result } = await sectionOptions('map', options, io.cwd, shown !== undefined, (text) => {
      terminal.say(text);
    });
    const at = shown === undefined ? result : folder === io.cwd ? shown : relative(folder, resolve(io.cwd, shown)) || '.';
    const hashes = await withProgress(io, terminal, 'Dessin', () => writeMaps(at, raw, folder, terminal));
    summary.wrote((raw as RawMapOptions).out ?? at, hashes);
    suggestNext(terminal, [`fragilite report${folderWord(shown ?? result)}`]);
  });
}

/**
 * Makes the maps of a result folder, writes them, and tells where they are.
 *
 * @returns the sha256 of what was written
 * @throws inputError when the folder is not a result, or has no contours; usageError for its options
 */
export async function writeMaps(shown: string, raw: RawMapOptions, cwd: string, terminal: Terminal): Promise<Hashes> {
  const folder = resolve(cwd, shown);
  settleFolder(folder, shown);
  const stored = readResultFolder(folder, shown);
  const request = mapRequestOf(raw, stored);
  const outShown = raw.out ?? shown;
  const out = resolve(cwd, outShown);
  requireOutputFolder(out, outShown);
  refuseOtherResult(out, outShown, folder);
  const contours = readResultGeometry(folder, shown);
  if (contours === null) {
    throw inputError(`« ${shown} » n'a pas d'ifn.geojson : ce résultat a été calculé sans contours.\nRecalculez-le avec --boundaries FICHIER.`);
  }
  if (contours.size === 0) throw inputError(`« ${shown} » : aucune commune n'a de contour dans ifn.geojson ; il n'y a rien à dessiner.\nRecalculez le résultat avec --boundaries et les contours de ces communes.`);
  warnOfChanges(stored, terminal);
  const maps = await makeMaps(stored, contours, request);
  for (const { column, layer } of maps) {
    if (layer !== null && layer.missing === stored.rows.size) terminal.notices([{ level: 'warning', text: `${column.id} : aucune commune n'a de valeur ; la carte n'a que la classe « sans valeur ».` }]);
  }
  const undrawn = [...stored.rows.keys()].filter((code) => !contours.has(code)).length;
  if (undrawn > 0) terminal.notices([{ level: 'warning', text: `${counted(undrawn, ...unitNames(stored.manifest))} sans contour : ${undrawn > 1 ? 'elles ne sont pas dessinées' : "elle n'est pas dessinée"}.` }]);
  const step = stepOf(out === folder ? ['map', RESULT] : ['map', portablePath(shown, cwd), `--out=${RESULT}`], { ...raw });
  const hashes = await write(maps, { folder, out, outShown, cwd }, step);
  terminal.say(`Écrit dans ${outShown} : ${maps.flatMap((m) => m.files.map((f) => f.name)).join(', ')}.\n`);
  return hashes;
}

interface Place {
  readonly folder: string;
  readonly out: string;
  readonly outShown: string;
  readonly cwd: string;
}

async function write(maps: readonly MadeMap[], { folder, out, outShown, cwd }: Place, step: readonly string[]): Promise<Hashes> {
  const files = maps.flatMap((m) => m.files);
  const names = new Set(files.map((f) => f.name));
  // A picture of another form from an earlier run would show other choices.
  const former = maps.flatMap(({ column }) => MAP_FORMATS.map((format) => `${mapName(column.id)}.${format}`)).filter((name) => !names.has(name));
  const removed = ownedOutputs(out).filter((name) => former.includes(name));
  const before = existsSync(join(out, 'manifest.json')) ? readFileSync(join(out, 'manifest.json'), 'utf8') : null;
  const drawn = new Set(maps.map((m) => m.entry.colonne));
  const kept = mapEntries(before).filter((entry) => !drawn.has(entry.colonne));
  const content = { cartes: [...kept, ...maps.map((m) => m.entry)].sort((a, b) => (a.colonne < b.colonne ? -1 : 1)) };
  const inputs = out === folder ? [] : await Promise.all(['ifn.csv', 'ifn.geojson', 'manifest.json'].map((name) => resultInput(join(folder, name), cwd)));
  const addition = { section: 'cartes', content, inputs, outputs: files.map((f) => f.name), removed, step };
  return writeFolder(out, outShown, files, { name: 'manifest.json', closing: (hashes) => updatedManifest(before, addition, hashes) }, removed);
}

/** The maps that a manifest already lists. */
function mapEntries(manifest: string | null): readonly MapEntry[] {
  if (manifest === null) return [];
  return (JSON.parse(manifest) as { cartes?: { cartes?: readonly MapEntry[] } }).cartes?.cartes ?? [];
}
