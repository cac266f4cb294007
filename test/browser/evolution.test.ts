import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeYears } from '../support/evolution-years.js';
import { runCli, useFolder } from '../support/run-cli.js';
import { useBrowser } from './use-browser.js';

const folder = useFolder();
const browser = useBrowser();
const page = (out: string): string => join(folder.path, out, 'rapport.html');

beforeAll(async () => {
  await computeYears(folder.path);
  await runCli(['evolution', '2011', '2016', '2022', '--base', '2016'], folder.path);
  const path = join(folder.path, '2022', 'ifn.csv');
  writeFileSync(path, readFileSync(path, 'utf8').replace('Bron', '"<img src=x onerror=alert(1)>"').replace('Vénissieux', '"""><script>alert(1)</script>"'));
  await runCli(['evolution', '2011', '2016', '2022', '--out', 'hostile'], folder.path);
});

describe('the page of an evolution', () => {
  it.each(['evolution', 'hostile'])('%s: asks for nothing but itself, and complains of nothing', async (out) => {
    const { page: opened, requests, complaints } = await browser.open(page(out));
    expect(await opened.locator('svg path title').count()).toBe(12);
    expect(requests).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it.each([1280, 390])('has no fault for axe-core, %i pixels wide, and does not scroll sideways', async (width) => {
    const { page: opened } = await browser.open(page('evolution'));
    await opened.setViewportSize({ width, height: 900 });
    await opened.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations, passes } = await opened.evaluate(() => (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run());
    expect(passes.length).toBeGreaterThan(10);
    expect(violations.map((v) => v.id)).toEqual([]);
    expect(await opened.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
