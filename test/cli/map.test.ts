import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { fragilite } from '../support/command-line.js';
import { repositoryFile } from '../support/run-cli.js';
import { put, sixCommunes, sixCommunesComputed } from '../support/six-communes.js';

const read = (folder: string, name: string): string => readFileSync(join(folder, 'sortie', name), 'utf8');
const write = (folder: string, name: string, text: string): void => {
  writeFileSync(join(folder, 'sortie', name), text);
};

/** Rewrites `ifn.csv` cell by cell: what a person could do, and what tests need. */
function rewriteCells(folder: string, change: (column: string, cell: string, row: number) => string): void {
  const [header = '', ...lines] = read(folder, 'ifn.csv').trimEnd().split('\n');
  const names = header.split(';');
  const quoted = (cell: string): string => (/[";\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  write(folder, 'ifn.csv', `${[header, ...lines.map((line, row) => line.split(';').map((cell, i) => quoted(change(names[i] ?? '', cell, row))).join(';'))].join('\n')}\n`);
}

interface Picture {
  readonly width: number;
  readonly height: number;
  /** How many pixels of a part of the picture, in shares of it, are dark. */
  readonly dark: (left: number, top: number, right: number, bottom: number) => number;
}

/** A PNG as pixels, by drawing it once more. */
function pixelsOf(png: Buffer): Picture {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const drawn = new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}"><image width="${String(width)}" height="${String(height)}" href="data:image/png;base64,${png.toString('base64')}"/></svg>`).render();
  const { pixels } = drawn;
  const dark = (left: number, top: number, right: number, bottom: number): number => {
    let n = 0;
    for (let y = Math.floor(top * height); y < bottom * height; y++) {
      for (let x = Math.floor(left * width); x < right * width; x++) {
        const at = 4 * (y * width + x);
        if (pixels[at]! + pixels[at + 1]! + pixels[at + 2]! < 200) n++;
      }
    }
    return n;
  };
  return { width, height, dark };
}

const legendOf = (svg: string): string => /<desc[^>]*>(.*)<\/desc>/.exec(svg)?.[1] ?? '';

describe('fragilite map', () => {
  it('écrit carte.svg (la carte de référence) et carte.png, et les inscrit au manifeste', async () => {
    const folder = await sixCommunesComputed();
    const run = await fragilite(folder, ['map']);
    expect(run).toEqual({ code: 0, stdout: '', stderr: 'Écrit dans sortie : carte.svg, carte.png.\nEnsuite : fragilite report\n' });
    expect(read(folder, 'carte.svg')).toBe(readFileSync(repositoryFile('fixtures/six-communes-carte/carte.svg'), 'utf8'));
    const manifest = JSON.parse(read(folder, 'manifest.json')) as { sorties: { chemin: string; sha256: string }[]; cartes: unknown };
    for (const name of ['carte.svg', 'carte.png']) {
      const sha256 = createHash('sha256').update(readFileSync(join(folder, 'sortie', name))).digest('hex');
      expect(manifest.sorties).toContainEqual({ chemin: name, sha256 });
    }
    expect(manifest.cartes).toEqual({
      cartes: [{ sorties: ['carte.svg', 'carte.png'], colonne: 'score', classes: { methode: 'bornes fixes, les mêmes sur toutes les cartes en base 100', bornes: [70, 85, 95, 105, 115, 130] }, cercles: [] }],
      fichiers: [],
    });
  });

  it('la carte de référence dit titre, classes, effectifs, sources, échelle et avertissement', () => {
    const svg = readFileSync(repositoryFile('fixtures/six-communes-carte/carte.svg'), 'utf8');
    const words = svg.replace(/<[^>]*>/g, '\n').replace(/&#39;/g, "'");
    for (const said of ['Indice de fragilité numérique', '130 et plus', '[95 ; 105[', 'moins de 70', 'Sources', 'Projection Lambert-93 (EPSG:2154)', 'km', 'Licence Ouverte', 'il ne décrit aucun habitant']) expect(words).toContain(said);
    expect(svg).toMatch(/^<svg [^>]*role="img"[^>]*aria-labelledby="fragilite-titre fragilite-texte"/);
    expect(svg.match(/<path [^>]*><title>/g)).toHaveLength(6);
  });

  it('donne les mêmes octets deux fois, et la largeur demandée, avec du texte', async () => {
    const folder = await sixCommunesComputed();
    await fragilite(folder, ['map', '--width', '500']);
    const first = readFileSync(join(folder, 'sortie', 'carte.png'));
    await fragilite(folder, ['map', 'sortie', '--width', '500', '--out', 'ailleurs']);
    expect(readFileSync(join(folder, 'ailleurs', 'carte.png')).equals(first)).toBe(true);
    const picture = pixelsOf(first);
    expect(picture.width).toBe(500);
    // The title stands in the upper left; right of it there is nothing.
    expect(picture.dark(0, 0, 0.6, 0.06)).toBeGreaterThan(150);
    expect(picture.dark(0.75, 0, 1, 0.06)).toBe(0);
    expect(Object.keys(JSON.parse(readFileSync(join(folder, 'ailleurs', 'manifest.json'), 'utf8')) as object)).toContain('cartes');
  });

  it('plusieurs colonnes ont chacune leur fichier ; en base 100, les quantiles ont les mêmes bornes, dont 100', async () => {
    const folder = await sixCommunesComputed();
    expect((await fragilite(folder, ['map', '--column', 'acces,competences', '--method', 'quantiles', '--classes', '4', '--format', 'svg'])).code).toBe(0);
    const { cartes } = (JSON.parse(read(folder, 'manifest.json')) as { cartes: { cartes: { colonne: string; classes: { bornes: number[]; methode: string } }[] } }).cartes;
    expect(cartes.map((c) => c.colonne)).toEqual(['acces', 'competences']);
    expect(cartes[0]!.classes).toEqual(cartes[1]!.classes);
    expect(cartes[0]!.classes.bornes).toContain(100);
    expect(read(folder, 'carte-acces.svg')).toMatch(/bornes<\/text>\s*<text [^>]*>communes aux cartes faites ensemble/);
    expect(existsSync(join(folder, 'sortie', 'carte-acces.png'))).toBe(false);
  });

  it('retire l’image de l’autre format quand elle n’est plus faite, garde les autres cartes', async () => {
    const folder = await sixCommunesComputed();
    await fragilite(folder, ['map', '--column', 'score,pauvrete']);
    await fragilite(folder, ['map', '--format', 'svg']);
    expect(readdirSync(join(folder, 'sortie')).filter((name) => name.startsWith('carte'))).toEqual(['carte-pauvrete.png', 'carte-pauvrete.svg', 'carte.svg']);
    const manifest = JSON.parse(read(folder, 'manifest.json')) as { sorties: { chemin: string }[]; cartes: { cartes: { colonne: string }[] } };
    expect(manifest.sorties.map((s) => s.chemin)).not.toContain('carte.png');
    expect(manifest.cartes.cartes.map((c) => c.colonne)).toEqual(['pauvrete', 'score']);
  });

  it('un effectif est en cercles, jamais en aplats', async () => {
    const folder = await sixCommunesComputed();
    await fragilite(folder, ['map', '--column', 'population', '--format', 'svg']);
    const svg = read(folder, 'carte-population.svg');
    expect(new Set([...svg.matchAll(/<g fill="(#[0-9a-f]{6})" stroke/g)].map((m) => m[1]))).toEqual(new Set(['#ebe7e0']));
    expect(svg.match(/<circle [^>]*><title>/g)).toHaveLength(6);
    const radius = (name: string): number => Number(new RegExp(`r="([\\d.]+)"[^>]*><title>[^<]*\\(${name}\\)`).exec(svg)?.[1]);
    // 74 000 over 3 000.
    expect(radius('2A004') / radius('69003')).toBeCloseTo(Math.sqrt(74 / 3), 1);
  });

  it('postes et demandes vont sur l’indice, titrés « siège de l’employeur »', async () => {
    const folder = await sixCommunesComputed();
    await put(folder, { 'postes.csv': 'poste;nombre;structure;type;commune;departement;statut\nA;2;Mairie inventée;COMMUNE;69003;69;valide\nB;1;CCAS inventé;COMMUNE;01001;01;valide\n' });
    const crossed = await fragilite(folder, ['cross', '--posts', 'postes.csv']);
    expect(crossed.code, crossed.stderr).toBe(0);
    expect((await fragilite(folder, ['map', '--format', 'svg'])).code).toBe(0);
    const svg = read(folder, 'carte.svg').replace(/&#39;/g, "'");
    expect(svg.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')).toContain("Postes portés : siège de l'employeur");
    expect(svg).toMatch(/\(69003\) : 2 postes</);
    expect(svg).toMatch(/\(01001\) : 1 poste</);
    await fragilite(folder, ['map', '--format', 'svg', '--circles', 'none']);
    expect(read(folder, 'carte.svg')).not.toContain('2 postes');
  });
});

describe('des résultats maigres ou abîmés', () => {
  it('toutes les valeurs manquent : une carte de la seule classe « sans valeur », et c’est dit', async () => {
    const folder = await sixCommunesComputed();
    rewriteCells(folder, (column, cell) => (column === 'score' ? '' : cell));
    const { code, stderr } = await fragilite(folder, ['map', '--method', 'jenks', '--format', 'svg']);
    expect(code).toBe(0);
    expect(stderr).toContain('score : aucune commune n\'a de valeur');
    expect(stderr).toContain('ifn.csv n\'est plus celui que manifest.json décrit');
    expect(read(folder, 'carte.svg')).toContain('url(#fragilite-sans-valeur)');
    expect(legendOf(read(folder, 'carte.svg'))).toContain('par classes : sans valeur : 6 communes.');
  });

  it('toutes les valeurs sont égales : une classe', async () => {
    const folder = await sixCommunesComputed();
    rewriteCells(folder, (column, cell) => (column === 'score' ? '104.25' : cell));
    for (const method of ['quantiles', 'jenks', 'amplitudes-egales', 'ecart-type', 'q6']) {
      expect((await fragilite(folder, ['map', '--method', method, '--format', 'svg'])).code).toBe(0);
      expect(legendOf(read(folder, 'carte.svg'))).toContain('par classes : [104,2 ; 104,3] : 6 communes.');
    }
  });

  it('une seule commune : une carte', async () => {
    const folder = await sixCommunes();
    expect((await fragilite(folder, ['compute', '--insee', 'rp2022.csv', '--insee', 'filosofi2021.csv', '--boundaries', 'contours.geojson', '--territory', 'communes:69003', '--missing', 'pauvrete=ignorer', '--quiet'])).code).toBe(0);
    const { code, stderr } = await fragilite(folder, ['map']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Écrit dans sortie : carte.svg, carte.png.\nEnsuite : fragilite report\n' });
    expect(read(folder, 'carte.svg').match(/<path [^>]*><title>/g)).toHaveLength(1);
  });

  it('des communes sans contour sont comptées, une valeur manquante est hachurée', async () => {
    const folder = await sixCommunesComputed();
    const geojson = JSON.parse(read(folder, 'ifn.geojson')) as { features: { geometry: unknown }[] };
    geojson.features[1]!.geometry = null;
    write(folder, 'ifn.geojson', JSON.stringify(geojson));
    rewriteCells(folder, (column, cell, row) => (column === 'score' && row === 0 ? '' : cell));
    const { stderr } = await fragilite(folder, ['map', '--format', 'svg']);
    expect(stderr).toContain('1 commune sans contour : elle n\'est pas dessinée.');
    const svg = read(folder, 'carte.svg');
    expect(svg).toContain('non dessinées');
    expect(svg).toMatch(/<g fill="url\(#fragilite-sans-valeur\)"[^>]*>\n<path/);
    expect(legendOf(svg)).toContain('sans valeur : 1 commune.');
  });

  it('des noms hostiles sont du texte', async () => {
    const hostile = ['<img src=x onerror=alert(1)>', '=cmd|\' /C calc\'!A0', '"]]>--><script>alert(1)</script>', 'Nom\u202ffine\u0007&amp;', 'N'.repeat(120), "L'Île-d’Abeau & Cie"];
    const folder = await sixCommunesComputed();
    rewriteCells(folder, (column, cell, row) => (column === 'nom' ? (hostile[row] ?? '') : cell));
    expect((await fragilite(folder, ['map', '--column', 'score,population'])).code).toBe(0);
    for (const name of ['carte.svg', 'carte-population.svg']) {
      const svg = read(folder, name);
      expect(svg).not.toMatch(/<img|<script|onerror=alert\(1\)>/);
      expect(svg).toContain('&lt;img src=x onerror=alert(1)&gt; (01001)');
      expect(svg).toContain('&lt;script&gt;');
      // eslint-disable-next-line no-control-regex
      expect(svg).not.toMatch(/\u0007/);
      expect(svg).toContain('N'.repeat(120));
      // A text that is written on the map is cut, with the whole in its title.
      expect(Math.max(...[...svg.matchAll(/<text [^>]*>([^<]*)</g)].map((m) => (/N+/.exec((m[1] ?? '')))?.[0].length ?? 0))).toBeLessThan(30);
    }
    expect(pixelsOf(readFileSync(join(folder, 'sortie', 'carte.png'))).dark(0, 0, 0.6, 0.06)).toBeGreaterThan(500);
  });
});

describe('des demandes qui ne vont pas', () => {
  const refused: readonly (readonly [readonly string[], number, RegExp])[] = [
    [['--column', 'scor'], 2, /--column scor : cette colonne n'est pas dans ifn\.csv\. Vouliez-vous dire score \?\nColonnes : .*pauvrete_points/],
    [['--column', 'nom'], 2, /--column nom : cette colonne est un texte/],
    [['--column', 'pauvrete_statut'], 2, /est un texte/],
    [['--column', 'postes_portes'], 2, /n'a ni postes ni demandes\.\nCroisez-les d'abord : fragilite cross/],
    [['--method', 'quantile'], 2, /Vouliez-vous dire quantiles/],
    [['--method', 'base100', '--column', 'pauvrete'], 2, /« pauvrete » n'est pas en base 100/],
    [['--method', 'jenks', '--breaks', '90,110'], 2, /ni --method ni --classes/],
    [['--method', 'q6', '--classes', '4'], 2, /fixe elle-même le nombre de classes/],
    [['--breaks', '90,b'], 2, /des nombres séparés par des virgules/],
    [['--breaks', '110,90'], 2, /en croissant/],
    [['--classes', '30'], 2, /--classes 30 : un entier de 2 à 9/],
    [['--circles', 'pauvrete'], 2, /les cercles montrent des effectifs/],
    [['--labels', 'peut-être'], 2, /--labels peut-être : un entier/],
    [['--format', 'pgn'], 2, /Vouliez-vous dire png/],
    [['--width', '20'], 2, /--width 20 : un entier de 100 à 10000/],
    [['--same-breaks', '--column', 'pauvrete,dixieme'], 2, /n'ont pas la même unité/],
    [['nulle-part'], 3, /« nulle-part » n'est pas un dossier de résultat/],
  ];
  it.each(refused)('%j : code %d', async (argv, code, message) => {
    const folder = await sixCommunesComputed();
    const run = await fragilite(folder, ['map', ...argv]);
    expect([run.code, run.stdout]).toEqual([code, '']);
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(3);
    expect(readdirSync(join(folder, 'sortie')).some((name) => name.startsWith('carte'))).toBe(false);
  });

  it('sans ifn.geojson, ou abîmé : dit de recalculer', async () => {
    const folder = await sixCommunesComputed();
    write(folder, 'ifn.geojson', '{"type":"FeatureCollection","features":[{"type":"Feature"');
    expect(await fragilite(folder, ['map'])).toMatchObject({ code: 3, stderr: expect.stringContaining('Recalculez le résultat') as string });
    rmSync(join(folder, 'sortie', 'ifn.geojson'));
    expect(await fragilite(folder, ['map'])).toMatchObject({ code: 3, stderr: expect.stringContaining('--boundaries') as string });
  });

  it('un manifeste qui n’est pas d’un résultat, un autre résultat en sortie', async () => {
    const folder = await sixCommunesComputed();
    const other = await sixCommunesComputed();
    expect(await fragilite(folder, ['map', '--out', join(other, 'sortie')])).toMatchObject({ code: 2, stderr: expect.stringContaining("celui d'un autre résultat") as string });
    write(folder, 'manifest.json', '{"outil":{"nom":"autre"}}');
    expect(await fragilite(folder, ['map'])).toMatchObject({ code: 3, stderr: expect.stringContaining("n'est pas celui d'un résultat de fragilite") as string });
  });
});
