import { describe, expect, it } from 'vitest';
import { classBreaks } from '../../../src/geometry/classes.js';
import type { ClassRequest } from '../../../src/geometry/classes.js';
import { luminance, paletteOf } from '../../../src/outputs/map/palette.js';

const breaks = (limits: readonly number[], pivot: number | null): ReturnType<typeof classBreaks> => classBreaks([], { method: { limits }, classes: 5, pivot, decimals: 1 });
const base100: ClassRequest = { method: 'base100', classes: 6, pivot: 100, decimals: 1 };
const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

/** What a person without one kind of cones sees (Viénot, Brettel and Mollon 1999, linear RGB). */
const DEFICIENCIES = {
  protan: [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
  deutan: [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
} as const;

function seen(colour: string, matrix: readonly (readonly number[])[]): number[] {
  const linear = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return matrix.map((row) => {
    const light = Math.min(1, Math.max(0, row.reduce((sum, weight, i) => sum + weight * linear[i]!, 0)));
    return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  });
}

describe('the diverging palette of base 100', () => {
  const { kind, colours } = paletteOf(classBreaks([], base100));

  it('has seven colours around a light neutral', () => {
    expect([kind, colours.length, colours[3]]).toEqual(['divergente', 7, '#f2efea']);
    expect(Math.max(...colours.map(luminance))).toBe(luminance(colours[3]!));
  });

  it('darkens towards each end, the fragile one being the darkest, so that black and white still tells', () => {
    const light = colours.map(luminance);
    expect(light.slice(0, 4)).toEqual([...light.slice(0, 4)].sort((a, b) => a - b));
    expect(light.slice(3)).toEqual([...light.slice(3)].sort((a, b) => b - a));
    expect(contrast(colours[0]!, colours[6]!)).toBeGreaterThan(1.4);
    expect(light[6]).toBeLessThan(light[0]!);
  });

  it('has neighbours that differ, and is warm above 100, cold below', () => {
    for (let i = 1; i < colours.length; i++) expect(contrast(colours[i - 1]!, colours[i]!)).toBeGreaterThan(1.15);
    const warmth = (colour: string): number => parseInt(colour.slice(1, 3), 16) - parseInt(colour.slice(5, 7), 16);
    expect(colours.slice(4).every((c) => warmth(c) > 0)).toBe(true);
    expect(colours.slice(0, 3).every((c) => warmth(c) < 0)).toBe(true);
  });

  it.each(Object.entries(DEFICIENCIES))('keeps both arms apart for %s vision', (_, matrix) => {
    for (const low of colours.slice(0, 3)) {
      for (const high of colours.slice(4)) {
        const [a, b] = [seen(low, matrix), seen(high, matrix)];
        expect(Math.hypot(...a.map((v, i) => v - b[i]!))).toBeGreaterThan(0.15);
      }
    }
  });
});

describe('other palettes', () => {
  it('part at a limit that is the pivot, without a neutral class', () => {
    const { kind, colours } = paletteOf(breaks([80, 100, 120], 100));
    const whole = paletteOf(classBreaks([], base100)).colours;
    expect(kind).toBe('divergente');
    expect([colours[0], colours[3]]).toEqual([whole[0], whole[6]]);
  });

  it('values on one side of the pivot take the colours of that side', () => {
    const above = paletteOf(classBreaks([110, 120, 130, 140], { method: 'quantiles', classes: 2, pivot: 100, decimals: 1 }));
    const below = paletteOf(classBreaks([10, 20, 30, 40], { method: 'quantiles', classes: 2, pivot: 100, decimals: 1 }));
    const blue = (c: string): number => parseInt(c.slice(5, 7), 16) - parseInt(c.slice(1, 3), 16);
    expect([above.kind, below.kind]).toEqual(['divergente', 'divergente']);
    expect(above.colours.every((c) => blue(c) < 0)).toBe(true);
    expect(below.colours.every((c) => blue(c) > 0)).toBe(true);
    expect(luminance(below.colours[0]!)).toBeLessThan(luminance(below.colours[1]!));
  });

  it('are sequential without a pivot, or when limits given for base 100 do not frame it', () => {
    expect(paletteOf(breaks([10, 20], null)).kind).toBe('sequentielle');
    expect(paletteOf(breaks([80, 110], 100)).kind).toBe('sequentielle');
    const { colours } = paletteOf(breaks([1, 2, 3, 4], null));
    const light = colours.map(luminance);
    expect(light).toEqual([...light].sort((a, b) => b - a));
  });

  it('run backwards for a rank, and have no colour without a class', () => {
    expect(paletteOf(breaks([1, 2], null), false).colours).toEqual([...paletteOf(breaks([1, 2], null)).colours].reverse());
    expect(paletteOf(null).colours).toEqual([]);
  });
});
