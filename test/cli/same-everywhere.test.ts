import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile, useFolder } from '../support/run-cli.js';

const PLACES = [
  { name: 'one', TZ: 'Europe/Paris', LC_ALL: 'fr_FR.UTF-8' },
  { name: join('further', 'un dossier, à côté'), TZ: 'Pacific/Auckland', LC_ALL: 'C' },
  { name: 'turkish', TZ: 'America/Cayenne', LC_ALL: 'tr_TR.UTF-8' },
] as const;

const work = useFolder();

/** The built program, in a process of its own: time zone and locale are those of a process. */
async function run({ name, TZ, LC_ALL }: (typeof PLACES)[number], ...argv: readonly string[]): Promise<string> {
  const env = { ...process.env, TZ, LC_ALL, LANG: LC_ALL, GITHUB_ACTIONS: '' };
  const { stdout } = await promisify(execFile)(process.execPath, [repositoryFile('bin/fragilite.js'), ...argv], { cwd: join(work.path, name), env });
  return stdout;
}

/** All the bytes under a folder, by path. */
const bytesUnder = (folder: string): Record<string, string> =>
  Object.fromEntries(
    (readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()).flatMap((name) => {
      try {
        return [[name, readFileSync(join(folder, name)).toString('hex')]];
      } catch {
        return [];
      }
    }),
  );

describe('a result is the same bytes in another folder, time zone and locale', () => {
  beforeAll(async () => {
    expect(existsSync(repositoryFile('dist/cli/main.js')), 'npm run build').toBe(true);
    for (const place of PLACES) {
      const folder = join(work.path, place.name);
      mkdirSync(folder, { recursive: true });
      cpSync(repositoryFile('data/demo/avril-2023/postes.csv'), join(folder, 'postes.csv'));
      await run(place, 'compute', '--quiet', '--format', 'csv-excel,xlsx,topojson,qml,sld');
      await run(place, 'cross', '--quiet', '--posts', 'postes.csv', '--as-of', '2023-04-05', '--horizon', '2024-12-31');
      await run(place, 'allocate', '--quiet', '--total', '50');
      await run(place, 'map', '--quiet', '--column', 'pauvrete,population');
      await run(place, 'report', '--quiet');
    }
  });

  it.each(PLACES.slice(1))('$TZ, $LC_ALL', ({ name }) => {
    const [first, other] = [PLACES[0].name, name].map((place) => bytesUnder(join(work.path, place)));
    expect(Object.keys(other ?? {}).length).toBeGreaterThan(20);
    expect(other).toEqual(first);
  });

  it.each(PLACES)('and verify says so: $TZ, $LC_ALL', async (place) => {
    expect(await run(place, 'verify')).toMatch(/Conforme à son manifeste, octet par octet\.\n$/);
  });

  it('and what explain answers', async () => {
    const answers = await Promise.all(PLACES.map((place) => run(place, 'explain', '69259')));
    expect(new Set(answers).size).toBe(1);
  });
});
