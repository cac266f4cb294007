import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { hasOwnRow } from '../catalogue/api-query.js';
import { contoursFor, needsOf } from '../catalogue/needs.js';
import type { Needs } from '../catalogue/needs.js';
import type { Catalogue, Source } from '../catalogue/source.js';
import { usageError } from '../errors.js';
import { frenchNumber } from '../french.js';
import { runFetch } from '../main-job/fetch-job.js';
import { sourcesNamed, territoryRows, wholeFile } from '../main-job/fetch-plan.js';
import type { PlannedFile } from '../main-job/fetch-plan.js';
import { openGeography } from '../main-job/geography.js';
import { requireKnownVariables } from '../main-job/run.js';
import { defaultCache } from '../network/cache.js';
import { systemClock } from '../network/clock.js';
import { catalogueText, needsText, sourcesJson } from '../outputs/source-list.js';
import type { ListedSource } from '../outputs/source-list.js';
import { requireOutputFolder } from '../outputs/write-folder.js';
import { loadCatalogue } from '../sources/catalogue-file.js';
import { requireFile } from '../sources/fingerprint.js';
import { loadModel } from '../sources/model-file.js';
import { loadQuantities } from '../sources/quantities.js';
import { selectTerritory } from '../territory/selector.js';
import { closingText, depositedNotices, depositedText, dryRunText, fetchedFigures, isCached, plannedFigures } from './fetch-text.js';
import type { Io } from './io.js';
import { DEFAULT_MODEL, parseCog, parseMissing, parsePlm, parseVintages } from './job-options.js';
import { shellWord } from './next-commands.js';
import { byteBar } from './progress.js';
import { summarised } from './run-summary.js';
import type { RunSummary } from './run-summary.js';
import type { Terminal } from './terminal.js';

