import { installedCog, loadCog, missingCog } from '../sources/cog.js';
import { loadCogHistory } from '../sources/cog-history.js';
import type { Fingerprint } from '../sources/fingerprint.js';
import { readPassage } from '../sources/passage.js';
import { carrier } from '../territory/carry-dated.js';
import type { Carry, PassageRules } from '../territory/carry-dated.js';
import type { CogHistory } from '../territory/cog-history.js';
import { cogOfPassage } from '../territory/cog-of-passage.js';
import type { Geography, PlmLevel } from '../territory/cog.js';
import type { GeographyGuess } from '../territory/geography-guess.js';
import { resolvePassage } from '../territory/passage.js';

/** The geography of a run, and what carries the codes of files to it. */
export interface RunGeography {
  readonly geography: Geography;
  readonly history: CogHistory;
  readonly passage: PassageRules | null;
  readonly passagePrint: Fingerprint | null;
  /** What the geography is made of, when its year is not installed (French). */
  readonly notes: readonly string[];
}

export interface GeographyOptions {
  /** Year of the COG; the one that comes with fragilite when null. */
  readonly cog: number | null;
  readonly plm: PlmLevel;
  /** Path of the passage table as it was given; null without one. */
  readonly passage: string | null;
  /** The folder of the project, where the COG of another year may be installed. */
  readonly folder: string;
}

/**
 * Opens the geography of a run: the COG of the year, and the passage table made ready for it. A year
 * that is not installed is made from the COG that is and the passage table.
 *
 * @param at the full path of a file
 * @throws usageError when the year is neither installed nor in a table, inputError on a table that cannot be used
 */
export async function openGeography({ cog: year, plm, passage: shown, folder }: GeographyOptions, at: (path: string) => string): Promise<RunGeography> {
  const history = await loadCogHistory();
  const installed = await installedCog(year ?? undefined, folder);
  if (shown === null) {
    if (installed === null) throw missingCog(year ?? undefined);
    return { geography: { cog: installed, plm }, history, passage: null, passagePrint: null, notes: [] };
  }
  const { table, print } = await readPassage(at(shown), shown, year ?? installed?.year ?? null);
  const notes: string[] = [];
  let cog = installed;
  if (cog === null) {
    const own = await loadCog();
    cog = cogOfPassage(own, year ?? own.year, table, history);
    notes.push(`COG ${String(cog.year)} non installé : communes d'après ${shown}, noms et EPCI du COG ${String(own.year)} (un EPCI a pu changer de membres).`);
  }
  return { geography: { cog, plm }, history, passage: resolvePassage(table, cog, history), passagePrint: print, notes };
}

/** Where the codes of a file go, by the years that it can be of. */
export const carryOf = ({ geography, history, passage }: RunGeography, guess: GeographyGuess | null): Carry =>
  carrier(geography, { history, years: guess?.years ?? null, passage });
