import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fragilite } from '../support/command-line.js';
import { GOOD, INSEE, sixCommunes } from '../support/six-communes.js';

/** The commands that a run suggests, as words. */
function suggested(stderr: string): string[] {
  const [, told = ''] = /^Ensuite : (.*)\n$/m.exec(stderr) ?? [];
  return told.split(' ; ');
}

describe('the commands that are suggested', () => {
  it('run as they are written, from where one is', async () => {
    const folder = await sixCommunes();
    mkdirSync(join(folder, 'projet'));
    for (const name of ['rp2022.csv', 'filosofi2021.csv', 'contours.geojson']) cpSync(join(folder, name), join(folder, 'projet', name));
    writeFileSync(join(folder, 'projet', 'fragilite.yaml'), 'insee: [rp2022.csv, filosofi2021.csv]\nboundaries: contours.geojson\nout: resultat\n');
    const { stderr } = await fragilite(folder, ['compute', '--config', 'projet/fragilite.yaml']);
    const commands = suggested(stderr);
    expect(commands.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['fragilite explain', 'fragilite diagnose', 'fragilite map', 'fragilite report', 'fragilite verify']);
    for (const line of commands) {
      const outcome = await fragilite(folder, [...line.split(' ').slice(1), ...(line.includes(' map ') ? ['--format', 'svg'] : [])]);
      expect({ line, code: outcome.code, stderr: outcome.code === 0 ? '' : outcome.stderr }).toEqual({ line, code: 0, stderr: '' });
    }
  });

  it('quote a folder that a shell would cut, leave out the usual one, and no map without contours', async () => {
    const folder = await sixCommunes();
    expect(suggested((await fragilite(folder, [...GOOD])).stderr).slice(1)).toEqual(['fragilite diagnose', 'fragilite map', 'fragilite report', 'fragilite verify']);
    expect(suggested((await fragilite(folder, ['compute', ...INSEE, '--out', "l'an dernier"])).stderr).slice(1)).toEqual(["fragilite diagnose 'l'\\''an dernier'", "fragilite report 'l'\\''an dernier'", "fragilite verify 'l'\\''an dernier'"]);
  });
});
