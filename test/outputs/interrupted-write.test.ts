import type * as Fs from 'node:fs';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { EXIT } from '../../src/errors.js';
import { settleFolder, sweepFolder } from '../../src/outputs/interrupted-write.js';
import { writeFolder } from '../../src/outputs/write-folder.js';
import { ownProcess } from '../../src/process-mark.js';
import { useFolder } from '../support/run-cli.js';

/** A program that dies at its nth call that changes the disk: neither that call nor any later one is made. */
const life = vi.hoisted(() => ({ calls: 0, last: Infinity }));

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>();
  const mortal = <A extends unknown[], R>(call: (...args: A) => R) => (...args: A): R => {
    life.calls += 1;
    if (life.calls > life.last) throw new Error('killed');
    return call(...args);
  };
  return {
    ...fs,
    mkdirSync: mortal(fs.mkdirSync as (...args: unknown[]) => unknown),
    openSync: mortal(fs.openSync),
    writeSync: mortal(fs.writeSync as (...args: unknown[]) => number),
    linkSync: mortal(fs.linkSync),
    copyFileSync: mortal(fs.copyFileSync),
    renameSync: mortal(fs.renameSync),
    rmSync: mortal(fs.rmSync),
    writeFileSync: mortal(fs.writeFileSync),
  };
});

vi.mock('../../src/process-mark.js', async (original) => {
  const marks = await original<{ ownProcess: () => object; isRunning: (mark: { pid: number }) => boolean }>();
  // The program that is killed here is this very process, which goes on.
  return { ...marks, ownProcess: () => ({ ...marks.ownProcess(), started: 'in another life' }) };
});

beforeEach(() => {
  Object.assign(life, { calls: 0, last: Infinity });
});

const EARLIER = { 'ifn.csv': 'avant\n', 'carte.svg': '<svg avant/>', 'manifest.json': '{"sorties": "avant"}' };
const LATER = { 'ifn.csv': 'après\n', 'croisement.csv': 'neuf\n', 'manifest.json': '{"sorties": "après"}' };

const contents = (folder: string): Record<string, string> => Object.fromEntries(readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

function put(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

const writeLater = (folder: string): void => {
  const files = Object.entries(LATER).map(([name, text]) => ({ name, text }));
  writeFolder(folder, 'sortie', files.slice(0, -1), { name: 'manifest.json', closing: () => LATER['manifest.json'] }, ['carte.svg']);
};

describe('a program killed while it writes a set of outputs', () => {
  const folder = useFolder();

  it('leaves, at whichever call it dies, what the next one makes the earlier set or the later one of', () => {
    const ends = new Map<string, number>();
    for (let last = 0; ; last += 1) {
      const out = join(folder.path, `mort-${String(last)}`);
      Object.assign(life, { last: Infinity });
      put(out, EARLIER);
      Object.assign(life, { calls: 0, last });
      let died = false;
      try {
        writeLater(out);
      } catch {
        died = true;
      }
      const calls = life.calls;
      Object.assign(life, { last: Infinity });
      // No file is ever in pieces, even before anyone puts things right.
      for (const [name, text] of Object.entries(contents(out)).filter(([n]) => !n.startsWith('.'))) {
        expect([EARLIER[name as keyof typeof EARLIER], LATER[name as keyof typeof LATER]], `${name}, call ${String(last)}`).toContain(text);
      }
      settleFolder(out, 'sortie');
      sweepFolder(out);
      const found = JSON.stringify(contents(out));
      expect([JSON.stringify(sorted(EARLIER)), JSON.stringify(sorted(LATER))], `call ${String(last)}`).toContain(found);
      ends.set(found, (ends.get(found) ?? 0) + 1);
      if (!died && calls <= last) break;
    }
    // Both ends are met, each many times.
    expect([...ends.values()].every((n) => n > 3)).toBe(true);
    expect(ends.size).toBe(2);
  });

  it('is finished by the next write too', () => {
    const out = join(folder.path, 'suivant');
    put(out, { ...EARLIER, '.ifn.csv.tmp': LATER['ifn.csv'], '.fragilite-ecriture.json': JSON.stringify({ process: { ...ownProcess(), pid: 2 ** 30 }, files: ['ifn.csv'], stale: ['carte.svg'] }) });
    writeFolder(out, 'sortie', [{ name: 'allocation.md', text: 'x' }]);
    expect(contents(out)).toEqual({ 'allocation.md': 'x', 'ifn.csv': LATER['ifn.csv'], 'manifest.json': EARLIER['manifest.json'] });
  });

  it('is told from one that is writing still (code 5)', () => {
    const out = join(folder.path, 'vivant');
    // The parent of the tests lives as long as they do.
    const alive = { pid: process.ppid, machine: ownProcess().machine, started: null };
    put(out, { '.fragilite-ecriture.json': JSON.stringify({ process: alive, files: [], stale: [] }) });
    expect(() => {
      settleFolder(out, 'sortie');
    }).toThrow(expect.objectContaining({ exitCode: EXIT.output, message: expect.stringContaining(`Un autre fragilite (processus ${String(process.ppid)}) écrit dans « sortie »`) as string }));
  });
});

const sorted = (files: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
