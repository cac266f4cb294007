import { counted, frenchNumber, ordinal } from '../french.js';
import { linesWithoutPost } from '../posts/apportionment/apportion.js';
import { METHOD_NAMES } from '../posts/apportionment/line.js';
import type { Allocation, MarginalPost, Table } from '../posts/allocation.js';
import type { Step } from '../posts/apportionment/race.js';
import type { Envelope } from '../posts/records.js';
import { WEIGHT_NAMES } from '../posts/weight.js';
import { comparisonLines, tieLines, withdrawalLines } from './allocation-sections.js';
import { markdownTable, markdownText } from './markdown.js';
import { WARNING } from './method-text.js';

/** What surrounds an allocation for its reader. */
export interface AllocationContext {
  readonly territory: string;
  readonly envelope: Envelope | null;
  readonly notes: readonly string[];
  /** What a reader must know before all: that data are invented, which scene this is; null: nothing. */
  readonly scene: string | null;
  /** What the index rests on, line by line. */
  readonly about: readonly string[];
}

/** `allocation.md`: who gets what, why, and how much the choice of method and weight moves. */
export function allocationMarkdown(allocation: Allocation, context: AllocationContext): string {
  const { input, main, low, high } = allocation;
  const lines = [
    `# Répartition de ${counted(main.total, 'poste')} : ${markdownText(context.territory)}`,
    '',
    ...(context.scene === null ? [] : [`**${markdownText(context.scene)}**`, '']),
    `> ${WARNING}`,
    '',
    ...framed(frameLines(allocation, context)),
    '## Répartition',
    '',
    ...shareTable(allocation, low, high),
    ...withoutPostLines(allocation),
  ];
  if (low !== null && high !== null) {
    lines.push('', `## De ${String(low.total)} à ${String(high.total)} postes`, '', ...rangeLines(allocation, low, high));
  }
  if (allocation.withdrawals.length > 0) lines.push('', '## Ordre des retraits', '', ...withdrawalLines(allocation));
  lines.push('', '## Ce que changent la méthode et le poids', '', ...comparisonLines(allocation));
  const ties = tieLines(allocation);
  if (ties.length > 0) lines.push('', '## Égalités', '', ...ties);
  lines.push(
    '',
    '## Méthode',
    '',
    ...context.about.map((line) => `- ${markdownText(line)}`),
    `- Méthode : ${METHOD_NAMES[input.method]}${input.groups === null ? '' : ', la même entre les territoires de l\'enveloppe et à l\'intérieur de chacun'}.`,
    `- Poids : ${WEIGHT_NAMES[input.weight]}, population ${allocation.base === 'population_15_plus' ? 'de 15 ans et plus' : "totale (les scores n'ont pas celle de 15 ans et plus)"}. C'est une population pondérée, ni un nombre de personnes ni un besoin.`,
    '- La part idéale est exacte et fractionnaire ; les postes sont entiers. Un contrat est un équivalent temps plein, qui peut se partager entre plusieurs lieux.',
    `- Bornes : minimum ${String(input.bounds.minimum ?? 0)}, maximum ${input.bounds.maximum === undefined ? 'aucun' : String(input.bounds.maximum)}, postes existants ${input.bounds.keepExisting === true ? 'conservés' : 'non conservés'}.`,
    ...context.notes.map((n) => `- ${markdownText(n)}`),
  );
  return `${lines.join('\n')}\n`;
}

const framed = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : [...lines, '']);

function frameLines({ input, main, grouped, outsideGroups }: Allocation, { envelope }: AllocationContext): string[] {
  const lines: string[] = [];
  if (envelope !== null) {
    lines.push(
      `- **Enveloppe** : ${markdownText(envelope.name)}, de ${String(envelope.low)} à ${String(envelope.high)} postes${envelope.date === null ? '' : ` (${envelope.date})`}. Source : ${markdownText(envelope.source)}.`,
    );
    lines.push('- Ces nombres valent pour le territoire, pas pour la collectivité.');
  }
  if (input.groups !== null) {
    const parts = main.parts.map((p) => `${markdownText(p.group?.name ?? '')} ${String(p.seats)}`).join(', ');
    lines.push(`- **${input.agreed === 'posts' ? 'Parts convenues' : 'Parts, en proportion de ce qui est convenu'}** : ${parts}.`);
    for (const part of main.parts) {
      if (part.apportionment !== null) continue;
      const scored = input.units.filter((u) => part.group?.units.has(u.code) === true).length;
      const why = scored === 0 ? "les scores n'ont aucune de ses communes" : `aucune de ses ${counted(scored, 'commune')} dans les scores n'a de poids`;
      lines.push(`- ${markdownText(part.group?.name ?? '')} : ${why} ; ses ${counted(part.seats, 'poste')} ne sont pas répartis plus loin.`);
    }
  }
  if (grouped.withoutWeight.length > 0) lines.push(`- Sans poids, faute de score, de population ou de taux (${counted(grouped.withoutWeight.length, 'commune')}) : ${grouped.withoutWeight.map((u) => `${markdownText(u.nom)} (${u.code})`).join(', ')}.`);
  if (grouped.ungrouped.length > 0) lines.push(`- Dans aucun regroupement (${counted(grouped.ungrouped.length, 'commune')}) : ${grouped.ungrouped.map((u) => `${markdownText(u.nom)} (${u.code})`).join(', ')}.`);
  if (outsideGroups.length > 0) lines.push(`- Hors des territoires de l'enveloppe (${counted(outsideGroups.length, 'commune')}) : ${outsideGroups.map((u) => `${markdownText(u.nom)} (${u.code})`).join(', ')}.`);
  return lines;
}

