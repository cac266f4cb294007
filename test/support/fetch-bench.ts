import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, vi } from 'vitest';
import { fragilite } from './command-line.js';
import type { Outcome } from './command-line.js';
import { FakeClock } from './fake-clock.js';
import { serveFile, useServer } from './local-server.js';
import type { LocalServer } from './local-server.js';
import { useFolder } from './run-cli.js';
import { zipBytes } from './write-zip.js';

/** Some text that does not compress, so that a file has pieces. */
export const noise = (length: number): string => Array.from({ length }, (_, i) => ((i * 7919 + (i >> 3) * 104729) % 90071).toString(36)).join(';');

/** The file of the tests, and the one that replaces it. */
export const ZIP = zipBytes([{ name: 'base.csv', content: `CODGEO;P22_POP\n${noise(60_000)}\n`, stored: true }]);
export const OTHER = zipBytes([{ name: 'base.csv', content: `CODGEO;P22_POP\n${noise(61_000)}\n`, stored: true }]);
export const HTML = '<!DOCTYPE html>\n<html><body>Page introuvable</body></html>';

/** The one file of a catalogue. */
export interface Entry {
  readonly forme?: string;
  readonly others?: readonly string[];
  readonly least?: number;
  readonly more?: string;
}

/** A project of its own for each test, whose catalogue holds one file, `base`, of a local server. */
export class FetchBench {
  readonly server: LocalServer;
  here = '';
  clock = new FakeClock();

  constructor(server: LocalServer) {
    this.server = server;
  }

  catalogue({ forme = 'zip', others = [], least = 100, more = '' }: Entry = {}): void {
    const list = others.length === 0 ? '' : `\n    autres_adresses: [${others.join(', ')}]`;
    writeFileSync(
      join(this.here, 'catalogue.yaml'),
      `version: 1
licences:
  lo2: { nom: Licence Ouverte 2.0, url: "https://exemple.fr/lo" }
sources:
  base:
    titre: Une base
    producteur: Insee
    usage: ${forme === 'gzip' ? 'contours' : 'donnees'}
    licence: lo2
    url: ${this.server.url}/base${list}
    forme: ${forme}
    taille_minimale: ${String(least)}
    confiance: haute${more}
`,
    );
  }

  /** `fragilite fetch base`, with the test's catalogue, cache and clock. */
  readonly fetch = (...words: string[]): Promise<Outcome> =>
    fragilite(this.here, ['fetch', 'base', '--catalogue', 'catalogue.yaml', '--cache', 'cache', ...words], { clock: this.clock });

  readonly got = (): Buffer => readFileSync(join(this.here, 'donnees', 'base.zip'));
  readonly lock = (): string => readFileSync(join(this.here, 'fragilite.lock'), 'utf8');
  readonly cacheNames = (): string[] => (existsSync(join(this.here, 'cache')) ? readdirSync(join(this.here, 'cache')).sort() : []);
}

export function useFetch(): FetchBench {
  const folder = useFolder();
  const bench = new FetchBench(useServer());
  let tests = 0;
  beforeEach(() => {
    tests += 1;
    bench.here = join(folder.path, String(tests));
    bench.clock = new FakeClock();
    bench.server.answer = serveFile(ZIP);
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
      vi.stubEnv(name, '');
      vi.stubEnv(name.toLowerCase(), '');
    }
    mkdirSync(bench.here);
    bench.catalogue();
  });
  return bench;
}
