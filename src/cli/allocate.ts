import { counted, firstOf } from '../french.js';
import { Journal } from '../journal.js';
import { runAllocation } from '../main-job/allocation-job.js';
import { allocationFiles, allocationSection } from '../outputs/post-files.js';
import { allocationSummary } from '../outputs/post-summary.js';
import { requireOutputFolder, writeFolder } from '../outputs/write-folder.js';
import type { Io } from './io.js';
import { folderWord, suggestNext } from './next-commands.js';
import { allocateOptionsOf } from './post-options.js';
import { summarised } from './run-summary.js';
import type { RunSummary } from './run-summary.js';
import { manifestFor, portablePosts, postSection, postsStep, scoresAt } from './scores.js';
import type { Terminal } from './terminal.js';

/** `fragilite allocate`: an envelope shared over the scored units, written beside the scores. */
export async function allocateCommand(options: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('allocate', options, io, (terminal, summary) => allocateAndWrite(options, io, terminal, summary));
}

async function allocateAndWrite(options: Record<string, unknown>, io: Io, terminal: Terminal, summary: RunSummary): Promise<void> {
  const alone = ['total', 'envelope', 'scores'].some((name) => options[name] !== undefined);
  const { raw: given, folder, result: resultOf } = await postSection('allocate', options, io.cwd, alone, terminal);
  const raw = portablePosts(given, folder);
  const asked = allocateOptionsOf(raw);
  const at = await scoresAt(raw, folder, resultOf);
  requireOutputFolder(at.out, at.outShown);
  const journal = new Journal();
  const result = await runAllocation(at.territory, asked, folder, journal);
  const { withoutWeight } = result.allocation.grouped;
  if (withoutWeight.length > 0) {
    journal.warn(`${counted(withoutWeight.length, 'commune')} sans poids, faute de score, de population ou de taux : aucun poste (${firstOf(withoutWeight.map((u) => u.code))}).`);
  }
  terminal.notices(journal.notices);
  const files = allocationFiles(result);
  const manifest = manifestFor(at, folder, result.files, {
    section: 'repartition',
    content: allocationSection(result),
    outputs: files.map(({ name }) => name),
    step: postsStep('allocate', at, raw),
  });
  summary.wrote(at.outShown, writeFolder(at.out, at.outShown, files, manifest));
  terminal.say(allocationSummary(result));
  terminal.say(`\nÉcrit dans ${at.outShown} : ${files.map((f) => f.name).join(', ')}.\n`);
  if (at.computed && at.out === at.folder) suggestNext(terminal, [`fragilite report${folderWord(at.outShown)}`]);
}
