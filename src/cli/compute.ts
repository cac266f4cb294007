import { resolve } from 'node:path';
import { FEWEST_UNITS } from '../diagnosis/units.js';
import { usageError } from '../errors.js';
import { Journal } from '../journal.js';
import { readInputs } from '../main-job/inputs.js';
import { joinReport } from '../main-job/join-report.js';
import { readingNotices } from '../main-job/reading-notices.js';
import { runJob } from '../main-job/run.js';
import type { JobResult } from '../main-job/run.js';
import { nearest } from '../nearest.js';
import { linesAsBytes } from '../outputs/byte-writer.js';
import { FORMATS, FORMATS_OF_CONTOURS } from '../outputs/formats.js';
import type { Format } from '../outputs/formats.js';
import { settleFolder } from '../outputs/interrupted-write.js';
import { optionsEntry } from '../outputs/manifest.js';
import { resultFiles } from '../outputs/result-folder.js';
import { summaryText } from '../outputs/summary.js';
import { ownedOutputs, requireOutputFolder, writeFolder } from '../outputs/write-folder.js';
import type { Io } from './io.js';
import { jobOptionsOf } from './job-options.js';
import type { RawOptions } from './job-options.js';
import { folderWord, fromHere, suggestNext, verifyCommand } from './next-commands.js';
import { withProgress } from './progress.js';
import { projectOptions } from './project-options.js';
import { portableOptions } from './replay-step.js';
import { summarised } from './run-summary.js';
import type { RunSummary } from './run-summary.js';
import type { Terminal } from './terminal.js';
import { readLastYear, requireJoined, requireResult, thresholdsOf } from './thresholds.js';

/**
 * `fragilite compute`: reads, computes, writes the result folder, and tells what it did on stderr.
 */
export async function compute(options: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('compute', options, io, async (terminal, summary) => {
    const { raw, folder } = await projectOptions(options, io.cwd, (text) => {
      terminal.say(text);
    });
    if (raw.out === '-' && options['json'] === true) throw usageError("--json et --out - veulent tous deux la sortie standard : gardez l'un des deux.");
    await computeResult(raw, folder, { io, terminal, summary, demonstration: ['views', 'scenes'] });
  });
}

/** Around a computation: whom it talks to, and what the demonstration draws beside its index. */
export interface Surroundings {
  readonly io: Io;
  readonly terminal: Terminal;
  readonly summary: RunSummary;
  readonly demonstration: readonly ('views' | 'scenes')[];
}

/**
 * Computes a result and writes it.
 *
 * @param raw the options of the command line and of the project file together
 * @param folder the folder that relative paths start from
 */
