import { computeIndex } from '../../src/index/compute.js';
import type { Model } from '../../src/index/model.js';
import type { Inputs } from '../../src/main-job/inputs.js';
import type { JobResult } from '../../src/main-job/run.js';
import type { Geography } from '../../src/territory/cog.js';
import { communeUnits } from '../../src/territory/units.js';
import { communeOf, contextOf } from './sketch.js';
import type { Surroundings, Units } from './sketch.js';

/** The result of a job without files: plain units, a geography of their communes, no contours. */
export function jobResultOf(model: Model, units: Units, around: Surroundings = {}): JobResult {
  const context = contextOf(model, units, around);
  const communes = context.frame.codes.map((code) => communeOf(code, around));
  const geography: Geography = {
    plm: 'commune',
    cog: {
      year: 2026, source: 'test', communes: new Map(communes.map((c) => [c.code, c])), arrondissements: new Map(),
      formerCodes: new Map(), epci: new Map(), sousPrefectures: new Map(), departements: new Map(), regions: new Map(),
    },
  };
  const inputs: Inputs = {
    options: {
      folder: '/', namesFrom: '/', insee: [], boundaries: null, model: model.id,
      vintages: { families: new Map(), variables: new Map() }, territory: null, reference: null, referenceValues: null,
      missing: { all: null, variables: new Map() }, unit: 'commune', plm: 'commune', cog: null, passage: null, crs: null, layer: null, simplify: null, demonstration: false,
    },
    geography,
    units: communeUnits(geography),
    loaded: { model, path: '/model.yaml', builtIn: true },
    sources: [],
    guesses: [],
    carried: [],
    merged: { ...context.frame, filesOf: new Map(), completed: new Map(), publishedKept: [] },
    territoryRows: new Map(),
    completed: [],
    territory: context.territory,
    reference: context.reference,
    territoryCommunes: context.territory.units,
    referenceCommunes: context.reference.units,
    given: [],
    contours: null,
    files: [],
    geographyNotes: [],
  };
  return { inputs, index: computeIndex(context), population: null, population15Plus: null };
}
