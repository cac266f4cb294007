import { inputError, usageError } from '../errors.js';
import { counted } from '../french.js';
import { nearest } from '../nearest.js';
import { carryCode } from './carry.js';
import { byCode, isIrisCode, parseCode } from './codes.js';
import { arrondissementsOf, isFrenchDepartement, isSplitCommune } from './cog.js';
import type { Geography } from './cog.js';
import { FORMS, splitSelector, withoutSpaces } from './selector-text.js';

/** A level of territory that INSEE publishes a row for; a commune is one for its IRIS. */
export type TerritoryLevel = 'commune' | 'epci' | 'departement' | 'region' | 'france';

/** The key of a territory row: level and code. */
export interface TerritoryKey {
  readonly level: TerritoryLevel;
  readonly code: string;
}

export interface Territory {
  /** The text that was given, without spaces (but those of a path). */
  readonly selector: string;
  /** The name that a person reads. */
  readonly nom: string;
  /** A short name for sentences (« ceux de … »). */
  readonly nomCourt: string;
  /** Codes of its units, sorted. */
  readonly units: readonly string[];
  /** The row of an INSEE file that is this very territory, or null for a list or a difference. */
  readonly key: TerritoryKey | null;
  /** What was carried or skipped on the way (French). */
  readonly notes: readonly string[];
}

/** Reads the text of a list of codes that a selector `file:` names. */
export type ReadCodes = (path: string) => string;

/** The IRIS of a commune, or of an arrondissement. */
export type IrisOf = (commune: string) => readonly string[];

/** A geography, and how its communes become IRIS where those are the units. */
interface Ground extends Geography {
  readonly irisOf: IrisOf | null;
}

interface Part {
  readonly codes: readonly string[];
  readonly nom: string;
  readonly nomCourt: string;
  readonly key: TerritoryKey | null;
  readonly notes: readonly string[];
}

/**
 * The units of a selector `T`: `epci:`, `dep:`, `reg:`, `france`, `ctcd:`, `communes:`, `file:`,
 * unions and differences (`dep:69,-epci:200046977`).
 *
 * @param irisOf where IRIS are the units: those of each commune; lists may then name IRIS too
 * @throws usageError on an unknown form or code (exit 2), inputError on an unknown code in a file
 */
export function selectTerritory(text: string, geography: Geography, readCodes: ReadCodes, irisOf: IrisOf | null = null): Territory {
  const ground = { ...geography, irisOf };
  const selector = withoutSpaces(text);
  const items = splitSelector(selector);
  const units = new Set<string>();
  const notes: string[] = [];
  let nom = '';
  let nomCourt = '';
  let key: TerritoryKey | null = null;
  let told: Part[] = [];
  for (const [index, item] of items.entries()) {
    const part = selectPart(item.text, ground, readCodes);
    if (item.minus !== items[index - 1]?.minus) told = [];
    // Given twice, it is named once.
    if (told.some(({ nom, codes }) => nom === part.nom && codes.join() === part.codes.join())) continue;
    told.push(part);
    notes.push(...part.notes);
    for (const code of part.codes) {
      if (item.minus) units.delete(code);
      else units.add(code);
    }
    key = index === 0 && !item.minus ? part.key : null;
    if (index === 0) {
      nom = part.nom;
      nomCourt = part.nomCourt;
    } else {
      const joint = item.minus ? ' sans ' : ' et ';
      nom += joint + part.nom;
      nomCourt += joint + part.nomCourt;
    }
  }
  if (items[0]?.minus === true) {
    throw usageError(`Territoire « ${text} » : il commence par une différence ; donnez d'abord le territoire dont on retranche.`);
  }
  if (units.size === 0) throw usageError(`Territoire « ${text} » : il ne reste ${irisOf === null ? 'aucune commune' : 'aucun IRIS'}.`);
  if (selector === 'dep:69,-epci:200046977') {
    nom = 'Nouveau-Rhône (Rhône sans la Métropole de Lyon)';
    nomCourt = 'Nouveau-Rhône';
  }
  return { selector, nom, nomCourt, units: [...units].sort(byCode), key, notes };
}

