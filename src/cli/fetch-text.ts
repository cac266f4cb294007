import { cachedName } from '../catalogue/source.js';
import { counted, firstOf, frenchNumber } from '../french.js';
import type { Notice } from '../journal.js';
import { shownPath } from '../main-job/fetch-job.js';
import type { Deposited } from '../main-job/fetch-job.js';
import type { PlannedFile } from '../main-job/fetch-plan.js';
import { CachedFile } from '../network/cache.js';
import { plainTable } from '../outputs/summary.js';

/** True for a file that the cache has. */
export function isCached({ source, name, urls, rows }: PlannedFile, cache: string): boolean {
  if (rows !== null) return new CachedFile(cache, name, urls.join('\n')).provenance !== null;
  return urls.some((url) => new CachedFile(cache, cachedName(source), url).provenance !== null);
}

const MOST_LETTERS = 100;

/** An address that a terminal can show. */
const shortened = (url: string): string => (url.length <= MOST_LETTERS ? url : `${url.slice(0, MOST_LETTERS)}…`);

export interface DryRun {
  readonly files: readonly PlannedFile[];
  readonly out: string;
  readonly cache: string;
  readonly requestsPerMinute: number;
  /** True to give addresses in full. */
  readonly verbose: boolean;
}

/** What would be asked. */
export function dryRunText({ files, out, cache, requestsPerMinute, verbose }: DryRun): string {
  const table = files.map((file) => [
    file.id,
    shownPath(out, file.name),
    isCached(file, cache) ? 'oui' : '',
    file.rows === null ? '1' : String(file.urls.length),
    verbose ? file.urls.join(' ') : shortened(file.urls[0] ?? ''),
  ]);
  const requests = files.reduce((n, { rows, urls }) => n + (rows === null ? 0 : urls.length), 0);
  const minutes = Math.ceil(requests / requestsPerMinute);
  return [
    'Rien n’est demandé ni écrit (--dry-run). Sans cette option :',
    '',
    plainTable(['Identifiant', 'Fichier', 'Cache', 'Requêtes', 'Adresse'], table, [3]),
    '',
    ...(requests === 0 ? [] : [`${counted(requests, 'requête')} à l'API au moins, une de plus par page : ${counted(minutes, 'minute')} environ (${String(requestsPerMinute)} par minute au plus).`]),
    `Cache : ${cache}`,
    '',
  ].join('\n');
}

/** The line of a file that is in its place. */
export function depositedText(file: PlannedFile, { provenance, from }: Deposited, out: string): string {
  const where = from === 'network' ? 'pris' : `dans le cache depuis le ${provenance.date.slice(0, 10)}`;
  return `${shownPath(out, file.name)} : ${where} (${frenchNumber(provenance.size)} octets, sha256 ${provenance.sha256.slice(0, 12)}…)\n`;
}

/** What is worth knowing of it. */
export function depositedNotices({ source, name, rows }: PlannedFile, got: Deposited): Notice[] {
  const notices: Notice[] = [];
  const warn = (text: string): void => void notices.push({ level: 'warning', text });
  if (got.changed) warn(`${got.id} n'est plus le fichier attendu ; accepté par --update, fragilite.lock est à jour.`);
  if ('without' in got && got.without.length > 0) warn(`${source.id} : l'API n'a aucune ligne pour ${firstOf(got.without)}.`);
  if (source.prepare !== null && rows === null) warn(`${name} est à préparer : ${source.prepare}.`);
  if (source.note !== null) notices.push({ level: 'info', text: `${source.id} : ${source.note}.` });
  return notices;
}

/** Whom to cite, and the next command. */
export function closingText(got: readonly Deposited[], out: string, territory: string | null): string {
  const credits = [...new Set(got.map(({ source }) => `${source.producer} (${source.licence.name})`))];
  const ready = got.filter((g) => g.source.prepare === null || 'without' in g);
  const insee = ready.filter((g) => g.source.use === 'donnees').flatMap((g) => argumentsOf(g, out));
  const contours = ready.find((g) => g.source.use === 'contours');
  const words = [
    ...insee.map((path) => `--insee ${path}`),
    ...(contours === undefined ? [] : [`--boundaries ${shownPath(out, contours.name)}`]),
    ...(territory === null ? [] : [`--territory ${territory}`]),
  ];
  const next = insee.length === 0 ? [] : [`Ensuite : fragilite compute ${words.join(' ')}`];
  return `${[`Sources à citer : ${credits.join(' ; ')}.`, ...next].join('\n')}\n`;
}

/** A file as --insee names it; an archive of several tables with the one that is meant. */
function argumentsOf(got: Deposited, out: string): string[] {
  const path = shownPath(out, got.name);
  const { members } = got.source;
  return members.length > 1 && !('without' in got) ? members.map((member) => `${path}:${member}`) : [path];
}

/** What a machine is told of the files that would be asked. */
export const plannedFigures = (files: readonly PlannedFile[], cache: string): object => ({
  fichiers: files.map((file) => ({ identifiant: file.id, chemin: file.name, adresses: file.urls, dans_le_cache: isCached(file, cache) })),
});

/** What a machine is told of the files that came. */
export const fetchedFigures = (got: readonly Deposited[]): object => ({
  fichiers: got.map(({ id, name, provenance, from, changed }) => ({
    identifiant: id,
    chemin: name,
    adresses: [provenance.url],
    dans_le_cache: from === 'cache',
    date: provenance.date,
    taille: provenance.size,
    change: changed,
  })),
});
