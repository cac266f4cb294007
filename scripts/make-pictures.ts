// Draws the pictures of the README again: the map and the report of the demonstration, with its posts.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { main } from '../src/cli/main.js';
import { BROWSER_FLAGS, browserPath } from './browser-path.js';

const ROOT = new URL('../', import.meta.url);
const path = (name: string): string => fileURLToPath(new URL(name, ROOT));
const folder = mkdtempSync(join(tmpdir(), 'pictures-'));

async function fragilite(...argv: string[]): Promise<void> {
  const io = { stdout: () => undefined, stderr: () => undefined, interactive: false, color: false, cwd: folder };
  const code = await main(argv, io);
  if (code !== 0) throw new Error(`fragilite ${argv.join(' ')}: ${String(code)}`);
}

try {
  await fragilite('compute', '--posts', path('data/demo/avril-2023/postes.csv'));
  await fragilite('map', '--format', 'png', '--width', '800');
  copyFileSync(join(folder, 'sortie/carte.png'), path('docs/pictures/carte.png'));
  await fragilite('report');
  const browser = await chromium.launch({ executablePath: browserPath(), args: [...BROWSER_FLAGS] });
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, reducedMotion: 'reduce' });
  await page.goto(`${pathToFileURL(join(folder, 'sortie/rapport.html')).href}#carte-partie`);
  await page.locator('#cercles-choix').selectOption({ label: "Postes portés : siège de l'employeur" });
  await page.screenshot({ path: path('docs/pictures/rapport.png') });
  await browser.close();
} finally {
  rmSync(folder, { recursive: true });
}
