import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { Outcome } from './command-line.js';
import { repositoryFile } from './run-cli.js';

/** What a command that writes tells a machine. */
export interface Summary {
  readonly commande: string;
  readonly code: number;
  readonly erreur: string | null;
  readonly dossier: string | null;
  readonly sorties: readonly { readonly chemin: string; readonly sha256: string }[];
  readonly messages: readonly { readonly niveau: string; readonly texte: string }[];
  readonly seuils: readonly { readonly option: string; readonly demande: number; readonly constate: number; readonly tenu: boolean }[];
  readonly resultat: Record<string, unknown> | null;
}

/** The summary that is all of stdout, of the form of its schema and of the code that the command gave. */
export function summaryOf({ code, stdout }: Outcome): Summary {
  const schema = JSON.parse(readFileSync(repositoryFile('schemas/resume.schema.json'), 'utf8')) as object;
  const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false, allowUnionTypes: true }).compile(schema);
  const summary = JSON.parse(stdout) as Summary;
  validate(summary);
  expect(validate.errors).toBeNull();
  expect(summary.code).toBe(code);
  return summary;
}
