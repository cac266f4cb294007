import type { Inversion, MissingPolicy, ReferenceRule } from '../index/model.js';
import type { NormalisationMethod, Population, Ties } from '../index/normalisation.js';
import type { Nature } from '../index/quantity.js';
import type { AggregationMethod, Level } from '../index/tree.js';

export interface DefinitionEntry {
  readonly libelle: string;
  readonly numerateur?: string;
  readonly denominateur?: string;
  readonly taux?: string;
  readonly poids?: string;
  readonly repli?: string;
}

/** `decile`, or the same with its parameters. */
export type NormalisationEntry =
  | NormalisationMethod
  | {
      readonly methode: NormalisationMethod;
      readonly parmi?: Population;
      readonly ex_aequo?: Ties;
      readonly classes?: readonly { readonly jusqua?: number; readonly valeur: number }[];
      readonly bornes?: readonly [number, number];
      readonly centre?: number;
      readonly ecart_type?: number;
      readonly troncature?: boolean;
    };

/** `moyenne`, or the same with its parameters. */
export type AggregationEntry =
  | AggregationMethod
  | {
      readonly methode: AggregationMethod;
      readonly de?: Level;
      readonly troncature?: boolean;
      readonly diviseur?: number;
      readonly penalite?: '+' | '-';
    };

export interface VariableEntry extends DefinitionEntry {
  readonly id: string;
  readonly poids_relatif?: number;
  readonly sens: '+' | '-';
  readonly inversion?: Inversion;
  readonly normalisation?: NormalisationEntry;
  readonly manquants: MissingPolicy;
  readonly estimation?: {
    readonly predicteur: string;
    readonly forme: 'log-log';
    readonly observations_minimales: number;
    readonly plafond_effectif?: number;
  };
  readonly regle?: ReferenceRule;
  readonly reserve?: string;
}

export interface AxisEntry {
  readonly id: string;
  readonly libelle: string;
  readonly poids_relatif?: number;
  readonly variables: readonly VariableEntry[];
}

export interface ThemeEntry {
  readonly id: string;
  readonly libelle: string;
  readonly poids_relatif?: number;
  readonly axes: readonly AxisEntry[];
}

export interface OwnQuantityEntry {
  readonly libelle: string;
  readonly unite: string;
  readonly nature: Nature;
  readonly colonne: string;
  readonly plus?: readonly string[];
  readonly moins?: readonly string[];
  readonly lignes?: 'somme';
  readonly millesime?: number;
  readonly poids?: string;
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
  readonly inferences?: readonly string[];
  readonly normalisation: NormalisationEntry;
  readonly echelle?: {
    readonly libelle: string;
    readonly centre: number;
    readonly minimum?: number;
    readonly maximum?: number;
  };
  readonly agregation: { readonly axe?: AggregationEntry; readonly theme?: AggregationEntry; readonly global: AggregationEntry };
  readonly reference: { readonly effectifs: ReferenceRule; readonly taux: ReferenceRule };
  readonly remontee?: { readonly methode: 'moyenne'; readonly poids: string };
  readonly seuil_completude: number;
  readonly themes?: readonly ThemeEntry[];
  readonly axes?: readonly AxisEntry[];
  readonly variables?: readonly VariableEntry[];
  readonly replis?: Readonly<Record<string, DefinitionEntry>>;
  readonly quantites?: Readonly<Record<string, OwnQuantityEntry>>;
}

/** A part of the tree of a file and where it stands. */
export interface Placed<T> {
  readonly entry: T;
  readonly path: readonly (string | number)[];
}

/** The axes of a model file, in its themes or alone. */
export const axisEntries = (data: ModelFile): Placed<AxisEntry>[] => [
  ...(data.themes ?? []).flatMap((theme, t) => theme.axes.map((entry, a) => ({ entry, path: ['themes', t, 'axes', a] }))),
  ...(data.axes ?? []).map((entry, a) => ({ entry, path: ['axes', a] })),
];

/** The variables of a model file, in its axes or alone. */
export const variableEntries = (data: ModelFile): Placed<VariableEntry>[] => [
  ...axisEntries(data).flatMap(({ entry, path }) => entry.variables.map((variable, v) => ({ entry: variable, path: [...path, 'variables', v] }))),
  ...(data.variables ?? []).map((entry, v) => ({ entry, path: ['variables', v] })),
];
