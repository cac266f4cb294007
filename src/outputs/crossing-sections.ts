import { counted, firstOf, frenchNumber, frenchPercent } from '../french.js';
import { LARGEST_UNPLACED_SHARE } from '../posts/classes.js';
import type { CrossedLine, Crossing } from '../posts/crossing.js';
import type { Asked, DemandCounts } from '../posts/demand-counts.js';
import type { Horizon } from '../posts/horizon.js';
import { markdownTable, markdownText } from './markdown.js';

const territoriesOf = (crossing: Crossing): CrossedLine[] => crossing.lines.filter((l) => l.level !== 'commune');

/** What a reader might believe and the files do not say. */
export function limitLines(crossing: Crossing): string[] {
  const { accounts, input } = crossing;
  const lines: string[] = [];
  if (accounts !== null) {
    if (crossing.placesKnown) {
      lines.push("- Les lieux d'intervention sont ceux que le fichier donne ; un poste sans lieu n'est compté nulle part comme intervenant.");
    } else {
      lines.push(
        "- Les fichiers donnent le siège de l'employeur, pas les lieux où travaillent les conseillers : « postes portés » ne veut pas dire « postes présents ».",
      );
    }
    if (crossing.unplacedShare !== null && crossing.unplacedShare > 0) {
      const why = crossing.placesKnown ? "aucun lieu d'intervention n'est donné pour eux" : "leurs employeurs agissent au-delà d'une commune";
      lines.push(
        `- ${frenchPercent(crossing.unplacedShare)} des postes qui ont leur siège dans le territoire sont à localiser : ${why}. ${
          crossing.supplyWithheld
            ? `Au-dessus de ${frenchPercent(LARGEST_UNPLACED_SHARE)}, dire d'une commune qu'elle est pourvue ou non serait trompeur : les classes ne sont pas données.`
            : ''
        }`.trimEnd(),
      );
    }
    lines.push("- Validé ne veut pas dire occupé, ni encore financé.");
    const undated = (input.posts ?? []).some((p) => p.end === null);
    if (undated) lines.push("- Des postes n'ont pas de fin de convention dans les fichiers : on ne sait pas s'ils tiennent encore.");
  }
  if (input.demands !== null) lines.push("- Une demande ouverte dit ce qu'une structure souhaite, pas ce dont les habitants ont besoin ; « 50 demandes » peut compter des structures ou des postes : les deux sont donnés.");
  else lines.push("- Sans fichier de demandes, on ne sait pas où un poste est attendu.");
  lines.push("- L'indice décrit un territoire, aucun habitant ; un écart de postes n'est pas un nombre de postes dus.");
  return lines;
}

/** Where every post of the files went. */
export function accountLines(crossing: Crossing): string[] {
  const { accounts } = crossing;
  if (accounts === null) return ["Aucun fichier de postes n'a été donné."];
  const left = [
    [accounts.coordinators, accounts.coordinators > 1 ? 'coordinateurs' : 'coordinateur'],
    [accounts.givenBack, accounts.givenBack > 1 ? 'rendus' : 'rendu'],
    [accounts.notStanding, 'hors de la date demandée'],
  ] as const;
  const lines = [
    `${counted(accounts.all, 'poste')} dans les fichiers${left.filter(([n]) => n > 0).map(([n, what]) => `, dont ${String(n)} ${what} (non comptés ci-dessous)`).join('')}.`,
    '',
    ...markdownTable(
      ['Département d\'allocation', 'Alloués', 'Siège dans le territoire', 'Siège ailleurs dans le département', 'Siège hors du département', 'Sans siège'],
      accounts.byAllocation.map((a) => [
        a.departement, String(a.allocated), String(a.seatedInTerritory), String(a.seatedElsewhereInDepartement), String(a.seatedOutside), String(a.withoutSeat),
      ]),
      [1, 2, 3, 4, 5],
    ),
    '',
    `Sièges dans le territoire : ${String(accounts.seatedInside)} postes, quel que soit leur département d'allocation.`,
    ...seatsByDepartement(crossing),
    ...territoriesOf(crossing).map(
      (l) => `- ${markdownText(l.nom)} : ${String((l.postsCarried ?? 0) + (l.postsToPlace ?? 0))} = ${String(l.postsCarried ?? 0)} portés dans une commune + ${String(l.postsToPlace ?? 0)} à localiser.`,
    ),
    `Sièges ailleurs, par département : ${[...accounts.seatedElsewhere].map(([d, n]) => `${d} : ${String(n)}`).join(', ') || 'aucun'}.`,
  ];
  if (crossing.placesKnown) {
    for (const l of territoriesOf(crossing)) {
      if (l.places === null) continue;
      const p = l.places;
      lines.push(
        `- ${markdownText(l.nom)} : ${String(p.seated)} implantés, ${String(p.acting)} intervenant (${frenchNumber(p.etp, 2)} ETP), ${String(p.beyond)} implantés intervenant au-delà (${frenchNumber(p.etpBeyond, 2)} ETP au-dehors) ; ${counted(p.distinct, 'poste distinct', 'postes distincts')} entre ces deux derniers, chacun compté une fois.`,
      );
    }
  }
  if (accounts.unknownSeat.length > 0) {
    lines.push('', `Sièges de code inconnu : ${firstOf(accounts.unknownSeat.map((p) => `${markdownText(p.structure)} (${p.seat ?? ''})`))}.`);
  }
  return lines;
}

