import { frenchNumber } from '../../french.js';
import type { Panel, PanelUnit } from '../../evolution/panel.js';
import type { WholeChange } from '../../evolution/whole-change.js';
import type { Evolution } from '../../main-job/evolution/evolution.js';
import { unitNames } from '../map/about-map.js';
import type { StoredManifest } from '../../sources/result-folder.js';
import { joinedCodes } from './evolution-csv.js';

/** Counts under this are not to be told from chance. Source: Insee, conseils d'utilisation des résultats du recensement. */
export const FEW = 200;

/** Ranks are shown from this many units on, like dixièmes. */
export const MINIMUM_FOR_RANKS = 30;

/** So many variables are named as what moved a score. */
const MOST_MOVERS = 2;

/** A change with its sign: `+2,5`, `−0,4`. */
export function signed(value: number | null, decimals = 1): string {
  const text = frenchNumber(value, decimals);
  return value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** The manifest of the base year, for words that are the same in all years. */
export function baseManifest({ panel, years }: Evolution): StoredManifest {
  const manifest = years[panel.base]?.manifest;
  if (manifest === undefined) throw new Error('A panel has a base year');
  return manifest;
}

/** The territory as the newest result on the geography of the panel names it. */
export function panelTerritory({ panel, years }: Evolution): StoredManifest['territoire'] {
  const newest = [...years].reverse().find(({ result }) => result.cog === panel.cog);
  if (newest === undefined) throw new Error('A panel is on the geography of one of its results');
  return newest.manifest.territoire;
}

/** What the units are called, one and several. */
export const panelUnitNames = (evolution: Evolution): readonly [string, string] => unitNames(baseManifest(evolution));

export const firstYear = ({ years }: Panel): number => years[0]?.year ?? Number.NaN;
export const lastYear = ({ years }: Panel): number => years.at(-1)?.year ?? Number.NaN;

/** `2011, 2016 et 2022` as a span: `2011–2022`. */
export const span = (panel: Panel): string => `${String(firstYear(panel))}–${String(lastYear(panel))}`;

/** A variable in a sentence, as a reader knows it: its label, in quotes where it stands among other words. */
export const spokenLabel = ({ label }: { readonly label: string }): string => `« ${label} »`;

/**
 * The variables that moved a score most, in its direction first: `pauvrete +3,1, ages_65_plus +2,5`.
 *
 * @param nameOf what a variable is called; its id, which a column has room for, without it
 */
export function moversText({ change, variables }: WholeChange, nameOf = (id: string): string => id): string {
  // What shows as 0,0 moved nothing that a reader can see.
  const along = variables.filter((v) => Math.abs(v.contribution) >= 0.05 && v.contribution > 0 === change > 0);
  return along.slice(0, MOST_MOVERS).map((v) => `${nameOf(v.id)} ${signed(v.contribution)}`).join(', ');
}

/** What a reader must know of the figures of one unit. */
export function unitRemark(unit: PanelUnit, panel: Panel): string {
  const told: string[] = [];
  for (const { id, kind } of panel.variables) {
    const path = unit.variables.get(id);
    if (path === undefined) continue;
    const filled = panel.years.filter((_, at) => ['estime', 'impute'].includes(path.figures[at]?.status ?? '')).map((y) => String(y.year));
    if (!path.counts) told.push(`sans ${id}`);
    else if (filled.length > 0) told.push(`${id} estimé en ${filled.join(', ')}`);
    else if (kind === 'part' && path.figures.some((f) => f.numerator < FEW)) told.push(`${id} : effectif sous ${String(FEW)}`);
  }
  const joined = [...new Set(panel.years.flatMap((_, at) => joinedCodes(unit, at)))].sort();
  if (joined.length > 0) told.push(`réunit ${joined.join(' et ')}`);
  const few = told.filter((text) => text.includes('effectif sous'));
  if (few.length > 2) return [...told.filter((text) => !few.includes(text)), `${String(few.length)} effectifs sous ${String(FEW)}`].join(', ');
  return told.join(', ');
}
