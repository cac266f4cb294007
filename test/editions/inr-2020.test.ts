import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { aggregate } from '../../src/index/aggregate.js';
import { nominalWeights, variablesOf } from '../../src/index/model.js';
import type { Model } from '../../src/index/model.js';
import { loadModel } from '../../src/sources/model-file.js';
import { loadQuantities } from '../../src/sources/quantities.js';
import { useFolder } from '../support/run-cli.js';
import { cell, computeEdition } from './support.js';

const folder = useFolder();
const of = (column: string): number => cell(folder.path, '01004', column);
let model: Model;

beforeAll(async () => {
  model = (await loadModel('inr-2020', await loadQuantities(), '.')).model;
  expect((await computeEdition(folder.path, 'inr-2020', { niveau_de_vie: 18982 })).code).toBe(0);
});

describe('inr-2020, worked by hand', () => {
  const income = (100 * 17868) / 18982;
  const single = (100 * (50 / 250)) / (170 / 1000);
  const alone = (100 * (160 / 400)) / (705 / 1750);
  const young = (100 * (150 / 1000)) / (660 / 4000);
  const old = (100 * (200 / 1000)) / (825 / 4000);
  const undergraduates = (100 * (210 / 700)) / (795 / 2920);

  it('is the mean of six, and a theme the mean of its three', () => {
    expect(of('acces')).toBeCloseTo((income + single + alone) / 3, 10);
    expect(of('competences')).toBeCloseTo((young + old + undergraduates) / 3, 10);
    expect(of('score')).toBeCloseTo((income + single + alone + young + old + undergraduates) / 6, 10);
  });

  it('shows axes that the index passes over', () => {
    expect(of('interfaces')).toBeCloseTo(income, 10);
    expect(of('information')).toBeCloseTo((single + alone) / 2, 10);
    expect(of('administratives')).toBeCloseTo(young, 10);
    expect(of('numeriques')).toBeCloseTo((old + undergraduates) / 2, 10);
  });

  it('leaves out what is missing instead of counting it as zero', () => {
    const ids = variablesOf(model).map((v) => v.id);
    const { score, themes } = aggregate(model, nominalWeights(model), (id) => (id === 'niveau_de_vie' ? Number.NaN : 10 * (1 + ids.indexOf(id))));
    expect(score).toBeCloseTo((20 + 30 + 40 + 50 + 60) / 5, 12);
    expect(themes.get('acces')).toBeCloseTo((20 + 30) / 2, 12);
  });
});

describe('the identities of the edition', () => {
  it('hold whatever the points', () => {
    const any = fc.double({ min: 0, max: 400, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(any, any, any, any, any, any), (points) => {
        const ids = variablesOf(model).map((v) => v.id);
        const { axes, themes, score } = aggregate(model, nominalWeights(model), (id) => points[ids.indexOf(id)]!);
        const [interfaces, information, administratives, numeriques] = ['interfaces', 'information', 'administratives', 'numeriques'].map((id) => axes.get(id)!) as [number, number, number, number];
        expect(themes.get('acces')).toBeCloseTo((2 * information + interfaces) / 3, 9);
        expect(themes.get('competences')).toBeCloseTo((administratives + 2 * numeriques) / 3, 9);
        expect(score).toBeCloseTo(points.reduce((a, b) => a + b) / 6, 9);
      }),
    );
  });

  it('give each variable a sixth', () => {
    for (const weight of nominalWeights(model).values()) expect(weight).toBeCloseTo(1 / 6, 15);
  });
});
