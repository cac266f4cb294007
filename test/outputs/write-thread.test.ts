import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type * as Durable from '../../src/outputs/durable-writer.js';
import type * as Thread from '../../src/outputs/write-thread.js';
import { repositoryFile, useFolder } from '../support/run-cli.js';

/** A thread runs what the build made. */
async function built<T>(name: string): Promise<T> {
  const path = repositoryFile(`dist/outputs/${name}.js`);
  expect(existsSync(path), 'npm run build').toBe(true);
  return (await import(pathToFileURL(path).href)) as T;
}

/** Pieces of all lengths, also longer than the ring, lent as the writers lend them. */
function* pieces(total: number): Generator<Uint8Array> {
  const buffer = Buffer.alloc(1 << 19);
  for (let made = 0, i = 0; made < total; i += 1) {
    const length = Math.min(total - made, i % 3 === 0 ? buffer.length : 1000 + 7 * (i % 500));
    buffer.fill(i % 251, 0, length);
    yield buffer.subarray(0, length);
    made += length;
  }
}

const whole = (total: number): Buffer => Buffer.concat([...pieces(total)].map((p, i) => Buffer.alloc(p.length, i % 251)));
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('files written on a thread', () => {
  const folder = useFolder();

  it('have the bytes and the sha256 of those that are not, one after the other', async () => {
    const { DurableWriter } = await built<typeof Durable>('durable-writer');
    const sizes = { grand: 24e6, petit: 10, vide: 0, autre: 9e6 };
    const writer = new DurableWriter(4);
    for (const [name, size] of Object.entries(sizes)) writer.write(name, join(folder.path, name), pieces(size));
    const hashes = writer.hashes();
    writer.close();
    for (const [name, size] of Object.entries(sizes)) {
      const expected = whole(size);
      expect(readFileSync(join(folder.path, name)).equals(expected), name).toBe(true);
      expect(hashes.get(name), name).toBe(sha256(expected));
    }
  });

  it('go on from what is written already', async () => {
    const { WriteThread } = await built<typeof Thread>('write-thread');
    const thread = new WriteThread(2);
    while (!thread.ready) await setImmediate();
    const paths = ['un', 'deux'].map((name) => join(folder.path, name));
    const files = paths.map((path) => openSync(path, 'w+'));
    for (const file of files) {
      writeSync(file, 'début ');
      thread.begin(file);
      thread.put(Buffer.alloc(6e6, 'x'));
      thread.end();
    }
    const hashes = thread.hashes();
    thread.stop();
    for (const file of files) closeSync(file);
    for (const [i, path] of paths.entries()) {
      const bytes = readFileSync(path);
      expect(bytes.equals(Buffer.from(`début ${'x'.repeat(6e6)}`))).toBe(true);
      expect(hashes[i]).toBe(sha256(bytes));
    }
  });

  it('tell the fault of the system, and let nobody wait', async () => {
    const { WriteThread } = await built<typeof Thread>('write-thread');
    const thread = new WriteThread(1);
    while (!thread.ready) await setImmediate();
    const path = join(folder.path, 'lecture');
    writeFileSync(path, 'ancien');
    const file = openSync(path, 'r');
    thread.begin(file);
    // More than the ring holds: it must go on being emptied.
    const write = (): void => {
      for (const piece of pieces(12e6)) thread.put(piece);
      thread.end();
      thread.hashes();
    };
    expect(write).toThrow(expect.objectContaining({ code: 'EBADF' }) as Error);
    thread.stop();
    closeSync(file);
    expect(readFileSync(path, 'utf8')).toBe('ancien');
  });
});
