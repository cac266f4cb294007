import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { mapText } from '../../../src/outputs/map/about-map.js';
import { drawableColumns, mapColumn } from '../../../src/outputs/map/columns.js';
import type { MapColumn } from '../../../src/outputs/map/columns.js';
import { columnValues, intervalText, mapLayer } from '../../../src/outputs/map/layer.js';
import { readResultFolder } from '../../../src/sources/result-folder.js';
import type { StoredManifest, StoredResult } from '../../../src/sources/result-folder.js';
import { runCli, useFolder } from '../../support/run-cli.js';

const folder = useFolder();
let stored: StoredResult;
beforeAll(async () => {
  await runCli(['compute'], folder.path);
  stored = readResultFolder(join(folder.path, 'sortie'), 'sortie');
});
const column = (name: string): MapColumn => mapColumn(name, stored.manifest)!;

describe('intervals of a legend', () => {
  it.each([
    [85, 95, false, 0, '[85 ; 95['],
    [85, 95.5, true, 1, '[85,0 ; 95,5]'],
    [null, 70, false, 0, 'moins de 70'],
    [130, null, true, 0, '130 et plus'],
    [-1200, 1200, false, 0, '[−1\u202f200 ; 1\u202f200['],
  ] as const)('%s to %s', (from, to, last, decimals, text) => {
    expect(intervalText(from, to, last, decimals)).toBe(text);
  });
});

describe('the layer of the score', () => {
  it('is ordered from the fragile to the less fragile, with the counts of ifn.csv', () => {
    const layer = mapLayer(column('score'), columnValues(column('score'), stored.rows));
    const scores = readFileSync(join(folder.path, 'sortie', 'ifn.csv'), 'utf8').trimEnd().split('\n').slice(1).map((line) => Number(line.split(';')[6]));
    const within = (from: number, to: number): number => scores.filter((s) => s >= from && s < to).length;
    expect(layer.legend.map((e) => [e.label, e.count])).toEqual([
      ['130 et plus', within(130, Infinity)],
      ['[115 ; 130[', within(115, 130)],
      ['[105 ; 115[', within(105, 115)],
      ['[95 ; 105[', within(95, 105)],
      ['[85 ; 95[', within(85, 95)],
      ['[70 ; 85[', within(70, 85)],
      ['moins de 70', within(-Infinity, 70)],
    ]);
    expect([layer.missing, layer.palette, layer.classOf('69259'), layer.classOf('69033'), layer.classOf('99999')]).toEqual([0, 'divergente', 6, 0, -1]);
  });
});

describe('what a column is', () => {
  it.each([
    ['score', 'base100', 'base 100 : Métropole de Lyon'],
    ['acces', 'base100', 'base 100 : Métropole de Lyon'],
    ['ages_65_plus_points', 'base100', 'base 100 : Métropole de Lyon'],
    ['pauvrete', 'taux', '%'],
    ['population', 'effectif', 'habitants'],
    ['postes_portes', 'effectif', 'postes'],
    ['ecart_postes', 'ecart', 'postes'],
    ['rang', 'rang', '1 = la plus fragile'],
  ])('%s: %s', (name, kind, unit) => {
    expect([column(name).kind, column(name).unit]).toEqual([kind, unit]);
  });

  it('carries the real label of a definition that changed, and the seat of the employer', () => {
    expect(column('ages_65_plus').label).toBe('Part des 75 ans et plus (à défaut des 65 ans et plus)');
    expect(column('ages_65_plus_points').label).toBe('Part des 75 ans et plus (à défaut des 65 ans et plus), en points');
    expect(column('postes_portes').label).toContain("siège de l'employeur");
  });

  it('every numeric column of the result can be drawn, no text can', () => {
    const drawable = drawableColumns(stored.columns, stored.manifest);
    expect(stored.columns.filter((name) => !drawable.includes(name))).toEqual([
      'code', 'nom', 'departement', 'epci', 'fiabilite', 'axes_absents',
      ...stored.manifest.variables.map((v) => `${v.id}_statut`),
    ]);
    expect(mapColumn('inconnue', stored.manifest)).toBeNull();
  });

  it('a column that is all missing has no class, and all its units without value', () => {
    const layer = mapLayer(column('pauvrete'), new Map([...stored.rows.keys()].map((code) => [code, NaN])));
    expect([layer.legend, layer.missing, layer.breaks]).toEqual([[], 58, null]);
  });
});

describe('the words of a map', () => {
  it('name territory, reference, vintages and schematic contours', () => {
    const text = mapText([column('score')], stored.manifest, 58);
    expect(text.title).toBe('Indice de fragilité numérique');
    expect(text.subtitle).toBe('Métropole de Lyon, 58 communes ; base 100 : le territoire lui-même');
    expect(text.sources).toBe("Sources : Insee-DGFiP-Cnaf-Cnav-CCMSA, Filosofi 2021 ; Insee, recensement de la population 2022 et 2018 ; géographie : COG 2026 ; contours : contours_schematiques.geojson. Données de l'Insee sous Licence Ouverte 2.0.");
    expect(text.contours).toContain('Contours schématiques');
    expect(text.warning).toContain('il ne décrit aucun habitant');
  });

  it('cite only the sources of what is shown', () => {
    expect(mapText([column('population')], stored.manifest, 58).sources).not.toContain('Filosofi');
    expect(mapText([column('pauvrete')], stored.manifest, 58).sources).not.toContain('recensement');
    const crossed: StoredManifest = { ...stored.manifest, croisement: { fichiers: ['postes/liste.csv'], date: '2023-04-05' } };
    expect(mapText([mapColumn('postes_portes', crossed)!], crossed, 58).sources).toContain('postes et demandes : liste.csv au 2023-04-05');
  });
});
