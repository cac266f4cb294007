import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Diagnosis } from '../diagnosis/diagnose.js';
import { usageError } from '../errors.js';
import { frenchNumber } from '../french.js';
import { runDiagnosis } from '../main-job/diagnosis-job.js';
import type { JoinedColumns } from '../outputs/crossing-csv.js';
import { diagnosisJson, diagnosisLines } from '../outputs/diagnosis/diagnosis-json.js';
import { diagnosisMarkdown } from '../outputs/diagnosis/diagnosis-markdown.js';
import { essentialSentences } from '../outputs/diagnosis/essential.js';
import { rankingWithIntervals } from '../outputs/diagnosis/ranking-intervals.js';
import { fewUnitsText, wordsOf } from '../outputs/diagnosis/words.js';
import { FORMATS_OF_CROSSING, formatFileNames } from '../outputs/formats.js';
import { joinToCsv, joinToGeoJson } from '../outputs/join-columns.js';
import { settleFolder } from '../outputs/interrupted-write.js';
import { updatedManifest } from '../outputs/manifest-update.js';
import { requireOutputFolder, writeFolder } from '../outputs/write-folder.js';
import type { Hashes, OutputFile } from '../outputs/write-folder.js';
import { fileSource } from '../sources/byte-source.js';
import { loadCog } from '../sources/cog.js';
import type { StoredResult } from '../sources/result-folder.js';
import { DIAGNOSIS_NAME } from '../sources/stored-diagnosis.js';
import type { StoredDiagnosis } from '../sources/stored-diagnosis.js';
import { readStoredIndex } from '../sources/stored-index.js';
import type { Io } from './io.js';
import { folderWord, suggestNext } from './next-commands.js';
import { sectionOptions } from './project-options.js';
import { RESULT, stepOf } from './replay-step.js';
import { REPORT_NAME } from './report.js';
import { warnOfChanges } from './result-places.js';
import { summarised } from './run-summary.js';
import type { RunSummary } from './run-summary.js';
import type { Terminal } from './terminal.js';

const USUAL_DRAWS = 1000;
const USUAL_SEED = 2021;
/** Under this, a 5th percentile is one draw or two. */
const FEWEST_DRAWS = 20;
const MOST_DRAWS = 100_000;
/** Ranks to draw that take more than a few seconds. */
const LONG_WORK = 5_000_000;

/** `fragilite diagnose`: how sound a result is, written beside it. */
export async function diagnoseCommand(named: string | undefined, options: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('diagnose', options, io, (terminal, summary) => diagnoseAndWrite(named, options, io, terminal, summary));
}

async function diagnoseAndWrite(named: string | undefined, options: Record<string, unknown>, io: Io, terminal: Terminal, summary: RunSummary): Promise<void> {
  const { raw, folder: start, result } = await sectionOptions('diagnose', options, io.cwd, named !== undefined, (text) => {
    terminal.say(text);
  });
  const draws = integer('--draws', raw['draws'], USUAL_DRAWS, FEWEST_DRAWS, MOST_DRAWS);
  const seed = integer('--seed', raw['seed'], USUAL_SEED, 0, 0xffffffff);
  const shown = named ?? result;
  const folder = resolve(named === undefined ? start : io.cwd, shown);
  settleFolder(folder, shown);
  const { stored, index } = readStoredIndex(folder, shown);
  requireOutputFolder(folder, shown);
  warnOfChanges(stored, terminal);
  // The draws leave the terminal no time for a bar.
  if (io.interactive && draws * stored.rows.size > LONG_WORK) terminal.say(`${frenchNumber(draws)} tirages de ${frenchNumber(stored.rows.size)} unités : cela peut prendre une minute.\n`);
  const diagnosis = runDiagnosis(stored, index, shown, { draws, seed });
  const { epci, departements } = await loadCog();
  const content = diagnosisJson(diagnosis, stored.manifest, (level, code) => (level === 'epci' ? epci : departements).get(code)?.nom ?? code);
  const written = writeDiagnosis({ folder, shown, step: stepOf(['diagnose', RESULT], raw) }, stored, diagnosis, content, terminal);
  summary.wrote(shown, written);
  summary.answers(() => diagnosisLines(content));
  const few = fewUnitsText(content, wordsOf(content, stored.manifest));
  if (few !== null) terminal.notices([{ level: 'warning', text: few }]);
  terminal.say(`${essentialSentences(content, stored.manifest).map((text) => `- ${text}\n`).join('')}\n`);
  terminal.say(`Écrit dans ${shown} : ${[...written.keys()].join(', ')}.\n`);
  sayOlder(folder, terminal);
  suggestNext(terminal, [`fragilite report${folderWord(shown)}`]);
}

