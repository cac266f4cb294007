import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { inputError } from '../errors.js';
import { counted, firstOf, frenchNumber } from '../french.js';
import { requireFile } from '../sources/fingerprint.js';
import { byCode, isIrisCode } from '../territory/codes.js';
import type { Geography } from '../territory/cog.js';
import { communeOfIris, irisByCommune } from '../territory/iris.js';
import { selectTerritory } from '../territory/selector.js';
import type { IrisOf, Territory, TerritoryKey } from '../territory/selector.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import type { UnitLevel, WholeLevel } from '../territory/unit-level.js';
import type { Units } from '../territory/units.js';
import { unitsTouching } from '../territory/whole-units.js';
import type { JobOptions } from './options.js';

/** Territory and reference as they are asked for, before the files are read: of communes, and IRIS that a list names. */
export interface AskedTerritories {
  readonly territory: Territory | null;
  readonly reference: Territory | null;
  /** Selects once more, with the IRIS that the files have. */
  readonly again: (text: string, irisOf: IrisOf) => Territory;
}

/**
 * A wrong territory is told before gigabytes are read.
 *
 * @param lists gathers the files of codes that the selectors name
 * @throws usageError or inputError of the selectors
 */
export function askedTerritories(options: JobOptions, geography: Geography, lists: Set<string>): AskedTerritories {
  const select = (text: string, irisOf: IrisOf | null): Territory =>
    selectTerritory(
      text,
      geography,
      (path) => {
        const full = resolve(options.folder, path);
        requireFile(full, path);
        lists.add(path);
        return readFileSync(full, 'utf8').replace(/^\ufeff/, '');
      },
      irisOf,
    );
  const first = (text: string | null): Territory | null => (text === null ? null : select(text, options.unit === 'iris' ? (commune) => [commune] : null));
  return { territory: first(options.territory), reference: first(options.reference), again: select };
}

/** Territory and reference in the units of the run, and the communes that they are made of. */
export interface Scope {
  readonly territory: Territory;
  readonly reference: Territory;
  readonly territoryCommunes: readonly string[];
  readonly referenceCommunes: readonly string[];
}

/**
 * @param present codes of the units that the files have rows for; of communes, for the levels above
 * @throws inputError when nothing is left to compute
 */
export function scopeOf(asked: AskedTerritories, options: JobOptions, geography: Geography, units: Units, present: readonly string[], ownRows: readonly string[]): Scope {
  const { level } = units;
  if (level === 'commune') {
    const territory = asked.territory ?? allUnits(present, level);
    const reference = asked.reference ?? territory;
    return { territory, reference, territoryCommunes: territory.units, referenceCommunes: reference.units };
  }
  return level === 'iris' ? irisScope(asked, options, geography, present) : wholeScope(asked, geography, units, level, present, ownRows);
}

function irisScope(asked: AskedTerritories, options: JobOptions, geography: Geography, present: readonly string[]): Scope {
  if (present.length === 0) {
    throw inputError("Aucun des fichiers n'a de lignes d'IRIS (codes à neuf caractères).\nDonnez par --insee les bases infra-communales de l'Insee (base-ic-*), ou calculez par commune, sans --unit iris.");
  }
  const byCommune = irisByCommune(present, geography);
  const inUnits = (first: Territory, text: string): { readonly territory: Territory; readonly communes: readonly string[] } => {
    const communes = [...new Set(first.units.map((code) => (isIrisCode(code) ? (communeOfIris(geography, code) ?? code) : code)))];
    const found = asked.again(text, (commune) => byCommune.get(commune) ?? []);
    const without = communes.filter((code) => !byCommune.has(code));
    const notes = without.length === 0 ? first.notes : [...first.notes, `${counted(without.length, 'commune')} du territoire sans aucun IRIS dans les fichiers (${firstOf(without)}).`];
    const [only] = first.units;
    const commune = first.units.length === 1 && only !== undefined && !isIrisCode(only) ? geography.cog.communes.get(only) : undefined;
    if (commune === undefined || first.key !== null) return { territory: { ...found, notes }, communes };
    const key: TerritoryKey = { level: 'commune', code: commune.code };
    return { territory: { ...found, nom: commune.nom, nomCourt: commune.nom, key, notes }, communes };
  };
  const own =
    asked.territory === null || options.territory === null
      ? { territory: allUnits(present, 'iris'), communes: [...byCommune.keys()] }
      : inUnits(asked.territory, options.territory);
  const other = asked.reference === null || options.reference === null ? own : inUnits(asked.reference, options.reference);
  return { territory: own.territory, reference: other.territory, territoryCommunes: own.communes, referenceCommunes: other.communes };
}

