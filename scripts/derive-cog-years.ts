// Derives data/cog-years.json: what became of the codes of communes from one 1 January to the next.
// The facts are Insee's (code officiel géographique, Licence Ouverte 2.0), read from the yearly
// packages, which have to be installed as aliases in a folder of their own:
//   npm install cog-2019@npm:@etalab/decoupage-administratif@0.7.0 cog-2021@npm:…@1.1.1 … cog-2026@npm:…@6.0.0
//   npx tsx scripts/derive-cog-years.ts THAT_FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE_YEARS = [2019, 2021, 2022, 2023, 2024, 2025, 2026];
/** The package of 2019 holds the movements of communes, dated, up to 1 January 2019. */
const HISTORY_YEARS = [2015, 2016, 2017, 2018, 2019];
/**
 * No package holds the COG of 2020. Of the changes between those of 2019 and 2021, these were in force
 * on 1 January 2020 (Insee, COG 2020: 34,968 communes); the others are of 2020 and 1 January 2021.
 */
const IN_FORCE_IN_2020 = ['14712>14666+14712', '21183+21507>21183', '21213+21452>21452', '45287+45307>45307'];

interface CommuneRecord {
  readonly code: string;
  readonly type: string;
  readonly anciensCodes?: readonly string[];
  readonly chefLieu?: string;
}

/** The communes of a year, and where codes that are no commune belong. */
interface Year {
  readonly communes: ReadonlySet<string>;
  /** A code that is no commune → the commune that it is part of. */
  readonly within: ReadonlyMap<string, string>;
}

interface Movement {
  readonly id: string;
  readonly type: string;
  readonly code: string;
  readonly dateDebut?: string;
  readonly dateFin?: string;
  readonly successeur?: string;
  readonly predecesseur?: string;
  readonly pole?: string;
}

const isFrench = (code: string): boolean => !(code >= '97500' && code < '97600') && !(code >= '97700' && code <= '98999');

function readYear(folder: string, year: number): Year {
  const records = JSON.parse(readFileSync(join(folder, `node_modules/cog-${String(year)}/data/communes.json`), 'utf8')) as CommuneRecord[];
  const communes = new Set<string>();
  const within = new Map<string, string>();
  for (const record of records) {
    if (record.type !== 'commune-actuelle' || !isFrench(record.code)) continue;
    communes.add(record.code);
    for (const former of record.anciensCodes ?? []) within.set(former, record.code);
  }
  for (const { code, chefLieu } of records) if (chefLieu !== undefined && !communes.has(code)) within.set(code, chefLieu);
  return { communes, within };
}

/** Groups the codes of two years by territory, and keeps the groups that changed: `69149+69152>69149`. */
function changesBetween(before: ReadonlySet<string>, after: ReadonlySet<string>, successor: (code: string) => string | undefined, parent: (code: string) => string | undefined): string[] {
  const parts = new Map<string, Set<string>>();
  const link = (old: string, now: string): void => {
    parts.set(now, (parts.get(now) ?? new Set()).add(old));
  };
  for (const code of before) {
    const now = successor(code);
    if (now === undefined || !after.has(now)) throw new Error(`${code}: what became of it?`);
    link(code, now);
  }
  for (const code of after) {
    if (parts.has(code)) continue;
    const from = parent(code);
    if (from === undefined || !before.has(from)) throw new Error(`${code}: where does it come from?`);
    link(from, code);
  }
  return components(parts)
    .filter(([olds, nows]) => olds.join('+') !== nows.join('+'))
    .map(([olds, nows]) => `${olds.join('+')}>${nows.join('+')}`)
    .sort();
}

/** Connected groups of former and new codes, each sorted. */
function components(parts: ReadonlyMap<string, ReadonlySet<string>>): [string[], string[]][] {
  const next = new Map<string, Set<string>>();
  for (const [now, olds] of parts) for (const old of olds) next.set(old, (next.get(old) ?? new Set()).add(now));
  const seen = new Set<string>();
  return [...parts.keys()].sort().flatMap((start): [string[], string[]][] => {
    if (seen.has(start)) return [];
    const nows = new Set([start]);
    const olds = new Set<string>();
    for (const now of nows) {
      seen.add(now);
      for (const old of parts.get(now) ?? []) {
        olds.add(old);
        for (const other of next.get(old) ?? []) nows.add(other);
      }
    }
    return [[[...olds].sort(), [...nows].sort()]];
  });
}

function changesOfPackages(before: Year, after: Year): string[] {
  return changesBetween(
    before.communes,
    after.communes,
    (code) => (after.communes.has(code) ? code : after.within.get(code)),
    (code) => before.within.get(code),
  );
}

