// Writes man/fragilite.1 from the commands as they are declared: npm run docs:man.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { manPage } from './man-page.js';

mkdirSync(new URL('../man/', import.meta.url), { recursive: true });
writeFileSync(fileURLToPath(new URL('../man/fragilite.1', import.meta.url)), manPage());
