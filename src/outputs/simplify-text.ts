import type { SimplifyTarget } from '../geometry/simplify.js';

/** As `--simplify` takes it: `50m`, `10%`. */
export const simplifyText = ({ kind, value }: SimplifyTarget): string =>
  kind === 'metres' ? `${String(value)}m` : `${String(Number((100 * value).toPrecision(12)))}%`;
