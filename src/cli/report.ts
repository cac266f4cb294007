import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { settleFolder } from '../outputs/interrupted-write.js';
import { updatedManifest } from '../outputs/manifest-update.js';
import { ANNEX_NAMES } from '../outputs/report/annexes.js';
import { pageAssets } from '../outputs/report/page-assets.js';
import { reportHtml } from '../outputs/report/report-html.js';
import { requireOutputFolder, writeFolder } from '../outputs/write-folder.js';
import type { Hashes } from '../outputs/write-folder.js';
import { loadCog } from '../sources/cog.js';
import { readResultFolder } from '../sources/result-folder.js';
import { readResultGeometry } from '../sources/result-geometry.js';
import { DIAGNOSIS_NAME, readStoredDiagnosis } from '../sources/stored-diagnosis.js';
import type { Io } from './io.js';
import { withProgress } from './progress.js';
import { sectionOptions } from './project-options.js';
import { RESULT } from './replay-step.js';
import { warnOfChanges } from './result-places.js';
import { summarised } from './run-summary.js';
import type { Terminal } from './terminal.js';

export const REPORT_NAME = 'rapport.html';

/** `fragilite report`: one page that holds all of a result, written beside it. */
export async function reportCommand(shown: string | undefined, options: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('report', options, io, async (terminal, summary) => {
    const { folder, result } = await sectionOptions('report', options, io.cwd, shown !== undefined, (text) => {
      terminal.say(text);
    });
    const at = shown ?? result;
    summary.wrote(at, await withProgress(io, terminal, 'Rapport', () => writeReport(at, shown === undefined ? folder : io.cwd, terminal)));
  });
}

/**
 * Writes `rapport.html` into a result folder, and tells where it is.
 *
 * @returns the sha256 of what was written
 * @throws inputError when the folder is not a result
 */
export async function writeReport(shown: string, cwd: string, terminal: Terminal): Promise<Hashes> {
  const folder = resolve(cwd, shown);
  settleFolder(folder, shown);
  const stored = readResultFolder(folder, shown);
  requireOutputFolder(folder, shown);
  warnOfChanges(stored, terminal);
  const contours = readResultGeometry(folder, shown);
  if (contours === null) terminal.notices([{ level: 'warning', text: 'Ce résultat a été calculé sans contours : le rapport n’a pas de carte. Avec --boundaries FICHIER, compute les ajoute.' }]);
  const diagnosis = readStoredDiagnosis(folder, shown, stored.manifest);
  const listed = new Set(stored.manifest.sorties.map((s) => s.chemin));
  // A text that a later run left behind is not of this result.
  const texts = ANNEX_NAMES.filter((name) => listed.has(name) && existsSync(join(folder, name))).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const { epci } = await loadCog();
  const epciNames = new Map([...epci].map(([code, { nom }]) => [code, nom]));
  const page = await reportHtml({ stored, contours, diagnosis, texts, epciNames, assets: pageAssets() });
  const before = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const addition = { section: 'rapport', content: { cree_de: ['ifn.csv', ...(contours === null ? [] : ['ifn.geojson']), ...(diagnosis === null ? [] : [DIAGNOSIS_NAME]), ...texts.map((t) => t.name)] }, inputs: [], outputs: [REPORT_NAME], step: ['report', RESULT] };
  const written = writeFolder(folder, shown, [{ name: REPORT_NAME, text: page }], { name: 'manifest.json', closing: (hashes) => updatedManifest(before, addition, hashes) });
  terminal.say(`Écrit dans ${shown} : ${REPORT_NAME}, qui s'ouvre dans un navigateur, sans réseau.\n`);
  return written;
}
