import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { contoursFor, needsOf } from '../catalogue/needs.js';
import type { Needs } from '../catalogue/needs.js';
import { cachedName } from '../catalogue/source.js';
import type { Catalogue, Source } from '../catalogue/source.js';
import { usageError } from '../errors.js';
import { counted, frenchNumber } from '../french.js';
import { runFetch, shownPath } from '../main-job/fetch-job.js';
import type { Deposited } from '../main-job/fetch-job.js';
import { sourcesNamed, territoryRows, wholeFile } from '../main-job/fetch-plan.js';
import type { PlannedFile } from '../main-job/fetch-plan.js';
import { openGeography } from '../main-job/geography.js';
import { CachedFile, defaultCache } from '../network/cache.js';
import { systemClock } from '../network/clock.js';
import { plainTable } from '../outputs/summary.js';
import { catalogueText, needsText, sourcesJson } from '../outputs/source-list.js';
import type { ListedSource } from '../outputs/source-list.js';
import { requireOutputFolder } from '../outputs/write-folder.js';
import { loadCatalogue } from '../sources/catalogue-file.js';
import { requireFile } from '../sources/fingerprint.js';
import { loadModel } from '../sources/model-file.js';
import { loadQuantities } from '../sources/quantities.js';
import { selectTerritory } from '../territory/selector.js';
import type { Io } from './io.js';
import { DEFAULT_MODEL, parseCog, parsePlm, parseVintages } from './job-options.js';
import { loudnessOf } from './loudness.js';
import { byteBar } from './progress.js';
import { Terminal } from './terminal.js';

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
  const terminal = new Terminal(io, loudnessOf(given));
  const options = given as FetchOptions;
  requireSense(ids, options);
  const catalogue = await catalogueOf(options, io);
  const cache = options.cache === undefined ? defaultCache(process.env) : resolve(io.cwd, options.cache);
  if (ids.length === 0 && options.territory === undefined) {
    await list(catalogue, options, cache, terminal, io);
    return;
  }
  const files = await planned(ids, catalogue, options, terminal, io);
  const out = options.out ?? 'donnees';
  if (options.dryRun === true) {
    terminal.answer(dryRunText(files, out, cache, catalogue, terminal.loudness === 'verbose'));
    return;
  }
  const folder = resolve(io.cwd, out);
  requireOutputFolder(folder, out);
  const bar = await byteBar(io, terminal);
  const rules = { cache, offline: options.offline === true, update: options.update === true };
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
          tell(file, deposited, out, terminal);
        },
      },
    );
    terminal.say(closingText(got, out, options));
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
  if (options.json === true && (ids.length > 0 || options.territory !== undefined)) throw usageError('--json ne sert qu’à lister, sans identifiant ni --territory.');
}

async function catalogueOf({ catalogue }: FetchOptions, io: Io): Promise<Catalogue> {
  return catalogue === undefined ? loadCatalogue() : loadCatalogue(resolve(io.cwd, catalogue), catalogue);
}

async function list(catalogue: Catalogue, options: FetchOptions, cache: string, terminal: Terminal, io: Io): Promise<void> {
  const listed = (sources: readonly Source[]): ListedSource[] => sources.map((source) => ({ source, cached: isCached(source, cache) }));
  if (options.model === undefined && options.vintage === undefined) {
    const all = listed([...catalogue.sources.values()]);
    terminal.answer(options.json === true ? `${JSON.stringify(sourcesJson(all), null, 2)}\n` : catalogueText(all));
    return;
  }
  const { model, needs } = await neededBy(catalogue, options, io);
  const { geography } = await openGeography({ cog: parseCog(options.cog), plm: 'commune', passage: null, folder: io.cwd }, (path) => resolve(io.cwd, path));
  const contours = contoursFor(catalogue, geography.cog.year);
  const sources = listed([...needs.chosen.keys(), ...(contours === null ? [] : [contours])]);
  const command = `fragilite fetch ${sources.map((s) => s.source.id).join(' ')}${placesText(options)}`;
  terminal.answer(options.json === true ? `${JSON.stringify(sourcesJson(sources), null, 2)}\n` : needsText(model, needs, sources, command));
}

/** The options that say where things are, to be given again with the next command. */
const placesText = ({ catalogue, cache }: FetchOptions): string =>
  `${catalogue === undefined ? '' : ` --catalogue ${catalogue}`}${cache === undefined ? '' : ` --cache ${cache}`}`;

