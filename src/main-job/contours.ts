import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { FragiliteError, inputError } from '../errors.js';
import { outsideFrance } from '../geometry/france.js';
import { contourDrawer, harmoniseBoundaries } from '../geometry/harmonise.js';
import type { DrawnContour, HarmonisedBoundaries, RawFeature } from '../geometry/harmonise.js';
import { Journal } from '../journal.js';
import type { Notice } from '../journal.js';
import { readBoundaries } from '../sources/boundaries.js';
import type { Boundaries } from '../sources/boundaries.js';
import { communeKey, irisKey, wholeKey } from '../sources/boundaries/key-forms.js';
import type { KeyForm } from '../sources/boundaries/key-forms.js';
import { carryCode } from '../territory/carry.js';
import { byCode, plainName } from '../territory/codes.js';
import { yearsOfCode } from '../territory/cog-history.js';
import type { Geography } from '../territory/cog.js';
import { guessGeography } from '../territory/geography-guess.js';
import type { GeographyGuess } from '../territory/geography-guess.js';
import { communeOfIris } from '../territory/iris.js';
import { isWholeLevel, UNIT_WORDS } from '../territory/unit-level.js';
import type { UnitLevel } from '../territory/unit-level.js';
import { communeUnits, membersByUnit } from '../territory/units.js';
import type { Units } from '../territory/units.js';
import { carryOf } from './geography.js';
import type { RunGeography } from './geography.js';
import type { JobOptions } from './options.js';

export interface ReadContours {
  /** What was read, without the contours as the file draws them: a country of them is large. */
  readonly source: Omit<Boundaries, 'features'>;
  /** The code of each contour of the file. */
  readonly codes: readonly string[];
  readonly harmonised: HarmonisedBoundaries;
  /** Positions before and after `--simplify`; null without it. */
  readonly simplified: { readonly before: number; readonly after: number } | null;
  /** Units put together from contours of communes of which the file lacks some, with how many. */
  readonly incomplete: ReadonlyMap<string, number>;
  /** Which 1 January its codes are of. */
  readonly guess: GeographyGuess | null;
  /** Codes whose contour is of several units or of no one, and cannot be cut. */
  readonly uncut: readonly string[];
  /** Codes that mean different things in the years that the file can be of: taken as the COG has them. */
  readonly doubtful: readonly string[];
}

type ContourOptions = Pick<JobOptions, 'folder' | 'boundaries' | 'crs' | 'layer' | 'simplify'>;

/** What a file of contours holds, and of which year its codes are. */
interface OpenedContours {
  readonly read: Boundaries;
  readonly codes: readonly string[];
  readonly guess: GeographyGuess | null;
}

/** Contours of communes read and drawn while other threads read the tables. */
export interface PreparedContours extends OpenedContours {
  readonly notices: readonly Notice[];
  readonly drawn: ReadonlyMap<RawFeature, DrawnContour>;
}

/** After this many contours, other work is let in. */
const DRAWN_AT_A_TIME = 250;

/**
 * Reads contours of communes and draws them until there is something better to do. Nothing is told from
 * here, no fault either: whoever needs the contours then reads them again and is told.
 *
 * @param wanted codes that may be needed; null: all
 * @param enough true when the drawing must end
 */
export async function prepareContours(options: ContourOptions, run: RunGeography, wanted: readonly string[] | null, enough: () => boolean): Promise<PreparedContours | null> {
  if (options.boundaries === null) return null;
  const journal = new Journal();
  try {
    const opened = await openBoundaries(options.boundaries, options, run, communeUnits(run.geography), journal);
    const { read } = opened;
    const inside = wanted === null ? null : new Set(wanted);
    const draw = contourDrawer(read.projection);
    const drawn = new Map<RawFeature, DrawnContour>();
    for (const [i, feature] of read.features.entries()) {
      if (i % DRAWN_AT_A_TIME === 0) await setImmediate();
      if (enough()) break;
      if (feature.geometry !== null && (inside === null || inside.has(feature.code))) drawn.set(feature, draw(feature.geometry));
    }
    return { ...opened, notices: journal.notices, drawn };
  } catch (fault) {
    if (fault instanceof FragiliteError) return null;
    throw fault;
  }
}

async function openBoundaries(path: string, { folder, crs, layer }: ContourOptions, run: RunGeography, units: Units, journal: Journal): Promise<OpenedContours> {
  if (!existsSync(resolve(folder, path))) throw inputError(`${path} : fichier introuvable. Vérifiez le chemin.`);
  const read = await readBoundaries(resolve(folder, path), { ...(crs === null ? {} : { crs }), ...(layer === null ? {} : { layer }), keys: keyForms(run, units) }, journal);
  const codes = read.features.map(({ code }) => code);
  const ofCommunes = read.keyLevel === 'commune' || read.keyLevel === 'iris';
  return { read, codes, guess: ofCommunes ? guessGeography(codes.map((code) => code.slice(0, 5)), run.history, run.geography.cog) : null };
}

/**
 * Reads the contours of the units and brings them to the run's geography. EPCI, départements and régions
 * may come as they are, or as communes, which are then put together.
 *
 * @param wanted codes of units
 * @param prepared what was read and drawn of them already
 * @throws inputError when the file cannot be used, or a contour lies out of France
 */
