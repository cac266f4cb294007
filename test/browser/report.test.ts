import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryFile, runCli, useFolder } from '../support/run-cli.js';
import { useBrowser } from './use-browser.js';

const folder = useFolder();
const browser = useBrowser();
const report = (out = 'sortie'): string => join(folder.path, out, 'rapport.html');
const POSTS = repositoryFile('data/demo/avril-2023/postes.csv');
const HOSTILE = ['<img src=x onerror=alert(1)>', "=cmd|'/C calc'!A0", '"><script>alert(1)</script>', 'N'.repeat(120)];

/** Writes a report of a result whose cells were changed: of row i, the column of that name. */
async function changedResult(out: string, column: string, cellOf: (i: number, before: string) => string): Promise<void> {
  await runCli(['compute', '--posts', POSTS, '--out', out], folder.path);
  const path = join(folder.path, out, 'ifn.csv');
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const at = header.split(';').indexOf(column);
  const changed = lines.map((line, i) => line.split(';').map((cell, c) => (c === at ? cellOf(i, cell) : cell)).join(';'));
  writeFileSync(path, `${[header, ...changed].join('\n')}\n`);
  await runCli(['report', out], folder.path);
}

beforeAll(async () => {
  await runCli(['compute', '--posts', POSTS], folder.path);
  await runCli(['diagnose', '--draws', '50'], folder.path);
  await runCli(['report'], folder.path);
  await changedResult('deux-epci', 'epci', (i, before) => (i < 10 ? '246900245' : before));
  await changedResult('classes', 'classe', (i) => (i < 5 ? '"besoin fort ; aucun poste porté"' : '"besoin faible ; poste porté"'));
  await changedResult('sans-indice', 'score', (i, before) => (i === 0 ? '' : before));
  await changedResult('hostile', 'nom', (i, before) => (i < HOSTILE.length ? `"${HOSTILE[i]!.replaceAll('"', '""')}"` : before));
});

const colours = (page: Page): Promise<(string | null)[]> => page.locator('#unites path').evaluateAll((paths) => paths.map((path) => path.getAttribute('fill')));
/** The texts of the rows that are shown, cell by cell. */
const shownRows = (page: Page): Promise<string[][]> =>
  page.locator('#classement tbody tr').evaluateAll((rows) => (rows as HTMLTableRowElement[]).filter((row) => row.offsetParent !== null).map((row) => [...row.cells].map((cell) => cell.textContent.trim())));
const columnOf = async (page: Page, id: string): Promise<string[]> => {
  const at = await page.locator('#classement thead th').evaluateAll((heads, wanted) => (heads as HTMLElement[]).findIndex((head) => head.dataset['colonne'] === wanted), id);
  return (await shownRows(page)).map((cells) => cells[at] ?? '');
};

describe('the map', () => {
  it('changes its colours and its legend with the layer', async () => {
    const { page } = await browser.open(report());
    const before = await colours(page);
    for (const label of ['Taux de pauvreté (seuil 60 %)', 'Rang de fragilité numérique', 'Postes pour 10 000 habitants']) {
      const options = page.locator('#couche option', { hasText: label });
      await page.locator('#couche').selectOption({ label: (await options.last().textContent()) ?? '' });
      expect(await page.locator('#legende h3').first().textContent()).toContain(label);
      expect(await colours(page)).not.toEqual(before);
    }
    // Each class has as many units of its colour as its legend says.
    await page.locator('#couche').selectOption('0');
    expect(await colours(page)).toEqual(before);
    const legend = await page.locator('#legende li:has(.compte)').evaluateAll((lines) => lines.map((line) => [line.querySelector('rect')?.getAttribute('fill'), Number(line.querySelector('.compte')?.textContent)] as const));
    for (const [colour, count] of legend) expect(before.filter((c) => c === colour)).toHaveLength(count);
  });

  it('shows the classes of a crossing, which are words', async () => {
    const { page } = await browser.open(report('classes'));
    const label = 'Classe du croisement : besoin et postes';
    await page.locator('#couche').selectOption({ label });
    expect(await page.locator('#legende li').allTextContents()).toEqual([' besoin fort ; aucun poste porté 5', ' besoin faible ; poste porté 53']);
    expect(new Set(await colours(page)).size).toBe(2);
    await page.locator('#filtre-croisement').selectOption('besoin fort ; aucun poste porté');
    expect(await shownRows(page)).toHaveLength(5);
  });

  it('draws a circle per count that is not zero', async () => {
    const { page } = await browser.open(report());
    expect(await page.locator('#cercles circle').count()).toBe(0);
    await page.locator('#cercles-choix').selectOption({ label: "Postes portés : siège de l'employeur" });
    const counts = (await columnOf(page, 'postes_portes')).filter((text) => Number(text) > 0);
    expect(counts.length).toBeGreaterThan(5);
    expect(await page.locator('#cercles circle').count()).toBe(counts.length);
    expect(await page.locator('#legende').textContent()).toContain("siège de l'employeur");
  });

  it('tells what is under the pointer', async () => {
    const { page } = await browser.open(report());
    await page.locator('#unites path').nth(20).hover();
    const name = await page.locator('#bulle').textContent();
    expect(name).toMatch(/^.+ : \d+,\d$/);
  });

  it('enlarges and comes back', async () => {
    const { page } = await browser.open(report());
    const box = (): Promise<string | null> => page.locator('#carte').getAttribute('viewBox');
    const whole = (await box())!.split(' ').map(Number);
    await page.getByRole('button', { name: 'Agrandir' }).click();
    expect(Number((await box())!.split(' ')[2])).toBeLessThan(whole[2]!);
    await page.getByRole('button', { name: 'Tout voir' }).click();
    expect((await box())!.split(' ').map(Number)).toEqual(whole);
  });
});

