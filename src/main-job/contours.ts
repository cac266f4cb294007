import { resolve } from 'node:path';
import { inputError } from '../errors.js';
import { outsideFrance } from '../geometry/france.js';
import { harmoniseBoundaries } from '../geometry/harmonise.js';
import type { HarmonisedBoundaries } from '../geometry/harmonise.js';
import type { Journal } from '../journal.js';
import { readBoundaries } from '../sources/boundaries.js';
import type { Boundaries } from '../sources/boundaries.js';
import { communeKey, irisKey, wholeKey } from '../sources/boundaries/key-forms.js';
import type { KeyForm } from '../sources/boundaries/key-forms.js';
import { carryCode } from '../territory/carry.js';
import { plainName } from '../territory/codes.js';
import type { Geography } from '../territory/cog.js';
import { communeOfIris } from '../territory/iris.js';
import type { Territory } from '../territory/selector.js';
import { isWholeLevel, UNIT_WORDS } from '../territory/unit-level.js';
import { membersByUnit } from '../territory/units.js';
import type { Units } from '../territory/units.js';
import type { JobOptions } from './options.js';

export interface ReadContours {
  readonly source: Boundaries;
  readonly harmonised: HarmonisedBoundaries;
  /** Positions before and after `--simplify`; null without it. */
  readonly simplified: { readonly before: number; readonly after: number } | null;
  /** Units put together from contours of communes of which the file lacks some, with how many. */
  readonly incomplete: ReadonlyMap<string, number>;
}

/**
 * Reads the contours of the units. EPCI, départements and régions may come as they are, or as
 * communes, which are then put together.
 *
 * @throws inputError when the file cannot be used, or a contour lies out of France
 */
export async function readContours(options: JobOptions, geography: Geography, territory: Territory, units: Units, journal: Journal): Promise<ReadContours | null> {
  if (options.boundaries === null) return null;
  const { cog } = geography;
  const read = await readBoundaries(
    resolve(options.folder, options.boundaries),
    {
      ...(options.crs === null ? {} : { crs: options.crs }),
      ...(options.layer === null ? {} : { layer: options.layer }),
      keys: keyForms(geography, units),
    },
    journal,
  );
  const source = { ...read, file: options.boundaries };
  requireNamesOfLevel(source, geography, units);
  const wanted = new Set(territory.units);
  const harmonised = harmoniseBoundaries(
    source.features,
    carryTo(source, geography, units),
    source.projection,
    (unit) => wanted.has(unit) && units.of(unit) !== undefined,
    (code) => cog.arrondissements.get(code)?.commune ?? null,
  );
  for (const unit of harmonised.geometries.keys()) {
    const packed = harmonised.geometries.packed(unit);
    const place = packed === null ? null : outsideFrance(packed);
    if (place === null) continue;
    throw inputError(
      `${source.file} : le contour de ${unit} passe par ${place[0].toFixed(2)}° de longitude et ${place[1].toFixed(2)}° de latitude, hors de France.\n` +
        `La projection (${source.projection.label}) est fausse, ou les axes sont inversés : vérifiez le fichier, ou donnez --crs.`,
    );
  }
  const incomplete = lackingCommunes(source, geography, units, wanted);
  if (options.simplify === null) return { source, harmonised, simplified: null, incomplete };
  const { simplifyContours } = await import('../geometry/simplify.js');
  const { geometries, before, after } = simplifyContours(harmonised.geometries, options.simplify);
  return { source, harmonised: { ...harmonised, geometries }, simplified: { before, after }, incomplete };
}

function keyForms(geography: Geography, { level, of }: Units): readonly KeyForm[] {
  const { cog } = geography;
  if (level === 'iris') return [irisKey((code) => communeOfIris(geography, code) !== null)];
  const communes = communeKey((code) => cog.communes.has(code) || cog.formerCodes.has(code) || cog.arrondissements.has(code));
  return isWholeLevel(level) ? [communes, wholeKey(level, (code) => of(code) !== undefined)] : [communes];
}

/** Where a code of the file goes: an IRIS stays what it is, a commune goes to its unit. */
function carryTo(source: Boundaries, geography: Geography, { level, of }: Units): (code: string) => string | null {
  if (level === 'iris') return (code) => (communeOfIris(geography, code) === null ? null : code);
  if (!isWholeLevel(level)) return (code) => carryCode(geography, code).unit;
  if (source.keyLevel !== 'commune') return (code) => (of(code) === undefined ? null : code);
  return (code) => {
    const { unit } = carryCode(geography, code);
    return unit === null ? null : (geography.cog.communes.get(unit)?.[level] ?? null);
  };
}

/**
 * « 84 » is Vaucluse and Auvergne-Rhône-Alpes: where the file names its contours, the names tell.
 *
 * @throws inputError when they are those of the other level
 */
function requireNamesOfLevel({ features, keyLevel, file }: Boundaries, { cog }: Geography, { level }: Units): void {
  if (keyLevel !== level || (level !== 'departement' && level !== 'region')) return;
  const named = (names: ReadonlyMap<string, { readonly nom: string }>): number =>
    features.filter(({ code, name }) => name !== null && plainName(name) === plainName(names.get(code)?.nom ?? '')).length;
  const [regions, departements] = [named(cog.regions), named(cog.departements)];
  const [own, other] = level === 'region' ? [regions, departements] : [departements, regions];
  if (own >= other) return;
  const found = level === 'region' ? 'départements' : 'régions';
  throw inputError(`${file} : ce sont des contours de ${found}, d'après leurs noms.\nDonnez ceux des ${UNIT_WORDS[level].many}, ou des communes, qui seront réunies.`);
}

function lackingCommunes(source: Boundaries, geography: Geography, { level }: Units, wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
  const lacking = new Map<string, number>();
  if (!isWholeLevel(level) || source.keyLevel !== 'commune') return lacking;
  const drawn = new Set(source.features.map(({ code }) => carryCode(geography, code).unit));
  for (const [unit, members] of membersByUnit(geography.cog, level)) {
    const n = members.filter(({ code }) => !drawn.has(code)).length;
    if (wanted.has(unit) && n > 0 && n < members.length) lacking.set(unit, n);
  }
  return lacking;
}
