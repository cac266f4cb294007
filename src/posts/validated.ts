/** What a COSELEC (comité de sélection) decided on a structure. */
export interface Decision {
  /** Number of the COSELEC: `62`, `62BIS`; null when not given. */
  readonly coselec: string | null;
  /** Phase of the programme; null when the source does not say, which counts as phase 1. */
  readonly phase: 1 | 2 | null;
  /** A positive opinion. */
  readonly positive: boolean;
  /** Posts validated. */
  readonly posts: number;
}

/** The marks that come after a number, in the order of the calendar. */
const SUFFIXES = ['', 'BIS', 'TER', 'QUATER', 'QUINQUIES'];
const COSELEC = /^(?:COSELEC\s*)?(?:N[°O]\s*)?(\d+)\s*[-.]?\s*(BIS|TER|QUATER|QUINQUIES)?$/;

/** The number and the mark of a COSELEC; undefined when the text is not one. */
export function parseCoselec(text: string): { readonly number: number; readonly suffix: number } | undefined {
  const match = COSELEC.exec(text.trim().toUpperCase());
  if (match === null) return undefined;
  return { number: Number(match[1]), suffix: SUFFIXES.indexOf(match[2] ?? '') };
}

/** Orders COSELEC by their numbers: 62 < 62BIS < 63; without a number first. */
export function compareCoselec(a: string | null, b: string | null): number {
  const [left, right] = [rank(a), rank(b)];
  return left.number - right.number || left.suffix - right.suffix;
}

const rank = (text: string | null): { readonly number: number; readonly suffix: number } =>
  (text === null ? undefined : parseCoselec(text)) ?? { number: -1, suffix: 0 };

/** The order of decisions in time: phase 2 after phase 1, then by COSELEC. */
export const compareDecisions = (a: Decision, b: Decision): number =>
  (a.phase ?? 1) - (b.phase ?? 1) || compareCoselec(a.coselec, b.coselec);

/**
 * The decision that holds for a structure: its last COSELEC with a positive opinion, in phase 2 first,
 * else in phase 1. Posts are not added up from one COSELEC to the next: each says how many the
 * structure has.
 *
 * @returns null when no opinion was positive; of two decisions of one COSELEC, the first given
 */
export function holdingDecision<D extends Decision>(decisions: readonly D[]): D | null {
  let holding: D | null = null;
  for (const decision of decisions) {
    if (decision.positive && (holding === null || compareDecisions(decision, holding) > 0)) holding = decision;
  }
  return holding;
}

const POSITIVE = /^(?:POSITIF|FAVORABLE)$/;
const NOT_POSITIVE = /^(?:NEGATIF|DEFAVORABLE|EXAMEN COMPLEMENTAIRE(?: COSELEC)?)$/;

/** The opinions known, for messages. */
export const OPINIONS = 'favorable, défavorable, POSITIF, NÉGATIF, EXAMEN COMPLÉMENTAIRE';

/** True for a positive opinion; undefined for a text that is not an opinion. */
export function isPositiveOpinion(text: string): boolean | undefined {
  const opinion = text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase()
    .replace(/[\s_]+/g, ' ')
    .trim();
  if (POSITIVE.test(opinion)) return true;
  return NOT_POSITIVE.test(opinion) ? false : undefined;
}
