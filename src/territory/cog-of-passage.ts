import { inputError } from '../errors.js';
import { byCode } from './codes.js';
import { yearsOfCode } from './cog-history.js';
import type { CogHistory } from './cog-history.js';
import type { Cog, Commune, Epci } from './cog.js';
import type { PassageTable } from './passage.js';

/**
 * A COG of a year that is not installed, from one that is and a passage table towards that year: the
 * new codes of the table are communes, the former codes that it leads elsewhere are none.
 *
 * Names and EPCI are those of `own`; a commune that `own` does not know has the name that the table
 * gives and the EPCI of the commune that holds it in `own`. Populations are kept only where the table
 * changes nothing, for they would be those of another territory.
 *
 * @throws inputError on a new code that was no commune that year
 */
export function cogOfPassage(own: Cog, year: number, table: PassageTable, history: CogHistory): Cog {
  const targets = new Map(table.lines.map((line) => [line.to, line]));
  const moved = new Set(table.lines.filter((line) => line.from !== line.to).flatMap((line) => [line.from, line.to]));
  const communes = new Map<string, Commune>();
  for (const [code, commune] of own.communes) {
    if (moved.has(code) && !targets.has(code)) continue;
    communes.set(code, moved.has(code) ? { ...commune, population: null } : commune);
  }
  for (const [code, { line, name }] of targets) {
    if (communes.has(code) || own.arrondissements.has(code)) continue;
    const then = yearsOfCode(history, code);
    const today = own.communes.get(own.formerCodes.get(code) ?? '');
    if (history.years.includes(year) ? then?.has(year) !== true : today === undefined) {
      throw inputError(`${table.file}, ligne ${String(line)} : le nouveau code ${code} n'était pas une commune au 1er janvier ${String(year)}.\nCorrigez la ligne, ou --cog.`);
    }
    const departement = own.departements.get(code.slice(0, code.startsWith('97') ? 3 : 2));
    communes.set(code, {
      code,
      nom: name === '' ? `commune ${code}` : name,
      departement: departement?.code ?? '',
      region: departement?.region ?? '',
      epci: today?.epci ?? null,
      sousPrefecture: today?.sousPrefecture ?? null,
      population: null,
    });
  }
  return {
    ...own,
    year,
    source: `${own.source} et ${table.file}`,
    communes: new Map([...communes].sort(([a], [b]) => byCode(a, b))),
    formerCodes: new Map([...own.formerCodes].filter(([former, today]) => !communes.has(former) && communes.has(today))),
    epci: epciOf(own, communes),
  };
}

function epciOf(own: Cog, communes: ReadonlyMap<string, Commune>): ReadonlyMap<string, Epci> {
  const members = new Map<string, string[]>();
  for (const { code, epci } of communes.values()) if (epci !== null) members.set(epci, [...(members.get(epci) ?? []), code]);
  return new Map([...own.epci].map(([code, epci]) => [code, { ...epci, membres: (members.get(code) ?? []).sort(byCode) }]));
}
