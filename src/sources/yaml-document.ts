import { readFile } from 'node:fs/promises';
import type { ErrorObject } from 'ajv';
import { LineCounter, isMap, isNode, isPair, isScalar, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { inputError } from '../errors.js';
import { nearest } from '../nearest.js';
import { requireFile } from './fingerprint.js';

/** A path to a field of a document: `['themes', 0, 'axes', 1, 'id']`. */
export type FieldPath = readonly (string | number)[];

/** A fault in a document: the field, and in French what is wrong. */
export interface Fault {
  readonly path: FieldPath;
  readonly message: string;
  /** True to point at the key rather than at its value. */
  readonly atKey?: boolean;
}

/** A YAML file that its schema accepts, able to say on which line each field is. */
export interface YamlDocument<T> {
  readonly data: T;
  /** The error for faults that the schema cannot see. */
  readonly error: (faults: readonly Fault[]) => Error;
}

const MOST_FAULTS = 10;

/**
 * Reads a YAML file and checks it against a JSON Schema.
 *
 * @param ours true for a file of the package, which its tests have checked: compiling a schema at each run
 *   takes longer than reading the file
 * @throws inputError that names line and field of each fault
 */
export async function readYaml<T>(path: string, shown: string, schemaName: string, ours = false): Promise<YamlDocument<T>> {
  requireFile(path, shown);
  const text = await readFile(path, 'utf8');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const { line, col } = lines.linePos(broken.pos[0]);
    if (broken.code === 'DUPLICATE_KEY') throw inputError(`${shown}, ligne ${String(line)} : ce champ est déjà plus haut.\nGardez-en un seul.`, { cause: broken });
    throw inputError(`${shown}, ligne ${String(line)}, colonne ${String(col)} : YAML illisible.\nVérifiez l'indentation, les deux-points et les guillemets à cet endroit.`, { cause: broken });
  }
  const error = (faults: readonly Fault[]): Error => faultsError(shown, faults, document, lines);
  const data: unknown = document.toJS();
  if (data === null || data === undefined) throw inputError(`${shown} : le fichier est vide${text.trim() === '' ? '' : ', à part des commentaires'}.`);
  const faults = ours ? [] : await schemaErrors(data, schemaName);
  if (faults.length > 0) throw error(schemaFaults(faults));
  return { data: data as T, error };
}

async function schemaErrors(data: unknown, schemaName: string): Promise<readonly ErrorObject[]> {
  const schema = JSON.parse(
    await readFile(new URL(`../../schemas/${schemaName}.schema.json`, import.meta.url), 'utf8'),
  ) as Record<string, unknown>;
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false, verbose: true });
  const validate = ajv.compile(schema);
  return validate(data) ? [] : (validate.errors ?? []);
}

function faultsError(shown: string, faults: readonly Fault[], document: Document, lines: LineCounter): Error {
  const told = faults.map((fault) => ({ line: lineOf(fault, document, lines), text: faultText(fault) }));
  told.sort((a, b) => a.line - b.line);
  const unique = [...new Set(told.map(({ line, text }) => `ligne ${String(line)}, ${text}`))];
  const kept = unique.slice(0, MOST_FAULTS);
  const rest = unique.length - kept.length;
  const more = rest > 0 ? `\n  … et ${String(rest)} autres` : '';
  if (kept.length === 1) return inputError(`${shown}, ${kept[0] ?? ''}${/[.?!]$/.test(kept[0] ?? '') ? '' : '.'}`);
  return inputError(`${shown} : ${String(unique.length)} erreurs.\n${kept.map((l) => `  ${l}`).join('\n')}${more}`);
}

const faultText = (fault: Fault): string =>
  fault.path.length === 0 ? fault.message : `champ ${fieldName(fault.path)} : ${fault.message}`;

/** `themes[0].axes[1].id` */
const fieldName = (path: FieldPath): string =>
  path.map((p, i) => (typeof p === 'number' ? `[${String(p)}]` : i === 0 ? p : `.${p}`)).join('');

