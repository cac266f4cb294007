import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usageError } from '../errors.js';
import type { Axis, Definition, MissingPolicy, Model, ReferenceRule, Theme, Variable } from '../index/model.js';
import type { Nature, Quantities, Quantity } from '../index/quantity.js';
import { nearest } from '../nearest.js';
import { byCode } from '../territory/codes.js';
import { modelFaults } from './model-faults.js';
import { readYaml } from './yaml-document.js';

interface DefinitionEntry {
  readonly libelle: string;
  readonly numerateur?: string;
  readonly denominateur?: string;
  readonly taux?: string;
  readonly poids?: string;
  readonly repli?: string;
}

interface VariableEntry extends DefinitionEntry {
  readonly id: string;
  readonly sens: '+' | '-';
  readonly inversion?: 'miroir' | 'rapport';
  readonly manquants: MissingPolicy;
  readonly estimation?: {
    readonly predicteur: string;
    readonly forme: 'log-log';
    readonly observations_minimales: number;
    readonly plafond_effectif?: number;
  };
  readonly regle?: ReferenceRule;
}

/** The shape of a model file once `schemas/model.schema.json` accepts it. */
export interface ModelFile {
  readonly id: string;
  readonly version: number;
  readonly libelle: string;
  readonly statut: 'complet' | 'incomplet';
  readonly manque?: string;
  readonly liste?: 'publiee' | 'reconstituee' | 'propre';
  readonly source: string;
  readonly reserve?: string;
  readonly reference: { readonly effectifs: ReferenceRule; readonly taux: ReferenceRule };
  readonly seuil_completude: number;
  readonly themes: readonly {
    readonly id: string;
    readonly libelle: string;
    readonly axes: readonly {
      readonly id: string;
      readonly libelle: string;
      readonly variables: readonly VariableEntry[];
    }[];
  }[];
  readonly replis?: Readonly<Record<string, DefinitionEntry>>;
  readonly quantites?: Readonly<
    Record<
      string,
      {
        readonly libelle: string;
        readonly unite: string;
        readonly nature: Nature;
        readonly colonne: string;
        readonly millesime?: number;
        readonly poids?: string;
      }
    >
  >;
}

/** A model and the file that it was read from. */
export interface LoadedModel {
  readonly model: Model;
  /** Absolute path of the file. */
  readonly path: string;
  /** True for a model that comes with fragilite. */
  readonly builtIn: boolean;
}

const MODELS = fileURLToPath(new URL('../../data/models/', import.meta.url));

/** The ids of the models that come with fragilite, sorted. */
export async function builtInModels(): Promise<string[]> {
  const files = await readdir(MODELS);
  return files
    .filter((f) => f.endsWith('.yaml'))
    .map((f) => f.slice(0, -'.yaml'.length))
    .sort(byCode);
}

/**
 * The model of an id (`lyon-2021`) or of a file (`ma-fiche.yaml`).
 *
 * @param cwd folder that a relative path starts from
 * @throws usageError on an unknown id, inputError on an invalid file
 */
export async function loadModel(idOrFile: string, quantities: Quantities, cwd: string): Promise<LoadedModel> {
  if (/\.ya?ml$/i.test(idOrFile) || idOrFile.includes('/')) {
    const path = resolve(cwd, idOrFile);
    return { model: await readModel(path, idOrFile, quantities), path, builtIn: false };
  }
  const known = await builtInModels();
  if (!known.includes(idOrFile)) {
    const [near] = nearest(idOrFile, known, 1, 5);
    throw usageError(
      `Modèle « ${idOrFile} » inconnu.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\n` +
        `Modèles : ${known.join(', ')} ; ou le chemin d'un fichier .yaml.`,
    );
  }
  const path = `${MODELS}${idOrFile}.yaml`;
  return { model: await readModel(path, `data/models/${idOrFile}.yaml`, quantities), path, builtIn: true };
}

/**
 * Reads and checks a model file.
 *
 * @throws inputError with line and field of each fault: schema, unknown quantity or repli, cycle among
 *   replis, id used twice or that is a column of the outputs
 */
export async function readModel(path: string, shown: string, insee: Quantities): Promise<Model> {
  const { data, error } = await readYaml<ModelFile>(path, shown, 'model');
  const quantities = new Map([...insee, ...ownQuantities(data)]);
  const faults = modelFaults(data, insee, quantities);
  if (faults.length > 0) throw error(faults);
  return buildModel(data, quantities);
}

function ownQuantities(data: ModelFile): Map<string, Quantity> {
  const own = new Map<string, Quantity>();
  for (const [id, entry] of Object.entries(data.quantites ?? {})) {
    own.set(id, {
      id,
      label: entry.libelle,
      unit: entry.unite,
      family: null,
      nature: entry.nature,
      weight: entry.poids ?? null,
      vintage: entry.millesime ?? null,
      emptyIsSecretUntil: null,
      scale: entry.nature === 'taux' && entry.unite === 'fraction' ? 100 : 1,
      alternatives: [
        { terms: [{ template: entry.colonne, sign: 1 }], kind: 'exact', note: null, from: null, to: null },
      ],
      longNames: [],
      newSeries: null,
    });
  }
  return own;
}

function buildModel(data: ModelFile, quantities: Quantities): Model {
  return {
    id: data.id,
    version: data.version,
    label: data.libelle,
    status: data.statut,
    lacks: data.manque ?? null,
    reconstituted: data.liste === 'reconstituee',
    source: data.source,
    caveat: data.reserve ?? null,
    completenessThreshold: data.seuil_completude,
    quantities,
    themes: data.themes.map(
      (theme): Theme => ({
        id: theme.id,
        label: theme.libelle,
        axes: theme.axes.map(
          (axis): Axis => ({
            id: axis.id,
            label: axis.libelle,
            variables: axis.variables.map((variable) => buildVariable(variable, data, quantities)),
          }),
        ),
      }),
    ),
  };
}

function buildVariable(entry: VariableEntry, data: ModelFile, quantities: Quantities): Variable {
  const definitions: Definition[] = [definitionOf(entry, null, quantities)];
  for (let id = entry.repli; id !== undefined; ) {
    const repli: DefinitionEntry | undefined = data.replis?.[id];
    if (repli === undefined) break;
    definitions.push(definitionOf(repli, id, quantities));
    id = repli.repli;
  }
  const defaultRule = entry.taux === undefined ? data.reference.effectifs : data.reference.taux;
  return {
    id: entry.id,
    label: entry.libelle,
    definitions,
    direction: entry.sens,
    inversion: entry.inversion ?? null,
    missing: entry.manquants,
    estimation:
      entry.estimation === undefined
        ? null
        : {
            predictor: entry.estimation.predicteur,
            form: entry.estimation.forme,
            minimumObservations: entry.estimation.observations_minimales,
            ceilingCount: entry.estimation.plafond_effectif ?? null,
          },
    rule: entry.regle ?? defaultRule,
  };
}

function definitionOf(entry: DefinitionEntry, fallback: string | null, quantities: Quantities): Definition {
  if (entry.taux !== undefined) {
    return {
      fallback,
      label: entry.libelle,
      kind: 'taux',
      numerator: entry.taux,
      denominator: entry.poids ?? quantities.get(entry.taux)?.weight ?? null,
    };
  }
  return {
    fallback,
    label: entry.libelle,
    kind: 'part',
    numerator: entry.numerateur ?? '',
    denominator: entry.denominateur ?? '',
  };
}
