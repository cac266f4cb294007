import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { inputError, outputError, usageError } from '../errors.js';
import { projectYaml } from '../outputs/project-yaml.js';
import { writeFolder } from '../outputs/write-folder.js';
import { draftProject } from '../project-draft/draft.js';
import type { ProjectDraft } from '../project-draft/draft.js';
import type { Taken } from '../project-draft/insee-choice.js';
import { PROJECT_FILE } from '../sources/project-file.js';
import type { Io } from './io.js';
import { DEFAULT_MODEL } from './job-options.js';
import { withProgress } from './progress.js';
import { STEPS } from './run-steps.js';
import { summarised } from './run-summary.js';
import type { RunSummary } from './run-summary.js';
import type { Terminal } from './terminal.js';

/** `fragilite init`: a project file from the files of a folder, and what it makes of each. */
export async function initProject(shown: string, options: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('init', options, io, (terminal, summary) => draftAndWrite(shown, options, io, terminal, summary));
}

async function draftAndWrite(shown: string, options: Record<string, unknown>, io: Io, terminal: Terminal, summary: RunSummary): Promise<void> {
  const folder = resolve(io.cwd, shown);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw usageError(`« ${shown} » n'est pas un dossier. Donnez celui où sont les fichiers de l'Insee.`);
  }
  const path = join(shown, PROJECT_FILE);
  if (existsSync(join(folder, PROJECT_FILE)) && options['force'] !== true) {
    throw outputError(`${path} est déjà là. Pour le remplacer : fragilite init --force.`);
  }
  const draft = await withProgress(io, terminal, 'Lecture', () => draftProject(folder, DEFAULT_MODEL));
  if (draft.insee.length === 0) {
    throw inputError(`Aucun fichier du recensement dans « ${shown} » qui donne des quantités de l'indice${isEmpty(draft) ? ' : le dossier est vide' : ''}.\n${leftOutText(draft)}Il faut ${draft.lacking[0]?.where ?? ''}\nPour les seules communes d'un territoire : fragilite fetch --territory epci:200046977`);
  }
  summary.wrote(shown, writeFolder(folder, shown, [{ name: PROJECT_FILE, text: projectYaml(draft, STEPS.map(({ name }) => name)) }], null, [], 'vérifiez les droits de ce dossier'));
  summary.made(draftFigures(draft));
  tell(draft, terminal);
  const elsewhere = relative(io.cwd, folder) === '' ? '' : ` --config ${path}`;
  terminal.say(`\nÉcrit : ${path}. Relisez-le, puis : fragilite run${elsewhere}\n`);
}

/** What a machine is told of a project: the files of each option, those left out, what lacks. */
function draftFigures({ territory, insee, referenceValues, boundaries, posts, demands, envelope, leftOut, lacking }: ProjectDraft): object {
  const named = (files: readonly (Taken | null)[]): object[] => files.flatMap((file) => (file === null ? [] : [{ chemin: file.path, raison: file.why }]));
  return {
    territoire: territory === null ? null : { selecteur: territory.selector, nom: territory.nom },
    insee: named(insee),
    valeurs_de_reference: named([referenceValues]),
    contours: named([boundaries]),
    postes: named(posts),
    demandes: named(demands),
    enveloppe: named([envelope]),
    laisses_de_cote: named(leftOut),
    manquent: lacking.map(({ what, where }) => ({ quoi: what, ou: where })),
  };
}

function tell(draft: ProjectDraft, terminal: Terminal): void {
  const { territory, boundaries, posts, demands, envelope, referenceValues, fault } = draft;
  const selector = territory?.selector ?? '';
  terminal.say(`Territoire : ${territory?.nom ?? ''}${selector === '' || selector.length > LONGEST_SELECTOR ? '' : ` (${selector})`}\n`);
  for (const { path, why } of draft.insee) terminal.say(`Insee : ${path} (${why})\n`);
  if (referenceValues !== null) terminal.say(`Valeurs de référence : ${referenceValues.path}\n`);
  if (boundaries !== null) terminal.say(`Contours : ${boundaries.path} (${boundaries.why})\n`);
  for (const { path, why } of posts) terminal.say(`Postes : ${path} (${why})\n`);
  for (const { path, why } of demands) terminal.say(`Demandes : ${path} (${why})\n`);
  if (envelope !== null) terminal.say(`Enveloppe : ${envelope.path}\n`);
  if (draft.leftOut.length > 0) terminal.say(leftOutText(draft));
  for (const { what, where } of draft.lacking) terminal.say(`Il manque ${what} : ${where}\n`);
  const sources = [...new Set(draft.lacking.flatMap((lacking) => lacking.sources))];
  if (sources.length > 0) terminal.say(`Ce que fetch peut en prendre : fragilite fetch ${sources.join(' ')} && fragilite init --force\n`);
  if (fault !== null) terminal.notices([{ level: 'warning', text: `ces fichiers ne suffisent pas. ${fault}` }]);
}

const leftOutText = ({ leftOut }: ProjectDraft): string => (leftOut.length === 0 ? '' : `Laissés de côté :\n${leftOut.map(({ path, why }) => `  ${path} : ${why}\n`).join('')}`);

const isEmpty = ({ leftOut, posts, demands, envelope, referenceValues }: ProjectDraft): boolean =>
  leftOut.length + posts.length + demands.length === 0 && envelope === null && referenceValues === null;

/** A longer list of communes is in the file. */
const LONGEST_SELECTOR = 60;
