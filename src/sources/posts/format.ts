import { inputError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import { ANCT_POSTS, ANCT_STRUCTURES, DEMANDS, INTERVENTIONS, OPEN_LIST, POSTS } from './columns.js';
import { columnKey, holds } from '../small-csv.js';
import type { Column } from '../small-csv.js';

/** The formats of posts and demands that are read. */
export const POST_FORMATS = ['liste-ouverte', 'postes-anct', 'structures-anct', 'postes', 'interventions', 'demandes'] as const;
export type PostFormat = (typeof POST_FORMATS)[number];

/** How each is called in messages. */
export const FORMAT_LABELS: Readonly<Record<PostFormat, string>> = {
  'liste-ouverte': 'liste ouverte des structures aux postes validés (ANCT)',
  'postes-anct': 'liste des postes du back-office (ANCT)',
  'structures-anct': 'export des structures du back-office (ANCT)',
  postes: 'postes.csv de fragilite',
  interventions: 'interventions.csv de fragilite',
  demandes: 'demandes.csv de fragilite',
};

// Formats with more particular columns first: the first whose required columns are all there is taken.
const FORMATS: readonly (readonly [PostFormat, Readonly<Record<string, Column>>])[] = [
  ['structures-anct', ANCT_STRUCTURES],
  ['postes-anct', ANCT_POSTS],
  ['liste-ouverte', OPEN_LIST],
  ['demandes', DEMANDS],
  ['interventions', INTERVENTIONS],
  ['postes', POSTS],
];

const KNOWN_KEYS: ReadonlySet<string> = new Set(
  FORMATS.flatMap(([, columns]) => Object.values(columns).flatMap((c) => (c.required ? [c.name, ...c.also].map(columnKey) : []))),
);

/** True for a name that is a required column of a format: the line of the header is found by it. */
export const isKnownColumn = (name: string): boolean => KNOWN_KEYS.has(columnKey(name));

/** The columns that a format reads. */
export const columnsOf = (format: PostFormat): readonly Column[] =>
  Object.values(FORMATS.find(([name]) => name === format)?.[1] ?? {});

const POSTCODES = new Set(['code postal', 'codepostal', 'cp', 'postcode']);
const COMMUNE_CODES = new Set(['code commune insee', 'code commune', 'code insee', 'insee', 'insee com', 'codgeo', 'depcom', 'codecommune']);

/**
 * The format of a file, known by the columns of its header.
 *
 * @throws inputError that lists what was found and the formats known; a file with postcodes and no
 *   commune code is told so: one postcode serves several communes
 */
export function recognisePostFormat(header: readonly string[], shown: string): PostFormat {
  const keys = new Set(header.map(columnKey));
  const found = FORMATS.find(([, columns]) => Object.values(columns).every((c) => !c.required || holds(keys, c)));
  if (found !== undefined) return found[0];
  if (postcodesOnly(keys)) {
    throw inputError(
      `${shown} : le fichier n'a que des codes postaux (colonne « ${header.find((h) => POSTCODES.has(columnKey(h))) ?? ''} »), sans code Insee de commune.\n` +
        "Un code postal n'est pas une commune : ajoutez une colonne de codes Insee (« Code commune INSEE » dans la liste ouverte, « commune » dans postes.csv).",
    );
  }
  throw inputError(`${shown} : format inconnu. Colonnes trouvées : ${shownHeader(header)}.\n${closestFormat(header, keys)}`);
}

function postcodesOnly(keys: ReadonlySet<string>): boolean {
  const any = (names: ReadonlySet<string>): boolean => [...keys].some((key) => names.has(key));
  const ours = keys.has('commune') && (keys.has('poste') || keys.has('demande'));
  return any(POSTCODES) && !any(COMMUNE_CODES) && !ours;
}

const MOST_SHOWN = 20;

/** The names of the columns, without those that a file without a header would betray of a person. */
function shownHeader(header: readonly string[]): string {
  const names = header.map((name) => (/@|(?:\d[\s.]?){9,}/.test(name) ? '(masquée)' : name));
  const more = names.length > MOST_SHOWN ? `, … (${String(names.length)} en tout)` : '';
  return names.slice(0, MOST_SHOWN).join(', ') + more;
}

function closestFormat(header: readonly string[], keys: ReadonlySet<string>): string {
  let best: { readonly format: PostFormat; readonly missing: readonly Column[]; readonly share: number } | null = null;
  for (const [format, columns] of FORMATS) {
    const wanted = Object.values(columns).filter((c) => c.required);
    const missing = wanted.filter((c) => !holds(keys, c));
    const share = 1 - missing.length / wanted.length;
    if (share >= 0.5 && (best === null || share > best.share)) best = { format, missing, share };
  }
  if (best === null) {
    return `Formats connus : ${FORMATS.map(([format]) => FORMAT_LABELS[format]).join(' ; ')}.`;
  }
  const lacking = best.missing.map((c) => {
    const [near] = nearest(c.name, header, 1);
    return near === undefined ? `« ${c.name} »` : `« ${c.name} » (est-ce « ${near} » ?)`;
  });
  return `Le plus proche : ${FORMAT_LABELS[best.format]} ; il manque ${lacking.join(', ')}.`;
}
