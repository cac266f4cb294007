import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usageError } from '../errors.js';
import type { SimplifyTarget } from '../geometry/simplify.js';
import { MISSING_POLICIES } from '../index/model.js';
import type { MissingPolicy } from '../index/model.js';
import type { JobOptions, MissingOverrides } from '../main-job/options.js';
import { nearest } from '../nearest.js';
import { COG_YEARS } from '../sources/cog.js';
import type { PlmLevel } from '../territory/cog.js';
import { isWholeLevel, UNIT_LEVELS, UNIT_WORDS } from '../territory/unit-level.js';
import type { UnitLevel } from '../territory/unit-level.js';

/** The options of `compute` and `check` as the command line or a project file gives them. */
export interface RawOptions {
  readonly insee?: readonly string[];
  readonly boundaries?: string;
  readonly crs?: string;
  readonly layer?: string;
  readonly simplify?: string;
  readonly model?: string;
  readonly vintage?: readonly string[];
  readonly territory?: string;
  readonly reference?: string;
  readonly referenceValues?: string;
  readonly unit?: string;
  readonly plm?: string;
  readonly cog?: string;
  readonly passage?: string;
  readonly missing?: readonly string[];
  readonly out?: string;
  readonly format?: readonly string[];
  readonly requireJoin?: string;
  readonly requireComplete?: string;
  readonly maxImputed?: string;
  readonly maxRankShift?: string;
  readonly previous?: string;
  readonly posts?: readonly string[];
  readonly demands?: readonly string[];
  readonly envelope?: string;
}

/** The model that serves when none is named. */
export const DEFAULT_MODEL = 'lyon-2021';

/** The folder of the package: the files of the demonstration are named from it. */
const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** Options that say which data to use: without --insee they would be silently lost on the demonstration. */
const DATA_OPTIONS: readonly (readonly [keyof RawOptions, string])[] = [
  ['territory', '--territory'],
  ['boundaries', '--boundaries'],
  ['crs', '--crs'],
  ['layer', '--layer'],
  ['simplify', '--simplify'],
  ['reference', '--reference'],
  ['referenceValues', '--reference-values'],
  ['vintage', '--vintage'],
  ['unit', '--unit'],
  ['plm', '--plm'],
  ['cog', '--cog'],
  ['passage', '--passage'],
];

/**
 * The job that the options ask for; without INSEE files, the embedded demonstration.
 *
 * @param folder the folder that relative paths start from
 * @throws usageError on a value that no option has, or a data option without --insee
 */
export function jobOptionsOf(raw: RawOptions, folder: string): JobOptions {
  const common = {
    model: raw.model ?? DEFAULT_MODEL,
    missing: parseMissing(raw.missing ?? []),
  };
  if ((raw.insee ?? []).length === 0) {
    const lost = DATA_OPTIONS.filter(([key]) => raw[key] !== undefined).map(([, flag]) => flag);
    if (lost.length > 0) {
      throw usageError(`${lost.join(', ')} sans --insee : il n'y a pas de fichier à lire.\nDonnez les fichiers de l'Insee par --insee, ou rien de tout cela pour la démonstration.`);
    }
    const model = /\.ya?ml$/i.test(common.model) ? resolve(folder, common.model) : common.model;
    return { ...common, model, ...demonstration(folder) };
  }
  return {
    ...common,
    folder,
    namesFrom: folder,
    insee: raw.insee ?? [],
    boundaries: raw.boundaries ?? null,
    crs: raw.crs ?? null,
    layer: raw.layer ?? null,
    simplify: parseSimplify(raw.simplify),
    vintages: parseVintages(raw.vintage ?? []),
    territory: raw.territory ?? null,
    reference: raw.reference ?? null,
    referenceValues: raw.referenceValues ?? null,
    unit: parseUnit(raw),
    plm: parsePlm(raw.plm),
    cog: parseCog(raw.cog),
    passage: raw.passage ?? null,
    demonstration: false,
  };
}

function demonstration(folder: string): Omit<JobOptions, 'model' | 'missing'> {
  return {
    folder: PACKAGE,
    namesFrom: folder,
    insee: ['rp2022', 'filosofi2021', 'rp2018_diplomes'].map((name) => `data/demo/${name}_metropole_lyon.csv`),
    boundaries: 'data/demo/contours_schematiques.geojson',
    crs: null,
    layer: null,
    simplify: null,
    vintages: { families: new Map(), variables: new Map() },
    territory: 'epci:200046977',
    reference: null,
    referenceValues: null,
    unit: 'commune',
    plm: 'commune',
    cog: null,
    passage: null,
    demonstration: true,
  };
}

