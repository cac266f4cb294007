import { relative, resolve, sep } from 'node:path';
import type { VariableResult } from '../index/compute.js';
import { variablesOf } from '../index/model.js';
import { describeAlternative } from '../index/quantity.js';
import type { JobOptions } from '../main-job/options.js';
import { joinReport } from '../main-job/join-report.js';
import type { JobResult } from '../main-job/run.js';
import { byCode } from '../territory/codes.js';
import type { Territory } from '../territory/selector.js';
import { VERSION } from '../version.js';
import { WARNING } from './method-text.js';
import { modelJson, normalisationJson } from './model-json.js';
import { simplifyText } from './simplify-text.js';
import { storedRows } from './quantities-csv.js';
import { fillingEntry, membership, publicationEntry } from './recomputing-facts.js';
import { statusCounts, unitOfVariable } from './variable-facts.js';
import type { Hashes } from './write-folder.js';

/** How many of a list the manifest names. */
const MOST_CODES = 20;

/** What `compute` is asked for beside the index; paths as the manifest names files. */
export interface AskedBeside {
  readonly formats: readonly string[];
  readonly posts?: readonly string[];
  readonly demands?: readonly string[];
  readonly envelope?: string | null;
}

/**
 * `manifest.json`: what made this result, so that it can be explained and made again. No date, no
 * absolute path, no output folder: the same inputs give the same bytes.
 */
