import { isWholeLevel } from '../territory/unit-level.js';
import { rowsOfLevel, unitsTouching } from '../territory/whole-units.js';
import type { Inputs } from './inputs.js';

/** How the units of the territory met the rows of the files and the contours. */
export interface JoinReport {
  readonly units: number;
  /** Units of the territory that some INSEE file has a row for. */
  readonly withRows: number;
  readonly withoutRows: readonly string[];
  /** Units of the files that are not of the territory. */
  readonly outside: number;
  readonly contours: {
    readonly matched: number;
    readonly withoutContour: readonly string[];
    /** Codes of the contour file that are carried to no unit of the territory. */
    readonly unused: number;
    readonly joined: number;
  } | null;
}

const reports = new WeakMap<Inputs, JoinReport>();

/** Counts both sides of the joins, once: every view tells of them. */
export function joinReport(inputs: Inputs): JoinReport {
  const report = reports.get(inputs) ?? countJoins(inputs);
  reports.set(inputs, report);
  return report;
}

function countJoins(inputs: Inputs): JoinReport {
  const { territory, contours } = inputs;
  const inFiles = unitsInFiles(inputs);
  const wanted = new Set(territory.units);
  const withoutRows = territory.units.filter((code) => !inFiles.has(code));
  return {
    units: territory.units.length,
    withRows: territory.units.length - withoutRows.length,
    withoutRows,
    outside: [...inFiles].filter((code) => !wanted.has(code)).length,
    contours:
      contours === null
        ? null
        : {
            matched: contours.harmonised.geometries.size,
            withoutContour: territory.units.filter((code) => !contours.harmonised.geometries.has(code)),
            unused: unusedContours(contours),
            joined: contours.harmonised.joined.size,
          },
  };
}

/** The units that some file has a row for: their own, or that of a commune of theirs. */
function unitsInFiles({ units: { level, of }, merged, geography, territoryRows }: Inputs): ReadonlySet<string> {
  if (!isWholeLevel(level)) return new Set(merged.codes);
  const own = rowsOfLevel(territoryRows, level).filter((code) => of(code) !== undefined);
  return new Set([...unitsTouching(geography.cog, level, merged.codes).units, ...own]);
}

function unusedContours({ codes, harmonised }: NonNullable<Inputs['contours']>): number {
  const used = new Set<string>(harmonised.geometries.keys());
  for (const parts of harmonised.joined.values()) for (const code of parts) used.add(code);
  return [...new Set(codes)].filter((code) => !used.has(code)).length;
}
