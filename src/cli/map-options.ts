import { usageError } from '../errors.js';
import { nearest } from '../nearest.js';
import { drawableColumns, isTextColumn, mapColumn } from '../outputs/map/columns.js';
import type { MapColumn } from '../outputs/map/columns.js';
import { MAP_METHODS, suits } from '../outputs/map/layer.js';
import type { ClassChoice, MapMethod } from '../outputs/map/layer.js';
import { isCount, MAP_FORMATS } from '../outputs/map/map-files.js';
import type { MapFormat, MapRequest } from '../outputs/map/map-files.js';
import { storedNumber } from '../sources/result-folder.js';
import type { StoredResult } from '../sources/result-folder.js';

/** The options of `map`, as commander gives them. */
export interface RawMapOptions {
  readonly column?: readonly string[];
  readonly method?: string;
  readonly breaks?: string;
  readonly classes?: string;
  readonly sameBreaks?: boolean;
  readonly circles?: readonly string[];
  readonly labels?: string;
  readonly format?: readonly string[];
  readonly width?: string;
  readonly out?: string;
}

/** Names written without --labels N: beyond, a picture is a list. */
const USUAL_LABELS = 60;
const USUAL_WIDTH = 1600;

/** Methods that take a number of classes. */
const CHOSEN_NUMBER: readonly MapMethod[] = ['echelle', 'quantiles', 'jenks', 'amplitudes-egales'];
const USUAL_CLASSES = 5;

/**
 * The maps that options ask of a result.
 *
 * @throws usageError for a column that is not there or is no number, and for options that do not go together
 */
export function mapRequestOf(raw: RawMapOptions, stored: StoredResult): MapRequest {
  const columns = listed(raw.column, ['score']).map((name) => columnOf('--column', name, stored));
  const choice = choiceOf(raw);
  const sameBreaks = raw.sameBreaks === true;
  if (typeof choice?.method === 'string') requireSuited(choice.method, columns);
  if (sameBreaks) {
    const units = new Set(columns.filter((c) => !isCount(c) && c.scale === null).map((c) => c.unit));
    if (units.size > 1) throw usageError(`--same-breaks : ces colonnes n'ont pas la même unité (${[...units].join(', ')}).`);
  }
  return {
    columns,
    choice,
    sameBreaks,
    circlesOver: circlesOf(raw, stored),
    labels: labelsOf(raw.labels),
    formats: formatsOf(raw.format),
    width: numberOf('--width', raw.width, USUAL_WIDTH, 100, 10_000),
  };
}

function requireSuited(method: MapMethod, columns: readonly MapColumn[]): void {
  const other = columns.find((c) => !isCount(c) && !suits(method, c));
  if (other === undefined) return;
  const lacks = method === 'base100' ? "n'est pas en base 100" : "n'a pas d'échelle à deux bouts";
  throw usageError(`--method ${method} : « ${other.id} » ${lacks} (${other.unit}).\nPrenez une autre méthode : ${MAP_METHODS.filter((m) => suits(m, other)).join(', ')}.`);
}

const listed = (texts: readonly string[] | undefined, usual: readonly string[]): string[] => {
  const names = (texts ?? []).flatMap((text) => text.split(',')).map((text) => text.trim()).filter((text) => text !== '');
  return [...new Set(names.length > 0 ? names : usual)];
};

function columnOf(option: string, name: string, { columns, manifest }: StoredResult): MapColumn {
  if (isTextColumn(name)) throw usageError(`${option} ${name} : cette colonne est un texte, et une carte montre des nombres.`);
  const column = mapColumn(name, manifest);
  if (column !== null && columns.includes(name)) return column;
  if (column?.ofPosts === true) {
    throw usageError(`${option} ${name} : ce résultat n'a ni postes ni demandes.\nCroisez-les d'abord : fragilite cross --scores DOSSIER/ifn.csv --posts FICHIER --demands FICHIER.`);
  }
  const drawable = drawableColumns(columns, manifest);
  const [near] = nearest(name, drawable);
  const told = columns.includes(name) ? "le manifeste ne dit pas ce qu'est cette colonne" : "cette colonne n'est pas dans ifn.csv";
  throw usageError(`${option} ${name} : ${told}.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\nColonnes : ${drawable.join(', ')}.`);
}

