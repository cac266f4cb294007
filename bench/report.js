import { cpus, loadavg, totalmem } from 'node:os';

/** A promise on a number, and whether it is kept. */
export function promise(text, value, comparison, bound, unit) {
  return { text, value: `${french(value, 2)}${unit}`, kept: KEPT[comparison](value, bound) };
}

/**
 * A promise on the time of one reading over that of another. Kept or not by the clock; the ratio of
 * processor seconds is told beside it, that other work on the machine disturbs less.
 */
export function timePromise(text, top, bottom, comparison, bound) {
  const ratio = top.seconds / bottom.seconds;
  return { text, value: `${french(ratio, 2)}× ; en temps de processeur ${french(top.cpu / bottom.cpu, 2)}×`, kept: KEPT[comparison](ratio, bound) };
}

const KEPT = { '>=': (a, b) => a >= b, '>': (a, b) => a > b, '<=': (a, b) => a <= b, '<': (a, b) => a < b };

/**
 * The rows of a part, and how each compares with ours.
 *
 * @param ours the reading that the others are compared with
 * @param oursOf the same, when it is not one for all
 * @param amounts name → MB that were read, for the speed
 */
export function tableOf({ ours, oursOf = () => ours, amounts }, results) {
  const measured = Object.values(results).some(({ cpu }) => cpu !== undefined);
  const header = ['', 's (min.)', 's (médiane)', ...(measured ? ['s processeur', 'mémoire'] : []), ...(amounts === undefined ? [] : ['Mo/s']), 'rapport', ...(measured ? ['rapport processeur'] : [])];
  const rows = Object.entries(results).map(([name, { seconds, median, cpu, megabytes }]) => {
    const base = results[oursOf(name)];
    return [
      name,
      french(seconds, 2),
      french(median, 2),
      ...(measured ? [french(cpu, 2), `${french(megabytes, 0)} Mo`] : []),
      ...(amounts === undefined ? [] : [french(amounts[name] / seconds, 0)]),
      `${french(seconds / base.seconds, 2)}×`,
      ...(measured ? [`${french(cpu / base.cpu, 2)}×`] : []),
    ];
  });
  return [header, ...rows];
}

/** A table for a terminal. */
export function textTable(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) => `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')}`).join('\n');
}

/** The same for a page. */
export function markdownTable([header, ...rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), `|${header.map((_, i) => (i === 0 ? '---|' : '---:|')).join('')}`, ...rows.map(line)].join('\n');
}

export const promiseLine = ({ text, value, kept }) => `${kept ? 'tenu' : 'non tenu'} : ${text} (${value})`;

/** What the figures depend on, without anything that tells whose machine it is; to be asked before the first reading. */
export function machine(runs) {
  const cores = cpus().length;
  // Always 0 on Windows, which keeps no such figure.
  const [load] = loadavg();
  const busy = load > cores / 2 ? `\nLa machine travaillait déjà au départ (charge ${french(load, 1)}) : le temps de processeur dit alors plus que l'horloge.` : '';
  return `Node ${process.versions.node}, ${String(cores)} cœurs, ${french(totalmem() / 1e9, 0)} Go de mémoire ; ${String(runs)} ${runs === 1 ? 'passage' : 'passages à tour de rôle'}.${busy}`;
}

function french(value, digits) {
  return value.toLocaleString('fr-FR', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
