import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usageError } from '../errors.js';
import type { Model } from '../index/model.js';
import type { Quantities } from '../index/quantity.js';
import { nearest } from '../nearest.js';
import { byCode } from '../territory/codes.js';
import { buildModel, ownQuantities } from './model-build.js';
import type { ModelFile } from './model-entries.js';
import { modelFaults } from './model-faults.js';
import { readYaml } from './yaml-document.js';

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
    const near = known.find((id) => id.startsWith(idOrFile)) ?? nearest(idOrFile, known, 1, 5)[0];
    throw usageError(
      `Modèle « ${idOrFile} » inconnu.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\n` +
        `Modèles : ${known.join(', ')} ; ou le chemin d'un fichier .yaml.`,
    );
  }
  const path = `${MODELS}${idOrFile}.yaml`;
  return { model: await readModel(path, `data/models/${idOrFile}.yaml`, quantities, true), path, builtIn: true };
}

/**
 * Reads and checks a model file.
 *
 * @throws inputError with line and field of each fault: schema, unknown quantity or repli, cycle among
 *   replis, id used twice or that is a column of the outputs
 * @param ours true for a model of the package
 */
export async function readModel(path: string, shown: string, insee: Quantities, ours = false): Promise<Model> {
  const { data, error } = await readYaml<ModelFile>(path, shown, 'model', ours);
  const quantities = new Map([...insee, ...ownQuantities(data)]);
  const faults = modelFaults(data, insee, quantities);
  if (faults.length > 0) throw error(faults);
  return buildModel(data, quantities);
}
