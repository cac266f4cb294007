// Not imported: as a module, node:fs also loads its streams, a tenth of what it takes to show a help text.
const { readFileSync } = process.getBuiltinModule('node:fs');

/** The version of fragilite, as its package says. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
