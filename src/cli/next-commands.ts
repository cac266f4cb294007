import type { Terminal } from './terminal.js';

/** Tells what one may want to run next: short, and last. */
export function suggestNext(terminal: Terminal, commands: readonly string[]): void {
  if (commands.length > 0) terminal.say(`Ensuite : ${commands.join(' ; ')}\n`);
}

/** The folder as an argument: nothing for the usual one, in quotes where the shell would cut it. */
export function folderWord(folder: string): string {
  if (folder === 'sortie') return '';
  return ` ${/^[\w./-]+$/.test(folder) ? folder : `'${folder.replaceAll("'", "'\\''")}'`}`;
}