interface FetchOptions {
  readonly model?: string;
  readonly vintage?: readonly string[];
  readonly territory?: string;
  readonly plm?: string;
  readonly cog?: string;
  readonly out?: string;
  readonly cache?: string;
  readonly catalogue?: string;
  readonly offline?: boolean;
  readonly update?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `fragilite fetch`: official files into a folder; without a name, what there is and what a model needs, on stdout. */
export async function fetchCommand(ids: readonly string[], given: Record<string, unknown>, io: Io): Promise<void> {
  await summarised('fetch', given, io, (terminal, summary) => listOrFetch(ids, given, io, terminal, summary));
}

async function listOrFetch(ids: readonly string[], given: Record<string, unknown>, io: Io, terminal: Terminal, summary: RunSummary): Promise<void> {
  const options = given as FetchOptions;
  requireSense(ids, options);
  const catalogue = await catalogueOf(options, io);
  const cache = options.cache === undefined ? defaultCache(process.env) : resolve(io.cwd, options.cache);
  if (ids.length === 0 && options.territory === undefined) {
    const { text, json } = await list(catalogue, options, cache, terminal, io);
    if (options.json !== true) terminal.answer(text);
    summary.answers(() => [`${JSON.stringify(json, null, 2)}\n`]);
    return;
  }
  const files = await planned(ids, catalogue, options, terminal, io);
  const out = options.out ?? 'donnees';
  if (options.dryRun === true) {
    summary.made(plannedFigures(files, cache));
    if (options.json !== true) terminal.answer(dryRunText({ files, out, cache, requestsPerMinute: catalogue.api.requestsPerMinute, verbose: terminal.loudness === 'verbose' }));
    return;
  }
  const folder = resolve(io.cwd, out);
  requireOutputFolder(folder, out);
  const bar = await byteBar(io, terminal);
  const rules = { cache, offline: options.offline === true, update: options.update === true, repeated: placesText(options, ['catalogue', 'cache', 'out']) };
  try {
    const got = await runFetch(
      { files, rules, project: io.cwd, out, folder, requestsPerMinute: catalogue.api.requestsPerMinute },
      {
        clock: io.clock ?? systemClock,
        environment: process.env,
        retrying: ({ message }, wait) => {
          bar.stop();
          terminal.say(`${message} ; nouvel essai dans ${frenchNumber(wait / 1000)} s\n`);
        },
      },
      {
        progress: ({ id, rows }) => (rows === null ? bar.bytes(id) : bar.pages(id)),
        done: (file, deposited) => {
          bar.stop();
          terminal.say(depositedText(file, deposited, out));
          terminal.notices(depositedNotices(file, deposited));
          summary.wrote(out, new Map([[deposited.name, deposited.sha256]]));
        },
      },
    );
    summary.made(fetchedFigures(got));
    terminal.say(closingText(got, out, options.territory ?? null));
  } finally {
    bar.stop();
  }
}

/** @throws usageError on options that contradict each other or would serve nothing */
function requireSense(ids: readonly string[], options: FetchOptions): void {
  if (options.offline === true && options.update === true) throw usageError('--offline et --update : l’un ne demande rien au réseau, l’autre redemande tout. Choisissez.');
  if (ids.length > 0) {
    const lost = ([['model', '--model'], ['vintage', '--vintage']] as const).filter(([key]) => options[key] !== undefined).map(([, flag]) => flag);
    if (lost.length > 0) throw usageError(`${lost.join(', ')} avec des identifiants : les fichiers sont déjà choisis. Retirez les uns ou les autres.`);
  } else if (options.territory === undefined) {
    const lost = ([['out', '--out'], ['offline', '--offline'], ['update', '--update'], ['plm', '--plm']] as const).filter(([key]) => options[key] !== undefined).map(([, flag]) => flag);
    if (lost.length > 0) throw usageError(`${lost.join(', ')} sans identifiant : quel fichier prendre ? La liste : fragilite fetch, ou fragilite fetch --model ${DEFAULT_MODEL}`);
  }
}

async function catalogueOf({ catalogue }: FetchOptions, io: Io): Promise<Catalogue> {
  return catalogue === undefined ? loadCatalogue() : loadCatalogue(resolve(io.cwd, catalogue), catalogue);
}

/** What is answered to people, and to a machine. */
interface Listing {
  readonly text: string;
  readonly json: object;
}

async function list(catalogue: Catalogue, options: FetchOptions, cache: string, terminal: Terminal, io: Io): Promise<Listing> {
  const listed = (sources: readonly Source[]): ListedSource[] => sources.map((source) => ({ source, cached: isCached(wholeFile(source), cache) }));
  if (options.model === undefined && options.vintage === undefined) {
    const all = listed([...catalogue.sources.values()]);
    return { text: catalogueText(all), json: sourcesJson(all) };
  }
  const { model, needs } = await neededBy(catalogue, options, terminal, io);
  const { geography } = await openGeography({ cog: parseCog(options.cog), plm: 'commune', passage: null, folder: io.cwd }, (path) => resolve(io.cwd, path));
  const contours = contoursFor(catalogue, geography.cog.year);
  const sources = listed([...needs.chosen.keys(), ...(contours === null ? [] : [contours])]);
  const command = `fragilite fetch ${sources.map((s) => s.source.id).join(' ')}${placesText(options)}`;
  return { text: needsText(model, needs, sources, command), json: sourcesJson(sources) };
}

/** The options that say where things are, to be given again with the next command. */
const placesText = (options: FetchOptions, names: readonly ('catalogue' | 'cache' | 'out')[] = ['catalogue', 'cache']): string =>
  names.flatMap((name) => (options[name] === undefined ? [] : [` --${name} ${shellWord(options[name])}`])).join('');

async function neededBy(catalogue: Catalogue, options: FetchOptions, terminal: Terminal, io: Io, wanted?: (source: Source) => boolean): Promise<{ readonly model: string; readonly needs: Needs }> {
  const id = options.model ?? DEFAULT_MODEL;
  const loaded = await loadModel(id, await loadQuantities(), io.cwd);
  const vintages = parseVintages(options.vintage ?? []);
  requireKnownVariables({ options: { vintages, missing: parseMissing([]) }, loaded });
  if (loaded.model.status === 'incomplet') terminal.notices([{ level: 'warning', text: `${id} est incomplet : compute le refuse.` }]);
  return { model: id, needs: needsOf(loaded.model, catalogue, vintages, wanted) };
}

async function planned(ids: readonly string[], catalogue: Catalogue, options: FetchOptions, terminal: Terminal, io: Io): Promise<PlannedFile[]> {
  if (options.territory === undefined) return sourcesNamed(catalogue, ids).map(wholeFile);
  const { geography } = await openGeography({ cog: parseCog(options.cog), plm: parsePlm(options.plm), passage: null, folder: io.cwd }, (path) => resolve(io.cwd, path));
  const territory = selectTerritory(options.territory, geography, (path) => {
    requireFile(resolve(io.cwd, path), path);
    return readFileSync(resolve(io.cwd, path), 'utf8').replace(/^\ufeff/, '');
  });
  let sources = sourcesNamed(catalogue, ids);
  if (ids.length === 0) {
    const { model, needs } = await neededBy(catalogue, options, terminal, io, (source) => source.dataSet !== null);
    sources = [...needs.chosen.keys()];
    const lacking = needs.lacking.map((n) => `${n.quantity} (${n.family} ${String(n.year)})`);
    if (sources.length === 0) throw usageError(`L'API de l'Insee ne sert rien de ce dont ${model} a besoin à ce millésime.\nLes fichiers entiers : fragilite fetch --model ${model}${placesText(options)}`);
    if (lacking.length > 0) terminal.notices([{ level: 'warning', text: `l'API ne sert pas ${lacking.join(', ')}, dont ${model} se sert. ${hasOwnRow(territory) ? "Si c'est le poids d'un taux, la ligne du territoire, demandée aussi, donne une référence publiée." : "Si c'est le poids d'un taux, sa référence est à donner par --reference-values."}` }]);
  }
  const quantities = await loadQuantities();
  return sources.map((source) => territoryRows(source, territory, geography, catalogue, quantities));
}
