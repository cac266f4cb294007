import { open, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { inputError } from '../../errors.js';

export type BoundaryFormat = 'shapefile' | 'geojson' | 'topojson' | 'geopackage';

const CONVERT = 'Convertissez-le en GeoPackage ou en GeoJSON, par exemple avec QGIS.';
const UNZIP = 'Décompressez-le, puis donnez le fichier .shp, .gpkg ou .geojson qu\'il contient.';

/** What the first bytes, in Latin 1, say of formats that users have and that we do not read. */
const UNREAD: readonly { readonly starts: RegExp; readonly name: string; readonly advice: string }[] = [
  { starts: /^PAR1/, name: 'un fichier Parquet', advice: CONVERT },
  { starts: /^fgb/, name: 'un FlatGeobuf', advice: CONVERT },
  { starts: /^PK/, name: 'une archive zip', advice: UNZIP },
  { starts: /^7z\xbc\xaf/, name: 'une archive 7z', advice: UNZIP },
  { starts: /^.\u008b/, name: 'une archive gzip', advice: UNZIP },
  { starts: /^(?:\xef\xbb\xbf)?\s*</, name: 'un fichier XML (KML, GML)', advice: CONVERT },
];

/** The same, for a file whose bytes say nothing. */
const UNREAD_EXTENSIONS: Readonly<Record<string, string>> = {
  '.parquet': CONVERT, '.geoparquet': CONVERT, '.fgb': CONVERT, '.tab': CONVERT,
  '.mif': CONVERT, '.kml': CONVERT, '.gml': CONVERT, '.csv': CONVERT, '.zip': UNZIP, '.7z': UNZIP,
};

/** Companions of a shapefile that people give in place of the `.shp`. */
const COMPANIONS = new Set(['.dbf', '.shx', '.prj', '.cpg', '.qpj', '.sbn', '.sbx']);
const SHAPEFILE_MAGIC = '\0\0\x27\x0a';
const SQLITE_MAGIC = 'SQLite format 3\0';
const GIVE = 'Donnez un shapefile (.shp), un GeoPackage, un GeoJSON ou un TopoJSON.';

/**
 * Finds the format of a file of boundaries from its first bytes, then from its extension.
 *
 * A TopoJSON is told from a GeoJSON by its content, further on.
 *
 * @throws an input error when the file does not exist, is a folder, or is in a format that is not
 *   read: the message says what to do
 */
export async function detectFormat(path: string): Promise<Exclude<BoundaryFormat, 'topojson'>> {
  const head = await readHead(path);
  const name = basename(path);
  const extension = extname(path).toLowerCase();
  if (COMPANIONS.has(extension)) {
    throw inputError(`${name} n'est qu'une partie d'un shapefile.\nDonnez le fichier .shp qui est à côté.`);
  }
  if (head.startsWith(SHAPEFILE_MAGIC) || extension === '.shp') return 'shapefile';
  if (head.startsWith(SQLITE_MAGIC)) return 'geopackage';
  const unread = UNREAD.find(({ starts }) => starts.test(head));
  if (unread !== undefined) throw inputError(`${name} est ${unread.name} : ce format n'est pas encore lu.\n${unread.advice}`);
  if (head === '') throw inputError(`${name} est vide.\n${GIVE}`);
  // UTF-16 is refused by the GeoJSON reader, that can say why.
  if (/^(?:\xef\xbb\xbf)?\s*[[{]/.test(head) || /^(?:\xff\xfe|\xfe\xff)/.test(head)) return 'geojson';
  const advice = UNREAD_EXTENSIONS[extension];
  if (advice !== undefined) throw inputError(`${name} : le format ${extension} n'est pas encore lu.\n${advice}`);
  if (extension === '.geojson' || extension === '.json' || extension === '.topojson') return 'geojson';
  if (extension === '.gpkg') throw inputError(`${name} n'est pas un GeoPackage : il ne commence pas par « SQLite format 3 ».\nCopiez ou téléchargez le fichier de nouveau.`);
  throw inputError(`${name} : format de contours non reconnu.\n${GIVE}`);
}

async function readHead(path: string): Promise<string> {
  const info = await stat(path).catch((error: unknown) => {
    throw inputError(`Fichier de contours introuvable ou illisible : ${path}.\nVérifiez le chemin.`, { cause: error });
  });
  if (info.isDirectory()) {
    throw inputError(`${path} est un dossier.\nDonnez le fichier .shp, .gpkg ou .geojson qu'il contient.`);
  }
  const file = await open(path).catch((error: unknown) => {
    throw inputError(`Fichier de contours illisible : ${path}.\nVérifiez vos droits de lecture.`, { cause: error });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}