function wholeScope(asked: AskedTerritories, { cog }: Geography, units: Units, level: WholeLevel, present: readonly string[], ownRows: readonly string[]): Scope {
  const { many } = UNIT_WORDS[level];
  const touched = unitsTouching(cog, level, asked.territory?.units ?? present);
  // Files without any commune may still have rows of the units themselves.
  const codes = asked.territory === null && touched.units.length === 0 ? ownRows.filter((code) => units.of(code) !== undefined) : touched.units;
  const communes = communesOf(codes, level, cog);
  const notes: string[] = [];
  if (touched.withoutUnit.length > 0) {
    const named = touched.withoutUnit.map((code) => `${cog.communes.get(code)?.nom ?? ''} (${code})`);
    notes.push(`${counted(touched.withoutUnit.length, 'commune')} ${asked.territory === null ? 'des fichiers' : 'du territoire'} dans aucun ${UNIT_WORDS[level].one}, donc hors du calcul : ${firstOf(named)}.`);
  }
  if (asked.territory === null) {
    const territory = { ...allUnits(codes, level), notes };
    return withReference(territory, communes, asked, cog, level);
  }
  if (codes.length === 0) throw inputError(`${asked.territory.nom} : aucune de ses communes n'est dans un ${UNIT_WORDS[level].one}.\nDonnez un autre --territory ou un autre --unit.`);
  const { straddling } = touched;
  if (straddling.length === 0) return withReference({ ...asked.territory, units: codes, notes: [...asked.territory.notes, ...notes] }, communes, asked, cog, level);
  const named = straddling.map(({ code, inside, members }) => `${units.of(code)?.nom ?? code} (${code}, ${String(inside)} sur ${String(members)})`);
  notes.push(`${counted(straddling.length, UNIT_WORDS[level].one, many)} en partie hors de ${asked.territory.nomCourt} ${straddling.length > 1 ? 'comptent' : 'compte'} en entier (communes dedans) : ${firstOf(named)}.`);
  const word = codes.length > 1 ? many : UNIT_WORDS[level].one;
  const nom = `${frenchNumber(codes.length)} ${word} ayant des communes dans ${asked.territory.nom}`;
  const territory = { ...asked.territory, nom, nomCourt: `${word} ayant des communes dans ${asked.territory.nomCourt}`, units: codes, key: null, notes: [...asked.territory.notes, ...notes] };
  return withReference(territory, communes, asked, cog, level);
}

/** A reference of its own keeps its name, its published row and its exact communes; its units are those that it touches. */
function withReference(territory: Territory, communes: readonly string[], { reference }: AskedTerritories, cog: Geography['cog'], level: WholeLevel): Scope {
  if (reference === null) return { territory, reference: territory, territoryCommunes: communes, referenceCommunes: communes };
  const touched = unitsTouching(cog, level, reference.units);
  return { territory, reference: { ...reference, units: touched.units }, territoryCommunes: communes, referenceCommunes: reference.units };
}

function communesOf(units: readonly string[], level: WholeLevel, { communes }: Geography['cog']): string[] {
  const wanted = new Set(units);
  return [...communes.values()].filter((c) => wanted.has(c[level] ?? '')).map((c) => c.code).sort(byCode);
}

function allUnits(codes: readonly string[], level: UnitLevel): Territory {
  const { one, many } = UNIT_WORDS[level];
  const feminine = one === 'commune' || one === 'région';
  if (codes.length === 0) {
    throw inputError(`Les fichiers ne contiennent aucun${feminine ? 'e' : ''} ${one} de la géographie demandée.\nVérifiez la colonne de code, ou donnez --territory.`);
  }
  const nom = codes.length > 1 ? `les ${frenchNumber(codes.length)} ${many} des fichiers` : `${feminine ? 'la seule' : 'le seul'} ${one} des fichiers`;
  return { selector: 'fichiers', nom, nomCourt: nom, units: codes, key: null, notes: [] };
}
