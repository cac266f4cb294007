import { nearest } from '../nearest.js';
import type { Lack } from './choose.js';
import { columnName, hasVintage, yearOf } from './quantity.js';

/**
 * The error text for variables that no columns serve: every one of them, the columns that would
 * serve, and the nearest names that the files have.
 */
export function lacksMessage(
  model: string,
  lacks: readonly Lack[],
  headers: readonly string[],
  files: readonly string[],
): string {
  const many = lacks.length > 1;
  const lines = lacks.map((lack) => {
    const near = nearNames(lack, headers);
    const alternatives = lack.wanted.map((w, i) => (i === 0 ? w : `à défaut ${w}`)).join(' ; ');
    return (
      `  ${lack.variable.id} (${lack.variable.label})${whyText(lack)} : il faut ${alternatives}.` +
      (near.length > 0 ? ` Dans les fichiers, d'approchant : ${near.join(', ')}.` : '')
    );
  });
  const dataSets = [...new Set(lacks.flatMap((lack) => lack.dataSets))];
  const longForms = dataSets.length === 0 ? '' : `, ou des formes longues ${dataSets.join(', ')}`;
  const anyNear = lacks.some((lack) => nearNames(lack, headers).length > 0);
  return (
    `${many ? `${String(lacks.length)} variables` : 'Une variable'} du modèle ${model} ${many ? 'sont' : 'est'} sans colonnes utilisables dans ${files.join(', ')} :\n` +
    `${lines.join('\n')}\n` +
    (anyNear ? '' : "Les fichiers n'ont aucun nom de colonne approchant.\n") +
    `Ajoutez par --insee les fichiers qui ont ces colonnes (dossier complet, bases communales, Filosofi${longForms}) ; {aa} est le millésime.`
  );
}

function whyText(lack: Lack): string {
  const vintage = lack.vintage === null ? '' : ` au millésime ${String(lack.vintage)}`;
  if (lack.why === 'values') return `${vintage} : les colonnes sont là, mais aucune unité du territoire n'a de valeur`;
  return vintage;
}

function nearNames(lack: Lack, headers: readonly string[]): string[] {
  const years = new Set<number>();
  for (const header of headers) {
    const digits = /^[A-Za-z](\d\d)_/.exec(header)?.[1] ?? /[A-Za-z0](\d\d)$/.exec(header)?.[1];
    if (digits !== undefined) years.add(yearOf(digits));
  }
  const near = new Set<string>();
  for (const name of lack.names) {
    const candidates = hasVintage(name) ? [...years].map((year) => columnName(name, year)) : [name];
    for (const candidate of candidates) {
      for (const found of nearest(candidate, headers, 2, candidate.length > 6 ? 2 : 1)) {
        near.add(found);
      }
    }
  }
  return [...near].slice(0, 4);
}
