import { counted, firstOf, frenchList, frenchPercent } from '../french.js';
import type { Journal } from '../journal.js';
import type { CarryReport } from '../territory/carry-table.js';
import type { GeographyGuess, YearFit } from '../territory/geography-guess.js';
import type { Inputs } from './inputs.js';

/** Which 1 January the codes of a file are of, and by how much: `au 1er janvier 2024 (276 codes sur 276 ; 275 en 2025)`. */
export function guessText(guess: GeographyGuess): string {
  const { years, best, beside } = guess;
  const told = yearsText(years);
  const when = years.length === 1 || !isRun(years) ? `au 1er janvier ${told}` : beside.length === 0 ? `codes communs aux années ${told}` : `au 1er janvier, de ${told}`;
  const known = `${String(guess.codes - best.unknown.length)} codes sur ${String(guess.codes)}`;
  const others = beside.map((fit) => `${String(fit.year)} en aurait ${besideText(guess, fit)}`);
  const misfits = best.unknown.length === 0 ? [] : [`hors de cette année : ${firstOf(best.unknown)}`];
  const lacking = best.lacking.length === 0 ? [] : [`absents du fichier : ${firstOf(best.lacking)}`];
  return `${when} (${[known, ...others, ...misfits, ...lacking].join(' ; ')})`;
}

/** Years without a gap. A code that was given up and taken again (69114) leaves one. */
const isRun = (years: readonly number[]): boolean => (years.at(-1) ?? 0) - (years[0] ?? 0) === years.length - 1;

/** `2024`, `2019 à 2023`, or `2015, 2016, 2025 ou 2026` where years between do not fit. */
const yearsText = (years: readonly number[]): string =>
  years.length > 1 && isRun(years) ? `${String(years[0])} à ${String(years.at(-1))}` : frenchList(years.map(String)).replace(/ et (\d+)$/, ' ou $1');

const besideText = (guess: GeographyGuess, { unknown, lacking }: YearFit): string =>
  `${String(guess.codes - unknown.length)}${lacking.length === 0 ? '' : `, et ${counted(lacking.length, 'commune')} que le fichier n'a pas`}`;

/** What the years of the files' codes change to the figures, file by file. */
export function geographyNotices(inputs: Inputs, journal: Journal): void {
  for (const note of inputs.geographyNotes) journal.warn(note);
  const year = String(inputs.geography.cog.year);
  const ours = new Set([...inputs.territory.units, ...inputs.reference.units]);
  // What a code that goes nowhere would have been part of is not known: its département tells.
  const departements = new Set([...ours].map((unit) => unit.slice(0, 2)));
  const around = (codes: readonly string[]): string[] => codes.filter((code) => departements.has(code.slice(0, 2)));
  const tellDoubtful = (file: string, codes: readonly string[], guess: GeographyGuess | null): void => {
    if (codes.length === 0 || guess === null) return;
    journal.warn(`${file} : ${firstOf(codes)} n'a pas le même territoire selon l'année, et le fichier peut être de ${yearsText(guess.years)} ; pris comme au COG ${year}.`);
  };
  for (const [i, { file, report }] of inputs.carried.entries()) {
    splitNotices(file, report, ours, journal);
    const [later, unshared] = [around(report.later), around(report.unshared)];
    if (later.length > 0) {
      journal.warn(`${file} : ${counted(later.length, 'commune réunie', 'communes réunies')} après le 1er janvier ${year}, que rien ne sépare (${firstOf(later)}) : sans valeur. Donnez des parts par --passage, ou une année plus récente par --cog.`);
    }
    if (unshared.length > 0) {
      journal.warn(`${file} : ${counted(unshared.length, 'commune partagée', 'communes partagées')} depuis, dont le COG ${year} ne donne pas les populations (${firstOf(unshared)}) : sans valeur. Donnez des parts par --passage.`);
    }
    tellDoubtful(file, around(report.doubtful), inputs.guesses[i] ?? null);
  }
  const { contours } = inputs;
  if (contours === null) return;
  const { file } = contours.source;
  const uncut = around(contours.uncut);
  if (uncut.length > 0) {
    journal.warn(`${file} : ${counted(uncut.length, 'contour')} d'un territoire qui n'est pas celui d'une commune du COG ${year} (${firstOf(uncut)}) ; ${uncut.length > 1 ? 'laissés' : 'laissé'} de côté, un contour ne se partage pas.`);
  }
  tellDoubtful(file, around(contours.doubtful), contours.guess);
}

function splitNotices(file: string, report: CarryReport, ours: ReadonlySet<string>, journal: Journal): void {
  const split = [...report.split].filter(([, shares]) => shares.some(({ unit }) => ours.has(unit)));
  if (split.length > 0) {
    const told = split.map(([code, shares]) => `${code} → ${shares.map(({ unit, share }) => `${unit} (${frenchPercent(share, 1)})`).join(' + ')}`);
    journal.warn(`${file} : ${counted(split.length, 'commune partagée, ses effectifs', 'communes partagées, leurs effectifs')} au prorata, de statut recalcule : ${firstOf(told)}.`);
  }
  const rates = report.notShared.filter((text) => ours.has(text.slice(0, 5)));
  if (rates.length > 0) journal.warn(`${file} : taux ou médiane d'une commune partagée, qui ne se partage pas, laissé manquant : ${firstOf(rates)}.`);
}
