// The modules that every start loads become one file: Node takes half a millisecond to find each of them.
// What a command loads when it runs stays as it is, and so do modules that both sides must share.
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const start = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
/** A class is one only if it is loaded once; the version is read beside its own module. */
const SHARED = /\/(?:errors|version)\.js$/;

const leaveTheRest = {
  name: 'leave-the-rest',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import' && !SHARED.test(path)) return null;
      const from = relative(dirname(start), resolve(resolveDir, path)).split(sep).join('/');
      return { path: from.startsWith('.') ? from : `./${from}`, external: true };
    });
  },
};

await build({ entryPoints: [start], outfile: start, allowOverwrite: true, bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', charset: 'utf8', legalComments: 'none', logLevel: 'warning', plugins: [leaveTheRest] });
