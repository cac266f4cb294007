import { describe, expect, it } from 'vitest';
import { ioBut } from '../../src/cli/io.js';
import type { Io } from '../../src/cli/io.js';

describe('ioBut', () => {
  it('has all the parts of the other, even of one that it is itself, but those given', () => {
    const said: string[] = [];
    let asked = 0;
    const given: Io = {
      stdout: () => said.push('stdout'),
      stderr: () => said.push('stderr'),
      get interactive() {
        asked += 1;
        return true;
      },
      color: false,
      cwd: '/a',
      environment: { CI: '1' },
    };
    const io = ioBut(ioBut(given, { stdout: () => said.push('own') }), { cwd: '/b' });
    io.stdout('');
    io.stderr('');
    expect(said).toEqual(['own', 'stderr']);
    expect([io.cwd, io.color, io.environment]).toEqual(['/b', false, { CI: '1' }]);
    expect(asked).toBe(0);
    expect([io.interactive, asked]).toEqual([true, 1]);
  });
});
