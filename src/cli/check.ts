import { inputError } from '../errors.js';
import { counted, frenchPercent } from '../french.js';
import type { Choice } from '../index/choose.js';
import { lacksMessage } from '../index/lacks.js';
import { describeAlternative, shownColumn } from '../index/quantity.js';
import { isKnown } from '../index/state.js';
import { Journal } from '../journal.js';
import { choiceNotices } from '../main-job/choice-notices.js';
import { readInputs } from '../main-job/inputs.js';
import type { Inputs } from '../main-job/inputs.js';
import { guessText } from '../main-job/geography-notices.js';
import { joinReport } from '../main-job/join-report.js';
import { readingNotices } from '../main-job/reading-notices.js';
import { requireKnownVariables } from '../main-job/run.js';
import { unitChoices, unitFrame } from '../main-job/unit-frame.js';
import { overseasNote } from '../main-job/unit-notices.js';
import { plainTable } from '../outputs/summary.js';
import type { GeographyGuess } from '../territory/geography-guess.js';
import type { Io } from './io.js';
import { jobOptionsOf } from './job-options.js';
import { loudnessOf } from './loudness.js';
import { withProgress } from './progress.js';
import { projectOptions } from './project-options.js';
import { Terminal } from './terminal.js';
import { requireComplete, requireJoined, thresholdsOf } from './thresholds.js';

/** `fragilite check`: reads as `compute` does and reports on stdout; computes and writes nothing. */
export async function check(options: Record<string, unknown>, io: Io): Promise<void> {
  const terminal = new Terminal(io, loudnessOf(options), 'check');
  const { raw, folder } = await projectOptions(options, io.cwd, (text) => {
    terminal.say(text);
  });
  const thresholds = thresholdsOf(raw);
  const journal = new Journal();
  const inputs = await withProgress(io, terminal, 'Lecture', () => readInputs(jobOptionsOf(raw, folder), journal));
  requireKnownVariables(inputs);
  const made = unitFrame(inputs);
  const { frame } = made;
  const chosen = unitChoices(inputs, made);
  const { choices, lacks } = chosen;
  for (const text of choiceNotices(inputs, chosen, made)) journal.warn(text);
  const notices = [...journal.notices, ...readingNotices(inputs)];
  const rows = [...frame.territory];
  const observed = choices.map((choice) => {
    const { states } = made.seriesOf(choice).rate;
    return { choice, at: (row: number): boolean => isKnown(states[row] ?? Number.POSITIVE_INFINITY) };
  });
  const covered = observed.map(({ choice, at }) => ({ choice, known: rows.filter(at).length }));
  const headers = [...new Set(inputs.sources.flatMap((s) => s.header))];
  const lacking = lacks.length === 0 ? null : lacksMessage(inputs.loaded.model.id, lacks, headers, inputs.sources.map((s) => s.file)) + overseasNote(inputs, lacks);
  if (options['json'] === true) {
    terminal.answer(`${JSON.stringify(reportJson(inputs, covered, lacks.map((l) => l.variable.id), notices.map((n) => ({ niveau: n.level === 'warning' ? 'avertissement' : 'information', texte: n.text }))), null, 2)}\n`);
  } else {
    terminal.answer(`${reportText(inputs, covered)}\n\n${terminal.noticeLines(notices)}${lacking === null ? '\nToutes les variables du modèle ont des colonnes.\n' : `\n${lacking}\n`}`);
  }
  if (lacking !== null) throw inputError(`${String(lacks.length)} ${lacks.length > 1 ? 'variables n’ont' : 'variable n’a'} pas de colonnes utilisables (rapport ci-dessus) : « compute » s'arrêterait là.`);
  requireJoined(thresholds, joinReport(inputs), inputs.units.level);
  const complete = rows.filter((row) => observed.every(({ at }) => at(row))).length;
  requireComplete(thresholds, complete / Math.max(rows.length, 1), inputs.units.level);
}

interface Covered {
  readonly choice: Choice;
  readonly known: number;
}

