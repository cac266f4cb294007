import { describe, expect, it } from 'vitest';
import { contoursFor, needsOf, sourcesBringing } from '../../src/catalogue/needs.js';
import type { Needs } from '../../src/catalogue/needs.js';
import { cachedName, depositedName } from '../../src/catalogue/source.js';
import type { Quantity } from '../../src/index/quantity.js';
import { loadCatalogue } from '../../src/sources/catalogue-file.js';
import { chooseMember } from '../../src/sources/columns/zip-member.js';
import { loadModel } from '../../src/sources/model-file.js';
import { loadQuantities } from '../../src/sources/quantities.js';
import { readYaml } from '../../src/sources/yaml-document.js';
import { repositoryFile } from '../support/run-cli.js';

const catalogue = await loadCatalogue();
const quantities = await loadQuantities();
const sources = [...catalogue.sources.values()];

describe('the catalogue of the package', () => {
  it('is accepted by its schema', async () => {
    await expect(readYaml(repositoryFile('data/sources.yaml'), 'sources.yaml', 'sources')).resolves.toBeDefined();
  });

  it('asks over encrypted addresses only, each for one file', () => {
    const urls = sources.flatMap((s) => [s.url, ...s.otherUrls]);
    expect(urls.filter((url) => !url.startsWith('https://'))).toEqual([]);
    expect(urls.length).toBe(new Set(urls).size);
    expect(new Set(sources.map(depositedName)).size).toBe(sources.length);
  });

  it('speaks of quantities that exist, of families that they have', () => {
    for (const { id, use, quantities: held, vintages } of sources) {
      const families = [...held].map((q) => quantities.get(q)?.family ?? `${q} inconnue`);
      if (use === 'donnees') expect({ id, some: held.size > 0 && vintages.size > 0 }).toEqual({ id, some: true });
      for (const family of vintages.keys()) expect(families).toContain(family);
      expect(families.filter((f) => !['rp', 'filosofi'].includes(f))).toEqual([]);
    }
  });

  it('gives a data set of the API what quantities.yaml finds in it', () => {
    for (const { id, dataSet, quantities: held } of sources.filter((s) => s.dataSet !== null)) {
      const found = [...quantities.values()].filter((q) => q.longNames.some((n) => n.dataSet === dataSet)).map((q) => q.id);
      expect({ id, held: [...held].sort() }).toEqual({ id, held: found.sort() });
    }
  });

  it('gives the long dossier what quantities.yaml finds in it', () => {
    const found = [...quantities.values()].filter((q) => q.longNames.some((n) => n.form === 'dossier')).map((q) => q.id);
    expect([...(catalogue.sources.get('insee-dossier-complet-courant')?.quantities ?? [])].sort()).toEqual(found.sort());
  });

  it('attributes the contours of etalab under the stricter licence', () => {
    const etalab = sources.filter((s) => s.id.startsWith('etalab-'));
    expect(etalab.length).toBeGreaterThan(8);
    expect(new Set(etalab.map((s) => s.licence.name))).toEqual(new Set(['ODbL 1.0']));
  });

  it('says what to do by hand with what fragilite does not read', () => {
    for (const { id, form, prepare } of sources) if (form === '7z') expect({ id, prepare }).toEqual({ id, prepare: expect.stringContaining('décompresser') as string });
  });

  it('names members that the reader of archives takes', () => {
    for (const { members, form } of sources.filter((s) => s.use === 'donnees' && s.prepare === null)) {
      expect(form === 'parquet' || members.length > 0 || form === 'zip').toBe(true);
      const inside = members.map((fileName) => ({ fileName, uncompressedSize: 1_000_000 }));
      for (const member of members) expect(chooseMember(inside, members.length > 1 ? member : null, 'x.zip').fileName).toBe(member);
    }
  });

  it('names files after their form', () => {
    expect(cachedName({ id: 'a', form: 'gzip' })).toBe('a.gz');
    expect(depositedName({ id: 'a', form: 'gzip', use: 'contours' })).toBe('a.geojson');
    expect(depositedName({ id: 'a', form: 'gzip', use: 'donnees' })).toBe('a.csv.gz');
    expect(depositedName({ id: 'a', form: 'csv', use: 'geographie' })).toBe('a.csv');
  });
});

async function needs(model: string, families: Record<string, number> = {}, variables: Record<string, number> = {}, api = false): Promise<Needs> {
  const loaded = await loadModel(model, quantities, '.');
  const bound = { families: new Map(Object.entries(families)), variables: new Map(Object.entries(variables)) };
  return needsOf(loaded.model, catalogue, bound, api ? (s) => s.dataSet !== null : undefined);
}

