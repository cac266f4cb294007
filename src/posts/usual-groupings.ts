import type { Cog } from '../territory/cog.js';
import type { Grouping } from './grouping.js';

/** The groupings that the COG knows. */
export const USUAL_GROUPINGS = ['commune', 'epci', 'arrondissement'] as const;
export type UsualGrouping = (typeof USUAL_GROUPINGS)[number];

/** Lines by commune, by EPCI, or by arrondissement départemental. */
export function usualGrouping(kind: UsualGrouping, cog: Cog): Grouping {
  const unit = (code: string) => cog.communes.get(code) ?? cog.arrondissements.get(code);
  switch (kind) {
    case 'commune':
      return { kind, lineOf: ({ code }) => code, nameOf: (line) => unit(line)?.nom ?? line };
    case 'epci':
      return { kind, lineOf: ({ epci }) => epci, nameOf: (line) => cog.epci.get(line)?.nom ?? line };
    case 'arrondissement':
      return { kind, lineOf: ({ code }) => unit(code)?.sousPrefecture ?? null, nameOf: (line) => cog.sousPrefectures.get(line) ?? line };
  }
}
