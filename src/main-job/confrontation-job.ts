import { inputError } from '../errors.js';
import { counted, firstOf } from '../french.js';
import { storedNumber } from '../sources/result-folder.js';
import type { StoredResult } from '../sources/result-folder.js';
import type { Survey } from '../sources/survey.js';
import { confront, LEAST_N } from '../survey/confront.js';
import type { Confrontation, SurveyCell } from '../survey/confront.js';
import { carryCode } from '../territory/carry.js';
import { byCode } from '../territory/codes.js';
import type { Cog } from '../territory/cog.js';
import { UNIT_WORDS } from '../territory/unit-level.js';

/** A survey set against a result, and what of it may be told. */
export interface ConfrontationResult extends Confrontation {
  readonly shown: string;
  readonly stored: StoredResult;
  readonly inverse: boolean;
  /** Cells of the territory under the least number of persons: only counted. */
  readonly withheld: number;
  /** Cells of communes that the result does not have. */
  readonly outside: number;
  /** Rows without a value. */
  readonly empty: number;
  readonly notes: readonly string[];
}

/**
 * Carries the rows of a survey to the units of a result, puts those of one unit together, leaves aside
 * what is under the least number of persons, and confronts the rest with the index.
 *
 * @throws inputError when the result is not by commune, or no row is of it
 */
export function confrontSurvey(survey: Survey, shown: string, stored: StoredResult, cog: Cog, inverse: boolean): ConfrontationResult {
  const { manifest, rows } = stored;
  const level = manifest.options?.unit ?? 'commune';
  if (level !== 'commune') throw inputError(`Ce résultat est par ${UNIT_WORDS[level].one}, et une enquête se confronte par commune.\nRecalculez-le sans --unit (fragilite compute).`);
  const geography = { cog, plm: manifest.geographie.plm === 'arrondissements' ? ('arrondissements' as const) : ('commune' as const) };
  const sums = new Map<string, { n: number; count: number }>();
  const outside = new Map<string, number>();
  let carried = 0;
  for (const { code, n, count } of survey.rows) {
    const unit = rows.has(code) ? code : carryCode(geography, code).unit;
    if (unit === null || !rows.has(unit)) {
      outside.set(code, n);
      continue;
    }
    if (unit !== code) carried += 1;
    const before = sums.get(unit) ?? { n: 0, count: 0 };
    sums.set(unit, { n: before.n + n, count: before.count + count });
  }
  if (sums.size === 0) {
    throw inputError(`${shown} : aucune de ses communes n'est dans ce résultat (${manifest.territoire.nom}).\nDonnez le dossier du résultat qui couvre l'enquête.`);
  }
  const cells = [...sums]
    .filter(([, { n }]) => n >= LEAST_N)
    .sort(([a], [b]) => byCode(a, b))
    .map(([code, { n, count }]): SurveyCell => {
      const row = rows.get(code);
      return { code, nom: row?.get('nom') ?? code, n, count, score: row === undefined ? null : storedNumber(row, 'score') };
    });
  // A code of few persons outside the territory is not named either.
  const nameable = [...outside].filter(([, n]) => n >= LEAST_N).map(([code]) => code).sort(byCode);
  return {
    ...confront(cells, inverse),
    shown,
    stored,
    inverse,
    withheld: sums.size - cells.length,
    outside: outside.size,
    empty: survey.empty,
    notes: [
      ...survey.notes,
      ...(carried > 0 ? [`${counted(carried, "ligne d'une ancienne commune ou d'un arrondissement, portée", "lignes d'anciennes communes ou d'arrondissements, portées")} à la commune d'aujourd'hui.`] : []),
      ...(outside.size > 0 ? [`${counted(outside.size, 'commune')} hors de ce résultat${nameable.length > 0 ? ` (dont ${firstOf(nameable)})` : ''} : laissées de côté.`] : []),
    ],
  };
}
