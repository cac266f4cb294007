import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The browser of FRAGILITE_CHROMIUM, or the first of the usual names in PATH. */
export function browserPath(): string {
  const given = process.env['FRAGILITE_CHROMIUM'] ?? '';
  if (given !== '') return given;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`No Chromium found (${NAMES.join(', ')}): install one, or set FRAGILITE_CHROMIUM`);
  return found;
}

/** Without a display nor a sandbox of its own, as in a container. */
export const BROWSER_FLAGS: readonly string[] = ['--no-sandbox', '--disable-gpu'];
