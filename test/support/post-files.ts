import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect } from 'vitest';
import { runCli, useFolder } from './run-cli.js';
import type { Run } from './run-cli.js';

export const POSTS_HEADER = 'poste;nombre;structure;siret;type;commune;departement;statut;coordinateur;date_validation;debut;fin;montant';
export const DEMANDS_HEADER = 'demande;nature;structure;siret;type;commune;departement;postes;etat;date';

/** A CSV from its header and rows. */
export const csv = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** Four communes with invented scores and populations of 15 and over. */
export const SCORES = csv('code;nom;population_15_plus;score', '69029;Bron;2000;95', '69091;Givors;1000;70', '69259;Vénissieux;3000;140', '69266;Villeurbanne;4000;110');

/** Their weights are 1900, 700, 4200, 4400. */
export const POSTS = csv(
  POSTS_HEADER,
  'a;3;Ville inventée;;COMMUNE;69259;69;valide;non;;;2024-01-31;',
  'b;1;Association inventée;;PRIVATE;69266;69;valide;non;;;2030-01-31;',
  'c;1;Réseau inventé;;;69029;69;valide;non;;;;',
);

export const DEMANDS = csv(
  DEMANDS_HEADER,
  'd1;structure;Centre social inventé;;PRIVATE;69266;69;2;CREEE;2021-02-23',
  'd2;structure;Syndicat inventé;;EPCI;69029;69;3;CREEE;2021-02-23',
  'd3;structure;Doublon inventé;;PRIVATE;69259;69;5;DOUBLON;',
);

export interface Work {
  readonly path: string;
  /** Writes a file of the folder. */
  readonly put: (name: string, text: string | Buffer) => void;
  readonly read: (name: string) => string;
  readonly rows: (name: string) => Record<string, string>[];
  /** Runs the command line from the folder. */
  readonly run: (...argv: readonly string[]) => Promise<Run>;
  /** The same, of which nothing but success is expected. */
  readonly done: (...argv: readonly string[]) => Promise<Run>;
  /** The same, refused with this exit code: what it says. */
  readonly refused: (code: number, ...argv: readonly string[]) => Promise<string>;
  /** The text of every file of a folder of it, by name. */
  readonly texts: (folder: string) => Record<string, string>;
}

/** A temporary folder, removed after the tests of a file, where the command line runs. */
export function useWork(): Work {
  const folder = useFolder();
  const at = (name: string): string => join(folder.path, name);
  const run = (...argv: readonly string[]): Promise<Run> => runCli(argv, folder.path);
  return {
    get path() {
      return folder.path;
    },
    put: (name, text) => {
      mkdirSync(dirname(at(name)), { recursive: true });
      writeFileSync(at(name), text);
    },
    read: (name) => readFileSync(at(name), 'utf8'),
    rows: (name) => csvRecords(readFileSync(at(name), 'utf8')),
    run,
    done: async (...argv) => {
      const outcome = await run(...argv);
      expect(outcome).toMatchObject({ code: 0, stdout: '' });
      return outcome;
    },
    refused: async (code, ...argv) => {
      const outcome = await run(...argv);
      expect({ code: outcome.code, stdout: outcome.stdout, lines: outcome.stderr.trimEnd().split('\n').length <= 3 ? 'few' : outcome.stderr }).toEqual({ code, stdout: '', lines: 'few' });
      return outcome.stderr;
    },
    texts: (name) =>
      Object.fromEntries(
        readdirSync(at(name), { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => [entry.name, readFileSync(join(at(name), entry.name), 'utf8')]),
      ),
  };
}

/** Such a folder with the demonstration computed in `sortie`. */
export function useDemonstration(): Work & { readonly copy: (to: string) => void } {
  const work = useWork();
  beforeAll(async () => {
    await work.done('compute');
  });
  return Object.defineProperties({}, {
    ...Object.getOwnPropertyDescriptors(work),
    copy: { value: (to: string) => cpSync(join(work.path, 'sortie'), join(work.path, to), { recursive: true }) },
  }) as Work & { readonly copy: (to: string) => void };
}

/** The rows of a CSV with `;`, quoted cells read as such. */
export const csvRecords = (text: string): Record<string, string>[] => parse<Record<string, string>>(text, { delimiter: ';', columns: true });

export const numberOf = (row: Record<string, string> | undefined, column: string): number => {
  const cell = row?.[column];
  if (cell === undefined || cell === '') throw new Error(`no ${column}`);
  return Number(cell);
};

/** The sum of a column; empty cells count for nothing. */
export const columnSum = (rows: readonly Record<string, string>[], column: string): number => rows.reduce((n, row) => n + Number(row[column] ?? Number.NaN), 0);

export const byCodeOf = (rows: readonly Record<string, string>[]): ReadonlyMap<string, Record<string, string>> => new Map(rows.map((row) => [row['code'] ?? '', row]));

interface Manifest {
  readonly sorties: readonly { readonly chemin: string; readonly sha256: string }[];
  readonly entrees: readonly { readonly chemin: string; readonly role: string; readonly sha256: string }[];
  readonly [section: string]: unknown;
}

export const manifestIn = (work: Work, folder: string): Manifest => JSON.parse(work.read(`${folder}/manifest.json`)) as Manifest;

/** Every output that the manifest names has the bytes that it says. */
export function expectOutputsOfManifest(work: Work, folder: string): void {
  const { sorties } = manifestIn(work, folder);
  const hash = (name: string): string => createHash('sha256').update(readFileSync(join(work.path, folder, name))).digest('hex');
  expect(sorties).toEqual(sorties.map(({ chemin }) => ({ chemin, sha256: hash(chemin) })));
}