function selectPart(text: string, geography: Ground, readCodes: ReadCodes): Part {
  if (text.toLowerCase() === 'france') return france(geography);
  const colon = text.indexOf(':');
  const kind = text.slice(0, colon);
  const value = text.slice(colon + 1);
  if (colon > 0 && value !== '') {
    if (kind === 'epci') return epci(value, geography);
    if (kind === 'dep') return departement(value, geography);
    if (kind === 'reg') return region(value, geography);
    if (kind === 'ctcd') return ctcd(value, geography);
    if (kind === 'communes') return communes(value.split(','), geography, 'communes', usageError);
    if (kind === 'file') {
      const lines = readCodes(value)
        .split(/\r?\n/)
        .map((line) => line.replace(/#.*/, '').trim())
        .filter((line) => line !== '');
      return communes(lines, geography, `file:${value}`, inputError);
    }
  }
  const { level } = parseCode(text);
  const kindOf = { commune: 'communes', epci: 'epci', departement: 'dep' } as const;
  const meant = level === 'commune' || level === 'epci' || level === 'departement' ? ` Vouliez-vous dire ${kindOf[level]}:${text} ?` : '';
  throw usageError(`Territoire « ${text} » : forme inconnue.${meant}\nFormes possibles : ${FORMS}.`);
}

/** Communes of today as units: an arrondissement each where the geography wants them, their IRIS where those are the units. */
function asUnits(codes: Iterable<string>, { cog, plm, irisOf }: Ground): string[] {
  const units: string[] = [];
  for (const code of codes) {
    if (plm === 'arrondissements' && isSplitCommune(cog, code)) {
      units.push(...arrondissementsOf(cog, code).map((a) => a.code));
    } else {
      units.push(code);
    }
  }
  return irisOf === null ? units : units.flatMap(irisOf);
}

function france(geography: Ground): Part {
  const kept: string[] = [];
  let skipped = 0;
  for (const commune of geography.cog.communes.values()) {
    if (isFrenchDepartement(commune.departement)) kept.push(commune.code);
    else skipped += 1;
  }
  return {
    codes: asUnits(kept, geography),
    nom: 'France (101 départements)',
    nomCourt: 'France',
    key: { level: 'france', code: 'FRANCE' },
    notes: skipped > 0 ? [`france : ${String(skipped)} communes des collectivités 975 à 989 laissées de côté`] : [],
  };
}

/** 200046977 is a collectivity of its own kind; INSEE counts it among the EPCI. */
const METROPOLE_DE_LYON = '200046977';

function epci(code: string, geography: Ground): Part {
  const found = geography.cog.epci.get(code);
  if (found === undefined) {
    const near = nearest(code, geography.cog.epci.keys(), 3, 2).map(
      (c) => `${c} (${geography.cog.epci.get(c)?.nom ?? ''})`,
    );
    throw usageError(
      `Territoire « epci:${code} » : aucun EPCI n'a ce code dans le COG ${String(geography.cog.year)}.\n` +
        (near.length > 0
          ? `Vouliez-vous dire ${near.join(', ')} ?`
          : 'Donnez son numéro SIREN à neuf chiffres, par exemple epci:200046977.'),
    );
  }
  const nom =
    code === METROPOLE_DE_LYON
      ? "Métropole de Lyon (collectivité à statut particulier, traitée comme un EPCI par l'Insee)"
      : found.nom;
  return { codes: asUnits(found.membres, geography), nom, nomCourt: found.nom, key: { level: 'epci', code }, notes: [] };
}

function departement(code: string, geography: Ground): Part {
  const upper = code.toUpperCase();
  const found = geography.cog.departements.get(upper);
  if (found === undefined) throw unknownCode(`dep:${code}`, 'département', geography.cog.departements.keys(), upper);
  const codes = [...geography.cog.communes.values()].filter((c) => c.departement === upper).map((c) => c.code);
  return {
    codes: asUnits(codes, geography),
    nom: `${found.nom} (${upper})`,
    nomCourt: found.nom,
    key: { level: 'departement', code: upper },
    notes: [],
  };
}

function region(code: string, geography: Ground): Part {
  const found = geography.cog.regions.get(code);
  if (found === undefined) throw unknownCode(`reg:${code}`, 'région', geography.cog.regions.keys(), code);
  const codes = [...geography.cog.communes.values()].filter((c) => c.region === code).map((c) => c.code);
  return {
    codes: asUnits(codes, geography),
    nom: `${found.nom} (région ${code})`,
    nomCourt: found.nom,
    key: { level: 'region', code },
    notes: [],
  };
}

/**
 * The collectivités territoriales with the powers of a département, where they are not one
 * département whole. Source of the codes: COG, table CTCD (Insee).
 */
function ctcd(code: string, geography: Ground): Part {
  const upper = code.toUpperCase();
  if (upper === '69M') return epci(METROPOLE_DE_LYON, geography);
  if (upper === '69D') {
    const metropole = new Set(epci(METROPOLE_DE_LYON, geography).codes);
    const rhone = departement('69', geography);
    return {
      codes: rhone.codes.filter((c) => !metropole.has(c)),
      nom: 'Département du Rhône (collectivité 69D, sans la Métropole de Lyon)',
      nomCourt: 'Département du Rhône (69D)',
      key: null,
      notes: [],
    };
  }
  if (upper === '6AE') return union(['67', '68'], "Collectivité européenne d'Alsace", geography);
  if (upper === '20R') return union(['2A', '2B'], 'Collectivité de Corse', geography);
  const single = /^(\d{2,3}|2[AB])[DRC]$/.exec(upper)?.[1];
  if (single !== undefined && geography.cog.departements.has(single)) {
    const part = departement(single, geography);
    return { ...part, nom: `${part.nomCourt} (collectivité ${upper})` };
  }
  throw usageError(`Territoire « ctcd:${code} » : collectivité inconnue. Exemples : ctcd:69D, ctcd:69M, ctcd:6AE, ctcd:20R, ctcd:42D.`);
}

function union(codes: readonly string[], nom: string, geography: Ground): Part {
  return { codes: codes.flatMap((c) => departement(c, geography).codes), nom, nomCourt: nom, key: null, notes: [] };
}

function communes(
  texts: readonly string[],
  geography: Ground,
  where: string,
  error: (message: string) => Error,
): Part {
  const codes = new Set<string>();
  const notes: string[] = [];
  for (const text of texts) {
    const isIris = geography.irisOf !== null && isIrisCode(text) && carryCode(geography, text.slice(0, 5)).unit !== null;
    if (isIris) { codes.add(text); continue; }
    const { code, repaired } = parseCode(text);
    if (repaired !== null) notes.push(`${where} : « ${text} » lu ${code} (${repaired})`);
    const today = geography.cog.communes.has(code) ? code : geography.cog.formerCodes.get(code);
    if (geography.cog.arrondissements.has(code) && geography.plm === 'arrondissements') {
      for (const unit of geography.irisOf?.(code) ?? [code]) codes.add(unit);
    } else if (today !== undefined) {
      if (today !== code) notes.push(`${where} : ${code}, ancienne commune, portée à ${today}`);
      for (const unit of asUnits([today], geography)) codes.add(unit);
    } else {
      const carried = carryCode(geography, code);
      if (carried.unit === null) {
        throw error(
          `Territoire « ${where} » : « ${text} » n'est pas le code d'une commune du COG ${String(geography.cog.year)}.\n` +
            'Donnez des codes Insee à cinq caractères, par exemple 69123 ou 01001.',
        );
      }
      notes.push(`${where} : ${code}, arrondissement, porté à ${carried.unit} (--plm arrondissements pour le garder)`);
      for (const unit of geography.irisOf?.(carried.unit) ?? [carried.unit]) codes.add(unit);
    }
  }
  if (texts.length === 0) throw error(`Territoire « ${where} » : la liste ne contient aucun code.`);
  const nom = geography.irisOf === null ? counted(codes.size, 'commune choisie', 'communes choisies') : counted(codes.size, 'IRIS choisi', 'IRIS choisis');
  return { codes: [...codes], nom, nomCourt: nom, key: null, notes };
}

function unknownCode(text: string, what: string, known: Iterable<string>, code: string): Error {
  const near = nearest(code, known, 3, 1);
  return usageError(
    `Territoire « ${text} » : code de ${what} inconnu.` +
      (near.length > 0 ? `\nVouliez-vous dire ${near.join(', ')} ?` : ''),
  );
}
