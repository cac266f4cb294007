import { axesOf } from '../index/model.js';
import { decimalsOf } from '../index/scale.js';
import type { Scale } from '../index/scale.js';
import type { JobResult } from '../main-job/run.js';
import { UNIT_WORDS } from '../territory/unit-level.js';
import { unitOfVariable } from './variable-facts.js';

/** What a column holds: `text` and `code` are text, the others numbers that are shown in their own way. */
export type ColumnKind = 'text' | 'code' | 'integer' | 'decimal' | 'hundredths' | 'thousandths' | 'share';

/** A column of a table as a person reads it. */
export interface LabelledColumn {
  readonly name: string;
  readonly label: string;
  readonly kind: ColumnKind;
}

/** The columns of `ifn.csv`, in their order, with their French labels: the real ones where a repli serves. */
export function labelledColumns(result: JobResult): LabelledColumn[] {
  const { index, population, population15Plus } = result;
  const { level } = result.inputs.units;
  const dated = (label: string, year: number | null | undefined): string => (year === null || year === undefined ? label : `${label} (${String(year)})`);
  const points = pointsKind(index.model.scale);
  return [
    { name: 'code', label: 'Code Insee', kind: 'code' },
    { name: 'nom', label: UNIT_WORDS[level].title, kind: 'text' },
    ...(level === 'iris' ? [{ name: 'commune', label: 'Commune (code Insee)', kind: 'code' } as const] : []),
    { name: 'departement', label: 'Département', kind: 'code' },
    { name: 'epci', label: 'EPCI (SIREN)', kind: 'code' },
    { name: 'population', label: dated('Population', population?.vintage), kind: 'integer' },
    { name: 'population_15_plus', label: dated('Population de 15 ans et plus', population15Plus?.vintage), kind: 'integer' },
    { name: 'score', label: 'Indice', kind: points },
    { name: 'rang', label: 'Rang de fragilité (1 = la plus fragile)', kind: 'integer' },
    { name: 'dixieme', label: 'Dixième (10 = les plus fragiles)', kind: 'integer' },
    { name: 'completude', label: 'Complétude (part du poids observée)', kind: 'share' },
    { name: 'fiabilite', label: 'Fiabilité', kind: 'text' },
    { name: 'axes_absents', label: 'Axes absents', kind: 'text' },
    ...index.model.themes.map(({ id, label }): LabelledColumn => ({ name: id, label, kind: points })),
    ...axesOf(index.model).map(({ id, label }): LabelledColumn => ({ name: id, label, kind: points })),
    ...index.variables.flatMap(({ choice }): LabelledColumn[] => {
      const { id } = choice.variable;
      const { label, numerator } = choice.definition;
      const unit = unitOfVariable(index.model, numerator);
      return [
        { name: id, label: dated(`${label}, en ${unit}`, choice.vintage), kind: unit === '%' ? 'decimal' : 'integer' },
        { name: `${id}_points`, label: `${label} : points`, kind: points },
        { name: `${id}_statut`, label: `${label} : statut`, kind: 'text' },
      ];
    }),
  ];
}

/** The decimals that a person needs to tell scores apart on their scale. */
function pointsKind(scale: Scale): ColumnKind {
  const decimals = decimalsOf(scale);
  return decimals === 1 ? 'decimal' : decimals === 2 ? 'hundredths' : 'thousandths';
}
