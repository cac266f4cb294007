import { describe, expect, it } from 'vitest';
import { DEFAULT_THRESHOLDS, LARGEST_UNPLACED_SHARE, needClass, supplyClass, supplyText } from '../../src/posts/classes.js';
import type { SupplyClass } from '../../src/posts/classes.js';

const SUPPLIES: readonly SupplyClass[] = ['pourvu', 'demande_en_attente', 'sans_poste_ni_demande'];

describe('need', () => {
  it.each([
    [Infinity, 'fort'], [110, 'fort'], [109.999999, 'modere'], [90, 'modere'], [89.999999, 'faible'], [0, 'faible'],
  ])('a score of %d is %s', (score, need) => {
    expect(needClass(score, DEFAULT_THRESHOLDS)).toBe(need);
  });

  it('has the thresholds of the method', () => {
    expect([DEFAULT_THRESHOLDS, LARGEST_UNPLACED_SHARE]).toEqual([{ low: 90, high: 110 }, 0.2]);
  });
});

describe('supply', () => {
  it.each([
    [1, 0, 0, 'pourvu'], [1, 2, 5, 'pourvu'], [0, 2, 1, 'lieu_inconnu'], [0, 0, 1, 'demande_en_attente'], [0, 0, 0, 'sans_poste_ni_demande'],
  ])('%i posts, %i of unknown place and %i open demands: %s', (posts, withoutPlace, demands, supply) => {
    expect(supplyClass(posts, withoutPlace, demands)).toBe(supply);
  });

  it('without places, speaks of where posts are carried and says what is not known', () => {
    for (const supply of SUPPLIES) {
      expect(supplyText(supply, false, true)).toContain("(lieux d'intervention non connus)");
      expect(supplyText(supply, false, true)).not.toContain('pourvu');
    }
    expect(supplyText('sans_poste_ni_demande', false, true)).toBe("aucun poste porté dans la commune (lieux d'intervention non connus), aucune demande");
    expect(supplyText('demande_en_attente', false, true)).toBe("aucun poste porté dans la commune (lieux d'intervention non connus), demande en attente");
  });

  it('with places, speaks of where posts act', () => {
    expect(SUPPLIES.map((supply) => supplyText(supply, true, true))).toEqual([
      'pourvu',
      "aucun poste n'intervient dans la commune, demande en attente",
      "aucun poste n'intervient dans la commune, aucune demande",
    ]);
  });

  it('without a file of demands, does not say that nobody asks', () => {
    expect([supplyText('sans_poste_ni_demande', false, false), supplyText('sans_poste_ni_demande', true, false)]).toEqual([
      "aucun poste porté dans la commune (lieux d'intervention non connus)",
      "aucun poste n'intervient dans la commune",
    ]);
  });
});
