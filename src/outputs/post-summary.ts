import { counted, firstOf, frenchNumber, frenchPercent } from '../french.js';
import type { AllocationJobResult } from '../main-job/allocation-job.js';
import type { CrossingResult } from '../main-job/crossing-job.js';
import { linesWithoutPost } from '../posts/apportionment/apportion.js';
import { METHOD_NAMES } from '../posts/apportionment/line.js';
import { WEIGHT_NAMES } from '../posts/weight.js';
import { plainTable } from './summary.js';

/** What `cross` tells on stderr. */
export function crossingSummary({ crossing, territory, sources, notes, actingElsewhere }: CrossingResult): string {
  const { accounts, input } = crossing;
  const lines = [`Croisement : ${territory.name}, ${counted(territory.units.length, 'unité')}`, ...sources.map((s) => `  ${s}`)];
  if (accounts !== null) {
    const left = [
      [accounts.coordinators, 'de coordinateur'],
      [accounts.givenBack, 'rendus'],
      [accounts.notStanding, 'hors de la date demandée'],
    ] as const;
    const apart = left.filter(([n]) => n > 0).map(([n, what]) => `${String(n)} ${what}`);
    lines.push('', `${counted(accounts.all, 'poste')} dans les fichiers${apart.length > 0 ? `, dont ${apart.join(', ')} ; les ${String(accounts.supply)} autres` : ''}, tous comptés :`);
    lines.push(
      plainTable(
        ['Alloués au', 'Postes', 'siège dans le territoire', 'ailleurs dans le dép.', 'hors du dép.', 'sans siège'],
        accounts.byAllocation.map((a) => [a.departement, String(a.allocated), String(a.seatedInTerritory), String(a.seatedElsewhereInDepartement), String(a.seatedOutside), String(a.withoutSeat)]),
        [1, 2, 3, 4, 5],
      ),
    );
    const toPlace = [...accounts.toPlace.values()].reduce((n, k) => n + k, 0);
    lines.push(`Sièges dans le territoire : ${String(accounts.seatedInside)} = ${String(accounts.seatedInside - toPlace)} portés dans une commune + ${String(toPlace)} à localiser.`);
    for (const text of actingElsewhere) lines.push(text);
    if (crossing.supplyWithheld) {
      lines.push(`Les classes ne sont pas données : ${frenchPercent(crossing.unplacedShare ?? 0)} des postes du territoire ${crossing.placesKnown ? "n'ont pas de lieu d'intervention" : 'sont à localiser'}.`);
    }
  }
  const units = crossing.lines.filter((l) => l.level === 'commune');
  const demands = crossing.demandAccounts;
  if (demands !== null) {
    const elsewhere = demands.open.posts - demands.inside.posts - demands.toPlace.posts;
    lines.push(
      `Demandes ouvertes : ${counted(demands.open.structures, 'structure')} pour ${counted(demands.open.posts, 'poste')}, dont ${counted(demands.inside.posts, 'poste')} dans une commune du territoire, ${String(demands.toPlace.posts)} à localiser, ${String(elsewhere)} ailleurs ou sans siège.`,
    );
    const silent = units.filter((l) => l.need === 'fort' && (l.demands?.structures ?? 0) === 0).sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
    lines.push(`Indice d'au moins ${frenchNumber(input.thresholds.high)} sans demande : ${silent.length === 0 ? 'aucune commune' : firstOf(silent.map((l) => `${l.nom} (${frenchNumber(l.score, 1)})`))}.`);
  }
  if (notes.length > 0) lines.push(`${counted(notes.length, 'ligne réparée ou à vérifier', 'lignes réparées ou à vérifier')} : voir croisement.md.`);
  return `${lines.join('\n')}\n`;
}

/** What `allocate` tells on stderr. */
export function allocationSummary({ allocation, envelope, territory }: AllocationJobResult): string {
  const { main, input, grouped, marginal, low, high } = allocation;
  const names = new Map(grouped.lines.map((l) => [l.code, l.nom]));
  const lines = [
    `Répartition de ${counted(main.total, 'poste')} : ${envelope?.name ?? territory.name} ; ${METHOD_NAMES[input.method]} ; poids : ${WEIGHT_NAMES[input.weight]}`,
  ];
  if (input.groups !== null) lines.push(`Territoires : ${main.parts.map((p) => `${p.group?.name ?? ''} ${String(p.seats)}`).join(', ')}`);
  const shares = main.parts.flatMap((p) => [...(p.apportionment?.shares ?? [])]).filter((s) => s.seats > 0).sort((a, b) => b.seats - a.seats || b.quota - a.quota);
  lines.push(plainTable(['Ligne', 'Code', 'Part idéale', 'Postes'], shares.map((s) => [names.get(s.code) ?? s.code, s.code, frenchNumber(s.quota, 1), String(s.seats)]), [2, 3]));
  const { codes, tooMany } = linesWithoutPost(main.seats);
  if (tooMany) lines.push(`${counted(codes.length, 'ligne')} sur ${String(main.seats.length)} sans poste entier : voir les parts idéales, ou regrouper (--by epci, arrondissement ou FICHIER).`);
  if (low !== null && high !== null && marginal !== null) {
    lines.push(`De ${String(low.total)} à ${String(high.total)}, dans l'ordre : ${marginal.map((m) => (m.second === null ? (m.group?.name ?? '') : (names.get(m.second.code) ?? m.second.code))).join(', ')}.`);
  }
  const moved = allocation.weights.filter((w) => w.label !== 'population' && !Number.isNaN(w.moved)).map((w) => `${w.label} ${String(w.moved)}`);
  lines.push(`Postes que le poids déplace, contre la population seule : ${moved.join(', ')}.`);
  return `${lines.join('\n')}\n`;
}
