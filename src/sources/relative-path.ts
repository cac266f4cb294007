import { relative, sep } from 'node:path';

/** A path from a folder as outputs name it, with `/` everywhere; empty for the folder itself. */
export const relativePath = (folder: string, path: string): string => relative(folder, path).split(sep).join('/');