const listed = (texts: readonly string[]): string[] =>
  texts
    .flatMap((text) => text.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** `estimation`, or `pauvrete=ignorer,chomeurs=epci`. */
export function parseMissing(texts: readonly string[]): MissingOverrides {
  let all: MissingPolicy | null = null;
  const variables = new Map<string, MissingPolicy>();
  for (const item of listed(texts)) {
    const equals = item.indexOf('=');
    const policy = item.slice(equals + 1);
    if (!isPolicy(policy)) {
      const [near] = nearest(policy, MISSING_POLICIES);
      throw usageError(
        `--missing ${item} : politique « ${policy} » inconnue.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\nPolitiques : ${MISSING_POLICIES.join(', ')}.`,
      );
    }
    if (equals < 0) all = policy;
    else variables.set(item.slice(0, equals), policy);
  }
  return { all, variables };
}

const isPolicy = (text: string): text is MissingPolicy => (MISSING_POLICIES as readonly string[]).includes(text);

const FAMILIES: ReadonlySet<string> = new Set(['rp', 'filosofi']);

export function parseVintages(texts: readonly string[]): JobOptions['vintages'] {
  const families = new Map<string, number>();
  const variables = new Map<string, number>();
  for (const item of listed(texts)) {
    const match = /^([a-z][a-z0-9_]*)=(\d{4})$/.exec(item);
    const [, name, year] = match ?? [];
    if (name === undefined || year === undefined) {
      throw usageError(`--vintage ${item} : il faut nom=année, par exemple rp=2022,filosofi=2021,peu_diplomes=2018.`);
    }
    (FAMILIES.has(name) ? families : variables).set(name, Number(year));
  }
  return { families, variables };
}

/** @throws usageError on an unknown level, or with options that only communes have */
function parseUnit(raw: RawOptions): UnitLevel {
  if (raw.unit === undefined) return 'commune';
  const level = UNIT_LEVELS.find((l) => l === raw.unit);
  if (level === undefined) {
    const [near] = nearest(raw.unit, UNIT_LEVELS);
    throw usageError(`--unit ${raw.unit} : maille inconnue.${near === undefined ? '' : ` Vouliez-vous dire ${near} ?`}\nMailles : ${UNIT_LEVELS.join(', ')}.`);
  }
  if (level === 'commune') return level;
  const { many } = UNIT_WORDS[level];
  if (isWholeLevel(level) && parsePlm(raw.plm) === 'arrondissements') {
    throw usageError(`--plm arrondissements ne change rien aux ${many}, faits de communes entières : retirez-le, ou retirez --unit ${level}.`);
  }
  const withPosts = ([['posts', '--posts'], ['demands', '--demands'], ['envelope', '--envelope']] as const).find(([key]) => raw[key] !== undefined);
  if (withPosts !== undefined) {
    throw usageError(`${withPosts[1]} avec --unit ${level} : postes et demandes se croisent par commune, pas avec des ${many}.\nRetirez --unit, ou ${withPosts[1]}.`);
  }
  return level;
}

export function parsePlm(text: string | undefined): PlmLevel {
  if (text === undefined || text === 'commune') return 'commune';
  if (text === 'arrondissements') return 'arrondissements';
  throw usageError(`--plm ${text} : il faut « commune » ou « arrondissements ».`);
}

export function parseCog(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^20\d\d$/.test(text)) throw usageError(`--cog ${text} : il faut une année : ${COG_YEARS.join(', ')}, ou une autre de 2000 à 2099 avec une table de passage (--passage FICHIER).`);
  return Number(text);
}

/** `50m`, `1km`: smaller details go; `10%`: a tenth of the positions stays. */
export function parseSimplify(text: string | undefined): SimplifyTarget | null {
  if (text === undefined) return null;
  const share = /^(\d+(?:[.,]\d+)?)\s*%$/.exec(text.trim());
  const value = Number((share?.[1] ?? '').replace(',', '.')) / 100;
  if (share !== null && value > 0 && value <= 1) return { kind: 'share', value };
  const metres = metresOf(text);
  if (metres !== null) return { kind: 'metres', value: metres };
  throw usageError(`--simplify ${text} : il faut une taille de détail (50m ou 1km) ou une part des positions à garder (10%).`);
}

/** `20km`, `20 km`, `500m` → metres. */
export function parseDistance(text: string | undefined): number | null {
  if (text === undefined) return null;
  const metres = metresOf(text);
  if (metres === null) throw usageError(`--near ${text} : il faut une distance, par exemple 20km ou 500m.`);
  return metres;
}

/** Metres of a positive length in m or km; null for any other text. */
function metresOf(text: string): number | null {
  const match = /^(\d+(?:[.,]\d+)?)\s*(k?m)$/i.exec(text.trim());
  const metres = Number((match?.[1] ?? '').replace(',', '.')) * (match?.[2]?.toLowerCase() === 'km' ? 1000 : 1);
  return match !== null && metres > 0 ? metres : null;
}

/** `99%` or `0.99` → 0.99. */
export function parseShare(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const match = /^(\d+(?:[.,]\d+)?)\s*(%?)$/.exec(text.trim());
  const value = Number((match?.[1] ?? '').replace(',', '.')) / (match?.[2] === '%' ? 100 : 1);
  if (match === null || !(value >= 0 && value <= 1)) {
    throw usageError(`${option} ${text} : il faut une part, par exemple 99% ou 0.99.`);
  }
  return value;
}
