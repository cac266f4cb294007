import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inputError, usageError } from '../errors.js';
import { counted, firstOf, frenchNumber } from '../french.js';
import { unitsNear } from '../geometry/near.js';
import { Journal } from '../journal.js';
import { openGeography } from '../main-job/geography.js';
import type { RunGeography } from '../main-job/geography.js';
import { lackingAround } from '../main-job/contour-cover.js';
import { readContours } from '../main-job/contours.js';
import { plainTable } from '../outputs/summary.js';
import { requireFile } from '../sources/fingerprint.js';
import { byCode } from '../territory/codes.js';
import { unitOf } from '../territory/cog.js';
import { selectTerritory } from '../territory/selector.js';
import { communeUnits } from '../territory/units.js';
import type { Territory } from '../territory/selector.js';
import type { Io } from './io.js';
import { parseCog, parseDistance, parsePlm } from './job-options.js';
import { loudnessOf } from './loudness.js';
import { Terminal } from './terminal.js';

interface TerritoryOptions {
  readonly plm?: string;
  readonly cog?: string;
  readonly passage?: string;
  readonly near?: string;
  readonly boundaries?: string;
  readonly layer?: string;
  readonly crs?: string;
  readonly codes?: boolean;
  readonly json?: boolean;
}

/** `fragilite territory T`: the units of a territory, and with --near those around it, on stdout. */
export async function territory(selector: string, given: Record<string, unknown>, io: Io): Promise<void> {
  const terminal = new Terminal(io, loudnessOf(given), 'territory');
  const options = given as TerritoryOptions;
  const metres = parseDistance(options.near);
  requireNearOptions(options);
  const run = await openGeography(
    { cog: parseCog(options.cog), plm: parsePlm(options.plm), passage: options.passage ?? null, folder: io.cwd },
    (path) => resolve(io.cwd, path),
  );
  const { geography } = run;
  const found = selectTerritory(selector, geography, (path) => {
    requireFile(resolve(io.cwd, path), path);
    return readFileSync(resolve(io.cwd, path), 'utf8').replace(/^\ufeff/, '');
  });
  terminal.notices([...run.notes, ...found.notes].map((text) => ({ level: 'warning', text })));
  const near = metres === null ? new Map<string, number>() : await around(found, metres, options, run, io, terminal);
  const units = [...found.units, ...near.keys()].sort(byCode).map((code) => ({ code, unit: unitOf(geography, code), distance: near.get(code) ?? null }));
  const year = geography.cog.year;
  if (options.codes === true) {
    terminal.answer(units.map(({ code }) => `${code}\n`).join(''));
  } else if (options.json === true) {
    const list = units.map(({ code, unit, distance }) => ({
      code,
      nom: unit?.nom ?? null,
      departement: unit?.departement ?? null,
      epci: unit?.epci ?? null,
      population: unit?.population ?? null,
      ...(metres === null ? {} : { distance_m: distance }),
    }));
    const facts = { selecteur: found.selector, nom: found.nom, cog: year, ...(metres === null ? {} : { proche_m: metres, ajoutees: near.size }) };
    terminal.answer(`${JSON.stringify({ ...facts, unites: list }, null, 2)}\n`);
  } else {
    const rows = units.map(({ code, unit, distance }) => [
      code,
      unit?.nom ?? '',
      unit?.departement ?? '',
      unit?.epci ?? '',
      frenchNumber(unit?.population ?? null),
      ...(metres === null ? [] : [distance === null ? '' : `+ ${frenchNumber(distance / 1000, 1)}`]),
    ]);
    const headings = ['Code', 'Nom', 'Dép.', 'EPCI', 'Population', ...(metres === null ? [] : ['Distance (km)'])];
    const total = `${found.nom} : ${counted(found.units.length, 'commune ou arrondissement', 'communes ou arrondissements')} (COG ${String(year)})`;
    const added = metres === null ? '' : `, et ${counted(near.size, 'commune ajoutée', 'communes ajoutées')} à moins de ${frenchNumber(metres / 1000, metres % 1000 === 0 ? 0 : 1)} km (+)`;
    terminal.answer(`${total}${added}\n\n${plainTable(headings, rows, [4, 5])}\n`);
  }
}

/** @throws usageError when --near lacks its contours, or contours serve nothing */
function requireNearOptions(options: TerritoryOptions): void {
  if (options.near !== undefined && options.boundaries === undefined) {
    throw usageError(`--near ${options.near} : il faut les contours des communes pour mesurer. Ajoutez --boundaries FICHIER.`);
  }
  const unused = (['boundaries', 'layer', 'crs'] as const).filter((name) => options.near === undefined && options[name] !== undefined);
  if (unused.length > 0) throw usageError(`${unused.map((name) => `--${name}`).join(', ')} ne sert qu'avec --near. Ajoutez --near 20km, ou retirez-la.`);
  if (options.codes === true && options.json === true) throw usageError('--codes et --json : choisissez une seule forme.');
}

/** The units around a territory, with their distance in metres. */
async function around(found: Territory, metres: number, options: TerritoryOptions, run: RunGeography, io: Io, terminal: Terminal): Promise<Map<string, number>> {
  const journal = new Journal();
  const { cog } = run.geography;
  const everywhere = [...cog.communes.keys(), ...cog.arrondissements.keys()];
  const contours = await readContours(
    { folder: io.cwd, boundaries: options.boundaries ?? null, crs: options.crs ?? null, layer: options.layer ?? null, simplify: null },
    run,
    everywhere,
    communeUnits(run.geography),
    journal,
  );
  terminal.notices(journal.notices);
  if (contours === null) return new Map();
  const { geometries } = contours.harmonised;
  const missing = found.units.filter((code) => !geometries.has(code));
  if (missing.length === found.units.length) {
    throw inputError(`${contours.source.file} : aucun contour ${missing.length > 1 ? `des ${String(missing.length)} communes` : 'de la seule commune'} du territoire (${firstOf(missing)}).\nDonnez des contours qui les ont.`);
  }
  if (missing.length > 0) {
    terminal.notices([{ level: 'warning', text: `${contours.source.file} : ${counted(missing.length, 'commune du territoire', 'communes du territoire')} sans contour (${firstOf(missing)}) ; rien n'est mesuré depuis elles.` }]);
  }
  const lacking = lackingAround(contours.source.file, geometries.keys(), found.units, run.geography);
  if (lacking !== null) terminal.notices([{ level: 'warning', text: lacking }]);
  return unitsNear(geometries, new Set(found.units), metres);
}