function shareTable({ main, grouped, input }: Allocation, low: Table | null, high: Table | null): string[] {
  const ends = [low, high].filter((t) => t !== null);
  const seatsIn = (table: Table, code: string): string => String(table.seats.find((s) => s.code === code)?.seats ?? 0);
  const names = new Map(grouped.lines.map((l) => [l.code, l]));
  const withParts = input.groups !== null;
  const withExisting = input.existing !== null;
  const rows = main.parts
    .flatMap((part) => (part.apportionment?.shares ?? []).map((share) => ({ share, part })))
    .sort((a, b) => b.share.seats - a.share.seats || b.share.quota - a.share.quota || (a.share.code < b.share.code ? -1 : 1))
    .map(({ share, part }) => [
      markdownText(names.get(share.code)?.nom ?? share.code),
      share.code,
      ...(withParts ? [markdownText(part.group?.name ?? '')] : []),
      frenchNumber(share.weight),
      frenchNumber(share.quota, 1),
      ...(withExisting ? [String(names.get(share.code)?.existing ?? 0)] : []),
      `**${String(share.seats)}**`,
      ...ends.map((table) => seatsIn(table, share.code)),
    ]);
  const head = ['Ligne', 'Code', ...(withParts ? ['Territoire'] : []), 'Poids', 'Part idéale (ETP)', ...(withExisting ? ['Existants'] : []), 'Postes', ...ends.map((t) => `Si ${String(t.total)} en tout`)];
  return markdownTable(head, rows, head.map((h, i) => (/Ligne|Code|Territoire/.test(h) ? -1 : i)));
}

function withoutPostLines({ main, input }: Allocation): string[] {
  const lines: string[] = [];
  const { codes, tooMany } = linesWithoutPost(main.seats);
  if (tooMany) {
    lines.push(
      '',
      `${counted(codes.length, 'ligne')} sur ${String(main.seats.length)} ${codes.length > 1 ? "n'ont" : "n'a"} aucun poste entier : la part idéale en ETP dit mieux ce que chacune pourrait partager. ` +
        `Regrouper les lignes aiderait (--by epci, --by arrondissement ou --by FICHIER${input.grouping.kind === 'commune' ? '' : ' plus large'}).`,
    );
  }
  if (main.parts.some((p) => p.apportionment?.firstSeatsShort === true)) {
    lines.push('', `${METHOD_NAMES[input.method]} donne d'abord un poste à chaque ligne qui a un poids ; il y a moins de postes que de lignes : les plus grands poids en ont un chacun.`);
  }
  return lines;
}

function rangeLines(allocation: Allocation, low: Table, high: Table): string[] {
  const { input, grouped, marginal } = allocation;
  const lines: string[] = [];
  if (input.groups !== null) {
    lines.push(
      ...markdownTable(
        ['Territoire', `${String(low.total)} postes`, `${String(high.total)} postes`],
        high.parts.map((p) => [markdownText(p.group?.name ?? ''), String(low.parts.find((q) => q.group?.code === p.group?.code)?.seats ?? 0), String(p.seats)]),
        [1, 2],
      ),
      '',
    );
  }
  const name = (code: string): string => markdownText(grouped.lines.find((l) => l.code === code)?.nom ?? input.groups?.find((g) => g.code === code)?.name ?? code);
  if (marginal === null) {
    lines.push(
      'La méthode du plus fort reste ne donne pas les postes un par un : une ligne peut en perdre quand l\'enveloppe grandit. Les deux tables sont comparées.',
      '',
      ...markdownTable(
        ['Ligne', `${String(low.total)} postes`, `${String(high.total)} postes`],
        high.seats
          .map((s) => ({ code: s.code, before: low.seats.find((l) => l.code === s.code)?.seats ?? 0, after: s.seats }))
          .filter((d) => d.before !== d.after)
          .map((d) => [name(d.code), String(d.before), String(d.after)]),
        [1, 2],
      ),
    );
    return lines;
  }
  lines.push(
    "Dans quel ordre vont les postes entre les deux enveloppes, et pourquoi (quotient = poids / diviseur de la méthode ; le suivant est celui qui l'aurait eu sinon) :",
    '',
    ...markdownTable(
      ['Poste', ...(input.groups === null ? [] : ['Territoire']), 'Ligne', 'Son', 'Raison'],
      marginal.map((post) => marginalRow(post, input.groups !== null, name)),
      [0, ...(input.groups === null ? [2] : [3])],
    ),
  );
  return lines;
}

function marginalRow(post: MarginalPost, withGroup: boolean, name: (code: string) => string): string[] {
  const line = post.second === null ? 'non répartie' : name(post.second.code);
  const seat = post.second === null ? '–' : ordinal(post.second.seat);
  const reasons = [post.first === null ? '' : reason(post.first, name), post.second === null ? '' : reason(post.second, name)];
  const told = reasons.filter((r) => r !== '');
  return [ordinal(post.rank), ...(withGroup ? [markdownText(post.group?.name ?? '')] : []), line, seat, told.join(' ; ')];
}

function reason(step: Step, name: (code: string) => string): string {
  const quotient = (q: number | null): string => (q === null ? 'premier poste' : frenchNumber(q, q < 10 ? 4 : q < 1000 ? 2 : 0));
  const next = step.runnerUp === null ? '' : `, devant ${name(step.runnerUp.code)} (${quotient(step.runnerUp.quotient)})`;
  return `${name(step.code)} ${quotient(step.quotient)}${next}`;
}
