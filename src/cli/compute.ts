import { resolve } from 'node:path';
import { thresholdError, usageError } from '../errors.js';
import { frenchPercent } from '../french.js';
import { Journal } from '../journal.js';
import { readInputs } from '../main-job/inputs.js';
import { joinReport } from '../main-job/join-report.js';
import { readingNotices } from '../main-job/reading-notices.js';
import type { JoinReport } from '../main-job/join-report.js';
import { runJob } from '../main-job/run.js';
import { scoredTerritory } from '../main-job/scored-territory.js';
import { nearest } from '../nearest.js';
import { linesAsBytes } from '../outputs/byte-writer.js';
import { formatFiles } from '../outputs/format-files.js';
import { FORMATS, FORMATS_OF_CONTOURS } from '../outputs/formats.js';
import type { Format } from '../outputs/formats.js';
import { settleFolder } from '../outputs/interrupted-write.js';
import { completeUnits, resultFiles } from '../outputs/result-folder.js';
import { summaryText } from '../outputs/summary.js';
import { ownedOutputs, requireOutputFolder, writeFolder } from '../outputs/write-folder.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import { aboutManifest, addPosts } from './compute-posts.js';
import type { Io } from './io.js';
import { jobOptionsOf, parseShare } from './job-options.js';
import { loudnessOf } from './loudness.js';
import { withProgress } from './progress.js';
import { projectOptions } from './project-options.js';
import { Terminal } from './terminal.js';

/**
 * `fragilite compute`: reads, computes, writes the result folder, and tells what it did on stderr.
 */
export async function compute(options: Record<string, unknown>, io: Io): Promise<void> {
  const terminal = new Terminal(io, loudnessOf(options));
  const { raw, folder } = await projectOptions(options, io.cwd, (text) => {
    terminal.say(text);
  });
  const job = jobOptionsOf(raw, folder);
  const formats = parseFormats(raw.format ?? []);
  requireContours(formats, job.boundaries);
  const requireJoin = parseShare('--require-join', raw.requireJoin);
  const requireComplete = parseShare('--require-complete', raw.requireComplete);
  const out = raw.out ?? 'sortie';
  const outFolder = resolve(folder, out);
  if (out !== '-') {
    requireOutputFolder(outFolder, out);
    settleFolder(outFolder, out);
  }

  const journal = new Journal();
  const inputs = await withProgress(io, terminal, 'Lecture', () => readInputs(job, journal));
  terminal.notices([...journal.notices, ...readingNotices(inputs)]);
  requireShare('--require-join', requireJoin, joinedShare(joinReport(inputs)), `des ${UNIT_WORDS[job.unit].many} ont des données et un contour`);
  const computing = new Journal();
  const result = runJob(inputs, computing);
  terminal.notices(computing.notices);
  requireShare('--require-complete', requireComplete, completeUnits(result) / Math.max(result.index.frame.territory.length, 1), `des ${UNIT_WORDS[job.unit].many} ont toutes leurs variables observées`);

  const withPosts = await addPosts(result, resultFiles(result, formats), raw, folder, terminal);
  if (out === '-') {
    const table = withPosts.files.find((f) => f.name === 'ifn.csv');
    if (table !== undefined && 'lines' in table) for (const piece of linesAsBytes(table.lines())) terminal.answer(Buffer.from(piece).toString('utf8'));
    return;
  }
  const { manifest } = withPosts;
  const files = [...withPosts.files, ...(await formatFiles(result, formats, withPosts.crossing, manifest(new Map())))];
  const names = new Set([...files.map((f) => f.name), 'manifest.json']);
  // The demonstration draws its map and writes its report again once its result is written.
  const stale = ownedOutputs(outFolder).filter((name) => !names.has(name) && !(job.demonstration && DEMONSTRATION_VIEWS.includes(name)));
  writeFolder(outFolder, out, files, { name: 'manifest.json', closing: manifest }, stale);
  if (job.demonstration) terminal.say('Démonstration embarquée (contours schématiques). Vos fichiers : fragilite compute --insee FICHIER…\n\n');
  terminal.say(summaryText(result, job.demonstration));
  for (const text of withPosts.summaries) terminal.say(`\n${text}`);
  terminal.say(`\nÉcrit dans ${out} : ${[...names].join(', ')}.\n`);
  if (job.demonstration) {
    await (await import('./map.js')).writeMaps(out, {}, folder, terminal);
    await (await import('./report.js')).writeReport(out, folder, terminal);
  }
  if (job.demonstration && withPosts.summaries.length === 0 && result.index.model.scale.base100) {
    await (await import('./demonstration-scenes.js')).writeScenes(scoredTerritory(result, aboutManifest(manifest)), outFolder, out, terminal);
  }
  if (stale.length > 0) terminal.say(`Retiré de ${out}, d'un calcul précédent : ${stale.join(', ')}.\n`);
}

const DEMONSTRATION_VIEWS = ['carte.svg', 'carte.png', 'rapport.html'];

/** Share of the units that have rows in the files and, when contours are given, a contour. */
export function joinedShare(join: JoinReport): number {
  const missing = new Set([...join.withoutRows, ...(join.contours?.withoutContour ?? [])]);
  return 1 - missing.size / Math.max(join.units, 1);
}

/** @throws thresholdError when a share is under what the user requires */
export function requireShare(option: string, required: number | null, found: number, what: string): void {
  if (required !== null && found < required) {
    throw thresholdError(`${option} ${frenchPercent(required, 1)} : seulement ${frenchPercent(found, 1)} ${what}. Rien n'est écrit.`);
  }
}

/** @throws usageError when a format is asked that shows contours and there are none */
function requireContours(formats: readonly Format[], boundaries: string | null): void {
  const empty = boundaries === null ? formats.filter((f) => FORMATS_OF_CONTOURS.includes(f)) : [];
  if (empty.length > 0) throw usageError(`--format ${empty.join(',')} : il n'y a pas de contours à écrire. Donnez-les par --boundaries.`);
}

function parseFormats(texts: readonly string[]): Format[] {
  const names = texts.flatMap((t) => t.split(',')).map((t) => t.trim()).filter((t) => t !== '');
  return [...new Set(names)].map((name) => {
    const format = FORMATS.find((f) => f === name);
    if (format !== undefined) return format;
    const [near] = nearest(name, FORMATS);
    throw usageError(`--format ${name} : format inconnu.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\nFormats : ${FORMATS.join(', ')}.`);
  });
}
