import { existsSync } from 'node:fs';
import type * as Fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { EXIT } from '../../src/errors.js';
import { writeFolder } from '../../src/outputs/write-folder.js';
import { useFolder } from '../support/run-cli.js';

// A system like /proc, where Node's recursive mkdir never ends: it is told to make what cannot be there.
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>();
  return {
    ...fs,
    mkdirSync: (path: string, options?: { recursive?: boolean }) => {
      if (options?.recursive === true) throw new Error('this would never end');
      if (path.includes('interdit')) throw Object.assign(new Error('no such file or directory'), { code: 'ENOENT' });
      fs.mkdirSync(path);
    },
  };
});

describe('the folder of the outputs', () => {
  const folder = useFolder();
  const write = (...names: string[]): void => {
    writeFolder(join(folder.path, ...names), 'sortie', [{ name: 'a.csv', text: 'a\n' }]);
  };

  it('is made with all the folders above it', () => {
    write('un', 'deux', 'trois');
    expect(existsSync(join(folder.path, 'un', 'deux', 'trois', 'a.csv'))).toBe(true);
  });

  it('is refused with exit code 5 where the system makes none, and leaves nothing of those above', () => {
    expect(() => {
      write('quatre', 'interdit', 'cinq');
    }).toThrow(expect.objectContaining({ exitCode: EXIT.output, message: expect.stringContaining('aucun dossier ne peut y être créé') as string }));
    expect(existsSync(join(folder.path, 'quatre'))).toBe(false);
  });
});
