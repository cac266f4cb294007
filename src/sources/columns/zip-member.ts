import type { Entry } from 'yauzl';
import { inputError } from '../../errors.js';
import { nearest } from '../../nearest.js';

const DATA = /\.csv$/i;
const META = /^meta_|_metadata\.csv$/i;
/** What macOS adds to the archives it makes. */
const SHADOW = /(^|\/)(__MACOSX\/|\._)/;
/** Word of a file name that says which units it holds: two such files hold the same columns. */
const UNITS = /(?<=[_-])(COM|ARM|COMD|IRIS|COMMUNES?|ARRONDISSEMENTS?)(?=[_.-])/gi;
/** A file that is not ten times smaller than the largest may be the one that is meant. */
const AS_LARGE = 0.1;

type Member = Pick<Entry, 'fileName' | 'uncompressedSize'>;

/**
 * The member of an archive that holds the table: the one named, else the largest CSV that does not
 * describe another (`meta_…`, `…_metadata.csv`).
 *
 * @param wanted the name as given, with or without its folders, or null
 * @throws inputError when no member has that name, there is no CSV, or several could be meant
 */
export function chooseMember<M extends Member>(members: readonly M[], wanted: string | null, shown: string): M {
  const files = members.filter((m) => !m.fileName.endsWith('/'));
  if (wanted !== null) return namedMember(files, wanted, shown);
  const tables = files
    .filter((m) => DATA.test(m.fileName) && !META.test(baseOf(m.fileName)) && !SHADOW.test(m.fileName))
    .sort((a, b) => b.uncompressedSize - a.uncompressedSize);
  const [largest, ...others] = tables;
  if (largest === undefined) {
    throw inputError(`${shown} : aucun fichier .csv dans l'archive (elle contient ${listed(files)}).\nDonnez l'archive des données au format CSV.`);
  }
  const alike = others.filter((m) => m.uncompressedSize >= largest.uncompressedSize * AS_LARGE || kindOf(m) === kindOf(largest));
  if (alike.length > 0) {
    const names = [largest, ...alike];
    throw inputError(
      `${shown} : plusieurs fichiers de l'archive peuvent convenir : ${listed(names)}.\nNommez celui qu'il faut lire : --insee ${shown}:${largest.fileName}`,
    );
  }
  return largest;
}

function namedMember<M extends Member>(files: readonly M[], wanted: string, shown: string): M {
  const exact = files.filter((m) => m.fileName === wanted);
  const found = exact.length > 0 ? exact : files.filter((m) => baseOf(m.fileName) === baseOf(wanted) && m.fileName.endsWith(wanted));
  const [member] = found;
  if (member === undefined) {
    const [near] = nearest(wanted, files.map((m) => m.fileName));
    throw inputError(`${shown} : pas de fichier ${wanted} dans l'archive${near === undefined ? '' : ` ; vouliez-vous dire ${near}`} ?\nElle contient ${listed(files)}.`);
  }
  if (found.length > 1) throw inputError(`${shown} : plusieurs fichiers de l'archive s'appellent ${wanted} : ${listed(found)}.\nNommez-le avec son dossier.`);
  return member;
}

/** What the name says apart from the units: `cc_filosofi_2021_COM.csv` and `…_ARM.csv` are of one kind. */
const kindOf = (member: Member): string => member.fileName.replace(UNITS, '*').toUpperCase();

const baseOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

const listed = (members: readonly Member[]): string =>
  members.length === 0 ? 'rien' : members.slice(0, 8).map((m) => m.fileName).join(', ') + (members.length > 8 ? `, et ${String(members.length - 8)} autres` : '');
