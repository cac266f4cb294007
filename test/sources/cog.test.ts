import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installedCog, installedNames, loadCog } from '../../src/sources/cog.js';
import { useFolder } from '../support/run-cli.js';
import { errorOf } from '../support/tables.js';

const folder = useFolder();

/** Puts a package of two communes into a project's node_modules. */
function install(alias: string, version: string): string {
  const project = join(folder.path, alias);
  const data = join(project, 'node_modules', alias, 'data');
  mkdirSync(data, { recursive: true });
  writeFileSync(join(project, 'node_modules', alias, 'package.json'), JSON.stringify({ name: '@etalab/decoupage-administratif', version }));
  const files = {
    communes: [
      { code: '69149', nom: 'Oullins', type: 'commune-actuelle', departement: '69', region: '84' },
      { code: '69152', nom: 'Pierre-Bénite', type: 'commune-actuelle', departement: '69', region: '84' },
    ],
    epci: [],
    departements: [{ code: '69', nom: 'Rhône', region: '84' }],
    regions: [{ code: '84', nom: 'Auvergne-Rhône-Alpes' }],
    arrondissements: [],
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(data, `${name}.json`), JSON.stringify(content));
  return project;
}

describe('loadCog', () => {
  it("prend l'alias d'une année dans le dossier du projet", async () => {
    const project = install('cog-2019', '0.7.0');
    const cog = await loadCog(2019, project);
    expect([cog.year, [...cog.communes.keys()]]).toEqual([2019, ['69149', '69152']]);
    expect(await installedCog(2019)).toBeNull();
  });

  it('refuse un alias qui contient une autre année', async () => {
    const message = await errorOf(() => loadCog(2022, install('cog-2022', '4.1.0')), 2);
    expect(message).toContain('cog-2022 contient le COG 2024');
    expect(message).toContain('npm install cog-2022@npm:@etalab/decoupage-administratif@2.3.1');
  });

  // Versions of the package by year: its own README, and the counts of communes of each.
  it.each([[2019, '0.7.0'], [2021, '1.1.1'], [2022, '2.3.1'], [2023, '3.1.1'], [2024, '4.1.0'], [2025, '5.3.0']])(
    'sans lui, dit quoi installer pour %i : la version %s',
    async (year, version) => {
      const message = await errorOf(() => loadCog(year, folder.path), 2);
      expect(message).toContain(`npm install cog-${String(year)}@npm:@etalab/decoupage-administratif@${version}`);
      expect(message).toContain('-g');
      expect(message).toContain('--passage');
      expect(message.split('\n').length).toBeLessThanOrEqual(3);
    },
  );

  it.each([2020, 2014, 2031])("dit les années qui s'installent pour %i, qui n'en est pas", async (year) => {
    expect(await errorOf(() => loadCog(year, folder.path), 2)).toMatch(/Années qui s'installent : 2019, 2021, .*2026.*--passage/);
  });
});

describe('installedNames', () => {
  it('sont ceux du COG que le run aura, sans lire ses communes', async () => {
    const project = install('cog-2021', '1.1.1');
    expect(installedNames(2021, project)).toEqual({ regions: new Map([['84', 'Auvergne-Rhône-Alpes']]), departements: new Map([['69', 'Rhône']]) });
    const { regions, departements } = await loadCog();
    const names = installedNames();
    expect(names?.regions).toEqual(new Map([...regions.values()].map(({ code, nom }) => [code, nom])));
    expect(names?.departements).toEqual(new Map([...departements.values()].map(({ code, nom }) => [code, nom])));
  });

  it("ne sont rien pour une année qui n'est pas installée", () => {
    expect(installedNames(2014, folder.path)).toBeNull();
  });
});