export async function readContours(
  options: ContourOptions,
  run: RunGeography,
  wanted: readonly string[],
  units: Units,
  journal: Journal,
  prepared: PreparedContours | null = null,
): Promise<ReadContours | null> {
  if (options.boundaries === null) return null;
  const { cog } = run.geography;
  const { read, codes, guess } = prepared ?? (await openBoundaries(options.boundaries, options, run, units, journal));
  for (const { level, text } of prepared?.notices ?? []) journal[level === 'info' ? 'info' : 'warn'](text);
  requireNamesOfLevel({ ...read, file: options.boundaries }, run.geography, units);
  const { features, ...rest } = read;
  const source = { ...rest, file: options.boundaries };
  const told = { uncut: new Set<string>(), doubtful: new Set<string>() };
  const carry = carryTo(source.keyLevel, run, units, guess, told);
  const inside = new Set(wanted);
  const harmonised = harmoniseBoundaries(
    features,
    carry,
    source.projection,
    (unit) => inside.has(unit) && units.of(unit) !== undefined,
    (code) => cog.arrondissements.get(code)?.commune ?? null,
    prepared?.drawn,
  );
  for (const unit of harmonised.geometries.keys()) {
    const box = harmonised.geometries.box(unit);
    const place = box === null ? null : outsideFrance(box);
    if (place === null) continue;
    throw inputError(
      `${source.file} : le contour de ${unit} passe par ${place[0].toFixed(2)}° de longitude et ${place[1].toFixed(2)}° de latitude, hors de France.\n` +
        `La projection (${source.projection.label}) est fausse, ou les axes sont inversés : vérifiez le fichier, ou donnez --crs.`,
    );
  }
  const incomplete = lackingCommunes(source.keyLevel, codes, run.geography, units, inside);
  const facts = { source, codes, guess, uncut: [...told.uncut].sort(byCode), doubtful: [...told.doubtful].sort(byCode), incomplete };
  if (options.simplify === null) return { ...facts, harmonised, simplified: null };
  const { simplifyContours } = await import('../geometry/simplify.js');
  const { geometries, before, after } = simplifyContours(harmonised.geometries, options.simplify);
  return { ...facts, harmonised: { ...harmonised, geometries }, simplified: { before, after } };
}

function keyForms({ geography, history }: RunGeography, { level, of }: Units): readonly KeyForm[] {
  const { cog } = geography;
  if (level === 'iris') return [irisKey((code) => communeOfIris(geography, code) !== null)];
  const communes = communeKey((code) => cog.communes.has(code) || cog.formerCodes.has(code) || cog.arrondissements.has(code) || yearsOfCode(history, code) !== null);
  return isWholeLevel(level) ? [communes, wholeKey(level, (code) => of(code) !== undefined)] : [communes];
}

/**
 * Where a code of the file goes: an IRIS stays what it is, a commune goes to its unit.
 *
 * @param told gathers the communes whose contour would have to be cut, and those of doubtful codes
 */
function carryTo(keyLevel: UnitLevel, run: RunGeography, { level, of }: Units, guess: GeographyGuess | null, told: { readonly uncut: Set<string>; readonly doubtful: Set<string> }): (code: string) => string | null {
  const { geography } = run;
  if (level === 'iris') return (code) => (communeOfIris(geography, code) === null ? null : code);
  if (isWholeLevel(level) && keyLevel !== 'commune') return (code) => (of(code) === undefined ? null : code);
  const carry = carryOf(run, guess);
  return (code) => {
    const { how, shares, doubtful } = carry(code);
    if (doubtful) told.doubtful.add(code);
    const units = isWholeLevel(level) ? new Set(shares.map(({ unit }) => geography.cog.communes.get(unit)?.[level] ?? null)) : new Set(shares.map(({ unit }) => unit));
    // The parts of a commune that was split may still lie in one EPCI.
    if (units.size > 1 || how === 'unshared' || how === 'later') told.uncut.add(code);
    const [unit = null] = units;
    return units.size > 1 ? null : unit;
  };
}

/**
 * « 84 » is Vaucluse and Auvergne-Rhône-Alpes: where the file names its contours, the names tell.
 *
 * @throws inputError when they are those of the other level
 */
function requireNamesOfLevel({ features, keyLevel, file }: Pick<Boundaries, 'features' | 'keyLevel' | 'file'>, { cog }: Geography, { level }: Units): void {
  if (keyLevel !== level || (level !== 'departement' && level !== 'region')) return;
  const named = (names: ReadonlyMap<string, { readonly nom: string }>): number =>
    features.filter(({ code, name }) => name !== null && plainName(name) === plainName(names.get(code)?.nom ?? '')).length;
  const [regions, departements] = [named(cog.regions), named(cog.departements)];
  const [own, other] = level === 'region' ? [regions, departements] : [departements, regions];
  if (own >= other) return;
  const found = level === 'region' ? 'départements' : 'régions';
  throw inputError(`${file} : ce sont des contours de ${found}, d'après leurs noms.\nDonnez ceux des ${UNIT_WORDS[level].many}, ou des communes, qui seront réunies.`);
}

function lackingCommunes(keyLevel: UnitLevel, codes: readonly string[], geography: Geography, { level }: Units, wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
  const lacking = new Map<string, number>();
  if (!isWholeLevel(level) || keyLevel !== 'commune') return lacking;
  const drawn = new Set(codes.map((code) => carryCode(geography, code).unit));
  for (const [unit, members] of membersByUnit(geography.cog, level)) {
    const n = members.filter(({ code }) => !drawn.has(code)).length;
    if (wanted.has(unit) && n > 0 && n < members.length) lacking.set(unit, n);
  }
  return lacking;
}
