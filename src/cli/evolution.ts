import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { usageError } from '../errors.js';
import { PackedMap } from '../geometry/packed.js';
import type { Millionths } from '../geometry/packed.js';
import { Journal } from '../journal.js';
import { makeEvolution } from '../main-job/evolution/evolution.js';
import type { Evolution } from '../main-job/evolution/evolution.js';
import { readFile, readYear } from '../main-job/evolution/read-year.js';
import type { ReadFile, ReadYear } from '../main-job/evolution/read-year.js';
import { evolutionJson } from '../outputs/evolution/evolution-json.js';
import { evolutionFiles, evolutionManifest } from '../outputs/evolution/evolution-files.js';
import { evolutionSummary } from '../outputs/evolution/summary.js';
import type { ManifestInput } from '../outputs/manifest-update.js';
import { requireOutputFolder, writeFolder } from '../outputs/write-folder.js';
import { loadComparisonRules } from '../sources/quantities.js';
import { relativePath } from '../sources/relative-path.js';
import { readResultGeometry } from '../sources/result-geometry.js';
import { byCode } from '../territory/codes.js';
import type { Io } from './io.js';
import { withProgress } from './progress.js';
import { portableOptions, portablePath, RESULT, stepOf } from './replay-step.js';
import { summarised } from './run-summary.js';
import type { RunSummary } from './run-summary.js';
import type { Terminal } from './terminal.js';

interface RawOptions {
  readonly base?: string;
  readonly without?: readonly string[];
  readonly allowOverlap?: boolean;
  readonly out?: string;
}

/** `fragilite evolution`: results of several years on one geography and one frozen reference. */
export async function evolutionCommand(folders: readonly string[], options: Record<string, unknown>, io: Io): Promise<void> {
  const shown = folders.map((folder) => portablePath(folder, io.cwd));
  await summarised('evolution', options, io, (terminal, summary) => withProgress(io, terminal, 'Évolution', () => evolve(shown, portableOptions(options as RawOptions, ['base'], io.cwd), io, terminal, summary)));
}

async function evolve(folders: readonly string[], raw: RawOptions, { cwd }: Io, terminal: Terminal, summary: RunSummary): Promise<void> {
  const paths = new Map(folders.map((shown) => [resolve(cwd, shown), shown]));
  if (paths.size < folders.length) throw usageError(`Un même dossier est nommé deux fois : ${folders.join(' ')}.\nDonnez un dossier par année.`);
  if (paths.size < 2) throw usageError(`evolution demande au moins deux dossiers de résultat, un par année ; un seul est donné : ${folders.join(' ')}.\nPar exemple : fragilite evolution 2016 2022.`);
  const outShown = raw.out ?? 'evolution';
  const out = resolve(cwd, outShown);
  requireOutputFolder(out, outShown);
  refuseOther(out, outShown);
  const rules = await loadComparisonRules();
  const years: ReadYear[] = [];
  // One after the other: the text of a folder is forgotten before the next is read.
  for (const [path, shown] of paths) years.push(await readYear(path, shown, new Set(rules.gaps.keys())));
  const journal = new Journal();
  const without = (raw.without ?? []).flatMap((text) => text.split(',')).map((text) => text.trim()).filter((text) => text !== '');
  const evolution = await makeEvolution(years, { base: raw.base ?? null, without, allowOverlap: raw.allowOverlap === true }, rules, journal);
  terminal.notices(journal.notices);
  const contours = await contoursOf(evolution);
  if (contours === null) terminal.notices([{ level: 'warning', text: `Aucun dossier de la géographie ${String(evolution.panel.cog)} n'a de contours (compute --boundaries) : evolution.svg n'a que des courbes.` }]);
  const files = await evolutionFiles(evolution, contours?.map ?? null);
  const names = files.map((f) => f.name);
  const inputs = inputsOf([...evolution.years.flatMap((y) => y.files), ...(contours === null ? [] : [contours.file])], cwd);
  const step = { commande: stepOf(['evolution', ...evolution.years.map(({ result }) => result.shown), `--out=${RESULT}`], { ...raw }), sorties: names };
  summary.wrote(outShown, writeFolder(out, outShown, files, { name: 'manifest.json', closing: (hashes) => evolutionManifest(evolution, inputs, step, hashes) }));
  summary.answers(() => evolutionJson(evolution));
  terminal.say(evolutionSummary(evolution));
  terminal.say(`Écrit dans ${outShown} : ${[...names, 'manifest.json'].join(', ')}.\n`);
}

/** The contours of the newest result that has some, on the geography of the panel; only those of its units. */
async function contoursOf({ panel, years }: Evolution): Promise<{ readonly map: PackedMap; readonly file: ReadFile } | null> {
  for (const { folder, result } of [...years].reverse()) {
    if (result.cog !== panel.cog) continue;
    const contours = readResultGeometry(folder, result.shown);
    const own = panel.units.flatMap(({ code }): [string, Millionths][] => {
      const packed = contours?.packed(code) ?? null;
      return packed === null ? [] : [[code, packed]];
    });
    if (own.length > 0) return { map: new PackedMap(new Map(own)), file: await readFile(folder, 'ifn.geojson', result.shown) };
  }
  return null;
}

/** The files that a panel rests on, by their paths from the current folder. */
const inputsOf = (files: readonly ReadFile[], cwd: string): ManifestInput[] =>
  files
    .map(({ path, size, sha256 }) => ({ chemin: relativePath(cwd, path), role: 'resultat', taille: size, sha256, millesimes: [] }))
    .sort((a, b) => byCode(a.chemin, b.chemin));

/** A panel does not go over a result, nor over a manifest that is not ours. */
function refuseOther(out: string, shown: string): void {
  const path = join(out, 'manifest.json');
  if (!existsSync(path)) return;
  let manifest: { readonly outil?: { readonly nom?: string }; readonly evolution?: unknown } = {};
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8')) as typeof manifest;
  } catch {
    // Not JSON: not a manifest of ours.
  }
  if (manifest.outil?.nom === 'fragilite' && manifest.evolution !== undefined) return;
  throw usageError(`« ${shown} » a déjà un manifest.json, qui n'est pas celui d'une évolution.\nDonnez un autre dossier par --out.`);
}
