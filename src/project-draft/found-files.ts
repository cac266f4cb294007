import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { LOCK_NAME } from '../sources/lock-file.js';
import { PROJECT_FILE } from '../sources/project-file.js';
import { byCode } from '../territory/codes.js';

/** What stands in a folder and may serve a project. */
export interface FoundFiles {
  /** Paths from the folder, sorted. */
  readonly files: readonly string[];
  /** Folders that hold a result of ours: not looked into. */
  readonly results: readonly string[];
}

/** Folders of programs, not of data. */
const NOT_DATA = new Set(['node_modules']);

/** Parts of a shapefile: its `.shp` stands for them. */
const PARTS = new Set(['.dbf', '.shx', '.prj', '.cpg', '.qpj', '.sbn', '.sbx', '.qmd', '.qix']);

/** The files of a folder and of those in it, but hidden ones, links to folders, results of ours, the project file itself and its lock. */
export function findFiles(folder: string): FoundFiles {
  const files: string[] = [];
  const results: string[] = [];
  const walk = (inside: string): void => {
    const entries = readdirSync(join(folder, inside), { withFileTypes: true }).filter(({ name }) => !name.startsWith('.') && !NOT_DATA.has(name));
    const stems = new Set(entries.filter(({ name }) => extname(name).toLowerCase() === '.shp').map(({ name }) => name.slice(0, -4).toLowerCase()));
    for (const entry of entries) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) {
        if (isResult(join(folder, path))) results.push(path);
        else walk(path);
        continue;
      }
      const part = PARTS.has(extname(path).toLowerCase()) && stems.has(entry.name.slice(0, -4).toLowerCase());
      if (part || path === PROJECT_FILE || path === LOCK_NAME || statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() !== true) continue;
      files.push(path);
    }
  };
  walk('');
  return { files: files.sort(byCode), results: results.sort(byCode) };
}

function isResult(folder: string): boolean {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) return false;
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { outil?: { nom?: string } }).outil?.nom === 'fragilite';
  } catch {
    // Another program's.
    return false;
  }
}
