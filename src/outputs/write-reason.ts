const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'droits insuffisants'],
  ['EPERM', 'opération interdite'],
  ['EROFS', 'système de fichiers en lecture seule'],
  ['ENOSPC', 'le disque est plein'],
  ['EDQUOT', 'le quota du disque est atteint'],
  ['EFBIG', 'fichier trop gros pour ce disque'],
  ['EIO', 'erreur du disque'],
  ['ENOENT', 'aucun dossier ne peut y être créé'],
  ['EEXIST', 'un fichier porte ce nom'],
  ['ENOTDIR', 'un fichier porte ce nom'],
  ['EISDIR', 'un dossier porte le nom d’une sortie'],
]);

/** Why the system did not write, in French, from the code of its error; the bare code where it is none of these. */
export function writeReason({ code }: { readonly code?: unknown }): string {
  return REASONS.get(String(code)) ?? String(code);
}
