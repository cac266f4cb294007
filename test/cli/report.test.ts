import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportData } from '../../src/outputs/report/form.js';
import { repositoryFile, runCli, useFolder } from '../support/run-cli.js';

const folder = useFolder();
const at = (...parts: string[]): string => join(folder.path, ...parts);
const read = (...parts: string[]): string => readFileSync(at(...parts), 'utf8');

const dataOf = (page: string): ReportData => JSON.parse(/<script type="application\/json" id="donnees">(.*?)<\/script>/s.exec(page)?.[1] ?? 'null') as ReportData;

beforeAll(async () => {
  await runCli(['compute', '--posts', repositoryFile('data/demo/avril-2023/postes.csv')], folder.path);
});

describe('fragilite report', () => {
  it('writes one page that names nothing outside, listed in the manifest', async () => {
    const run = await runCli(['report'], folder.path);
    expect([run.code, run.stdout]).toEqual([0, '']);
    expect(run.stderr).toContain('Écrit dans sortie : rapport.html');
    const page = read('sortie', 'rapport.html');
    // What an element would load: the names of namespaces are not addresses.
    expect(page.replace(/http:\/\/www\.w3\.org\/2000\/svg/g, '')).not.toMatch(/https?:\/\/|\bsrc=|<link|@import|url\((?!#|&quot;#)(?!data:)/);
    const manifest = JSON.parse(read('sortie', 'manifest.json')) as { rapport: object; sorties: { chemin: string; sha256: string }[] };
    expect(manifest.rapport).toEqual({ cree_de: ['ifn.csv', 'ifn.geojson', 'classement.md', 'methode.md', 'croisement.md'], fichiers: [] });
    expect(manifest.sorties.find((s) => s.chemin === 'rapport.html')?.sha256).toBe(createHash('sha256').update(page).digest('hex'));
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
  });

  it('gives the same bytes again', async () => {
    const first = read('sortie', 'rapport.html');
    await runCli(['report'], folder.path);
    expect(read('sortie', 'rapport.html')).toBe(first);
  });

  it('holds the values of ifn.csv, and contributions that add up to the score', () => {
    const data = dataOf(read('sortie', 'rapport.html'));
    const rows = read('sortie', 'ifn.csv').trimEnd().split('\n').map((line) => line.split(';'));
    const header = rows.shift() ?? [];
    expect(data.codes).toEqual(rows.map((row) => row[0]));
    const scores = data.layers.find((layer) => layer.id === 'score')!;
    expect(scores.values).toEqual(rows.map((row) => Number(Number(row[header.indexOf('score')]).toFixed(1))));
    data.codes.forEach((_, unit) => {
      const sum = data.sheets.variables.reduce((total, v) => total + (v.contributions[unit] ?? 0), 0);
      expect(sum).toBeCloseTo(Number(scores.values[unit]) - 100, 6);
    });
    const counts = scores.legend.map((_, place) => scores.classes.filter((c) => c === place).length);
    expect(counts).toEqual(scores.legend.map((line) => line.count));
  });

  it('never shows an estimated value as a rate', () => {
    const data = dataOf(read('sortie', 'rapport.html'));
    const poverty = data.sheets.variables.find((v) => v.id === 'pauvrete')!;
    const estimated = data.codes.flatMap((_, unit) => (data.sheets.statusNames[poverty.statuses[unit]!] === 'estimé' ? [unit] : []));
    expect(estimated).toHaveLength(14);
    for (const unit of estimated) expect(poverty.values[unit]).toBe('–');
  });

  it('says in words what the result says', () => {
    const page = read('sortie', 'rapport.html');
    for (const text of [
      'va de 44,0 (Cailloux-sur-Fontaines) à 141,6 (Vénissieux)',
      '5 communes sur 58 ont un indice de 115 ou plus',
      '14 valeurs estimées sur 58',
      '42 postes portés',
      '27 postes à localiser',
      'Indice relatif de risque d&#39;un territoire',
      'Contours schématiques',
    ]) expect(page).toContain(text);
  });

  it('refuses a folder that is no result', async () => {
    const run = await runCli(['report', 'vide'], folder.path);
    expect([run.code, run.stderr]).toEqual([3, "Erreur : « vide » n'est pas un dossier de résultat : manifest.json n'y est pas.\nCalculez d'abord : fragilite compute --out vide\n"]);
  });
});

describe('names that would be markup', () => {
  const hostile = ['<img src=x onerror=alert(1)>', "=cmd|'/C calc'!A0", '"><script>alert(1)</script>', 'Saint‑\u202f"Ouen"', 'N'.repeat(120), '</script><b>'];
  it('are text everywhere in the page', async () => {
    await runCli(['compute', '--out', 'hostile'], folder.path);
    const rows = read('hostile', 'ifn.csv').split('\n');
    hostile.forEach((name, i) => {
      const cells = rows[i + 1]!.split(';');
      cells[1] = `"${name.replaceAll('"', '""')}"`;
      rows[i + 1] = cells.join(';');
    });
    writeFileSync(at('hostile', 'ifn.csv'), rows.join('\n'));
    const run = await runCli(['report', 'hostile'], folder.path);
    expect([run.code, run.stderr.includes('ifn.csv n\'est plus celui')]).toEqual([0, true]);
    const page = read('hostile', 'rapport.html');
    expect(dataOf(page).names.slice(0, hostile.length)).toEqual(hostile);
    expect(page).not.toMatch(/<img|<\/script><b>|alert\(1\)<\/script>/);
    expect(page.match(/<script/g)).toHaveLength(2);
  });
});

describe('a result without contours', () => {
  it('gives a report without a map, and says so', async () => {
    await runCli(['compute', '--out', 'sans'], folder.path);
    rmSync(at('sans', 'ifn.geojson'));
    const run = await runCli(['report', 'sans'], folder.path);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("n’a pas de carte");
    const page = read('sans', 'rapport.html');
    expect(page).toContain("n'a pas de contours");
    expect(page).not.toContain('id="carte"');
    expect(dataOf(page).sheets.neighbours.every((list) => list.length === 0)).toBe(true);
  });
});

describe('results that hold little', () => {
  /** A result of the demonstration of which some rows are kept and some cells changed, and its report. */
  async function reportOf(out: string, kept: (row: number) => boolean, cellOf: (column: string, cell: string) => string): Promise<{ page: string; stderr: string }> {
    await runCli(['compute', '--posts', repositoryFile('data/demo/avril-2023/postes.csv'), '--out', out], folder.path);
    const [header = '', ...lines] = read(out, 'ifn.csv').trimEnd().split('\n');
    const names = header.split(';');
    const changed = lines.filter((_, row) => kept(row)).map((line) => line.split(';').map((cell, i) => cellOf(names[i]!, cell)).join(';'));
    writeFileSync(at(out, 'ifn.csv'), `${[header, ...changed].join('\n')}\n`);
    const run = await runCli(['report', out], folder.path);
    expect(run.code).toBe(0);
    const page = read(out, 'rapport.html');
    // Of its words and data; the script has such names.
    expect(/NaN|Infinity|undefined|\[object/.exec(page.replace(/<script>.*<\/script>/s, ''))).toBeNull();
    return { page, stderr: run.stderr };
  }
  const isText = (column: string): boolean => ['code', 'nom', 'departement', 'epci'].includes(column);

  it('one commune alone has a page', async () => {
    const { page } = await reportOf('seule', (row) => row === 0, (_, cell) => cell);
    const data = dataOf(page);
    expect(data.codes).toHaveLength(1);
    expect(page).toContain(`1 commune ; l&#39;indice d&#39;${data.names[0]!} est`);
    expect(page).toContain('Trop peu de valeurs');
    expect(page.match(/<path data-u=/g)).toHaveLength(1);
  });

  it('equal values everywhere have one class', async () => {
    const { page } = await reportOf('egales', () => true, (column, cell) => (column === 'score' || column.endsWith('_points') || column === 'pauvrete' ? '101.5' : cell));
    const { layers } = dataOf(page);
    const filled = (id: string): number[] => layers.find((layer) => layer.id === id)!.legend.map((line) => line.count).filter((n) => n > 0);
    expect([filled('score'), filled('pauvrete')]).toEqual([[58], [58]]);
  });

  it('no value at all has a map of what is missing, and says so', async () => {
    const { page } = await reportOf('vides', () => true, (column, cell) => (isText(column) ? cell : column.endsWith('_statut') ? 'absent' : ''));
    const { layers, circles } = dataOf(page);
    expect(layers.find((layer) => layer.id === 'score')!.missing).toBe(58);
    expect(circles).toEqual([]);
    expect(page.match(/<td>7 variables sur 7 : absent\n/g)).toHaveLength(58);
    expect(page).toMatch(/aucune n&#39;a d&#39;indice publié/);
  });

  it('refuses a crossing alone, and a folder of another program', async () => {
    await runCli(['compute'], folder.path);
    const scene = await runCli(['report', 'sortie/avril-2023'], folder.path);
    expect([scene.code, scene.stderr.split('\n')[0]]).toEqual([3, "Erreur : « sortie/avril-2023 » : manifest.json n'est pas celui d'un résultat de fragilite : c'est un croisement, sans l'indice dont il part."]);
    writeFileSync(at('manifest.json'), '{"name":"autre"}');
    const other = await runCli(['report', '.'], folder.path);
    expect([other.code, other.stderr]).toEqual([3, expect.stringContaining('manifest.json')]);
  });
});
