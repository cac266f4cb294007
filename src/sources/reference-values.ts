import { nearest } from '../nearest.js';
import type { Fingerprint } from './fingerprint.js';
import { readNumber } from './numbers.js';
import { columnKey, readSmallCsv, requireColumns, required } from './small-csv.js';

/** A value of a whole territory that the user gives, in %. */
export interface GivenValue {
  /** The territory as a selector: `epci:200046977`. */
  readonly territory: string;
  readonly variable: string;
  readonly value: number;
  readonly vintage: number;
  readonly source: string;
}

const COLUMNS = {
  territory: required('territoire'),
  variable: required('variable'),
  value: required('valeur'),
  vintage: required('millesime'),
  source: required('source'),
};

/**
 * Reads `--reference-values`: a CSV `territoire;variable;valeur;millesime;source`.
 *
 * @param variables ids of the model's variables
 * @throws inputError that names line and column of what cannot be used
 */
export async function readReferenceValues(
  path: string,
  shown: string,
  variables: readonly string[],
): Promise<{ readonly values: readonly GivenValue[]; readonly print: Fingerprint }> {
  const csv = await readSmallCsv(path, shown, (name) => columnKey(name) === 'territoire');
  requireColumns(csv, COLUMNS);
  const values = csv.rows(COLUMNS).map((row): GivenValue => {
    const variable = row.text('variable');
    if (!variables.includes(variable)) {
      const [near] = nearest(variable, variables);
      throw row.error('variable', `variable inconnue du modèle${near === undefined ? '' : ` ; vouliez-vous dire « ${near} » ?`}`);
    }
    const value = readNumber(row.text('value'));
    if (value === undefined || !(value > 0)) throw row.error('value', 'il faut un nombre positif, en %.');
    if (!/^(19|20)\d\d$/.test(row.text('vintage'))) throw row.error('vintage', 'il faut une année, par exemple 2021.');
    if (row.text('source') === '') throw row.error('source', "elle est vide ; dites d'où vient la valeur.");
    return {
      territory: row.text('territory').replace(/\s+/g, ''),
      variable,
      value,
      vintage: Number(row.text('vintage')),
      source: row.text('source'),
    };
  });
  return { values, print: csv.print };
}
