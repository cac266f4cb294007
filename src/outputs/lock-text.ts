import { stringify } from 'yaml';
import type { FileIdentity, Lock, LockedSource } from '../lock.js';
import { byCode } from '../territory/codes.js';

const HEADING = `# Les fichiers et les versions dont dépend ce projet. Écrit par fragilite fetch et fragilite run :
# à garder avec fragilite.yaml (git), à ne pas modifier à la main.
`;

/**
 * The text of `fragilite.lock`: YAML, names sorted, LF. No date and no absolute path, so that the same
 * files give the same bytes.
 */
export function lockText({ sources, run }: Lock): string {
  const content = {
    version: 1,
    ...(run === null ? {} : { outil: run.tool, modele: run.model, geographie: run.geography }),
    ...(sources.size === 0 ? {} : { sources: sorted(sources, sourceEntry) }),
    ...(run === null ? {} : { entrees: sorted(run.inputs, entry) }),
  };
  return HEADING + stringify(content, { lineWidth: 0 });
}

const sourceEntry = (source: LockedSource): object => ({
  url: source.url,
  url_finale: source.finalUrl,
  ...entry(source),
  ...(source.file === null ? {} : { fichier: { chemin: source.file.path, ...entry(source.file) } }),
});

const entry = ({ size, sha256 }: FileIdentity): object => ({ taille: size, sha256 });

const sorted = <T>(files: ReadonlyMap<string, T>, of: (file: T) => object): object =>
  Object.fromEntries([...files].sort(([a], [b]) => byCode(a, b)).map(([name, file]) => [name, of(file)]));