function lineOf(fault: Fault, document: Document, lines: LineCounter): number {
  for (let length = fault.path.length; length >= 0; length -= 1) {
    const path = fault.path.slice(0, length);
    const node = length === 0 ? document.contents : document.getIn(path, true);
    const key = path.at(-1);
    if (typeof key === 'string' && (fault.atKey === true || !isNode(node))) {
      const parent = length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
      const pair = isMap(parent) ? parent.items.find((p) => isPair(p) && isScalar(p.key) && p.key.value === key) : undefined;
      const range = isNode(pair?.key) ? pair.key.range : undefined;
      if (range) return lines.linePos(range[0]).line;
    }
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function schemaFaults(errors: readonly ErrorObject[]): Fault[] {
  const faults: Fault[] = [];
  for (const error of errors.filter((e) => !isOfAnotherForm(e, errors))) {
    const path = error.instancePath
      .split('/')
      .slice(1)
      .map((p) => p.replaceAll('~1', '/').replaceAll('~0', '~'))
      .map((p) => (/^\d+$/.test(p) ? Number(p) : p));
    const fault = error.keyword === 'oneOf' ? formFault(error, errors, path) : schemaFault(error, path);
    if (fault !== null) faults.push(fault);
  }
  return faults;
}

/** Where several forms are possible, the faults that say only that a value is no list, no object, no text. */
const isOfAnotherForm = (error: ErrorObject, errors: readonly ErrorObject[]): boolean =>
  error.keyword === 'type' && !/number|integer/.test(String((error.params as { type: unknown }).type)) && errors.some(({ keyword, instancePath }) => keyword === 'oneOf' && instancePath === error.instancePath);

/** The fault of a value that is of none of its possible forms; null when a fault inside says what is wrong. */
function formFault({ instancePath, data }: ErrorObject, errors: readonly ErrorObject[], path: FieldPath): Fault | null {
  const others = errors.filter((e) => e.keyword !== 'oneOf' && (e.instancePath === instancePath || e.instancePath.startsWith(`${instancePath}/`)));
  if (others.some((e) => !isOfAnotherForm(e, errors))) return null;
  const types = [...new Set(others.flatMap(({ params }) => String((params as { type: unknown }).type).split(',')))];
  const forms = types.length === 0 ? '' : ` ; il faut ${types.map((t) => TYPE_NAMES.get(t) ?? t).join(' ou ')}`;
  return { path, message: `${JSON.stringify(data)} n'a aucune des formes possibles${forms}` };
}

const TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ['object', 'des champs (nom: valeur)'],
  ['array', 'une liste'],
  ['string', 'un texte'],
  ['integer', 'un nombre entier'],
  ['number', 'un nombre'],
  ['boolean', 'vrai ou faux (true, false)'],
  ['null', 'rien'],
]);

function schemaFault(error: ErrorObject, path: FieldPath): Fault | null {
  const params = error.params as Record<string, unknown>;
  const value = JSON.stringify(error.data);
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(params['additionalProperty']);
      const allowed = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
      const [near] = nearest(name, allowed);
      const hint = near === undefined ? `champs possibles : ${allowed.join(', ')}` : `vouliez-vous dire « ${near} » ?`;
      return { path: [...path, name], message: `champ inconnu ; ${hint}`, atKey: true };
    }
    case 'required':
      return { path, message: `il manque « ${String(params['missingProperty'])} »`, atKey: true };
    case 'dependentRequired':
      return { path, message: `il manque « ${String(params['missingProperty'])} », qui va avec « ${String(params['property'])} »`, atKey: true };
    case 'enum': {
      const allowed = (params['allowedValues'] as unknown[]).map(String);
      return { path, message: `${value} n'est pas une valeur possible (${allowed.join(', ')})` };
    }
    case 'type':
      return { path, message: `${value} ; il faut ${String(params['type']).split(',').map((t) => TYPE_NAMES.get(t) ?? t).join(' ou ')}` };
    case 'pattern':
      return { path, message: `${value} n'a pas la forme attendue (${String(params['pattern'])})` };
    case 'false schema':
      return { path, message: 'ce champ ne va pas avec les autres', atKey: true };
    case 'minItems':
    case 'maxItems': {
      const empty = Array.isArray(error.data) && error.data.length === 0;
      return { path, message: empty ? 'la liste est vide' : `il faut ${error.keyword === 'minItems' ? 'au moins' : 'au plus'} ${String(params['limit'])} éléments`, atKey: true };
    }
    case 'minLength':
      return { path, message: 'le texte est vide', atKey: true };
    case 'const':
      return { path, message: `${value} ; la seule valeur possible est ${JSON.stringify(params['allowedValue'])}` };
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return { path, message: `${value} ; il faut ${String(params['comparison'])} ${String(params['limit'])}` };
    // These only repeat what a fault inside them says.
    case 'if':
    case 'allOf':
    case 'anyOf':
    case 'propertyNames':
      return error.keyword === 'propertyNames'
        ? { path: [...path, String(params['propertyName'])], message: "le nom n'a pas la forme attendue (minuscules, chiffres, _)", atKey: true }
        : null;
    default:
      return { path, message: `${value} n'est pas accepté (règle ${error.keyword} du schéma)` };
  }
}