/** The changes of one year of the history, followed from movement to movement. */
function changesOfHistory(movements: ReadonlyMap<string, Movement>, year: number): { before: Set<string>; changes: string[] } {
  const alive = (at: string): Movement[] =>
    [...movements.values()].filter((m) => m.type === 'COM' && isFrench(m.code) && (m.dateDebut ?? '') <= at && (m.dateFin ?? '9999') > at);
  const [from, to] = [`${String(year)}-01-01`, `${String(year + 1)}-01-01`];
  const [before, after] = [alive(from), alive(to)];
  const ids = new Map(after.map((m) => [m.id, m.code]));
  // A commune that another was taken out of has no successor: it goes on under its code.
  const going = new Map(after.map((m) => [m.code, m.code]));
  const forward = new Map(before.map((m) => [m.code, m.successeur === undefined ? going.get(m.code) : endOf(m, movements, ids)]));
  const earlier = new Map(before.map((m) => [m.id, m.code]));
  const backward = new Map(after.map((m) => [m.code, beginningOf(m, movements, earlier)]));
  const codes = new Set(before.map((m) => m.code));
  return {
    before: codes,
    changes: changesBetween(codes, new Set(after.map((m) => m.code)), (code) => forward.get(code), (code) => backward.get(code)),
  };
}

/** The commune that holds a territory at the end: along `successeur`, and `pole` of a part of a commune. */
function endOf(start: Movement, movements: ReadonlyMap<string, Movement>, ends: ReadonlyMap<string, string>): string | undefined {
  let at: Movement | undefined = start;
  for (let step = 0; at !== undefined && step < 20; step += 1) {
    const end = ends.get(at.id);
    if (end !== undefined) return end;
    at = movements.get((at.type === 'COM' ? at.successeur : (at.pole ?? at.successeur)) ?? '');
  }
  return undefined;
}

/** The commune that a re-established one came out of. */
function beginningOf(start: Movement, movements: ReadonlyMap<string, Movement>, beginnings: ReadonlyMap<string, string>): string | undefined {
  let at: Movement | undefined = movements.get(start.predecesseur ?? '');
  for (let step = 0; at !== undefined && step < 20; step += 1) {
    const begin = beginnings.get(at.id) ?? beginnings.get(at.pole ?? '');
    if (begin !== undefined) return begin;
    at = movements.get(at.predecesseur ?? '');
  }
  return undefined;
}

function derive(folder: string): object {
  const history = JSON.parse(readFileSync(join(folder, 'node_modules/cog-2019/data/historique-communes.json'), 'utf8')) as Movement[];
  const movements = new Map(history.map((m) => [m.id, m]));
  const counts: Record<string, number> = {};
  const changes: Record<string, string[]> = {};
  for (const year of HISTORY_YEARS.slice(0, -1)) {
    const found = changesOfHistory(movements, year);
    counts[String(year)] = found.before.size;
    changes[String(year + 1)] = found.changes;
  }
  const packages = PACKAGE_YEARS.map((year) => ({ year, ...readYear(folder, year) }));
  for (const [i, now] of packages.entries()) {
    counts[String(now.year)] = now.communes.size;
    const before = packages[i - 1];
    if (before !== undefined) changes[String(now.year)] = changesOfPackages(before, now);
  }
  const since2019 = changes['2021'] ?? [];
  const lost = IN_FORCE_IN_2020.filter((change) => !since2019.includes(change));
  if (lost.length > 0) throw new Error(`not among the changes from 2019 to 2021: ${lost.join(', ')}`);
  changes['2020'] = IN_FORCE_IN_2020;
  changes['2021'] = since2019.filter((change) => !IN_FORCE_IN_2020.includes(change));
  counts['2020'] = (counts['2019'] ?? 0) + IN_FORCE_IN_2020.reduce((sum, change) => sum + growth(change), 0);
  return {
    source:
      "Insee, code officiel géographique au 1er janvier de chaque année, 2015 à 2026 ; Licence Ouverte 2.0. Tiré des paquets @etalab/decoupage-administratif 0.7.0 (2019, et historique des communes), 1.1.1, 2.3.1, 3.1.1, 4.1.0, 5.3.0 et 6.0.0 par scripts/derive-cog-years.ts.",
    form: "communes : nombre au 1er janvier (101 départements). changements : par année, codes de l'année précédente > codes du même territoire au 1er janvier.",
    communes: counts,
    changements: changes,
  };
}

const growth = (change: string): number => {
  const [before = '', after = ''] = change.split('>');
  return after.split('+').length - before.split('+').length;
};

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: tsx scripts/derive-cog-years.ts FOLDER');
writeFileSync(new URL('../data/cog-years.json', import.meta.url), `${JSON.stringify(derive(folder), null, 1)}\n`);
