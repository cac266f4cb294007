import { frenchNumber, frenchPercent } from '../../french.js';
import { explainedVariables, explainUnit, residualsOf } from '../../index/explain.js';
import type { ExplainedVariable } from '../../index/explain.js';
import { decimalsOf } from '../../index/scale.js';
import { STATUSES } from '../../index/statuses.js';
import { isMeanOfRatios, storedFacts, storedNumber, storedScale } from '../../sources/result-folder.js';
import type { StoredResult, StoredRow } from '../../sources/result-folder.js';
import { scoreSentence, shownContributions, valueText } from '../explanation.js';
import { isTextColumn, mapColumn } from '../map/columns.js';
import { STATUS_NAMES } from '../method-text.js';
import type { SheetFact, Sheets, SheetVariable } from './form.js';
import { rounded } from './layers.js';
import { placeOf } from './tree-place.js';

/**
 * The sheets of all units: each score taken apart as `fragilite explain` does.
 *
 * @param neighbours codes of the neighbours of each unit
 */
export function sheetsOf(stored: StoredResult, neighbours: ReadonlyMap<string, readonly string[]>): Sheets {
  const { rows, manifest } = stored;
  const codes = [...rows.keys()];
  const at = new Map(codes.map((code, i) => [code, i]));
  const scale = storedScale(manifest);
  const reading = { scale, meanOfRatios: isMeanOfRatios(stored.tree, manifest.variables) };
  const explained = codes.map((code) => takenApart(rows.get(code) ?? new Map<string, string>(), stored));
  const residuals = explained.map(({ residual }) => residual);
  const { texts: sentences, at: sentence } = listed([...rows.values()].map((row) => scoreSentence(storedNumber(row, 'score'), manifest.reference.nom_court, reading, manifest.options?.unit)));
  const numbers = (column: string, decimals: number, factor = 1): (number | null)[] =>
    [...rows.values()].map((row) => rounded((storedNumber(row, column) ?? Number.NaN) * factor, decimals));
  return {
    variables: manifest.variables.map((v, i) => sheetVariable(stored, i, explained.map(({ variables }) => variables.get(v.id)))),
    statusNames: STATUSES.map((status) => STATUS_NAMES[status]),
    residuals: residuals.some((residual) => residual !== null) ? residuals : null,
    score: numbers('score', decimalsOf(scale)),
    rank: numbers('rang', 0),
    ranked: manifest.scores.publies,
    tenth: numbers('dixieme', 0),
    population: numbers('population', 0),
    completeness: numbers('completude', 0, 100),
    sentence,
    sentences,
    neighbours: codes.map((code) => (neighbours.get(code) ?? []).flatMap((other) => at.get(other) ?? [])),
    facts: factsOf(stored),
  };
}

type Explained = ExplainedVariable & { readonly shownContribution: number | null };

interface TakenApart {
  readonly variables: ReadonlyMap<string, Explained>;
  /** What the rules add, as it is shown; null where they are weighted means. */
  readonly residual: number | null;
}

/** A score taken apart, with contributions rounded so that they add up. */
function takenApart(row: StoredRow, { manifest, tree }: StoredResult): TakenApart {
  const scale = storedScale(manifest);
  const decimals = decimalsOf(scale);
  const explanation = explainUnit(tree, storedFacts(row, manifest), storedNumber(row, 'score') !== null, scale.centre);
  const shown = shownContributions(explanation, decimals);
  const residuals = residualsOf(explanation);
  const variables = explainedVariables(explanation).map((v): [string, Explained] => [v.id, { ...v, shownContribution: v.contribution === null ? null : rounded(shown.get(v) ?? 0, decimals) }]);
  return { variables: new Map(variables), residual: residuals.length === 0 ? null : rounded(residuals.reduce((sum, line) => sum + (shown.get(line) ?? 0), 0), decimals) };
}

function sheetVariable({ manifest, tree }: StoredResult, i: number, units: readonly (Explained | undefined)[]): SheetVariable {
  const variable = manifest.variables[i];
  if (variable === undefined) throw new Error(`The manifest has no variable ${String(i)}`);
  const { theme, axis } = placeOf(tree, variable.id);
  return {
    id: variable.id,
    label: `${variable.definition}${variable.millesime === null ? '' : ` (${String(variable.millesime)})`}`,
    place: [theme, axis].filter((label) => label !== null).join(' › '),
    reference: variable.reference.valeur === null ? '–' : valueText(variable.reference.valeur, variable.unite),
    values: units.map((v) => (v?.rate === null || v === undefined ? '–' : valueText(v.rate, v.unit))),
    contributions: units.map((v) => v?.shownContribution ?? null),
    statuses: units.map((v) => STATUSES.indexOf(v?.status ?? 'absent')),
  };
}

/** What a crossing says of each unit, line by line. */
function factsOf({ rows, columns, manifest }: StoredResult): SheetFact[] {
  const facts: SheetFact[] = [];
  for (const name of columns) {
    const column = isTextColumn(name) ? null : mapColumn(name, manifest);
    if (column?.ofPosts === true) {
      const texts = [...rows.values()].map((row) => {
        const value = storedNumber(row, name);
        if (value === null) return '';
        return column.unit === '%' ? frenchPercent(value, column.decimals) : frenchNumber(value * column.factor, column.decimals);
      });
      facts.push({ label: column.unit === '%' || column.label.toLowerCase().includes(column.unit) ? column.label : `${column.label} (${column.unit})`, ...listed(texts) });
    } else if (name === 'classe') {
      facts.push({ label: 'Classe du croisement', ...listed([...rows.values()].map((row) => row.get('classe') ?? '')) });
    }
  }
  return facts.filter((fact) => fact.texts.some((text) => text !== ''));
}

/** Texts that come back many times: each once, and the place of each unit's among them. */
function listed(all: readonly string[]): { readonly texts: readonly string[]; readonly at: readonly number[] } {
  const places = new Map<string, number>();
  for (const text of all) if (!places.has(text)) places.set(text, places.size);
  return { texts: [...places.keys()], at: all.map((text) => places.get(text) ?? -1) };
}
