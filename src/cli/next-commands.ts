import { isAbsolute, relative } from 'node:path';
import type { Terminal } from './terminal.js';

/** Tells what one may want to run next: short, and last. */
export function suggestNext(terminal: Terminal, commands: readonly string[]): void {
  if (commands.length > 0) terminal.say(`Ensuite : ${commands.join(' ; ')}\n`);
}

/** The folder as an argument, with a space before it: nothing for the usual one. */
export const folderWord = (folder: string): string => (folder === 'sortie' ? '' : ` ${shellWord(folder)}`);

/** `verify` for a result whose paths start from a folder. */
export const verifyCommand = (shown: string, from: string, here: string): string =>
  `fragilite verify${folderWord(shown)}${from === here ? '' : ` --from ${shellWord(fromHere('', from, here))}`}`;

/** A word in quotes where the shell would cut it. */
export const shellWord = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** A folder as one names it from another: as it was written when it is absolute. */
export const fromHere = (shown: string, path: string, here: string): string => (isAbsolute(shown) ? shown : relative(here, path) || '.');