async function neededBy(catalogue: Catalogue, options: FetchOptions, io: Io, wanted?: (source: Source) => boolean): Promise<{ readonly model: string; readonly needs: Needs }> {
  const id = options.model ?? DEFAULT_MODEL;
  const { model } = await loadModel(id, await loadQuantities(), io.cwd);
  return { model: id, needs: needsOf(model, catalogue, parseVintages(options.vintage ?? []), wanted) };
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
    const { model, needs } = await neededBy(catalogue, options, io, (source) => source.dataSet !== null);
    sources = [...needs.chosen.keys()];
    const lacking = needs.lacking.map((n) => `${n.quantity} (${n.family} ${String(n.year)})`);
    if (sources.length === 0) throw usageError(`L'API de l'Insee ne sert rien de ce dont ${model} a besoin à ce millésime.\nLes fichiers entiers : fragilite fetch --model ${model}`);
    if (lacking.length > 0) terminal.notices([{ level: 'warning', text: `l'API ne sert pas ${lacking.join(', ')}, dont ${model} se sert. Si c'est le poids d'un taux, la ligne du territoire, demandée aussi, donne une référence publiée.` }]);
  }
  const quantities = await loadQuantities();
  return sources.map((source) => territoryRows(source, territory, geography, catalogue, quantities));
}

const isCached = (source: Source, cache: string): boolean =>
  [source.url, ...source.otherUrls].some((url) => new CachedFile(cache, cachedName(source), url).provenance !== null);

function dryRunText(files: readonly PlannedFile[], out: string, cache: string, catalogue: Catalogue, verbose: boolean): string {
  const rows = files.map(({ id, source, name, urls, rows: asked }) => {
    const key = asked === null ? undefined : new CachedFile(cache, name, urls.join('\n')).provenance;
    const cached = asked === null ? isCached(source, cache) : key !== null;
    return [id, shownPath(out, name), cached ? 'oui' : '', asked === null ? '1' : String(urls.length), verbose ? urls.join(' ') : shortened(urls[0] ?? '')];
  });
  const requests = files.reduce((n, { rows: asked, urls }) => n + (asked === null ? 0 : urls.length), 0);
  const minutes = Math.ceil(requests / catalogue.api.requestsPerMinute);
  return [
    'Rien n’est demandé ni écrit (--dry-run). Sans cette option :',
    '',
    plainTable(['Identifiant', 'Fichier', 'Cache', 'Requêtes', 'Adresse'], rows, [3]),
    '',
    ...(requests === 0 ? [] : [`${counted(requests, 'requête', 'requêtes')} à l'API au moins, une de plus par page : ${counted(minutes, 'minute')} environ (${String(catalogue.api.requestsPerMinute)} par minute au plus).`]),
    `Cache : ${cache}`,
    '',
  ].join('\n');
}

const MOST_LETTERS = 100;

/** An address that a terminal can show. */
const shortened = (url: string): string => (url.length <= MOST_LETTERS ? url : `${url.slice(0, MOST_LETTERS)}…`);

function tell(file: PlannedFile, got: Deposited, out: string, terminal: Terminal): void {
  const { provenance } = got;
  const where = got.from === 'network' ? 'pris' : `dans le cache depuis le ${provenance.date.slice(0, 10)}`;
  terminal.say(`${shownPath(out, file.name)} : ${where} (${frenchNumber(provenance.size)} octets, sha256 ${provenance.sha256.slice(0, 12)}…)\n`);
  const without = 'without' in got ? got.without : [];
  terminal.notices([
    ...(got.changed ? [{ level: 'warning' as const, text: `${got.id} n'est plus le fichier attendu ; accepté par --update, fragilite.lock est à jour.` }] : []),
    ...(without.length === 0 ? [] : [{ level: 'warning' as const, text: `${file.source.id} : l'API n'a aucune ligne pour ${without.slice(0, 5).join(', ')}${without.length > 5 ? `, … (${String(without.length)} en tout)` : ''}.` }]),
    ...(file.source.prepare === null || file.rows !== null ? [] : [{ level: 'warning' as const, text: `${file.name} est à préparer : ${file.source.prepare}.` }]),
    ...(file.source.note === null ? [] : [{ level: 'info' as const, text: `${file.source.id} : ${file.source.note}.` }]),
  ]);
}

function closingText(got: readonly Deposited[], out: string, options: FetchOptions): string {
  const credits = [...new Set(got.map(({ source }) => `${source.producer} (${source.licence.name})`))];
  const ready = got.filter((g) => g.source.prepare === null || 'without' in g);
  const insee = ready.filter((g) => g.source.use === 'donnees').flatMap((g) => argumentsOf(g, out));
  const contours = ready.find((g) => g.source.use === 'contours');
  const command =
    insee.length === 0
      ? []
      : [
          `Ensuite : fragilite compute ${insee.map((path) => `--insee ${path}`).join(' ')}${contours === undefined ? '' : ` --boundaries ${shownPath(out, contours.name)}`}${options.territory === undefined ? '' : ` --territory ${options.territory}`}`,
        ];
  return `${[`Sources à citer : ${credits.join(' ; ')}.`, ...command].join('\n')}\n`;
}

/** A file as --insee names it; an archive of several tables with the one that is meant. */
function argumentsOf({ name, source }: Deposited, out: string): string[] {
  const path = shownPath(out, name);
  return source.members.length > 1 ? source.members.map((member) => `${path}:${member}`) : [path];
}
