import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile, useFolder } from '../support/run-cli.js';
import { SIX_COMMUNES } from '../support/six-communes.js';

const PROGRAM = repositoryFile('bin/fragilite.js');
const OUTPUTS = ['ifn.csv', 'ifn.geojson', 'classement.md', 'quantites.csv'] as const;

/** The built program: a thread runs what the build made. */
async function run(folder: string, ...argv: readonly string[]): Promise<{ code: number; stderr: string }> {
  expect(existsSync(repositoryFile('dist/sources/insee-worker.js')), 'npm run build').toBe(true);
  try {
    const { stderr } = await promisify(execFile)(process.execPath, [PROGRAM, ...argv], { cwd: folder });
    return { code: 0, stderr };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, stderr };
  }
}

/** The same table with a column of nothing, large enough for a thread of its own. */
async function large(from: string, to: string): Promise<void> {
  const lines = (await readFile(from, 'utf8')).trimEnd().split('\n');
  const filler = 'x'.repeat(Math.ceil((40 * 1024 * 1024) / lines.length));
  const file = await open(to, 'w');
  for (const [i, line] of lines.entries()) await file.write(`${line.replace(/\r$/, '')};${i === 0 ? 'REMARQUE' : filler}\n`);
  await file.close();
}

describe('files large enough to be read on threads', () => {
  const place = useFolder();
  let folder = '';
  beforeAll(async () => {
    folder = place.path;
    cpSync(SIX_COMMUNES, folder, { recursive: true });
    for (const name of ['rp2022', 'filosofi2021']) await large(join(folder, `${name}.csv`), join(folder, `grand-${name}.csv`));
  });
  const good = (prefix: string, ...more: readonly string[]): string[] => ['compute', '--insee', `${prefix}rp2022.csv`, `${prefix}filosofi2021.csv`, '--boundaries', 'contours.geojson', ...more];

  it('give the bytes of those that are read in turn', async () => {
    const small = await run(folder, ...good('', '--out', 'petit'));
    const threaded = await run(folder, ...good('grand-', '--out', 'grand'));
    expect([small.code, threaded.code]).toEqual([0, 0]);
    expect(threaded.stderr.replaceAll('grand', 'petit')).toBe(small.stderr.replaceAll('grand', 'petit'));
    for (const name of OUTPUTS) expect(readFileSync(join(folder, 'grand', name), 'utf8'), name).toBe(readFileSync(join(folder, 'petit', name), 'utf8'));
  });

  it('are refused with the words and the code of one thread, the first by its path', async () => {
    const small = await run(folder, ...good('', '--insee', 'absent.csv'));
    const threaded = await run(folder, ...good('grand-', '--insee', 'absent.csv'));
    expect(small.code).toBe(3);
    expect(threaded).toEqual(small);
  });

  it('leave what is wrong with the contours to be told as it is without threads', async () => {
    const small = await run(folder, ...good(''), '--crs', 'EPSG:2154');
    const threaded = await run(folder, ...good('grand-'), '--crs', 'EPSG:2154');
    expect(small.code).toBe(3);
    expect(threaded).toEqual(small);
  });

  it.each([[['--territory', 'epci:000000000']], [['--cog', '2014']]])('are left when %j is wrong, and it is told as it is without threads', async (wrong) => {
    const small = await run(folder, ...good(''), ...wrong);
    const threaded = await run(folder, ...good('grand-'), ...wrong);
    expect(small.code).toBe(2);
    expect(threaded).toEqual(small);
  });
});
