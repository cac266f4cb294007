import { beforeAll, describe, expect, it } from 'vitest';
import type { FeatureCollection } from 'geojson';
import { DEMANDS, POSTS, byCodeOf, columnSum, expectOutputsOfManifest, manifestIn, useDemonstration } from '../support/post-files.js';
import { recordsOf } from '../support/command-line.js';
import { repositoryFile } from '../support/run-cli.js';

const work = useDemonstration();
beforeAll(() => {
  work.put('postes.csv', POSTS);
  work.put('demandes.csv', DEMANDS);
});
const ADDED = ['besoin', 'poids', 'postes_portes', 'demandes_structures', 'demandes_postes', 'postes_pour_10000', 'part_postes', 'part_poids', 'ecart_postes', 'classe'];
const header = (folder: string): string[] => (work.read(`${folder}/ifn.csv`).split('\n')[0] ?? '').split(';');
const features = (folder: string): FeatureCollection => JSON.parse(work.read(`${folder}/ifn.geojson`)) as FeatureCollection;

describe('cross, beside the scores', () => {
  beforeAll(async () => {
    work.copy('croise');
    await work.done('cross', '--scores', 'croise/ifn.csv', '--posts', 'postes.csv', '--demands', 'demandes.csv');
  });

  it('adds columns after those of ifn.csv, whose other cells keep their text', () => {
    const before = header('sortie');
    expect(header('croise').slice(0, before.length)).toEqual(before);
    expect(header('croise')).toEqual(expect.arrayContaining(ADDED));
    const after = work.rows('croise/ifn.csv');
    expect(work.rows('sortie/ifn.csv')).toEqual(after.map((row) => Object.fromEntries(before.map((name) => [name, row[name]]))));
    expect([after.length, columnSum(after, 'postes_portes')]).toEqual([58, 4]);
  });

  it('has the same values in croisement.csv and ifn.geojson, null for what is empty', () => {
    const [joined, crossing] = [byCodeOf(work.rows('croise/ifn.csv')), byCodeOf(work.rows('croise/croisement.csv'))];
    expect(features('croise').features.length).toBe(58);
    for (const { properties } of features('croise').features) {
      const row = joined.get(String(properties!['code']))!;
      for (const name of ADDED) {
        expect(row[name]).toBe(crossing.get(row['code']!)![name]);
        expect(String(properties![name] ?? '')).toBe(row[name]);
      }
      expect(properties!['etp']).toBeNull();
    }
  });

  it('keeps the geometry, the box and the warning of the contours', () => {
    const [before, after] = [features('sortie'), features('croise')];
    expect(after.features.map((f) => f.geometry)).toEqual(before.features.map((f) => f.geometry));
    expect(after.bbox).toEqual(before.bbox);
    expect(work.read('croise/ifn.geojson')).toContain('schématiques');
  });

  it('run twice: the same bytes, no column twice', async () => {
    const once = work.texts('croise');
    await work.done('cross', '--scores', 'croise/ifn.csv', '--posts', 'postes.csv', '--demands', 'demandes.csv');
    expect(work.texts('croise')).toEqual(once);
    expect(new Set(header('croise')).size).toBe(header('croise').length);
  });

  it('other posts replace the columns of the earlier ones', async () => {
    work.copy('encore');
    await work.done('cross', '--scores', 'encore/ifn.csv', '--posts', 'postes.csv', '--demands', 'demandes.csv');
    await work.done('cross', '--scores', 'encore/ifn.csv', '--demands', 'demandes.csv');
    expect(header('encore')).toEqual(header('croise'));
    expect(work.rows('encore/ifn.csv').every((r) => r['postes_portes'] === '' && r['classe'] === '')).toBe(true);
  });

  it('updates the manifest and keeps what was in it', () => {
    const [before, after] = [manifestIn(work, 'sortie'), manifestIn(work, 'croise')];
    expect(after['variables']).toEqual(before['variables']);
    expect(after.sorties.map((s) => s.chemin)).toEqual([...before.sorties.map((s) => s.chemin), 'croisement.csv', 'croisement.md'].sort());
    expectOutputsOfManifest(work, 'croise');
    expect(after.entrees.map((e) => e.chemin)).toEqual(after.entrees.map((e) => e.chemin).sort());
  });

  it('explain still reads the folder', async () => {
    expect((await work.run('explain', '69259', 'croise')).code).toBe(0);
  });
});