export async function computeResult(raw: RawOptions, folder: string, { io, terminal, summary, demonstration }: Surroundings): Promise<void> {
  const job = jobOptionsOf(raw, folder);
  const formats = parseFormats(raw.format ?? []);
  requireContours(formats, job.boundaries);
  const thresholds = thresholdsOf(raw);
  const out = raw.out ?? 'sortie';
  const outFolder = resolve(folder, out);
  if (out !== '-') {
    requireOutputFolder(outFolder, out);
    settleFolder(outFolder, out);
  }
  const last = await readLastYear(thresholds, job, folder, terminal);

  const journal = new Journal();
  const inputs = await withProgress(io, terminal, 'Lecture', () => readInputs(job, journal));
  terminal.notices([...journal.notices, ...readingNotices(inputs)]);
  requireJoined(thresholds, joinReport(inputs), job.unit, summary);
  const computing = new Journal();
  const result = runJob(inputs, computing);
  terminal.notices(computing.notices);
  requireResult(thresholds, last, result, terminal, summary);

  const beside = portableOptions({ posts: raw.posts ?? [], demands: raw.demands ?? [], envelope: raw.envelope ?? null }, ['posts', 'demands', 'envelope'], folder);
  const plain = resultFiles(result, { formats, ...beside });
  // What is asked for seldom is loaded when it is.
  const withPosts = asksPosts(raw) ? await (await import('./compute-posts.js')).addPosts(result, plain, raw, folder, terminal) : { ...plain, crossing: null, summaries: [] };
  if (out === '-') {
    const table = withPosts.files.find((f) => f.name === 'ifn.csv');
    if (table !== undefined && 'lines' in table) for (const piece of linesAsBytes(table.lines())) terminal.answer(Buffer.from(piece).toString('utf8'));
    return;
  }
  const { manifest } = withPosts;
  const files = [...withPosts.files, ...(formats.length === 0 ? [] : await (await import('../outputs/format-files.js')).formatFiles(result, formats, withPosts.crossing, manifest(new Map())))];
  const names = new Set([...files.map((f) => f.name), 'manifest.json']);
  // The demonstration draws its map and writes its report again once its result is written.
  const stale = ownedOutputs(outFolder).filter((name) => !names.has(name) && !(job.demonstration && DEMONSTRATION_VIEWS.includes(name)));
  summary.wrote(out, writeFolder(outFolder, out, files, { name: 'manifest.json', closing: manifest }, stale));
  summary.made(resultFigures(result));
  if (job.demonstration) terminal.say('Démonstration embarquée (contours schématiques). Vos fichiers : fragilite compute --insee FICHIER…\n\n');
  terminal.say(summaryText(result, job.demonstration));
  for (const text of withPosts.summaries) terminal.say(`\n${text}`);
  terminal.say(`\nÉcrit dans ${out} : ${[...names].join(', ')}.\n`);
  if (job.demonstration && demonstration.includes('views')) {
    summary.wrote(out, await (await import('./map.js')).writeMaps(out, {}, folder, terminal));
    summary.wrote(out, await (await import('./report.js')).writeReport(out, folder, terminal));
  }
  if (job.demonstration && demonstration.includes('scenes') && withPosts.summaries.length === 0 && result.index.model.scale.base100) {
    const [{ aboutManifest }, { scoredTerritory }] = await Promise.all([import('./compute-posts.js'), import('../main-job/scored-territory.js')]);
    const territory = scoredTerritory(result, aboutManifest(manifest));
    await (await import('./demonstration-scenes.js')).writeScenes(territory, optionsEntry(job, []), outFolder, out, terminal, summary);
  }
  if (stale.length > 0) terminal.say(`Retiré de ${out}, d'un calcul précédent : ${stale.join(', ')}.\n`);
  const shown = fromHere(out, outFolder, io.cwd);
  const word = folderWord(shown);
  const views = job.demonstration ? [] : [...(names.has('ifn.geojson') ? [`fragilite map${word}`] : []), `fragilite report${word}`];
  suggestNext(terminal, [...mostFragile(result).map((code) => `fragilite explain ${code}${word}`), ...(isDiagnosable(result) ? [`fragilite diagnose${word}`] : []), ...views, verifyCommand(shown, folder, io.cwd)]);
}

const asksPosts = ({ posts = [], demands = [], envelope }: RawOptions): boolean => posts.length > 0 || demands.length > 0 || envelope !== undefined;

const DEMONSTRATION_VIEWS = ['carte.svg', 'carte.png', 'rapport.html'];

/** The code of the first unit of the ranking; none without scores. */
function mostFragile({ index: { rank, frame } }: JobResult): string[] {
  const row = rank.indexOf(1);
  return row < 0 ? [] : [frame.codes[row] ?? ''];
}

/** True when `diagnose` can tell how solid a result is. */
const isDiagnosable = ({ index: { rank } }: JobResult): boolean => rank.reduce((scored, place) => scored + (place > 0 ? 1 : 0), 0) >= FEWEST_UNITS;

/** What a machine is told of a result. */
function resultFigures({ index, inputs }: JobResult): object {
  return {
    modele: { id: index.model.id, version: index.model.version },
    territoire: index.territory.nom,
    reference: index.reference.nom,
    maille: inputs.units.level,
    unites: index.frame.territory.length,
    scores: [...index.rank].filter((rank) => rank > 0).length,
  };
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
