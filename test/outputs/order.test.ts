import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repositoryFile, runCli, useFolder } from '../support/run-cli.js';

const FILES = ['rp2022', 'filosofi2021', 'rp2018_diplomes'].map((name) => `${name}_metropole_lyon.csv`);
const CONTOURS = 'contours_schematiques.geojson';
const folder = useFolder();
const demo = (name: string): string => readFileSync(repositoryFile(`data/demo/${name}`), 'utf8');

interface Shuffled {
  readonly order: readonly string[];
  readonly tables: readonly (readonly string[])[];
  readonly contours: readonly string[];
}

const lines = FILES.map((name) => demo(name).trimEnd().split('\n'));
const collection = JSON.parse(demo(CONTOURS)) as { features: unknown[] };
const whole = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.shuffledSubarray([...items], { minLength: items.length });

/** The files in some order, their rows and the features in another. */
const shuffled: fc.Arbitrary<Shuffled> = fc.record({
  order: whole(FILES),
  tables: fc.tuple(...lines.map(([header = '', ...rows]) => whole(rows).map((some) => [header, ...some]))),
  contours: whole(collection.features.map((f) => JSON.stringify(f))),
});

interface Manifest {
  entrees: { chemin: string; sha256?: string; taille?: number }[];
}

describe('rows and files in another order', () => {
  it('give the same ifn.csv, ifn.geojson, classement.md, methode.md and quantites.csv, and a manifest with other hashes only', async () => {
    const results: Record<string, string>[] = [];
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ order, tables, contours }) => {
        const here = mkdtempSync(join(folder.path, 'ordre-'));
        for (const [i, name] of FILES.entries()) writeFileSync(join(here, name), `${tables[i]!.join('\n')}\n`);
        writeFileSync(join(here, CONTOURS), JSON.stringify({ ...collection, features: contours.map((f) => JSON.parse(f) as unknown) }));
        const run = await runCli(['compute', ...order.flatMap((f) => ['--insee', f]), '--boundaries', CONTOURS, '--territory', 'epci:200046977', '--out', 'lyon'], here);
        expect(run.code).toBe(0);
        const read = (name: string): string => readFileSync(join(here, 'lyon', name), 'utf8');
        const manifest = JSON.parse(read('manifest.json')) as Manifest;
        for (const entry of manifest.entrees) {
          delete entry.sha256;
          delete entry.taille;
        }
        const outputs = Object.fromEntries(['ifn.csv', 'ifn.geojson', 'classement.md', 'methode.md', 'quantites.csv'].map((name) => [name, read(name)]));
        results.push({ ...outputs, manifest: JSON.stringify(manifest) });
        for (const [name, text] of Object.entries(results.at(-1)!)) expect(text, name).toBe(results[0]![name]);
        expect(outputs['ifn.csv']).toBe(readFileSync(repositoryFile('fixtures/demonstration/ifn.csv'), 'utf8'));
      }),
      { numRuns: 6 },
    );
  });
});
