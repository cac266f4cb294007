import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { byCode } from '../territory/codes.js';
import { splitMember } from './columns/byte-source.js';
import { fileDigest } from './columns/digest.js';
import type { Digest } from './columns/digest.js';
import { PROJECT_OPTIONS, rawName } from './project-file.js';
import type { OptionKind, ProjectCommand, RawValue, RawValues } from './project-file.js';
import { relativePath } from './relative-path.js';

/** The parts of a shapefile that are read. */
const SHAPEFILE_PARTS: ReadonlySet<string> = new Set(['.shp', '.shx', '.dbf', '.prj', '.cpg']);

/** The data of the package that results depend on, from its root. */
const OWN_DATA = ['data', 'data/models'];

/**
 * The files that options make a command read, as paths from the project's folder, sorted. A file that is not
 * there is among them; the parts of a shapefile are those that are there.
 */
export function inputPaths(command: ProjectCommand, values: RawValues, folder: string): string[] {
  const paths = Object.entries(PROJECT_OPTIONS[command]).flatMap(([option, kind]) => {
    const value = values[rawName(option)];
    return value === undefined ? [] : filesOf(value, kind, folder);
  });
  return [...new Set(paths.map((path) => relativePath(folder, resolve(folder, path))))].sort(byCode);
}

function filesOf(value: RawValue, kind: OptionKind, folder: string): readonly string[] {
  const texts = typeof value === 'string' ? [value] : typeof value === 'boolean' ? [] : value;
  switch (kind) {
    case 'file':
    case 'files':
      return texts.map((path) => splitMember(path).file);
    case 'boundaries':
      return texts.flatMap((path) => [path, ...partsBeside(path, folder)]);
    case 'result':
      return texts.flatMap((path) => [join(path, 'ifn.csv'), join(path, 'manifest.json')]);
    case 'model':
      return texts.filter((path) => /\.ya?ml$/i.test(path));
    case 'grouping':
      return texts.filter((path) => /[./\\]/.test(path));
    case 'selector':
      return texts.flatMap((text) => [...text.matchAll(/(?:^|,)\s*-?\s*file:([^,]+)/g)].map(([, path = '']) => path.trim()));
    default:
      return [];
  }
}

/** The other files of a shapefile, whatever the case of their extensions. */
function partsBeside(path: string, folder: string): string[] {
  if (extname(path).toLowerCase() !== '.shp') return [];
  const stem = basename(path, extname(path)).toLowerCase();
  try {
    const names = readdirSync(dirname(resolve(folder, path)));
    return names.filter((name) => SHAPEFILE_PARTS.has(extname(name).toLowerCase()) && basename(name, extname(name)).toLowerCase() === stem).map((name) => join(dirname(path), name));
  } catch {
    // No such folder: whoever reads the file says so.
    return [];
  }
}

/** Size and sha256 of a file; null where there is none that can be read. */
export async function contentOf(path: string): Promise<Digest | null> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return null;
  try {
    return await fileDigest(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') return null;
    throw error;
  }
}

/** A digest of the quantities, models and changes of communes that come with the program: results depend on them. */
export function ownDataDigest(): string {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const hash = createHash('sha256');
  for (const folder of OWN_DATA) {
    for (const name of readdirSync(join(root, folder)).sort()) {
      if (/\.(yaml|json)$/.test(name)) hash.update(`${folder}/${name}\n`).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest('hex');
}
