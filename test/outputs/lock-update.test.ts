import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withSources } from '../../src/lock.js';
import type { LockedSource } from '../../src/lock.js';
import { lockText } from '../../src/outputs/lock-text.js';
import { updateLock } from '../../src/outputs/lock-update.js';
import { LOCK_NAME, readLock } from '../../src/sources/lock-file.js';
import { FakeClock } from '../support/fake-clock.js';
import { temporaryFolder } from '../support/write-shapefile.js';

const HELD = '.fragilite.lock.pris';
const SOURCE: LockedSource = { url: 'https://exemple.fr/a', finalUrl: 'https://exemple.fr/a', size: 1, sha256: 'a'.repeat(64), file: null };

/** Adds a source to the lock of a folder. */
function add(folder: string, id: string, sleep = new FakeClock().sleep): Promise<boolean> {
  return updateLock({ folder, shown: '.', advice: 'vérifiez' }, (lock) => [{ name: LOCK_NAME, text: lockText(withSources(lock, new Map([[id, SOURCE]]))) }], sleep);
}

const held = (folder: string, pid: number | undefined): void => {
  writeFileSync(join(folder, HELD), JSON.stringify({ pid, machine: hostname(), started: null }));
};

async function endedProcess(): Promise<number | undefined> {
  const ended = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await new Promise((end) => ended.once('exit', end));
  return ended.pid;
}

describe('fragilite.lock written from several sides', () => {
  it('keeps what each of them wrote', async () => {
    const folder = await temporaryFolder();
    const ids = Array.from({ length: 4 }, (_, i) => `source-${String(i).padStart(2, '0')}`);
    expect(await Promise.all(ids.map((id) => add(folder, id)))).toEqual(ids.map(() => true));
    expect([...(await readLock(folder)).sources.keys()]).toEqual(ids);
    expect(readdirSync(folder)).toEqual([LOCK_NAME]);
  });

  it('waits for a program that is writing it, then has what that one wrote', async () => {
    const folder = await temporaryFolder();
    held(folder, process.ppid);
    const clock = new FakeClock();
    const sleep = async (ms: number): Promise<void> => {
      await clock.sleep(ms);
      if (clock.slept.length < 3) return;
      // It has written, and was killed before it gave its lock back.
      writeFileSync(join(folder, LOCK_NAME), lockText({ sources: new Map([['autre', SOURCE]]), run: null }));
      held(folder, await endedProcess());
    };
    expect(await add(folder, 'base', sleep)).toBe(true);
    expect(clock.slept).toEqual([50, 50, 50]);
    expect([...(await readLock(folder)).sources.keys()]).toEqual(['autre', 'base']);
    expect(readdirSync(folder)).toEqual([LOCK_NAME]);
  });

  it('gives up when that does not end (code 5), and says what is in the way', async () => {
    const folder = await temporaryFolder();
    held(folder, process.ppid);
    await expect(add(folder, 'base')).rejects.toMatchObject({ exitCode: 5, message: expect.stringMatching(/Un autre fragilite \(processus \d+ de .*\) écrit fragilite\.lock depuis plusieurs secondes\. .* supprimez \.fragilite\.lock\.pris\.$/) as string });
    expect(readdirSync(folder)).toEqual([HELD]);
  });

  it('is given up where what a killed program left cannot be taken away (code 5)', async () => {
    const folder = await temporaryFolder();
    held(folder, await endedProcess());
    mkdirSync(join(folder, `${HELD}.${String(process.pid)}.perime`));
    await expect(add(folder, 'base')).rejects.toMatchObject({ exitCode: 5, message: expect.stringContaining("Impossible d'écrire fragilite.lock") as string });
  });

  it('that cannot be written is told with its advice (code 5)', async () => {
    const folder = join(await temporaryFolder(), 'absent');
    await expect(add(folder, 'base')).rejects.toMatchObject({ exitCode: 5, message: "Impossible d'écrire fragilite.lock dans « . » (ENOENT) : vérifiez." });
  });
});
