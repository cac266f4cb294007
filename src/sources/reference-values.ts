import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { inputError } from '../errors.js';
import { nearest } from '../nearest.js';
import { fingerprint } from './fingerprint.js';
import type { Fingerprint } from './fingerprint.js';
import { readNumber } from './numbers.js';

/** A value of a whole territory that the user gives, in %. */
export interface GivenValue {
  /** The territory as a selector: `epci:200046977`. */
  readonly territory: string;
  readonly variable: string;
  readonly value: number;
  readonly vintage: number;
  readonly source: string;
}

const COLUMNS = ['territoire', 'variable', 'valeur', 'millesime', 'source'] as const;

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
  const print = await fingerprint(path, shown);
  const text = iconv.decode(await readFile(path), print.encoding);
  const firstLine = text.split(/\r?\n/, 1)[0] ?? '';
  let records: string[][];
  try {
    records = parse(text, { delimiter: firstLine.includes(';') ? ';' : ',', bom: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    throw inputError(`${shown} : ce n'est pas un CSV lisible. Colonnes attendues : ${COLUMNS.join(';')}.`, { cause });
  }
  const header = (records[0] ?? []).map((name) => name.toLowerCase());
  const at = COLUMNS.map((name) => header.indexOf(name));
  const missing = COLUMNS.filter((_, i) => at[i] === -1);
  if (missing.length > 0) {
    throw inputError(`${shown} : il manque ${missing.length > 1 ? 'les colonnes' : 'la colonne'} ${missing.join(', ')}. Colonnes attendues : ${COLUMNS.join(';')}.`);
  }
  const values = records.slice(1).map((record, i): GivenValue => {
    const [territory = '', variable = '', valueText = '', vintageText = '', source = ''] = at.map((c) => record[c] ?? '');
    const where = `${shown}, ligne ${String(i + 2)}`;
    if (!variables.includes(variable)) {
      const [near] = nearest(variable, variables);
      throw inputError(`${where} : variable « ${variable} » inconnue du modèle${near === undefined ? '' : ` ; vouliez-vous dire « ${near} » ?`}`);
    }
    const value = readNumber(valueText);
    if (value === undefined || !(value > 0)) throw inputError(`${where}, colonne valeur : « ${valueText} » ; il faut un nombre positif, en %.`);
    if (!/^(19|20)\d\d$/.test(vintageText)) throw inputError(`${where}, colonne millesime : « ${vintageText} » ; il faut une année, par exemple 2021.`);
    if (source === '') throw inputError(`${where}, colonne source : elle est vide ; dites d'où vient la valeur.`);
    return { territory: territory.replace(/\s+/g, ''), variable, value, vintage: Number(vintageText), source };
  });
  return { values, print };
}
