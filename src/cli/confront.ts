import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { counted, frenchNumber } from '../french.js';
import { confrontSurvey } from '../main-job/confrontation-job.js';
import type { ConfrontationResult } from '../main-job/confrontation-job.js';
import { confrontationCsv } from '../outputs/confrontation/confrontation-csv.js';
import { confrontationMarkdown, VOLUNTEERS } from '../outputs/confrontation/confrontation-markdown.js';
import { funnelSvg } from '../outputs/confrontation/funnel-svg.js';
import { pngOf } from '../outputs/map/png.js';
import { updatedManifest } from '../outputs/manifest-update.js';
import type { ManifestInput } from '../outputs/manifest-update.js';
import { ownedOutputs, requireOutputFolder, writeFolder } from '../outputs/write-folder.js';
import type { OutputFile } from '../outputs/write-folder.js';
import { loadCog } from '../sources/cog.js';
import { relativePath } from '../sources/relative-path.js';
import { readResultFolder } from '../sources/result-folder.js';
import { readSurvey } from '../sources/survey.js';
import { LEAST_N, SEED } from '../survey/confront.js';
import type { Io } from './io.js';
import { portablePath, RESULT, stepOf } from './replay-step.js';
import { refuseOtherResult, resultInput, warnOfChanges } from './result-places.js';
import { summarised } from './run-summary.js';
import type { RunSummary } from './run-summary.js';
import type { Terminal } from './terminal.js';

const PICTURE_WIDTH = 1600;

/** All that it may write: what a later survey lacks, for want of cells, goes. */
const OUTPUTS = ['confrontation.md', 'confrontation.csv', 'entonnoir.svg', 'entonnoir.png'];

/** `fragilite confront`: a survey against the index, written beside the result. */
export async function confrontCommand(file: string, shown: string, options: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('confront', options, io, (terminal, summary) => confrontAndWrite(portablePath(file, io.cwd), shown, options, io, terminal, summary));
}

async function confrontAndWrite(file: string, shown: string, options: Record<string, unknown>, io: Io, terminal: Terminal, summary: RunSummary): Promise<void> {
  const raw = options as { readonly inverse?: boolean; readonly out?: string };
  const folder = resolve(io.cwd, shown);
  const outShown = raw.out ?? shown;
  const out = resolve(io.cwd, outShown);
  const stored = readResultFolder(folder, shown);
  requireOutputFolder(out, outShown);
  refuseOtherResult(out, outShown, folder);
  warnOfChanges(stored, terminal);
  const survey = await readSurvey(resolve(io.cwd, file), file);
  const result = confrontSurvey(survey, file, stored, await loadCog(stored.manifest.geographie.cog, io.cwd), raw.inverse === true);
  terminal.notices([...result.notes, VOLUNTEERS].map((text) => ({ level: 'warning' as const, text })));

  const files: OutputFile[] = [{ name: 'confrontation.md', text: confrontationMarkdown(result) }];
  if (result.cells.length > 0) files.push({ name: 'confrontation.csv', text: confrontationCsv(result.cells) });
  const svg = funnelSvg(result);
  if (svg !== null) {
    const png = await pngOf(svg, PICTURE_WIDTH);
    files.push({ name: 'entonnoir.svg', text: svg }, { name: 'entonnoir.png', chunks: () => [png] });
  }
  const names = files.map((f) => f.name);
  const removed = ownedOutputs(out).filter((name) => OUTPUTS.includes(name) && !names.includes(name));
  const path = join(out, 'manifest.json');
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
  const { size, sha256 } = survey.print;
  const own: ManifestInput = { chemin: relativePath(io.cwd, resolve(io.cwd, file)), role: 'enquete', taille: size, sha256, millesimes: [] };
  const ofResult = out === folder ? [] : await Promise.all(['ifn.csv', 'manifest.json'].map((name) => resultInput(join(folder, name), io.cwd)));
  const step = stepOf(out === folder ? ['confront', file, RESULT] : ['confront', file, portablePath(shown, io.cwd), `--out=${RESULT}`], options);
  const addition = { section: 'confrontation', content: sectionOf(result), inputs: [own, ...ofResult], outputs: names, removed, step };
  const written = writeFolder(out, outShown, files, { name: 'manifest.json', closing: (hashes) => updatedManifest(before, addition, hashes) }, removed);
  summary.wrote(outShown, written);
  terminal.say(confrontationSummary(result));
  terminal.say(`Écrit dans ${outShown} : ${[...names, 'manifest.json'].join(', ')}.\n`);
}

function sectionOf(result: ConfrontationResult): object {
  return {
    seuil_n: LEAST_N,
    cellules_ecrites: result.cells.length,
    cellules_retenues: result.withheld,
    inverse: result.inverse,
    communes_comparees: result.compared,
    spearman: result.spearman,
    intervalle_95: result.interval,
    spearman_pondere: result.weighted,
    tirages: result.draws,
    graine: SEED,
  };
}

function confrontationSummary(result: ConfrontationResult): string {
  const { cells, withheld, compared, spearman, interval, weighted } = result;
  const between = interval === null ? '' : ` (intervalle à 95\u202f% : ${frenchNumber(interval[0], 2)} à ${frenchNumber(interval[1], 2)}, z de Fisher)`;
  const parted = cells.filter((c) => c.ranks?.disagrees === true).length;
  const lines = [
    `${counted(cells.length, 'commune écrite', 'communes écrites')}${withheld === 0 ? '' : `, ${counted(withheld, 'masquée')} (moins de ${String(LEAST_N)} personnes)`}`,
    spearman === null ? `Pas de corrélation : ${counted(compared, 'commune')} à comparer` : `Corrélation des rangs avec l'indice : Spearman ${frenchNumber(spearman, 2)} sur ${counted(compared, 'commune')}${between} ; pondérée par n : ${frenchNumber(weighted, 2)}`,
    ...(spearman === null ? [] : [`Désaccords au-delà de l'échantillonnage : ${frenchNumber(parted)}`]),
  ];
  return `${lines.join('\n')}\n`;
}
