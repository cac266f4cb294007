import { FragiliteError } from '../errors.js';
import { counted } from '../french.js';
import { Journal } from '../journal.js';
import { readContours } from '../main-job/contours.js';
import type { RunGeography } from '../main-job/geography.js';
import { communeUnits } from '../territory/units.js';
import type { Taken } from './insee-choice.js';
import { reasonOf } from './recognise.js';

export interface ContourChoice {
  readonly taken: Taken | null;
  readonly leftOut: readonly Taken[];
}

/**
 * Chooses the contours that cover every commune of a territory, the first path among those; where none does, the
 * ones that cover most.
 *
 * @param units codes of the communes
 */
export async function chooseContours(paths: readonly string[], folder: string, units: readonly string[], run: RunGeography): Promise<ContourChoice> {
  const covers: { readonly path: string; readonly covered: number }[] = [];
  const leftOut: Taken[] = [];
  for (const path of paths) {
    try {
      const options = { folder, boundaries: path, crs: null, layer: null, simplify: null };
      const read = await readContours(options, run, units, communeUnits(run.geography), new Journal());
      covers.push({ path, covered: units.filter((unit) => (read?.harmonised.geometries.packed(unit) ?? null) !== null).length });
    } catch (error) {
      if (!(error instanceof FragiliteError)) throw error;
      leftOut.push({ path, why: reasonOf(error, path) });
    }
  }
  const most = Math.max(0, ...covers.map(({ covered }) => covered));
  const best = most === 0 ? undefined : covers.find(({ covered }) => covered === most);
  const all = counted(units.length, 'commune');
  for (const { path, covered } of covers) {
    if (path === best?.path) continue;
    leftOut.push({ path, why: covered === units.length ? `couvre aussi les ${all} ; ${best?.path ?? ''} vient avant` : `couvre ${String(covered)} des ${all}` });
  }
  const why = best?.covered === units.length ? `couvrent les ${all}` : `couvrent ${String(best?.covered ?? 0)} des ${all} ; aucun fichier n'en couvre plus`;
  return { taken: best === undefined ? null : { path: best.path, why }, leftOut };
}
