import { inputError } from '../errors.js';
import { frenchList } from '../french.js';
import type { PassageRules } from './carry-dated.js';
import { byCode } from './codes.js';
import { followCode } from './cog-history.js';
import type { CogHistory } from './cog-history.js';
import type { Cog } from './cog.js';

/** One line of a passage table: a former code, and a new one that holds it or a part of it. */
export interface PassageLine {
  readonly line: number;
  readonly from: string;
  readonly to: string;
  /** Share of the former commune, from 0 to 1; null where the table gives none. */
  readonly part: number | null;
  /** Inhabitants of that share; null where the table gives none. */
  readonly population: number | null;
  /** Year of the former code; null where the table does not say. */
  readonly year: number | null;
  /** Name of the new commune; empty where the table gives none. */
  readonly name: string;
}

/** A passage table as its file gives it. */
export interface PassageTable {
  readonly file: string;
  readonly lines: readonly PassageLine[];
  /** Year of the new codes, when the table says it. */
  readonly year: number | null;
}

/** How far the shares of a code may be from 1 for having been rounded. */
const ROUNDING = 0.001;

interface Target {
  readonly code: string;
  readonly share: number;
}

/** The lines of one former code in one year. */
interface Group {
  readonly from: string;
  readonly lines: readonly PassageLine[];
}

/**
 * Checks a passage table against the COG of the run and makes it ready to carry codes.
 *
 * Chains are followed (A → B, B → C, where B is no commune of the COG). One former code with several
 * new ones is shared by `part`, else by `population`, else by the COG's population of the new ones.
 * New codes of an older year that the table states are carried on by the history.
 *
 * @throws inputError that names line and code: a new code unknown to the COG, shares that do not make
 *   1, lines that contradict each other, a chain that turns round
 */
export function resolvePassage(table: PassageTable, cog: Cog, history: CogHistory): PassageRules {
  const years = new Map<number | null, Map<string, PassageLine[]>>();
  for (const line of table.lines) {
    const codes = years.get(line.year) ?? new Map<string, PassageLine[]>();
    years.set(line.year, codes.set(line.from, [...(codes.get(line.from) ?? []), line]));
  }
  const resolved = new Map<number | null, ReadonlyMap<string, readonly Target[]>>();
  for (const [year, codes] of years) {
    refuseLoops(table.file, codes, cog);
    const resolver = new Resolver(table, codes, cog, history);
    resolved.set(year, new Map([...codes.keys()].map((code) => [code, resolver.targets(code)])));
  }
  return { lookup: (code, fileYears) => lookup(resolved, code, fileYears) };
}

/** The column of the file's year; else what is not dated; else any year, when all say the same. */
function lookup(
  resolved: ReadonlyMap<number | null, ReadonlyMap<string, readonly Target[]>>,
  code: string,
  fileYears: readonly number[] | null,
): readonly Target[] | null {
  const own = fileYears?.flatMap((year) => resolved.get(year)?.get(code) ?? []).length === 0 ? [] : (fileYears ?? []);
  const dated = agreed(own.map((year) => resolved.get(year)?.get(code)));
  if (dated !== null) return dated;
  const undated = resolved.get(null)?.get(code);
  if (undated !== undefined) return undated;
  return agreed([...resolved.values()].map((codes) => codes.get(code)));
}

function agreed(all: readonly (readonly Target[] | undefined)[]): readonly Target[] | null {
  const said = all.filter((targets) => targets !== undefined);
  const [first] = said;
  const text = (targets: readonly Target[]): string => targets.map((t) => `${t.code} ${String(t.share)}`).join();
  return first !== undefined && said.every((targets) => text(targets) === text(first)) ? first : null;
}

const isCommune = (code: string, { communes, arrondissements }: Cog): boolean => communes.has(code) || arrondissements.has(code);

/**
 * Refuses chains that come back to where they started, through communes of the COG too: two codes that
 * change places would make every file mean something else. A commune with a line to itself stays, and
 * may give parts to others and have some of theirs.
 *
 * @throws inputError that names the lines
 */
function refuseLoops(file: string, lines: ReadonlyMap<string, readonly PassageLine[]>, cog: Cog): void {
  const done = new Set<string>();
  const way: PassageLine[] = [];
  const follow = (code: string): void => {
    const start = way.findIndex(({ from }) => from === code);
    if (start >= 0) {
      const loop = way.slice(start);
      const where = `${loop.length > 1 ? 'lignes' : 'ligne'} ${frenchList(loop.map(({ line }) => String(line)))}`;
      throw inputError(`${file}, ${where} : ${[...loop.map(({ from }) => from), code].join(' → ')} tourne en rond.\nGardez le code d'aujourd'hui à la fin de la chaîne.`);
    }
    const own = lines.get(code) ?? [];
    if (done.has(code) || (isCommune(code, cog) && own.some(({ to }) => to === code))) return;
    for (const line of own) {
      way.push(line);
      follow(line.to);
      way.pop();
    }
    done.add(code);
  };
  for (const code of lines.keys()) follow(code);
}