describe('the sheet of a commune', () => {
  it('opens by click, with parts that add up to the gap of the score', async () => {
    const { page } = await browser.open(report());
    expect(await page.locator('#fiche').isVisible()).toBe(false);
    const path = page.locator('#unites path').nth(12);
    await path.click();
    const title = await page.locator('#fiche h3').textContent();
    expect(title).toMatch(/\(69\d{3}\)$/);
    const signed = (text: string): number => Number(text.replace('−', '-').replace(',', '.'));
    const parts = await page.locator('#fiche .decomposition tbody tr td:last-child').allTextContents();
    const sum = await page.locator('#fiche .decomposition tfoot td').textContent();
    expect(parts).toHaveLength(7);
    expect(parts.filter((t) => t !== '–').reduce((total, text) => total + signed(text), 0)).toBeCloseTo(signed(sum!), 6);
    await page.locator('#fiche .voisines button').first().click();
    expect(await page.locator('#fiche h3').textContent()).not.toBe(title);
    await page.getByRole('button', { name: 'Fermer la fiche' }).click();
    expect(await page.locator('#fiche').isVisible()).toBe(false);
  });

  it('opens and closes from the keyboard alone, and gives the focus back', async () => {
    const { page } = await browser.open(report());
    const focused = (): Promise<string | null> => page.evaluate(() => (document.activeElement instanceof SVGPathElement ? (document.activeElement.dataset['u'] ?? null) : null));
    for (let i = 0; i < 40 && (await focused()) === null; i++) await page.keyboard.press('Tab');
    const first = await focused();
    expect(first).not.toBeNull();
    const moved = new Set([first]);
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowLeft']) {
      await page.keyboard.press(key);
      moved.add(await focused());
    }
    expect(moved.size).toBeGreaterThan(1);
    const unit = await focused();
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    await page.keyboard.press('Enter');
    const title = (await page.locator('#fiche h3').textContent()) ?? '';
    expect(label.startsWith(title.replace(/ \(\w+\)$/, ' : '))).toBe(true);
    expect(await page.evaluate(() => document.activeElement?.closest('#fiche') !== null)).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('#fiche').isVisible()).toBe(false);
    expect(await focused()).toBe(unit);
  });

  it('adds nothing up for a commune without a score', async () => {
    const { page } = await browser.open(report('sans-indice'));
    await page.locator('#chercher').fill('Albigny-sur-Saône');
    await page.keyboard.press('Enter');
    expect(await page.locator('#fiche .phrase').textContent()).toContain("Pas d'indice publié");
    expect(await page.locator('#fiche tfoot').count()).toBe(0);
  });

  it('opens from the search and from the table', async () => {
    const { page } = await browser.open(report());
    await page.locator('#chercher').fill('venissieux');
    await page.keyboard.press('Enter');
    expect(await page.locator('#fiche h3').textContent()).toBe('Vénissieux (69259)');
    await page.locator('#classement').getByRole('button', { name: 'Givors', exact: true }).click();
    expect(await page.locator('#fiche h3').textContent()).toBe('Givors (69091)');
  });
});

