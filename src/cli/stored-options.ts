import type { RawOptions } from './job-options.js';

/** Options that the demonstration takes too; the others say which data to use, and it has its own. */
const OF_DEMONSTRATION = ['model', 'format', 'posts', 'demands', 'envelope'];

/** What a manifest keeps beside the options that the command line has. */
const NOT_OPTIONS = ['demonstration', 'scene', 'missing', 'vintage'];

/** The options of a manifest as the command line takes them. */
export function rawOptionsOf(options: Readonly<Record<string, unknown>>): RawOptions {
  const demonstration = options['demonstration'] === true;
  const kept = Object.entries(options).filter(([name]) => (demonstration ? OF_DEMONSTRATION.includes(name) : !NOT_OPTIONS.includes(name)));
  const named = kept.flatMap(([name, value]) => {
    const text = textOf(value);
    return text === null ? [] : [[name === 'reference_values' ? 'referenceValues' : name, text] as const];
  });
  const missing = pairs(options['missing']);
  const vintage = demonstration ? [] : pairs(options['vintage']);
  return {
    ...(Object.fromEntries(named) as RawOptions),
    ...(missing.length === 0 ? {} : { missing }),
    ...(vintage.length === 0 ? {} : { vintage }),
  };
}

/** Null for an option that was not given. */
function textOf(value: unknown): string | string[] | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value) || value.length === 0) return null;
  return value.map(String);
}

/** `{ pauvrete: 'ignorer', toutes: null }` → `pauvrete=ignorer`; what is said of all has no name. */
function pairs(record: unknown): string[] {
  if (typeof record !== 'object' || record === null) return [];
  return Object.entries(record).flatMap(([name, value]: [string, unknown]) => {
    const text = textOf(value);
    if (typeof text !== 'string') return [];
    return [name === 'toutes' ? text : `${name}=${text}`];
  });
}
