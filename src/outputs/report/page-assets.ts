import { existsSync, readFileSync } from 'node:fs';

/** The script and the style of the page, which the build makes of src/page. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

// The same place from src/outputs/report and from dist/outputs/report.
const BUILT = new URL('../../../dist/page/', import.meta.url);

/** Reads what the build made; without it there is no page. */
export function pageAssets(): PageAssets {
  const script = new URL('report.js', BUILT);
  const style = new URL('report.css', BUILT);
  if (!existsSync(script) || !existsSync(style)) throw new Error('dist/page is missing: run « npm run build »');
  return { script: readFileSync(script, 'utf8'), style: readFileSync(style, 'utf8') };
}