const ids = (found: Needs): string[] => [...found.chosen.keys()].map((s) => s.id);
const shown = (found: Needs): string[] => found.lacking.map((n) => `${n.quantity} ${String(n.year)}`);

describe('what a model needs', () => {
  it('for a census that the wide dossier has: one file', async () => {
    const found = await needs('lyon-2021', { rp: 2022 });
    expect(ids(found)).toEqual(['insee-dossier-complet-2025']);
    expect(shown(found)).toEqual([]);
  });

  it('without a vintage: the newest that the catalogue has whole', async () => {
    const found = await needs('lyon-2021');
    expect(new Set(found.all.map((n) => `${n.family} ${String(n.year)}`))).toEqual(new Set(['rp 2023', 'filosofi 2021']));
    expect(ids(found)).toContain('insee-rp-menages-comp-2023');
    // It moves, and holds no one-person households.
    expect(ids(found)).not.toContain('insee-dossier-complet-courant');
    expect(shown(found)).toEqual([]);
  });

  it('for a variable bound to another vintage', async () => {
    const found = await needs('lyon-2021', { rp: 2022 }, { peu_diplomes: 2019 });
    expect(ids(found)).toEqual(['insee-dossier-complet-2025', 'insee-rp-dip-2019']);
  });

  it('names what no file has', async () => {
    expect(shown(await needs('lyon-2021', { rp: 2018 }))).toContain('menages_une_personne 2018');
    expect(shown(await needs('lyon-2021', { rp: 1999 })).length).toBeGreaterThan(10);
  });

  it('does without what is only shown beside the index', async () => {
    const without = new Map([...catalogue.sources].map(([id, s]) => [id, { ...s, quantities: new Set([...s.quantities].filter((q) => q !== 'population_15_plus')) }]));
    const { model } = await loadModel('lyon-2021', quantities, '.');
    const found = needsOf(model, { ...catalogue, sources: without }, { families: new Map([['rp', 2022]]), variables: new Map() });
    expect(found.lacking).toEqual([]);
    expect(found.all.map((n) => n.quantity)).toContain('population_15_plus');
  });

  it('names what is to come from the user', async () => {
    expect((await needs('kit-2019', { rp: 2022 })).own).toEqual(expect.arrayContaining(['locaux_thd', 'locaux']));
  });

  it('from the API: its data sets only', async () => {
    const found = await needs('lyon-2021', { rp: 2023 }, {}, true);
    expect(ids(found)).toEqual([
      'insee-rp-population-princ-2023',
      'insee-rp-education-princ-2023',
      'insee-rp-diplomes-princ-2023',
      'insee-rp-menages-comp-2023',
      'insee-rp-famille-comp-2023',
      'insee-rp-emploi-lr-princ-2023',
      'insee-filosofi-2023',
    ]);
    expect(shown(found)).toEqual(['personnes_menages_fiscaux 2023']);
  });

  it('contours: the finest readable ones of the geography', () => {
    expect(contoursFor(catalogue, 2026)?.id).toBe('etalab-communes-100m-2026');
    expect(contoursFor(catalogue, 2020)).toBeNull();
  });
});

describe('what brings what a project lacks', () => {
  const lacked = (year: number | null, ...ids: string[]): { quantities: Quantity[]; year: number | null } => ({ quantities: ids.flatMap((id) => quantities.get(id) ?? []), year });
  const brought = (...all: ReturnType<typeof lacked>[]): string[][] => sourcesBringing(all, catalogue).map((list) => list.map(({ id }) => id));

  it('is of the vintage that the project has, and light', () => {
    expect(brought(lacked(2022, 'population', 'population_65_plus'))).toEqual([['insee-rp-pop-2022']]);
    expect(brought(lacked(2018, 'population', 'population_65_plus'))).toEqual([['insee-rp-pop-2018']]);
  });

  it('is one file rather than several, told for each thing that it brings', () => {
    expect(brought(lacked(2022, 'population_65_plus'), lacked(null, 'taux_pauvrete', 'personnes_menages_fiscaux'))).toEqual([['insee-dossier-complet-2025'], ['insee-dossier-complet-2025']]);
  });

  it('is of the newest vintage that has it where the catalogue has not the one of the project, and nothing where it has none', () => {
    const [[id = ''] = []] = brought(lacked(1999, 'chomeurs_15_64', 'actifs_15_64'));
    expect([...(catalogue.sources.get(id)?.vintages.get('rp') ?? [])]).toEqual([2023]);
    expect(brought(lacked(null), lacked(2022, 'population'))[0]).toEqual([]);
  });
});