function reportText(inputs: Inputs, covered: readonly Covered[]): string {
  const join = joinReport(inputs);
  const share = (n: number): string => `${String(n)} sur ${String(join.units)} (${frenchPercent(n / join.units, 1)})`;
  const files = inputs.sources.map((s) => [
    s.file,
    `${String(s.codes.length)} ${s.iris ? 'IRIS' : 'communes'}`,
    s.keyColumn,
    s.print.bom ? 'UTF-8 (BOM)' : s.print.encoding === 'utf8' ? 'UTF-8' : 'windows-1252',
    s.delimiter === '\t' ? 'tab' : s.delimiter === '' ? '–' : s.delimiter,
    s.long === undefined ? `${String(s.columns.length)} sur ${String(s.header.length)}` : `${counted(s.columns.length, 'quantité')} (forme longue)`,
  ]);
  const variables = covered.map(({ choice, known }) => [
    choice.definition.label,
    String(choice.vintage ?? '–'),
    [choice.numerator, choice.denominator].flatMap((a) => (a === null ? [] : [describeAlternative(a, choice.vintage)])).join(' / '),
    share(known),
  ]);
  return [
    plainTable(['Fichier', 'Lignes', 'Clé', 'Encodage', 'Sép.', 'Colonnes lues'], files, []),
    '',
    ...geographyLines(inputs),
    '',
    `Territoire : ${inputs.territory.nom} ; géographie : COG ${String(inputs.geography.cog.year)}`,
    `Unités avec des lignes de l'Insee : ${share(join.withRows)}`,
    ...(join.contours === null ? [] : [`Unités avec un contour : ${share(join.contours.matched)}`]),
    '',
    plainTable(['Variable', 'Millésime', 'Colonnes', 'Unités observées'], variables, [1]),
  ].join('\n');
}

/** Which 1 January the codes of each file are of. */
const geographyLines = (inputs: Inputs): string[] =>
  guessedFiles(inputs).map(({ file, guess }) => `Géographie de ${file} : ${guess === null ? 'aucun code de commune qui la dise' : guessText(guess)}`);

const guessedFiles = ({ sources, guesses, contours }: Inputs): { readonly file: string; readonly guess: GeographyGuess | null }[] => [
  ...sources.map((s, i) => ({ file: s.file, guess: guesses[i] ?? null })),
  ...(contours === null ? [] : [{ file: contours.source.file, guess: contours.guess }]),
];

const guessJson = (guess: GeographyGuess | null): object | null =>
  guess === null
    ? null
    : {
        annees: guess.years,
        codes: guess.codes,
        reconnus: guess.codes - guess.best.unknown.length,
        hors_de_l_annee: guess.best.unknown,
        absents: guess.best.lacking,
        voisines: guess.beside.map((fit) => ({ annee: fit.year, reconnus: guess.codes - fit.unknown.length, communes_de_plus: fit.lacking.length })),
      };

function reportJson(inputs: Inputs, covered: readonly Covered[], lacks: readonly string[], messages: readonly object[]): object {
  return {
    fichiers: inputs.sources.map((s, i) => ({
      fichier: s.file,
      lignes: s.codes.length,
      cle: s.keyColumn,
      iris: s.iris,
      encodage: s.print.encoding,
      separateur: s.delimiter,
      colonnes_lues: s.columns.map((c) => shownColumn(c.name)),
      forme: s.long?.label ?? 'large',
      geographie: guessJson(inputs.guesses[i] ?? null),
      codes_repares: s.repairs.map((r) => ({ lu: r.text, code: r.code, ligne: r.line, raison: r.why })),
    })),
    maille: inputs.units.level,
    territoire: { selecteur: inputs.territory.selector, nom: inputs.territory.nom, unites: inputs.territory.units.length },
    cog: inputs.geography.cog.year,
    contours: inputs.contours === null ? null : { fichier: inputs.contours.source.file, geographie: guessJson(inputs.contours.guess) },
    jointures: joinReport(inputs),
    variables: covered.map(({ choice, known }) => ({
      id: choice.variable.id,
      definition: choice.definition.label,
      millesime: choice.vintage,
      numerateur: describeAlternative(choice.numerator, choice.vintage),
      denominateur: choice.denominator === null ? null : describeAlternative(choice.denominator, choice.vintage),
      unites_observees: known,
    })),
    variables_sans_colonnes: lacks,
    messages,
  };
}
