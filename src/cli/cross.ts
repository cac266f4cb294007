import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { usageError } from '../errors.js';
import { Journal } from '../journal.js';
import { runCrossing } from '../main-job/crossing-job.js';
import { joinedColumns } from '../outputs/crossing-csv.js';
import { FORMATS_OF_CROSSING, formatFileNames } from '../outputs/formats.js';
import { joinToCsv, joinToGeoJson } from '../outputs/join-columns.js';
import { crossingFiles, crossingSection } from '../outputs/post-files.js';
import { crossingSummary } from '../outputs/post-summary.js';
import { requireOutputFolder, writeFolder } from '../outputs/write-folder.js';
import type { OutputFile } from '../outputs/write-folder.js';
import { fileSource } from '../sources/byte-source.js';
import type { Io } from './io.js';
import { folderWord, suggestNext } from './next-commands.js';
import { crossOptionsOf } from './post-options.js';
import { summarised } from './run-summary.js';
import type { RunSummary } from './run-summary.js';
import { manifestFor, portablePosts, postSection, postsStep, scoresAt } from './scores.js';
import type { Terminal } from './terminal.js';

/** `fragilite cross`: scores × posts × demands, written beside the scores. */
export async function crossCommand(options: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('cross', options, io, (terminal, summary) => crossAndWrite(options, io, terminal, summary));
}

async function crossAndWrite(options: Record<string, unknown>, io: Io, terminal: Terminal, summary: RunSummary): Promise<void> {
  const alone = ['posts', 'demands', 'scores'].some((name) => options[name] !== undefined);
  const { raw: given, folder, result: resultOf } = await postSection('cross', options, io.cwd, alone, terminal);
  const raw = portablePosts(given, folder);
  const asked = crossOptionsOf(raw);
  if (asked.posts.length === 0 && asked.demands.length === 0) {
    throw usageError('Rien à croiser : donnez --posts FICHIER, --demands FICHIER, ou les deux.');
  }
  const at = await scoresAt(raw, folder, resultOf);
  requireOutputFolder(at.out, at.outShown);
  const journal = new Journal();
  const result = await runCrossing(at.territory, asked, folder, journal);
  terminal.notices(journal.notices);
  const added = joinedColumns(result.crossing);
  const files: OutputFile[] = [
    ...crossingFiles(result),
    { name: 'ifn.csv', lines: () => joinToCsv(at.table.header, at.table.records, added) },
  ];
  const geojson = join(at.folder, 'ifn.geojson');
  const source = at.ofResult && existsSync(geojson) ? fileSource(geojson) : null;
  if (source !== null) files.push({ name: 'ifn.geojson', lines: () => joinToGeoJson(source, added) });
  const manifest = manifestFor(at, folder, result.files, {
    section: 'croisement',
    content: crossingSection(result),
    outputs: files.map(({ name }) => name),
    step: postsStep('cross', at, raw),
  });
  try {
    summary.wrote(at.outShown, writeFolder(at.out, at.outShown, files, manifest));
  } finally {
    source?.close();
  }
  terminal.say(crossingSummary(result));
  terminal.say(`\nÉcrit dans ${at.outShown} : ${files.map((f) => f.name).join(', ')}.\n`);
  // Only a computation knows all that they show.
  const older = formatFileNames(FORMATS_OF_CROSSING).filter((name) => existsSync(join(at.out, name)));
  if (older.length > 0) {
    const text = `Sans ce croisement : ${older.join(', ')}. Pour l'y mettre : fragilite compute … --posts ou --demands, avec --format (posts et demands au premier niveau de fragilite.yaml).`;
    terminal.notices([{ level: 'warning', text }]);
  }
  if (at.computed && at.out === at.folder) suggestNext(terminal, [`fragilite map${folderWord(at.outShown)}`, `fragilite report${folderWord(at.outShown)}`]);
}
