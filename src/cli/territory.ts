import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { frenchNumber } from '../french.js';
import { plainTable } from '../outputs/summary.js';
import { loadCog } from '../sources/cog.js';
import { requireFile } from '../sources/fingerprint.js';
import { unitOf } from '../territory/cog.js';
import { selectTerritory } from '../territory/selector.js';
import type { Io } from './io.js';
import { parseCog, parsePlm } from './job-options.js';
import { loudnessOf } from './loudness.js';
import { Terminal } from './terminal.js';

/** `fragilite territory T`: the units of a territory, on stdout. */
export async function territory(selector: string, options: Record<string, unknown>, io: Io): Promise<void> {
  const terminal = new Terminal(io, loudnessOf(options));
  const plm = parsePlm(options['plm'] as string | undefined);
  const cog = await loadCog(parseCog(options['cog'] as string | undefined) ?? undefined);
  const geography = { cog, plm };
  const found = selectTerritory(selector, geography, (path) => {
    requireFile(resolve(io.cwd, path), path);
    return readFileSync(resolve(io.cwd, path), 'utf8').replace(/^\ufeff/, '');
  });
  terminal.notices(found.notes.map((text) => ({ level: 'warning', text })));
  const units = found.units.map((code) => ({ code, unit: unitOf(geography, code) }));
  if (options['json'] === true) {
    const list = units.map(({ code, unit }) => ({ code, nom: unit?.nom ?? null, departement: unit?.departement ?? null, epci: unit?.epci ?? null, population: unit?.population ?? null }));
    terminal.answer(`${JSON.stringify({ selecteur: found.selector, nom: found.nom, cog: cog.year, unites: list }, null, 2)}\n`);
    return;
  }
  const rows = units.map(({ code, unit }) => [code, unit?.nom ?? '', unit?.departement ?? '', unit?.epci ?? '', frenchNumber(unit?.population ?? null)]);
  terminal.answer(`${found.nom} : ${String(units.length)} communes ou arrondissements (COG ${String(cog.year)})\n\n${plainTable(['Code', 'Nom', 'Dép.', 'EPCI', 'Population'], rows, [4])}\n`);
}