describe('cross, elsewhere than the scores', () => {
  it('leaves the folder of the scores as it was', async () => {
    const before = work.texts('sortie');
    await work.done('cross', '--scores', 'sortie/ifn.csv', '--posts', 'postes.csv', '--out', 'ailleurs');
    expect(work.texts('sortie')).toEqual(before);
    expect(Object.keys(work.texts('ailleurs')).sort()).toEqual(['croisement.csv', 'croisement.md', 'ifn.csv', 'ifn.geojson', 'manifest.json']);
    expectOutputsOfManifest(work, 'ailleurs');
  });

  it('cross then allocate there share one manifest', async () => {
    await work.done('cross', '--scores', 'sortie/ifn.csv', '--posts', 'postes.csv', '--out', 'deux');
    await work.done('allocate', '--scores', 'sortie/ifn.csv', '--total', '50', '--out', 'deux');
    const manifest = manifestIn(work, 'deux');
    expect(Object.keys(manifest)).toEqual(expect.arrayContaining(['croisement', 'repartition']));
    expect(manifest.sorties.map((s) => s.chemin).sort()).toEqual(['allocation.csv', 'allocation.md', 'croisement.csv', 'croisement.md', 'ifn.csv', 'ifn.geojson']);
    expectOutputsOfManifest(work, 'deux');
  });

  it('other scores in a computed folder never overwrite its ifn.csv', async () => {
    work.copy('garde');
    work.put('garde/notes.csv', 'code;score\n69259;100\n');
    const before = work.texts('garde');
    expect(await work.refused(2, 'cross', '--scores', 'garde/notes.csv', '--posts', 'postes.csv')).toContain('--out');
    expect(await work.refused(2, 'allocate', '--scores', 'garde/notes.csv', '--total', '5')).toContain('--out');
    expect(work.texts('garde')).toEqual(before);
    await work.done('cross', '--scores', 'garde/notes.csv', '--posts', 'postes.csv', '--out', 'notes');
    expect(Object.keys(work.texts('notes')).sort()).toEqual(['croisement.csv', 'croisement.md', 'ifn.csv', 'manifest.json']);
  });
});

describe('compute with posts, demands and an envelope', () => {
  const ENVELOPE = repositoryFile('fixtures/posts-canoniques/enveloppe.yaml');

  it('gives on the demonstration the columns that cross gives, and the allocation beside', async () => {
    await work.done('compute', '--posts', 'postes.csv', '--demands', 'demandes.csv', '--envelope', ENVELOPE, '--out', 'tout');
    work.copy('reference');
    await work.done('cross', '--scores', 'reference/ifn.csv', '--posts', 'postes.csv', '--demands', 'demandes.csv');
    for (const name of ['ifn.csv', 'ifn.geojson', 'croisement.csv']) expect(work.read(`tout/${name}`)).toBe(work.read(`reference/${name}`));
    expect(columnSum(work.rows('tout/allocation.csv'), 'postes')).toBe(50);
    expect(columnSum(work.rows('tout/allocation.csv'), 'existants')).toBe(4);
    expectOutputsOfManifest(work, 'tout');
    expect(Object.keys(manifestIn(work, 'tout'))).toEqual(expect.arrayContaining(['modele', 'croisement', 'repartition']));
  });

  it('--out - prints ifn.csv with its columns and writes nothing', async () => {
    const { code, stdout } = await work.run('compute', '--posts', 'postes.csv', '--out', '-');
    expect([code, recordsOf(stdout).length]).toEqual([0, 58]);
    expect(stdout.split('\n')[0]!.split(';')).toEqual(expect.arrayContaining(ADDED));
  });

  it('without them no column is added', () => {
    expect(header('sortie').filter((name) => ADDED.includes(name))).toEqual([]);
  });
});