export function manifestText(result: JobResult, outputs: readonly string[], hashes: Hashes, { formats, posts = [], demands = [], envelope = null }: AskedBeside): string {
  const { index, inputs } = result;
  const { options, geography } = inputs;
  const join = joinReport(inputs);
  const manifest = {
    outil: { nom: 'fragilite', version: VERSION },
    modele: modelJson(index.model, (v) => v.id),
    options: {
      ...optionsEntry(options, formats),
      ...(posts.length === 0 ? {} : { posts }),
      ...(demands.length === 0 ? {} : { demands }),
      ...(envelope === null ? {} : { envelope }),
    },
    geographie: { cog: geography.cog.year, source: geography.cog.source, plm: geography.plm },
    territoire: territoryEntry(index.territory, options),
    reference: { ...territoryEntry(index.reference, options), parmi_les_quantites: membership(storedRows(index), index.frame) },
    population: { millesime: result.population?.vintage ?? null },
    population_15_plus: { millesime: result.population15Plus?.vintage ?? null },
    variables: index.variables.map((v) => variableEntry(result, v)),
    scores: { publies: index.rank.reduce((n, r) => n + (r > 0 ? 1 : 0), 0), unites: join.units },
    jointures: {
      unites: join.units,
      avec_lignes: join.withRows,
      sans_ligne: { nombre: join.withoutRows.length, codes: join.withoutRows.slice(0, MOST_CODES) },
      hors_territoire: join.outside,
      contours:
        join.contours === null
          ? null
          : {
              projection: inputs.contours?.source.projection.label ?? null,
              ...((inputs.contours?.source.layer ?? null) === null ? {} : { couche: inputs.contours?.source.layer }),
              cle: inputs.contours?.source.keyColumn ?? null,
              schematiques: inputs.contours?.source.schematic ?? false,
              apparies: join.contours.matched,
              sans_contour: {
                nombre: join.contours.withoutContour.length,
                codes: join.contours.withoutContour.slice(0, MOST_CODES),
              },
              non_utilises: join.contours.unused,
              reunis: join.contours.joined,
            },
    },
    ...(options.unit === 'iris' ? { iris_de_communes_non_decoupees: inputs.completed.length } : {}),
    reparations: {
      codes: inputs.sources.reduce((n, s) => n + s.repairs.length, 0) + (inputs.contours?.source.repaired.length ?? 0),
      lignes_identiques: inputs.sources.reduce((n, s) => n + s.identicalDuplicates.length, 0),
      codes_inconnus: inputs.carried.reduce((n, c) => n + c.report.unknown.length, 0),
    },
    entrees: inputs.files
      .map((file) => ({
        chemin: shownPath(file.path, options),
        role: file.role,
        taille: file.size,
        sha256: file.sha256,
        millesimes: file.vintages,
        ...(file.geography.length === 0 ? {} : { geographie: file.geography }),
      }))
      .sort((a, b) => byCode(a.chemin, b.chemin)),
    sorties: [...outputs].sort(byCode).map((name) => ({ chemin: name, sha256: hashes.get(name) ?? '' })),
    avertissement: WARNING,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** The options of the main job, enough to run it again: paths as the manifest names files, texts as options take them. */
export function optionsEntry(options: JobOptions, formats: readonly string[]): object {
  const path = (shown: string | null): string | null => (shown === null ? null : shownPath(resolve(options.folder, shown), options));
  return {
    demonstration: options.demonstration,
    insee: [...new Set(options.insee.map((p) => path(p) ?? ''))].sort(byCode),
    boundaries: path(options.boundaries),
    crs: options.crs,
    ...(options.layer === null ? {} : { layer: options.layer }),
    ...(options.simplify === null ? {} : { simplify: simplifyText(options.simplify) }),
    model: /\.ya?ml$/i.test(options.model) ? path(options.model) : options.model,
    vintage: { ...Object.fromEntries(options.vintages.families), ...Object.fromEntries(options.vintages.variables) },
    territory: options.territory === null ? null : shownSelector(options.territory, options),
    reference: options.reference === null ? null : shownSelector(options.reference, options),
    reference_values: path(options.referenceValues),
    missing: { toutes: options.missing.all, ...Object.fromEntries(options.missing.variables) },
    unit: options.unit,
    plm: options.plm,
    cog: options.cog,
    ...(options.passage === null ? {} : { passage: path(options.passage) }),
    format: [...formats].sort(byCode),
  };
}

/** A selector whose lists of codes are named like the other files. */
const shownSelector = (selector: string, options: JobOptions): string =>
  selector.replace(/file:([^,]+)/g, (_, path: string) => `file:${shownPath(resolve(options.folder, path), options)}`);

const territoryEntry = (territory: Territory, options: JobOptions): object => ({
  selecteur: shownSelector(territory.selector, options),
  nom: territory.nom,
  nom_court: territory.nomCourt,
  unites: territory.units.length,
});

function variableEntry(result: JobResult, v: VariableResult): object {
  const { index } = result;
  const { choice } = v;
  const variable = variablesOf(index.model).find((w) => w.id === choice.variable.id);
  const describe = (a: typeof choice.denominator): string | null => (a === null ? null : describeAlternative(a, choice.vintage));
  return {
    id: choice.variable.id,
    libelle: choice.variable.label,
    definition: choice.definition.label,
    repli: choice.definition.fallback,
    nature: choice.definition.kind,
    unite: unitOfVariable(index.model, choice.definition.numerator),
    famille: index.model.quantities.get(choice.definition.numerator)?.family ?? null,
    millesime: choice.vintage,
    quantites: [choice.definition.numerator, choice.definition.denominator].filter((id) => id !== null),
    numerateur: describe(choice.numerator),
    denominateur: describe(choice.denominator),
    predicteur: describe(choice.predictor),
    ...publicationEntry(index.model, choice),
    notes: [choice.numerator.note, choice.denominator?.note ?? null].filter((n) => n !== null),
    sens: variable?.direction ?? '+',
    inversion: variable?.inversion ?? null,
    normalisation: normalisationJson(choice.variable.normalisation),
    ...(v.sampleSize === null ? {} : { unites_comparees: v.sampleSize }),
    poids_nominal: v.nominalWeight,
    correlation_score: v.correlation,
    reference: {
      valeur: Number.isNaN(v.reference.value) ? null : v.reference.value,
      regle: v.reference.rule,
      unites: v.reference.units,
      part_observee: v.reference.observedShare,
    },
    manquants: {
      politique: v.policy,
      appliquee: v.applied,
      ajustement: v.fit === null ? null : { a: v.fit.a, b: v.fit.b, n: v.fit.n, r2: v.fit.r2, ecart_type: v.fit.deviation, sur: v.fit.scope },
      ...fillingEntry(result, v),
    },
    statuts: Object.fromEntries(statusCounts(index, v)),
  };
}

/** A path relative to the run's folder, with `/` on every system; a file of the demonstration by its name in the package. */
function shownPath(path: string, options: JobOptions): string {
  const inPackage = options.demonstration && !relative(options.folder, path).startsWith('..');
  return relative(inPackage ? options.folder : options.namesFrom, path).split(sep).join('/');
}
