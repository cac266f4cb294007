import { join, resolve } from 'node:path';
import { usageError } from '../errors.js';
import { Journal } from '../journal.js';
import { demandsCsv, postsCsv } from '../outputs/canonical-csv.js';
import { requireOutputFolder, writeFolder } from '../outputs/write-folder.js';
import type { OutputFile } from '../outputs/write-folder.js';
import { loadCog } from '../sources/cog.js';
import { FORMAT_LABELS } from '../sources/posts/format.js';
import type { PostFormat } from '../sources/posts/format.js';
import { readPostFiles } from '../sources/posts/read-post-files.js';
import type { FileNote, NoteKind } from '../sources/posts/row-notes.js';
import type { Io } from './io.js';
import { parseCog } from './job-options.js';
import { shellWord, suggestNext } from './next-commands.js';
import { withProgress } from './progress.js';
import { summarised } from './run-summary.js';
import type { RunSummary } from './run-summary.js';
import type { Terminal } from './terminal.js';

/** Formats that `import` turns into ours. */
const IMPORTED: readonly PostFormat[] = ['liste-ouverte', 'postes-anct', 'structures-anct'];

const KINDS: Readonly<Record<NoteKind, string>> = {
  repaired: 'Réparé',
  odd: 'Douteux, gardé tel quel',
  outside: "Siège hors du département d'attribution",
  repeated: 'Répété, sans double compte',
  dropped: 'Non compté',
};

/** Without --verbose, that many rows of one kind are named. */
const MOST_TOLD = 10;

/**
 * `fragilite import FILE…`: turns files of the ANCT into `postes.csv` and `demandes.csv`, and tells on
 * stderr what was read, repaired, odd. Contacts (names, phones, e-mails) are not read.
 */
export async function importFiles(files: readonly string[], options: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('import', options, io, (terminal, summary) => importAndWrite(files, options, io, terminal, summary));
}

async function importAndWrite(files: readonly string[], options: Record<string, unknown>, io: Io, terminal: Terminal, summary: RunSummary): Promise<void> {
  if (files.length === 0) throw usageError("Aucun fichier. Exemple : fragilite import structures_conseillers.csv --out postes");
  const out = (options['out'] as string | undefined) ?? 'sortie';
  if (out === '-') throw usageError('--out - : import écrit un ou deux fichiers ; donnez un dossier.');
  const folder = resolve(io.cwd, out);
  requireOutputFolder(folder, out);

  const cog = await loadCog(parseCog(options['cog'] as string | undefined) ?? undefined, io.cwd);
  const journal = new Journal();
  const read = await withProgress(io, terminal, 'Lecture', () => readPostFiles(files, (path) => resolve(io.cwd, path), cog, journal));
  const ours = read.files.find(({ format }) => !IMPORTED.includes(format));
  if (ours !== undefined) {
    throw usageError(`${ours.shown} : ${FORMAT_LABELS[ours.format]}, déjà dans notre forme. Donnez-le tel quel par --posts ou --demands.`);
  }
  const hasStructures = read.files.some(({ format }) => format === 'structures-anct');
  const outputs: OutputFile[] = [
    { name: 'postes.csv', text: postsCsv(read.posts) },
    ...(hasStructures ? [{ name: 'demandes.csv', text: demandsCsv(read.demands) }] : []),
  ];
  summary.wrote(out, writeFolder(folder, out, outputs));

  for (const { level, text } of journal.notices) {
    if (level === 'info') terminal.say(`${text}\n`);
    else terminal.notices([{ level, text }]);
  }
  terminal.say(notesText(read.notes, options['verbose'] === true));
  terminal.say(`Écrit dans ${out} : ${outputs.map(({ name }) => name).join(', ')}.\n`);
  suggestNext(terminal, [`fragilite cross --posts ${shellWord(join(out, 'postes.csv'))}${hasStructures ? ` --demands ${shellWord(join(out, 'demandes.csv'))}` : ''}`]);
}

/** The rows that something is to be said of, kind by kind. */
function notesText(notes: readonly FileNote[], all: boolean): string {
  const lines: string[] = [];
  for (const [kind, title] of Object.entries(KINDS) as [NoteKind, string][]) {
    const of = notes.filter((note) => note.kind === kind);
    if (of.length === 0) continue;
    const told = all ? of : of.slice(0, MOST_TOLD);
    lines.push(`${title} :`, ...told.map(({ file, line, text }) => `  ${file}, ligne ${String(line)} : ${text}`));
    if (told.length < of.length) lines.push(`  … et ${String(of.length - told.length)} autres (toutes avec --verbose)`);
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
