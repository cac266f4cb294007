import { resolve } from 'node:path';
import { FragiliteError } from '../errors.js';
import { variablesOf } from '../index/model.js';
import { Journal } from '../journal.js';
import { openGeography } from '../main-job/geography.js';
import type { RunGeography } from '../main-job/geography.js';
import { communesOf, quantitiesRead, readInputs, territoryNames } from '../main-job/inputs.js';
import type { JobOptions } from '../main-job/options.js';
import { runJob } from '../main-job/run.js';
import { loadCatalogue } from '../sources/catalogue-file.js';
import { startInseeTables } from '../sources/insee-tables.js';
import { loadModel } from '../sources/model-file.js';
import { readEnvelope } from '../sources/posts/envelope.js';
import { loadQuantities } from '../sources/quantities.js';
import { readReferenceValues } from '../sources/reference-values.js';
import { byCode } from '../territory/codes.js';
import { guessGeography } from '../territory/geography-guess.js';
import { selectTerritory } from '../territory/selector.js';
import { chooseContours } from './contour-choice.js';
import { findFiles } from './found-files.js';
import { chooseInsee } from './insee-choice.js';
import type { Candidate, InseeChoice, Taken, Weighing } from './insee-choice.js';
import { lackingPlaces } from './lacking.js';
import type { Lacking } from './lacking.js';
import { choosePosts } from './post-choice.js';
import type { PostFound } from './post-choice.js';
import { reasonOf, recognise } from './recognise.js';
import type { ChosenTerritory } from './territory-choice.js';

/** A project as the files of a folder make it: what each option would hold, and why. */
export interface ProjectDraft {
  /** Empty when no file of the census was found. */
  readonly insee: readonly Taken[];
  readonly territory: ChosenTerritory | null;
  readonly boundaries: Taken | null;
  readonly referenceValues: Taken | null;
  readonly posts: readonly Taken[];
  readonly demands: readonly Taken[];
  readonly envelope: Taken | null;
  /** Files that serve for nothing, each with the reason, sorted by path. */
  readonly leftOut: readonly Taken[];
  /** What was not found, and where it is to be had. */
  readonly lacking: readonly Lacking[];
  /** Why the index could not be computed from these files (French); null when it can. */
  readonly fault: string | null;
}

/** Files by what they are. */
interface Sorted {
  readonly tables: readonly string[];
  readonly contours: readonly string[];
  readonly posts: readonly PostFound[];
  readonly envelopes: readonly string[];
  readonly referenceValues: readonly string[];
  readonly leftOut: readonly Taken[];
}

/**
 * Looks at all the files of a folder and drafts the project that they make, for a model.
 *
 * @param modelId the id of a model that comes with the program
 */
export async function draftProject(folder: string, modelId: string): Promise<ProjectDraft> {
  const at = (path: string): string => resolve(folder, path);
  const run = await openGeography({ cog: null, plm: 'commune', passage: null, folder }, at);
  const quantities = await loadQuantities();
  const { model } = await loadModel(modelId, quantities, folder);
  const weighing: Weighing = { model, wanted: quantitiesRead(model), run };

  const sorted = await sortFiles(folder, at);
  const read = await readTables(sorted.tables, at, weighing);
  const insee = chooseInsee(read.candidates, weighing);
  const territory = insee?.territory ?? null;
  const contours = insee === null ? null : await chooseContours(sorted.contours, folder, insee.territory.units, run);
  const boundaries = contours?.taken ?? null;
  const posts = await choosePosts(sorted.posts, at, run.geography.cog);
  const envelope = await firstThat(sorted.envelopes, 'une autre enveloppe est prise', (path) => envelopeFault(at(path), path, territory, run));
  const values = await firstThat(sorted.referenceValues, 'un autre fichier de valeurs est pris', (path) => valuesFault(at(path), path, territory, variablesOf(model).map((v) => v.id)));
  const unused = insee === null ? [...read.candidates.map((c) => ({ path: c.shown, why: 'aucune quantité du recensement' })), ...sorted.contours.map((path) => ({ path, why: 'contours, sans fichier du recensement auquel les joindre' }))] : [...insee.leftOut, ...(contours?.leftOut ?? [])];
  return {
    insee: insee?.taken ?? [],
    territory,
    boundaries,
    referenceValues: values.taken,
    posts: posts.posts,
    demands: posts.demands,
    envelope: envelope.taken,
    leftOut: [...sorted.leftOut, ...read.leftOut, ...unused, ...posts.leftOut, ...envelope.leftOut, ...values.leftOut].sort((a, b) => byCode(a.path, b.path)),
    lacking: lackingPlaces(insee, model, { contours: boundaries !== null, posts: posts.posts.length > 0, demands: posts.demands.length > 0, envelope: envelope.taken !== null }, await loadCatalogue(), run.geography.cog.year),
    fault: insee === null || insee.lacks.length > 0 ? null : await computeFault(insee, values.taken, folder, modelId),
  };
}

