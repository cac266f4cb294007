import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { inputError } from '../errors.js';
import { nearest } from '../nearest.js';
import type { ScoredUnit } from '../posts/scored.js';
import { byCode, parseCode } from '../territory/codes.js';
import { arrondissementsOf, isSplitCommune } from '../territory/cog.js';
import type { Cog, PlmLevel } from '../territory/cog.js';
import { fingerprint } from './fingerprint.js';
import type { Fingerprint } from './fingerprint.js';
import { readNumber } from './numbers.js';

/** A table of scores: an `ifn.csv`, or any CSV with a commune code and a score. */
export interface ScoreTable {
  readonly file: string;
  readonly print: Fingerprint;
  readonly units: readonly ScoredUnit[];
  readonly plm: PlmLevel;
  /** Columns and cells as the file has them, to add others beside. */
  readonly header: readonly string[];
  readonly records: readonly (readonly string[])[];
  /** What was repaired or made up for, in French. */
  readonly notes: readonly string[];
}

/**
 * Reads `--scores`.
 *
 * Needs `code` and `score`; takes `nom`, `population`, `population_15_plus` where they are. Names,
 * département and EPCI come from the COG. Codes must be units of the COG: a score cannot be carried.
 *
 * @throws inputError on a missing column, a code that the COG does not know or twice, a score that is
 *   not a number
 */
export async function readScores(path: string, shown: string, cog: Cog): Promise<ScoreTable> {
  const print = await fingerprint(path, shown);
  const text = iconv.decode(await readFile(path), print.encoding);
  const firstLine = text.split(/\r?\n/, 1)[0] ?? '';
  let rows: string[][];
  try {
    rows = parse(text, { delimiter: firstLine.includes(';') ? ';' : ',', bom: true, skip_empty_lines: true });
  } catch (cause) {
    throw inputError(`${shown} : ce n'est pas un CSV lisible. Donnez un ifn.csv, ou un CSV « code;score ».`, { cause });
  }
  const [header = [], ...records] = rows;
  const at = (name: string): number => header.findIndex((h) => h.trim().toLowerCase() === name);
  const [codeAt, scoreAt] = [at('code'), at('score')];
  if (codeAt < 0 || scoreAt < 0) {
    const missing = codeAt < 0 ? 'code' : 'score';
    const [near] = nearest(missing, header);
    throw inputError(
      `${shown} : il n'y a pas de colonne « ${missing} »${near === undefined ? '' : ` (approchant : ${near})`}. Colonnes trouvées : ${header.slice(0, 8).join(', ')}.\n` +
        'Donnez par --scores un ifn.csv, ou un CSV « code;score » (et si possible population_15_plus).',
    );
  }
  const notes: string[] = [];
  const unknown: string[] = [];
  const lines = new Map<string, number>();
  const units: ScoredUnit[] = [];
  for (const [i, record] of records.entries()) {
    const line = i + 2;
    const raw = record[codeAt] ?? '';
    const { code, repaired } = parseCode(raw);
    if (repaired !== null) notes.push(`${shown}, ligne ${String(line)} : « ${raw} » lu ${code} (${repaired})`);
    const unit = cog.communes.get(code) ?? cog.arrondissements.get(code);
    if (unit === undefined) {
      unknown.push(`${raw} (ligne ${String(line)}${cog.formerCodes.has(code) ? `, ancienne commune, aujourd'hui ${cog.formerCodes.get(code) ?? ''}` : ''})`);
      continue;
    }
    const earlier = lines.get(code);
    if (earlier !== undefined) throw inputError(`${shown} : le code ${code} est aux lignes ${String(earlier)} et ${String(line)}. Gardez-en une.`);
    lines.set(code, line);
    const number = (name: string): number | null => {
      const column = at(name);
      if (column < 0) return null;
      const cell = record[column] ?? '';
      const value = readNumber(cell);
      if (value === undefined || value < 0) throw inputError(`${shown}, ligne ${String(line)}, colonne ${name} : « ${cell} » n'est pas un nombre positif.`);
      return Number.isNaN(value) ? null : value;
    };
    units.push({
      code,
      nom: unit.nom,
      departement: unit.departement,
      epci: unit.epci,
      population: number('population'),
      population15Plus: number('population_15_plus'),
      score: number('score'),
    });
  }
  if (unknown.length > 0) {
    throw inputError(
      `${shown} : ${String(unknown.length)} code${unknown.length > 1 ? 's' : ''} hors du COG ${String(cog.year)} : ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ', …' : ''}.\n` +
        "Un score ne se porte pas d'une commune à une autre : recalculez-le sur cette géographie (fragilite compute).",
    );
  }
  if (units.length === 0) throw inputError(`${shown} : aucune commune.`);
  requireOneLevel(lines, cog, shown);
  const plm: PlmLevel = units.some((u) => cog.arrondissements.has(u.code)) ? 'arrondissements' : 'commune';
  return {
    file: shown,
    print,
    units: withPopulation(units.sort((a, b) => byCode(a.code, b.code)), cog, shown, notes),
    plm,
    header: header.map((h) => h.trim()),
    records,
    notes,
  };
}

/** @throws inputError when a commune stands beside its own arrondissements: it would count twice */
function requireOneLevel(lines: ReadonlyMap<string, number>, cog: Cog, shown: string): void {
  for (const [code, line] of lines) {
    if (!isSplitCommune(cog, code)) continue;
    const part = arrondissementsOf(cog, code).find((a) => lines.has(a.code));
    if (part === undefined) continue;
    throw inputError(
      `${shown} : ${code} (${cog.communes.get(code)?.nom ?? ''}, ligne ${String(line)}) est donné avec ses arrondissements (${part.code}, ligne ${String(lines.get(part.code))}) : il compterait deux fois.\n` +
        'Gardez la commune ou ses arrondissements.',
    );
  }
}

/** Without any population in the file, that of the COG serves, and it is said. */
function withPopulation(units: readonly ScoredUnit[], cog: Cog, shown: string, notes: string[]): readonly ScoredUnit[] {
  if (units.some((u) => u.population !== null || u.population15Plus !== null)) return units;
  notes.push(`${shown} : pas de population ; la population municipale du COG ${String(cog.year)} la remplace`);
  return units.map((u) => ({ ...u, population: (cog.communes.get(u.code) ?? cog.arrondissements.get(u.code))?.population ?? null }));
}