function integer(option: string, value: unknown, usual: number, least: number, most: number): number {
  if (typeof value !== 'string') return usual;
  const number = Number(value);
  if (/^\d{1,10}$/.test(value) && number >= least && number <= most) return number;
  throw usageError(`${option} ${value} : il faut un nombre entier de ${String(least)} à ${String(most)}.`);
}

interface Place {
  readonly folder: string;
  readonly shown: string;
  /** The command as the manifest keeps it. */
  readonly step: readonly string[];
}

/** @returns the sha256 of the files written, by name */
function writeDiagnosis({ folder, shown, step }: Place, stored: StoredResult, diagnosis: Diagnosis, content: StoredDiagnosis, terminal: Terminal): Hashes {
  const { columns, rows, manifest } = stored;
  const reliability: JoinedColumns = { names: ['fiabilite'], cells: new Map(content.unites.map((u) => [u.code, [u.fiabilite]])) };
  // Made when they are written: a country has millions of cells.
  const records = (): string[][] => [...rows.values()].map((row) => columns.map((column) => row.get(column) ?? ''));
  const files: OutputFile[] = [
    { name: DIAGNOSIS_NAME, lines: () => diagnosisLines(content) },
    { name: 'diagnostic.md', text: diagnosisMarkdown(content, manifest) },
    { name: 'ifn.csv', lines: () => joinToCsv(columns, records(), reliability, 'in-place') },
  ];
  const path = (name: string): string | null => (manifest.sorties.some((s) => s.chemin === name) && existsSync(join(folder, name)) ? join(folder, name) : null);
  const geojson = path('ifn.geojson');
  const source = geojson === null ? null : fileSource(geojson);
  if (source !== null) files.push({ name: 'ifn.geojson', lines: () => joinToGeoJson(source, reliability, 'in-place') });
  const ranking = path('classement.md');
  const rewritten = ranking === null ? null : rankingWithIntervals(readFileSync(ranking, 'utf8'), content);
  if (rewritten !== null) files.push({ name: 'classement.md', lines: rewritten });
  else terminal.notices([{ level: 'warning', text: 'classement.md manque, ou a été réécrit : les intervalles de rang n\'y sont pas.' }]);
  const before = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const addition = { section: 'diagnostic', content: diagnosisSection(diagnosis, content), inputs: [], outputs: files.map(({ name }) => name), step };
  try {
    return writeFolder(folder, shown, files, { name: 'manifest.json', closing: (hashes) => updatedManifest(before, addition, hashes) });
  } finally {
    source?.close();
  }
}

/** What the manifest says of a diagnosis. */
const diagnosisSection = ({ robustness }: Diagnosis, { simulation, fiabilite }: StoredDiagnosis): object => ({
  tirages: robustness.draws,
  graine: robustness.seed,
  sources: simulation.sources.filter((s) => s.agit).map((s) => s.id),
  paires_ordonnees: robustness.pairs.share,
  fiabilite: fiabilite.effectifs,
});

/** Files of the folder that do not hold the diagnosis yet. */
function sayOlder(folder: string, terminal: Terminal): void {
  const formats = formatFileNames(FORMATS_OF_CROSSING).filter((name) => existsSync(join(folder, name)));
  if (formats.length > 0) terminal.say(`Sans la fiabilité : ${formats.join(', ')}, que seul compute écrit.\n`);
  if (existsSync(join(folder, REPORT_NAME))) terminal.say(`${REPORT_NAME} ne montre pas encore ce diagnostic.\n`);
}