async function sortFiles(folder: string, at: (path: string) => string): Promise<Sorted> {
  const { files, results } = findFiles(folder);
  const leftOut: Taken[] = results.map((path) => ({ path: `${path}/`, why: 'résultat de fragilite' }));
  const [tables, contours, envelopes, referenceValues]: [string[], string[], string[], string[]] = [[], [], [], []];
  const posts: PostFound[] = [];
  for (const path of files) {
    const is = await recognise(at(path), path);
    if (is.kind === 'table') tables.push(path);
    else if (is.kind === 'contours') contours.push(path);
    else if (is.kind === 'envelope') envelopes.push(path);
    else if (is.kind === 'reference-values') referenceValues.push(path);
    else if (is.kind === 'posts') posts.push({ path, format: is.format });
    else leftOut.push({ path, why: is.why });
  }
  return { tables, contours, posts, envelopes, referenceValues, leftOut };
}

async function readTables(paths: readonly string[], at: (path: string) => string, { wanted, model, run }: Weighing): Promise<{ readonly candidates: readonly Candidate[]; readonly leftOut: readonly Taken[] }> {
  const { cog } = run.geography;
  const names = territoryNames(cog);
  const candidates: Candidate[] = [];
  const leftOut: Taken[] = [];
  for (const path of paths) {
    try {
      const [table] = await startInseeTables([{ path: at(path), shown: path, names, wanted, all: model.quantities, iris: false }]).tables();
      if (table === undefined) continue;
      candidates.push({ shown: path, table, guess: guessGeography(communesOf(table), run.history, cog) });
    } catch (error) {
      if (!(error instanceof FragiliteError)) throw error;
      leftOut.push({ path, why: reasonOf(error, path) });
    }
  }
  return { candidates, leftOut };
}

/** The first file without a fault; the others are left out, with theirs or for coming after. */
async function firstThat(paths: readonly string[], after: string, faultOf: (path: string) => Promise<string | null>): Promise<{ readonly taken: Taken | null; readonly leftOut: readonly Taken[] }> {
  let taken: Taken | null = null;
  const leftOut: Taken[] = [];
  for (const path of paths) {
    const fault = await faultOf(path);
    if (fault === null && taken === null) taken = { path, why: '' };
    else leftOut.push({ path, why: fault ?? after });
  }
  return { taken, leftOut };
}

async function envelopeFault(path: string, shown: string, territory: ChosenTerritory | null, { geography }: RunGeography): Promise<string | null> {
  return faultIn(shown, async () => {
    const { envelope } = await readEnvelope(path, shown);
    const inside = new Set(selectTerritory(envelope.territory, geography, () => '').units);
    return territory?.units.some((unit) => inside.has(unit)) === true ? null : `enveloppe de ${envelope.territory}, où n'est aucune commune du territoire`;
  });
}

async function valuesFault(path: string, shown: string, territory: ChosenTerritory | null, variables: readonly string[]): Promise<string | null> {
  return faultIn(shown, async () => {
    const { values } = await readReferenceValues(path, shown, variables);
    return values.some((value) => value.territory === territory?.selector) ? null : 'valeurs d’autres territoires que celui du projet';
  });
}

async function faultIn(shown: string, work: () => Promise<string | null>): Promise<string | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FragiliteError) return reasonOf(error, shown);
    throw error;
  }
}

/** Computes once without contours: what stops it is told now, not at the first run. */
async function computeFault({ taken, territory }: InseeChoice, values: Taken | null, folder: string, model: string): Promise<string | null> {
  const options: JobOptions = {
    folder,
    namesFrom: folder,
    insee: taken.map(({ path }) => path),
    boundaries: null,
    model,
    vintages: { families: new Map(), variables: new Map() },
    territory: territory.selector,
    reference: null,
    referenceValues: values?.path ?? null,
    missing: { all: null, variables: new Map() },
    unit: 'commune',
    plm: 'commune',
    cog: null,
    passage: null,
    crs: null,
    layer: null,
    simplify: null,
    demonstration: false,
  };
  try {
    runJob(await readInputs(options, new Journal()), new Journal());
    return null;
  } catch (error) {
    if (error instanceof FragiliteError) return error.message;
    throw error;
  }
}
