import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { fragilite, recordsOf, textOf } from '../support/command-line.js';
import { temporaryFolder } from '../support/write-shapefile.js';

const WRITER = fileURLToPath(new URL('../../bench/write-input.js', import.meta.url));
const ROWS = 300;
const write = (path: string, kind: string): void => {
  execFileSync(process.execPath, [WRITER, path, JSON.stringify({ kind, rows: ROWS, seed: 2026 })]);
};

it('les entrées que bench/ engendre se calculent, et le shapefile donne ce que donne le GeoJSON', async () => {
  const folder = await temporaryFolder();
  write(join(folder, 'dossier.csv'), 'dossier');
  write(join(folder, 'contours'), 'contours');
  for (const [out, boundaries] of [['a', 'contours/COMMUNE.shp'], ['b', 'contours/communes.geojson']] as const) {
    const { code, stderr } = await fragilite(folder, ['compute', '--insee', 'dossier.csv', '--boundaries', boundaries, '--out', out, '--verbose']);
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/se croisent|sans contour|réparé/);
  }
  for (const name of ['ifn.csv', 'ifn.geojson', 'quantites.csv', 'classement.md']) expect(textOf(join(folder, 'a'), name)).toBe(textOf(join(folder, 'b'), name));
  const rows = recordsOf(textOf(join(folder, 'a'), 'ifn.csv'));
  expect(rows).toHaveLength(ROWS);
  // Every status that such files have: published, secret with an estimate, secret without.
  expect(new Set(rows.map((row) => row['pauvrete_statut']))).toEqual(new Set(['observe', 'estime', 'secret']));
  expect(rows.filter((row) => row['score'] === '')).toEqual([]);
});