function choiceOf({ method, breaks, classes }: RawMapOptions): ClassChoice | null {
  if (method === undefined && breaks === undefined && classes === undefined) return null;
  if (breaks !== undefined) {
    if (method !== undefined || classes !== undefined) throw usageError('--breaks donne les bornes : ni --method ni --classes avec elles.');
    return { method: { limits: limitsOf(breaks) }, classes: 0 };
  }
  const known = MAP_METHODS.find((m) => m === (method ?? 'quantiles'));
  if (known === undefined) {
    const [near] = nearest(method ?? '', MAP_METHODS);
    throw usageError(`--method ${method ?? ''} : méthode inconnue.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\nMéthodes : ${MAP_METHODS.join(', ')}, ou --breaks 70,85,95.`);
  }
  if (classes !== undefined && !CHOSEN_NUMBER.includes(known)) {
    throw usageError(`--classes : la méthode ${known} fixe elle-même le nombre de classes ; il se choisit pour ${CHOSEN_NUMBER.join(', ')}.`);
  }
  return { method: known, classes: numberOf('--classes', classes, USUAL_CLASSES, 2, 9) };
}

function limitsOf(text: string): number[] {
  const limits = text.split(/[;,]/).map((part) => (part.trim() === '' ? NaN : Number(part.trim())));
  if (limits.some((limit) => !Number.isFinite(limit))) throw usageError(`--breaks ${text} : des nombres séparés par des virgules sont attendus, avec un point décimal, par exemple 70,85,95.5,105.`);
  if (limits.some((limit, i) => i > 0 && limit <= (limits[i - 1] ?? 0))) throw usageError(`--breaks ${text} : les bornes doivent aller en croissant.`);
  if (limits.length > 11) throw usageError(`--breaks ${text} : ${String(limits.length + 1)} classes ne se distinguent plus ; douze au plus.`);
  return limits;
}

/** Over the score alone, unless it is asked: posts where they are counted, and demands. */
function circlesOf({ circles }: RawMapOptions, stored: StoredResult): MapRequest['circlesOver'] {
  if (circles === undefined) {
    const filled = (name: string): boolean => stored.columns.includes(name) && [...stored.rows.values()].some((row) => (storedNumber(row, name) ?? 0) > 0);
    const posts = ['postes_intervenant', 'postes_portes'].filter(filled).slice(0, 1);
    const usual = [...posts, ...['demandes_postes'].filter(filled)].map((name) => columnOf('--circles', name, stored));
    return ({ id }) => (id === 'score' ? usual : []);
  }
  const names = listed(circles, []);
  if (names.length === 1 && (names[0] === 'none' || names[0] === 'aucun')) return () => [];
  const columns = names.map((name) => columnOf('--circles', name, stored));
  const rate = columns.find((c) => c.kind !== 'effectif');
  if (rate !== undefined) throw usageError(`--circles ${rate.id} : les cercles montrent des effectifs, et cette colonne n'en est pas un.`);
  if (new Set(columns.map((c) => c.unit)).size > 1) throw usageError(`--circles : ces colonnes n'ont pas la même unité (${columns.map((c) => `${c.id} : ${c.unit}`).join(' ; ')}).`);
  if (columns.length > 2) throw usageError('--circles : deux colonnes au plus ; les cercles se cacheraient.');
  return () => columns;
}

function labelsOf(text: string | undefined): number {
  if (text === undefined || text === 'oui') return USUAL_LABELS;
  if (text === 'non') return 0;
  return numberOf('--labels', text, USUAL_LABELS, 0, 1000, ' ; ou oui, ou non');
}

function numberOf(option: string, text: string | undefined, usual: number, least: number, most: number, other = ''): number {
  if (text === undefined) return usual;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) throw usageError(`${option} ${text} : un entier de ${String(least)} à ${String(most)} est attendu${other}.`);
  return value;
}

function formatsOf(texts: readonly string[] | undefined): MapFormat[] {
  return listed(texts, MAP_FORMATS).map((name) => {
    const format = MAP_FORMATS.find((f) => f === name);
    if (format !== undefined) return format;
    const [near] = nearest(name, MAP_FORMATS);
    throw usageError(`--format ${name} : format inconnu.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\nFormats : ${MAP_FORMATS.join(', ')}.`);
  });
}