/** For each département of the scored units: `Sièges dans le 69 : 79 = 69 dans le territoire + 10 ailleurs`. */
function seatsByDepartement({ accounts, input }: Crossing): string[] {
  if (accounts === null) return [];
  const inside = new Map<string, number>();
  const posts = (code: string): number => (accounts.carried.get(code) ?? 0) + (accounts.toPlace.get(code) ?? 0);
  for (const unit of input.units) inside.set(unit.departement, (inside.get(unit.departement) ?? 0) + posts(unit.code));
  return [...inside]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([departement, n]) => {
      const elsewhere = accounts.seatedElsewhere.get(departement) ?? 0;
      return `- Sièges dans le ${departement} : ${String(n + elsewhere)} = ${String(n)} dans le territoire + ${String(elsewhere)} ailleurs dans le département.`;
    });
}

/** Posts that no commune can be given, and those seated elsewhere than where they are allocated. */
export function placedElsewhereLines({ accounts }: Crossing, actingElsewhere: readonly string[]): string[] {
  if (accounts === null) return [];
  const lines: string[] = [];
  if (accounts.wideCarriers.length > 0) {
    lines.push('', '### Postes à localiser', '', "Employeurs plus larges que la commune de leur siège ; le motif qui les a fait reconnaître est donné.", '');
    lines.push(
      ...markdownTable(
        ['Employeur', 'Siège', 'Postes', 'Reconnu par'],
        accounts.wideCarriers.map(({ post, why }) => [markdownText(post.structure), markdownText(post.seatName ?? post.seat ?? ''), String(post.count), markdownText(why)]),
        [2],
      ),
    );
    for (const text of actingElsewhere) lines.push('', markdownText(text));
  }
  if (accounts.seatOutsideAllocation.length > 0) {
    lines.push('', "### Siège hors du département d'allocation", '');
    lines.push(
      ...markdownTable(
        ['Employeur', 'Siège', 'Postes', 'Ce qui diffère'],
        accounts.seatOutsideAllocation.map(({ post, why }) => [markdownText(post.structure), markdownText(post.seatName ?? post.seat ?? ''), String(post.count), markdownText(why)]),
        [2],
      ),
    );
  }
  return lines;
}

/** Open demands by type of structure, and all demands by state, for each territory. */
export function demandLines(crossing: Crossing): string[] {
  if (crossing.input.demands === null) return ["Aucun fichier de demandes n'a été donné."];
  const lines: string[] = demandAccountLines(crossing);
  for (const territory of territoriesOf(crossing)) {
    const { demands, demandsToPlace } = territory;
    if (demands === null) continue;
    if (lines.length > 0) lines.push('');
    lines.push(
      `**${markdownText(territory.nom)}** : demandes ouvertes de ${counted(demands.structures, 'structure')} pour ${counted(demands.posts, 'poste')}` +
        `${(demandsToPlace?.structures ?? 0) > 0 ? `, et de ${counted(demandsToPlace?.structures ?? 0, 'structure')} plus large${(demandsToPlace?.structures ?? 0) > 1 ? 's' : ''} qu'une commune pour ${counted(demandsToPlace?.posts ?? 0, 'poste')}` : ''}.`,
      '',
      ...groupTable('Type de structure (demandes ouvertes, y compris à localiser)', demands.allByType),
      '',
      ...groupTable('État (toutes les demandes, y compris à localiser)', demands.allByState),
    );
  }
  return lines;
}

const askedText = ({ structures, posts }: Asked): string => `${counted(structures, 'structure')} pour ${counted(posts, 'poste')}`;

/** Every open demand of the files, where it is. */
function demandAccountLines({ demandAccounts: a }: Crossing): string[] {
  if (a === null) return [];
  const elsewhere = [...a.elsewhere].map(([departement, asked]) => `${departement} : ${askedText(asked)}`);
  return [
    `${counted(a.all, 'demande')} dans les fichiers${a.standing < a.all ? `, dont ${String(a.all - a.standing)} après la date demandée` : ''} ; ouvertes : ${askedText(a.open)}.`,
    `- Siège dans une commune du territoire : ${askedText(a.inside)}, et plus larges qu'une commune : ${askedText(a.toPlace)}.`,
    `- Siège ailleurs, par département : ${elsewhere.join(', ') || 'aucune'}.`,
    `- Sans siège connu : ${askedText(a.withoutSeat)}.`,
  ];
}

const groupTable = (title: string, groups: DemandCounts['byType']): string[] =>
  markdownTable([title, 'Structures', 'Postes'], [...groups].map(([key, g]) => [markdownText(key), String(g.structures), String(g.posts)]), [1, 2]);

/** What ends before a date, and who is left without a post. */
export function horizonLines(crossing: Crossing, horizon: Horizon): string[] {
  const names = new Map(crossing.lines.map((l) => [l.code, l.nom]));
  const lines: string[] = [];
  if (horizon.ending.length === 0) lines.push('Aucun poste du territoire ne finit avant cette date, d\'après les fins que les fichiers donnent.');
  else {
    lines.push(
      ...markdownTable(
        ['Fin', 'Employeur', 'Siège', 'Postes'],
        horizon.ending.map((p) => [p.end ?? '', markdownText(p.structure), markdownText(p.seatName ?? p.seat ?? ''), String(p.count)]),
        [3],
      ),
    );
  }
  if (horizon.losingLast.length > 0) {
    lines.push('', `Communes qui perdent alors leur dernier poste : ${horizon.losingLast.map((l) => `${markdownText(names.get(l.code) ?? l.code)} (${l.code})`).join(', ')}.`);
  } else if (horizon.ending.length > 0) {
    lines.push('', 'Aucune commune ne perd alors son dernier poste.');
  }
  if (horizon.withoutEnd > 0) lines.push('', `${counted(horizon.withoutEnd, 'poste')} du territoire sans fin connue : on ne sait pas s'ils tiennent au-delà.`);
  return lines;
}
