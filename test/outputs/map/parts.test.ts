import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MapColumn } from '../../../src/outputs/map/columns.js';
import { circleLayer, circleScale, countText, legendCounts, roundDown } from '../../../src/outputs/map/circles.js';
import { loadFonts, shortened, wrapText } from '../../../src/outputs/map/font.js';
import { overlap, placeLabels } from '../../../src/outputs/map/labels.js';
import type { LabelCandidate } from '../../../src/outputs/map/labels.js';
import { element } from '../../../src/outputs/map/svg.js';
import { xmlEscaped } from '../../../src/outputs/xml-text.js';

const { regular, bold } = loadFonts();

describe('the font', () => {
  it('has the widths of DejaVu Sans: 0 is 1303 of 2048, A 1401, and bold A 1585', () => {
    expect(regular.width('0', 2048)).toBe(1303);
    expect(regular.width('A', 2048)).toBe(1401);
    expect(bold.width('A', 2048)).toBe(1585);
    expect(regular.width('Éœ’\u202f', 10)).toBeGreaterThan(0);
  });

  it('wraps any text in lines that fit, without losing a letter', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 30, max: 300 }), (text, width) => {
        const lines = wrapText(regular, text, 10, width);
        for (const line of lines) if (Array.from(line).length > 1) expect(regular.width(line, 10)).toBeLessThanOrEqual(width);
        const letters = (t: string): string => t.replace(/\s/g, '');
        expect(letters(lines.join(''))).toBe(letters(text));
      }),
    );
  });

  it('cuts with « … » what is too long, in the lines that there are', () => {
    const long = 'a'.repeat(120);
    expect(shortened(regular, long, 10, 80)).toMatch(/^a+…$/);
    expect(regular.width(shortened(regular, long, 10, 80), 10)).toBeLessThanOrEqual(80);
    expect(wrapText(regular, 'un deux trois quatre cinq six', 10, 50, 2)).toHaveLength(2);
    expect(shortened(regular, 'Bron', 10, 80)).toBe('Bron');
  });

  it('does not part a French sign from its word', () => {
    for (const line of wrapText(regular, 'Sources : Insee ; géographie : « COG » 97 %', 10, 70)) expect(line).not.toMatch(/^[:;»%]|«$/);
  });
});

describe('text in an SVG', () => {
  it('is never markup, and never what XML cannot hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = xmlEscaped(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
        // eslint-disable-next-line no-control-regex
        expect(escaped).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      }),
    );
    expect(element('text', { x: 1.234567, note: '"><script>' }, xmlEscaped('<img src=x onerror=alert(1)>'))).toBe(
      '<text x="1.23" note="&quot;&gt;&lt;script&gt;">&lt;img src=x onerror=alert(1)&gt;</text>',
    );
  });
});

describe('names', () => {
  const box = fc.record({ x: fc.integer({ min: -50, max: 500 }), y: fc.integer({ min: -50, max: 400 }), width: fc.integer({ min: 5, max: 150 }), height: fc.integer({ min: 8, max: 24 }) });

  it('never overlap each other nor an obstacle, nor leave the frame, nor come twice', () => {
    const frame = { x: 0, y: 0, width: 500, height: 400 };
    fc.assert(
      fc.property(fc.array(fc.record({ code: fc.integer({ min: 0, max: 30 }).map(String), places: fc.array(box, { minLength: 1, maxLength: 4 }) }), { maxLength: 60 }), fc.array(box, { maxLength: 5 }), fc.integer({ min: 0, max: 40 }), (drawn, obstacles, most) => {
        const placed = placeLabels(drawn.map((d): LabelCandidate => ({ ...d, lines: ['x'], stands: 'inside' })), frame, obstacles, most);
        expect(placed.length).toBeLessThanOrEqual(most);
        expect(new Set(placed.map((p) => p.code)).size).toBe(placed.length);
        placed.forEach((a, i) => {
          expect(a.box.x >= 0 && a.box.y >= 0 && a.box.x + a.box.width <= 500 && a.box.y + a.box.height <= 400).toBe(true);
          for (const b of placed.slice(i + 1)) expect(overlap(a.box, b.box, 0)).toBe(false);
          for (const o of obstacles) expect(overlap(a.box, o, 0)).toBe(false);
        });
        if (most > 0 && obstacles.length === 0 && drawn.some((d) => d.places.some((p) => p.x >= 0 && p.y >= 0 && p.x + p.width <= 500 && p.y + p.height <= 400))) expect(placed.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('circles', () => {
  const column: MapColumn = { id: 'postes_portes', kind: 'effectif', label: '', unit: 'postes', scale: null, decimals: 0, factor: 1, variables: [], populationVintage: null, ofPosts: true, additive: true, note: null };
  const place = () => ({ x: 0, y: 0, distance: 1 });

  it('have areas in proportion to counts, largest first; zero has none, missing is told', () => {
    const values = new Map([['a', 1], ['b', 4], ['c', 0], ['d', NaN], ['e', 16]]);
    const scale = circleScale([values], 1e6, 0);
    const layer = circleLayer(column, values, scale, place);
    const [e, b, a] = layer.circles;
    expect(layer.circles.map((c) => c.code)).toEqual(['e', 'b', 'a']);
    expect(e!.radius / b!.radius).toBeCloseTo(2, 12);
    expect(b!.radius / a!.radius).toBeCloseTo(2, 12);
    expect([layer.total, layer.missing, layer.unplaced]).toEqual([21, 1, 0]);
  });

  it('share one scale between columns, and count what has no contour', () => {
    const [posts, demands] = [new Map([['a', 9]]), new Map([['a', 1], ['b', 2]])];
    const scale = circleScale([posts, demands], 1e6, 0);
    expect(scale.radius(9) / scale.radius(1)).toBeCloseTo(3, 12);
    expect(circleLayer(column, demands, scale, (code) => (code === 'a' ? place() : null)).unplaced).toBe(1);
  });

  it('do not cover the land: at most 18 % of it for one column, or the largest is 12 in radius', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 50 }), fc.double({ min: 100, max: 1e6, noNaN: true }), (counts, land) => {
        const { radius } = circleScale([new Map(counts.map((n, i) => [String(i), n]))], land, 0);
        if (radius(Math.max(...counts)) > 12) expect(counts.reduce((sum, n) => sum + Math.PI * radius(n) ** 2, 0)).toBeLessThanOrEqual(0.18 * land + 1e-6);
        else expect(radius(Math.max(...counts))).toBe(Math.max(...counts) === 0 ? 0 : 12);
      }),
    );
  });

  it.each([[27, 0, [20, 5, 1]], [1, 0, [1]], [500_000, 0, [500_000, 100_000, 20_000]], [0, 0, []], [2.4, 1, [2, 0.5, 0.1]]] as const)('a legend up to %d shows round counts', (largest, decimals, shown) => {
    expect(legendCounts(largest, decimals)).toEqual(shown);
  });

  it.each([[7, 5], [10, 10], [0.34, 0.2], [999, 500], [0, 0]])('%d rounds down to %d', (value, round) => {
    expect(roundDown(value)).toBe(round);
  });

  it('are told in the singular and the plural', () => {
    expect([countText(1, column), countText(1234, column), countText(12.5, { ...column, unit: '%', decimals: 1 })]).toEqual(['1 poste', '1\u202f234 postes', '12,5 %']);
  });
});
