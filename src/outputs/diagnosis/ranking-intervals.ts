import { frenchNumber } from '../../french.js';
import type { StoredDiagnosis } from '../../sources/stored-diagnosis.js';
import { markdownTableLines } from '../markdown.js';
import { intervalText, rankedOf } from './words.js';

const INTERVAL = 'Intervalle de rang';
const GROUP = 'Groupe';

/**
 * `classement.md` with the interval of rank of each unit and its group, beside its rank; all else stays as it
 * is. Done twice, the later replaces the earlier.
 *
 * @returns what makes its lines, each with its end; null when the text holds no ranking of ours
 */
export function rankingWithIntervals(text: string, diagnosis: StoredDiagnosis): (() => Generator<string>) | null {
  const lines = text.split('\n');
  const heading = lines.indexOf('## Classement');
  const first = heading < 0 ? -1 : lines.findIndex((line, i) => i > heading && line.startsWith('| Rang |'));
  if (first < 0) return null;
  const end = lines.findIndex((line, i) => i > first && !line.startsWith('|'));
  const last = end < 0 ? lines.length : end;
  const before = lines.slice(0, first).filter((line, i) => i < heading || !line.startsWith(`${INTERVAL} : `));
  while (before.at(-1) === '' && before.at(-2) === '') before.pop();
  return function* () {
    for (const line of before) yield `${line}\n`;
    yield `${aboutIntervals(diagnosis)}\n\n`;
    for (const line of tableWithIntervals(lines.slice(first, last), diagnosis)) yield `${line}\n`;
    yield lines.slice(last).join('\n');
  };
}

function aboutIntervals({ simulation }: StoredDiagnosis): string {
  return `${INTERVAL} : du 5e au 95e centile de ${frenchNumber(simulation.tirages)} tirages (graine ${String(simulation.graine)}), sous les hypothèses de \`diagnostic.md\`. ${GROUP} : l'intervalle de chaque unité y rencontre celui de la première ; l'ordre y est peu sûr, et peut l'être aussi d'un groupe au suivant.`;
}

function tableWithIntervals([head = '', alignment = '', ...rows]: readonly string[], diagnosis: StoredDiagnosis): Iterable<string> {
  const names = cellsOf(head);
  const right = alignment.slice(1, -1).split('|');
  const kept = names.flatMap((name, i) => (name === INTERVAL || name === GROUP ? [] : [i]));
  const [rank = 0, ...others] = kept;
  const codeAt = names.indexOf('Code');
  const units = new Map(rankedOf(diagnosis).map((u) => [u.code, u]));
  const withIntervals = function* (): Generator<string[]> {
    for (const row of rows) {
      const cells = cellsOf(row);
      const unit = units.get(cells[codeAt] ?? '');
      const added = unit === undefined ? ['', ''] : [intervalText(unit), String(unit.groupe ?? '')];
      yield [cells[rank] ?? '', ...added, ...others.map((i) => cells[i] ?? '')];
    }
  };
  const aligned = [true, true, true, ...others.map((i) => right[i] === '---:')];
  return markdownTableLines(
    [names[rank] ?? '', INTERVAL, GROUP, ...others.map((i) => names[i] ?? '')],
    withIntervals(),
    aligned.flatMap((isRight, i) => (isRight ? [i] : [])),
  );
}

/** The cells of a row: a bar inside one has a backslash before it. */
const cellsOf = (row: string): string[] => row.slice(2, -2).split(' | ');
