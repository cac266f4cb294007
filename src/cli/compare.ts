import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { usageError } from '../errors.js';
import { counted, frenchNumber } from '../french.js';
import { compareResults } from '../main-job/comparison/comparison-job.js';
import type { ComparedResult, Comparison } from '../main-job/comparison/comparison-job.js';
import { comparisonCsv } from '../outputs/comparison/comparison-csv.js';
import { comparisonJson } from '../outputs/comparison/comparison-json.js';
import { comparisonMarkdown } from '../outputs/comparison/comparison-markdown.js';
import { DIFFERENCE_MAP, differenceMap } from '../outputs/comparison/difference-map.js';
import { MEASURE_NAMES, partsText, shiftDecimals } from '../outputs/comparison/shift-words.js';
import { signed } from '../outputs/explanation.js';
import { unitNames } from '../outputs/map/about-map.js';
import { pngOf } from '../outputs/map/png.js';
import { updatedManifest } from '../outputs/manifest-update.js';
import { ownedOutputs, requireOutputFolder, writeFolder } from '../outputs/write-folder.js';
import type { Hashes, OutputFile } from '../outputs/write-folder.js';
import { readResultFolder } from '../sources/result-folder.js';
import { readResultGeometry } from '../sources/result-geometry.js';
import type { Io } from './io.js';
import { portablePath, RESULT, stepOf } from './replay-step.js';
import { refuseOtherResult, resultInput, warnOfChanges } from './result-places.js';
import { summarised } from './run-summary.js';
import type { RunSummary } from './run-summary.js';
import type { Terminal } from './terminal.js';

const PICTURE_WIDTH = 1600;
const PICTURES = [`${DIFFERENCE_MAP}.svg`, `${DIFFERENCE_MAP}.png`];

/** `fragilite compare A B`: two results, written into a folder of their own. */
export async function compareCommand(a: string, b: string, options: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('compare', options, io, (terminal, summary) => compareAndWrite(portablePath(a, io.cwd), portablePath(b, io.cwd), options, io, terminal, summary));
}

async function compareAndWrite(shownA: string, shownB: string, options: Record<string, unknown>, io: Io, terminal: Terminal, summary: RunSummary): Promise<void> {
  const raw = options as { readonly ranks?: boolean; readonly out?: string };
  const outShown = raw.out ?? 'comparaison';
  const [folderA, folderB, out] = [shownA, shownB, outShown].map((shown) => resolve(io.cwd, shown)) as [string, string, string];
  if (out === folderA || out === folderB) throw usageError(`--out ${outShown} : c'est le dossier d'un des deux résultats.\nDonnez un autre dossier : une comparaison n'est d'aucun des deux.`);
  requireOutputFolder(out, outShown);
  refuseOtherResult(out, outShown, null);
  const [a, b] = [readCompared(folderA, shownA, terminal), readCompared(folderB, shownB, terminal)];
  const comparison = compareResults(a, b, raw.ranks === true);
  for (const text of comparison.warnings) terminal.notices([{ level: 'warning', text: `${text}.` }]);

  const contours = readResultGeometry(folderA, shownA);
  const drawable = contours !== null && contours.size > 0;
  const svg = drawable ? differenceMap(comparison, contours) : null;
  const drawn = svg === null ? `Pas de carte : ${contours === null ? `${shownA} a été calculé sans contours` : `aucune unité n'a de contour dans l'ifn.geojson de ${shownA}`}.` : `Carte des différences : \`${DIFFERENCE_MAP}.svg\`, sur les contours de A.`;
  const json = `${JSON.stringify(comparisonJson(comparison), null, 2)}\n`;
  const files: OutputFile[] = [
    { name: 'comparaison.md', text: comparisonMarkdown(comparison, drawn) },
    { name: 'comparaison.csv', text: comparisonCsv(comparison) },
    { name: 'comparaison.json', text: json },
  ];
  if (svg !== null) {
    const png = await pngOf(svg, PICTURE_WIDTH);
    files.push({ name: `${DIFFERENCE_MAP}.svg`, text: svg }, { name: `${DIFFERENCE_MAP}.png`, chunks: () => [png] });
  }
  const step = stepOf(['compare', shownA, shownB, `--out=${RESULT}`], options);
  const written = await write(files, comparison, { out, outShown, cwd: io.cwd, step, read: [...['ifn.csv', 'manifest.json', ...(drawable ? ['ifn.geojson'] : [])].map((n) => join(folderA, n)), ...['ifn.csv', 'manifest.json'].map((n) => join(folderB, n))] });
  summary.wrote(outShown, written);
  summary.answers(() => [json]);
  terminal.say(comparisonSummary(comparison));
  terminal.say(`${svg === null ? `${drawn}\n` : ''}Écrit dans ${outShown} : ${[...files.map((f) => f.name), 'manifest.json'].join(', ')}.\n`);
}

function readCompared(folder: string, shown: string, terminal: Terminal): ComparedResult {
  const stored = readResultFolder(folder, shown);
  warnOfChanges(stored, terminal, `${shown} : `);
  return { shown, stored };
}

interface Place {
  readonly out: string;
  readonly outShown: string;
  readonly cwd: string;
  /** The files of the two results that were read. */
  readonly read: readonly string[];
  /** The command as the manifest keeps it. */
  readonly step: readonly string[];
}

async function write(files: readonly OutputFile[], comparison: Comparison, { out, outShown, cwd, read, step }: Place): Promise<Hashes> {
  const names = new Set(files.map((f) => f.name));
  const removed = ownedOutputs(out).filter((name) => PICTURES.includes(name) && !names.has(name));
  const path = join(out, 'manifest.json');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
  const inputs = await Promise.all([...new Set(read)].map((file) => resultInput(file, cwd)));
  const content = { mesure: comparison.measure, differences_de_base: comparison.differences.map((d) => d.what), communes_aux_deux: comparison.moved.length, spearman: comparison.spearman, kendall_tau_b: comparison.kendall };
  const addition = { section: 'comparaison', content, inputs, outputs: [...names], removed, step };
  return writeFolder(out, outShown, files, { name: 'manifest.json', closing: (hashes) => updatedManifest(before, addition, hashes) }, removed);
}

/** How many movers the terminal names. */
const TOLD = 5;

function comparisonSummary(comparison: Comparison): string {
  const { a, b, moved, measure, units } = comparison;
  const [one, many] = unitNames(a.stored.manifest);
  const movers = moved.filter((u) => u.shift !== 0).slice(0, TOLD);
  const only = [units.filter((u) => u.b === null).length, units.filter((u) => u.a === null).length] as const;
  const lines = [
    `${a.shown} (A) et ${b.shown} (B) : ${measure === 'points' ? 'même base, indices comparés' : 'rangs seuls'} ; ${counted(moved.length, one, many)} avec un indice dans les deux${only[0] + only[1] > 0 ? `, ${frenchNumber(only[0])} seulement dans A, ${frenchNumber(only[1])} seulement dans B` : ''}`,
    `Corrélation des rangs : Spearman ${frenchNumber(comparison.spearman, 3)}, Kendall τ-b ${frenchNumber(comparison.kendall, 3)}`,
    ...(movers.length === 0 ? ['Aucune unité ne bouge.'] : [`Bougent le plus, en ${MEASURE_NAMES[measure]} (+ : plus fragile en B) :`]),
    ...movers.map((u) => `  ${u.nom} (${u.code}) ${signed(u.shift, shiftDecimals(comparison))} : ${partsText(comparison, u)}`),
  ];
  return `${lines.join('\n')}\n`;
}
