import { fileURLToPath } from 'node:url';
import type { Break, Breaks } from '../evolution/left-variables.js';
import type { GapRule } from '../evolution/vintage-gaps.js';
import type { LongName } from '../index/long-name.js';
import { longTemplate, parseTerms } from '../index/quantity.js';
import type { Alternative, Nature, Quantities, Quantity } from '../index/quantity.js';
import { readYaml } from './yaml-document.js';

interface QuantitiesFile {
  readonly familles: Readonly<Record<string, FamilyEntry>>;
  readonly quantites: Readonly<Record<string, QuantityEntry>>;
}

interface FamilyEntry {
  readonly ecart_minimal?: { readonly annees: number; readonly plus_long?: { readonly annee: number; readonly annees: number } };
  readonly vide_est_secret_jusqua?: number;
  readonly nouvelle_serie?: { readonly depuis: number; readonly note: string };
}

interface Validity {
  readonly depuis?: number;
  readonly jusqua?: number;
}

interface Equivalence extends Validity {
  readonly equivalence?: 'exacte' | 'proche';
  readonly note?: string;
}

interface CubeEntry extends Validity {
  readonly jeu: string;
  readonly mesure: string;
  readonly dimensions?: readonly string[];
  readonly somme: readonly Readonly<Record<string, string>>[];
}

interface DossierEntry extends Equivalence {
  readonly mesures: readonly string[];
  readonly tableau?: string;
}

interface QuantityEntry {
  readonly libelle: string;
  readonly unite: string;
  readonly famille: string;
  readonly nature: Nature;
  readonly poids?: string;
  readonly changement_de_sens?: { readonly depuis: number; readonly note: string };
  readonly plancher_publie?: number;
  readonly noms: {
    readonly large: readonly (Equivalence & { readonly colonnes: string })[];
    readonly cube?: readonly CubeEntry[];
    readonly dossier_long?: readonly DossierEntry[];
  };
}

const FILE = fileURLToPath(new URL('../../data/quantities.yaml', import.meta.url));

/**
 * The INSEE quantities of `data/quantities.yaml`, or of another file of the same schema.
 *
 * @throws inputError on a file that the schema or the references between quantities refuse
 */
export async function loadQuantities(path = FILE, shown = 'data/quantities.yaml'): Promise<Quantities> {
  const { data, error } = await readYaml<QuantitiesFile>(path, shown, 'quantities', path === FILE);
  const quantities = new Map<string, Quantity>();
  for (const [id, entry] of Object.entries(data.quantites)) {
    const family = data.familles[entry.famille];
    if (family === undefined) {
      throw error([{ path: ['quantites', id, 'famille'], message: `famille inconnue « ${entry.famille} »` }]);
    }
    if (entry.poids !== undefined && data.quantites[entry.poids] === undefined) {
      throw error([{ path: ['quantites', id, 'poids'], message: `quantité inconnue « ${entry.poids} »` }]);
    }
    const longNames = [...(entry.noms.cube ?? []).map(cubeName), ...(entry.noms.dossier_long ?? []).map(dossierName)];
    const series = family.nouvelle_serie;
    quantities.set(id, {
      id,
      label: entry.libelle,
      unit: entry.unite,
      family: entry.famille,
      nature: entry.nature,
      weight: entry.poids ?? null,
      vintage: null,
      emptyIsSecretUntil: family.vide_est_secret_jusqua ?? null,
      scale: 1,
      ...(entry.plancher_publie === undefined ? {} : { publishedFloor: entry.plancher_publie }),
      // A long column holds what the wide files have too (see bridge-forms.ts): it is looked for first.
      alternatives: [
        ...longAlternatives(id, entry.famille, longNames, 'exact'),
        ...entry.noms.large.map((name): Alternative => ({ terms: parseTerms(name.colonnes), ...equivalence(name), ...validity(name) })),
        ...longAlternatives(id, entry.famille, longNames, 'near'),
      ],
      longNames,
      newSeries: series === undefined ? null : { from: series.depuis, note: series.note },
    });
  }
  return quantities;
}

/** What sources say of comparing vintages: years apart that a family asks for, series and meanings that broke. */
export interface ComparisonRules {
  readonly gaps: ReadonlyMap<string, GapRule>;
  readonly breaks: Breaks;
}

/** Reads from `data/quantities.yaml` what vintages compare. */
export async function loadComparisonRules(path = FILE, shown = 'data/quantities.yaml'): Promise<ComparisonRules> {
  const { data } = await readYaml<QuantitiesFile>(path, shown, 'quantities', path === FILE);
  const families = Object.entries(data.familles);
  const broken = ({ depuis, note }: { readonly depuis: number; readonly note: string }): Break => ({ from: depuis, note });
  return {
    gaps: new Map(
      families.flatMap(([id, { ecart_minimal: gap }]): [string, GapRule][] =>
        gap === undefined ? [] : [[id, { years: gap.annees, longer: gap.plus_long === undefined ? null : { year: gap.plus_long.annee, years: gap.plus_long.annees } }]],
      ),
    ),
    breaks: {
      families: new Map(families.flatMap(([id, { nouvelle_serie: series }]) => (series === undefined ? [] : [[id, broken(series)]]))),
      quantities: new Map(Object.entries(data.quantites).flatMap(([id, { changement_de_sens: change }]) => (change === undefined ? [] : [[id, broken(change)]]))),
    },
  };
}

const validity = ({ depuis, jusqua }: Validity): { from: number | null; to: number | null } => ({ from: depuis ?? null, to: jusqua ?? null });

const equivalence = (name: Equivalence): { kind: Alternative['kind']; note: string | null } => ({
  kind: name.equivalence === 'proche' ? 'near' : 'exact',
  note: name.note ?? null,
});

const cubeName = (entry: CubeEntry): LongName => ({
  form: 'cube',
  dataSet: entry.jeu,
  cells: entry.somme.map((pins) => ({
    measure: entry.mesure,
    pins: new Map(Object.entries(pins).filter(([, value]) => value !== '_T')),
  })),
  dimensions: [...new Set([...(entry.dimensions ?? []), ...entry.somme.flatMap((pins) => Object.keys(pins).filter((d) => pins[d] !== '_T'))])],
  named: [...new Set(entry.somme.flatMap((pins) => Object.keys(pins)))],
  table: null,
  kind: 'exact',
  note: null,
  ...validity(entry),
});

const dossierName = (entry: DossierEntry): LongName => ({
  form: 'dossier',
  dataSet: null,
  cells: entry.mesures.map((measure) => ({ measure, pins: new Map() })),
  dimensions: [],
  named: [],
  table: entry.tableau ?? null,
  ...equivalence(entry),
  ...validity(entry),
});

/** The column that a long reader gives for a quantity, when some long name of this kind does. */
function longAlternatives(id: string, family: string, names: readonly LongName[], kind: Alternative['kind']): Alternative[] {
  const first = names.find((n) => n.kind === kind);
  if (first === undefined) return [];
  return [{ terms: [{ template: longTemplate(id, family, kind), sign: 1 }], kind, note: first.note, from: null, to: null }];
}