describe('the table', () => {
  it('filters by text, by class and by EPCI', async () => {
    const { page } = await browser.open(report('deux-epci'));
    expect(await shownRows(page)).toHaveLength(58);
    await page.locator('#filtre-texte').fill('SAINT');
    const named = await columnOf(page, 'nom');
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(name.toLowerCase()).toContain('saint');
    expect(await page.locator('#compte').textContent()).toBe(`${String(named.length)} sur 58 communes`);
    await page.locator('#filtre-texte').fill('');
    await page.locator('#filtre-classe').selectOption({ label: '[115 ; 130[' });
    expect(await columnOf(page, 'score')).toEqual(['129,8', '117,5']);
    await page.locator('#filtre-classe').selectOption('');
    await page.locator('#filtre-epci').selectOption('246900245');
    expect(await shownRows(page)).toHaveLength(10);
  });

  it('sorts by number and by name, both ways, with what is missing last', async () => {
    const { page } = await browser.open(report());
    const sort = async (name: string): Promise<void> => page.locator('#classement thead').getByRole('button', { name, exact: true }).click();
    const numbers = async (id: string): Promise<number[]> => (await columnOf(page, id)).map((text) => Number(text.replace(/\s/g, '').replace(',', '.')));
    await sort('Population');
    const down = await numbers('population');
    expect(down).toEqual([...down].sort((a, b) => b - a));
    await sort('Population');
    expect(await numbers('population')).toEqual([...down].sort((a, b) => a - b));
    expect(await page.locator('th[data-colonne="population"]').getAttribute('aria-sort')).toBe('ascending');
    await sort('Commune');
    const names = await columnOf(page, 'nom');
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'fr')));
  });

  it('exports exactly what is shown', async () => {
    const { page } = await browser.open(report());
    await page.locator('#filtre-texte').fill('saint');
    await page.locator('#classement thead').getByRole('button', { name: 'Population' }).click();
    const shown = await shownRows(page);
    const heads = await page.locator('#classement thead th').allTextContents();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Exporter' }).click()]);
    expect(download.suggestedFilename()).toBe('tableau.csv');
    const text = readFileSync(await download.path(), 'utf8');
    const [header, ...rows] = parse(text, { delimiter: ';', bom: true });
    expect(header).toEqual(heads);
    const asWritten = (cell: string): string => (cell === '–' ? '' : /^\d{5}$/.test(cell) ? `="${cell}"` : /^−?[\d\u202f]+(,\d+)?$/.test(cell) ? cell.replace(/\u202f/g, '').replace('−', '-') : cell);
    expect(rows).toEqual(shown.map((cells) => cells.map(asWritten)));
  });
});

describe('the page', () => {
  it('fetches nothing and complains of nothing', async () => {
    const { page, requests, complaints } = await browser.open(report());
    await page.locator('#couche').selectOption('5');
    await page.locator('#unites path').nth(3).click();
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(requests).toEqual([pathToFileURL(report()).href]);
    expect(complaints).toEqual([]);
  });

  it.each([1280, 390])('has no serious fault for axe-core, %i pixels wide', async (width) => {
    const { page } = await browser.open(report());
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const faults = async (): Promise<string[]> => {
      const { violations, passes } = await page.evaluate(() => (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run());
      expect(passes.length).toBeGreaterThan(20);
      return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(' | ')}`);
    };
    expect(await faults()).toEqual([]);
    await page.locator('#unites path').nth(3).click();
    for (const summary of await page.locator('summary').all()) await summary.click();
    expect(await faults()).toEqual([]);
  });

  it('prints whole pages: nothing wider than A4, heads of tables again on each page', async () => {
    const { page } = await browser.open(report());
    await page.locator('#unites path').nth(3).click();
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeGreaterThan(3);
    expect(pdf).toMatch(/\/MediaBox \[0 0 59[45]\S* 84[12]/);
    await page.emulateMedia({ media: 'print' });
    // 210 mm without its margins, at 96 pixels an inch.
    const width = Math.round(((210 - 2 * 14) / 25.4) * 96);
    await page.setViewportSize({ width, height: 1000 });
    const wider = await page.evaluate((most) => [...document.body.querySelectorAll<HTMLElement>('body *')].filter((e) => e.getClientRects().length > 0 && e.closest('svg') === null && e.getBoundingClientRect().right > most + 1).map((e) => `${e.tagName} ${e.textContent.slice(0, 30)} ${String(e.getBoundingClientRect().right)}`), width);
    expect(wider).toEqual([]);
    expect(await page.locator('#classement thead').evaluate((head) => getComputedStyle(head).display)).toBe('table-header-group');
    expect(await page.locator('.sans-impression').first().isVisible()).toBe(false);
  });

  it('shows hostile names as text and runs nothing of them', async () => {
    const { page, requests, complaints } = await browser.open(report('hostile'));
    const names = await columnOf(page, 'nom');
    for (const name of HOSTILE) expect(names).toContain(name);
    for (const name of HOSTILE) {
      await page.locator('#classement').getByRole('button', { name, exact: true }).click();
      expect(await page.locator('#fiche h3').textContent()).toContain(name);
    }
    expect(await page.locator('img, body script:not(#donnees)').count()).toBe(1);
    expect(requests).toHaveLength(1);
    expect(complaints).toEqual([]);
  });
});
