// The page of a report is one script and one style: what src/page holds, with the modules that it shares.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));

const common = { bundle: true, minify: true, legalComments: 'none', logLevel: 'warning', target: ['es2022', 'chrome110', 'firefox115', 'safari16'] };
await build({ ...common, entryPoints: [path('src/page/page.ts')], outfile: path('dist/page/report.js'), format: 'iife' });
await build({ ...common, entryPoints: [path('src/page/report.css')], outfile: path('dist/page/report.css') });