/** Follows the lines of one year, which do not turn round, from former codes to codes of the COG. */
class Resolver {
  readonly #table: PassageTable;
  readonly #lines: ReadonlyMap<string, readonly PassageLine[]>;
  readonly #cog: Cog;
  readonly #history: CogHistory;
  readonly #done = new Map<string, readonly Target[]>();

  constructor(table: PassageTable, lines: ReadonlyMap<string, readonly PassageLine[]>, cog: Cog, history: CogHistory) {
    this.#table = table;
    this.#lines = lines;
    this.#cog = cog;
    this.#history = history;
  }

  targets(code: string): readonly Target[] {
    const known = this.#done.get(code);
    if (known !== undefined) return known;
    const lines = distinctLines({ from: code, lines: this.#lines.get(code) ?? [] }, this.#table.file);
    const ends = lines.map((line) => this.#end(line));
    const shares = this.#shares({ from: code, lines }, ends);
    const sums = new Map<string, number>();
    for (const [i, targets] of ends.entries()) {
      for (const { code: end, share } of targets) sums.set(end, (sums.get(end) ?? 0) + share * (shares[i] ?? 0));
    }
    const made = [...sums].filter(([, share]) => share > 0).map(([end, share]) => ({ code: end, share })).sort((a, b) => byCode(a.code, b.code));
    this.#done.set(code, made);
    return made;
  }

  /** Where the new code of a line is today. */
  #end({ line, to }: PassageLine): readonly Target[] {
    const { file, year } = this.#table;
    if (isCommune(to, this.#cog)) return [{ code: to, share: 1 }];
    if (this.#lines.has(to)) return this.targets(to);
    const later = year === null || !this.#history.years.includes(year) ? [] : followCode(this.#history, to, year, this.#cog.year);
    if (later.length === 1 && later[0] !== undefined && this.#cog.communes.has(later[0])) return [{ code: later[0], share: 1 }];
    const today = this.#cog.formerCodes.get(to);
    throw inputError(
      `${file}, ligne ${String(line)} : le nouveau code ${to} n'est pas une commune du COG ${String(this.#cog.year)}${today === undefined ? '' : ` (aujourd'hui ${today})`}.\n` +
        'Corrigez la ligne, ou donnez par --cog l’année des nouveaux codes.',
    );
  }

  #shares(group: Group, ends: readonly (readonly Target[])[]): readonly number[] {
    const { from, lines } = group;
    const where = `${this.#table.file}, ${lines.length > 1 ? 'lignes' : 'ligne'} ${lines.map((l) => String(l.line)).join(', ')}`;
    const parts = lines.flatMap((l) => (l.part === null ? [] : [l.part]));
    if (parts.length > 0) {
      if (parts.length < lines.length) throw inputError(`${where} : ${from} a une part sur certaines lignes et pas sur d'autres.\nDonnez-la partout, ou nulle part.`);
      const sum = parts.reduce((a, b) => a + b, 0);
      if (Math.abs(sum - 1) > ROUNDING) throw inputError(`${where} : les parts de ${from} font ${String(Number(sum.toFixed(6)))}, pas 1.\nCorrigez-les : chaque ancien code se partage en entier.`);
      return parts.map((part) => part / sum);
    }
    if (lines.length === 1) return [1];
    const given = lines.flatMap((l) => (l.population === null ? [] : [l.population]));
    if (given.length > 0 && given.length < lines.length) throw inputError(`${where} : ${from} a une population sur certaines lignes et pas sur d'autres.\nDonnez-la partout, ou nulle part.`);
    const weights = given.length > 0 ? given : ends.map((targets) => targets.reduce((sum, t) => sum + (this.#cog.communes.get(t.code)?.population ?? 0), 0));
    const sum = weights.reduce((a, b) => a + b, 0);
    if (sum > 0 && (given.length > 0 || weights.every((w) => w > 0))) return weights.map((w) => w / sum);
    throw inputError(
      `${where} : ${from} se partage entre ${lines.map((l) => l.to).join(', ')}, dont le COG ${String(this.#cog.year)} ne donne pas la population.\nAjoutez une colonne part (de 0 à 1) ou population.`,
    );
  }
}

/** One line for each new code of a former one. */
function distinctLines({ from, lines }: Group, file: string): readonly PassageLine[] {
  const byTarget = new Map<string, PassageLine>();
  for (const line of lines) {
    const earlier = byTarget.get(line.to);
    if (earlier === undefined) byTarget.set(line.to, line);
    else if (earlier.part !== line.part || earlier.population !== line.population) {
      throw inputError(`${file}, lignes ${String(earlier.line)} et ${String(line.line)} : ${from} → ${line.to} y est deux fois, avec des parts ou des populations différentes.\nGardez une ligne.`);
    }
  }
  return [...byTarget.values()];
}
