import type { AllocationJobResult } from '../main-job/allocation-job.js';
import type { CrossingResult } from '../main-job/crossing-job.js';
import { allocationCsv } from './allocation-csv.js';
import { allocationMarkdown } from './allocation-markdown.js';
import { crossingCsv } from './crossing-csv.js';
import { crossingMarkdown } from './crossing-markdown.js';
import type { TextFile } from './write-folder.js';

/** `croisement.csv` and `croisement.md`. */
export function crossingFiles(result: CrossingResult, scene: string | null = null): TextFile[] {
  const context = {
    territory: result.territory.name,
    horizon: result.horizon,
    sources: result.sources,
    notes: result.notes,
    actingElsewhere: result.actingElsewhere,
    scene,
    about: result.territory.about,
  };
  return [
    { name: 'croisement.csv', text: crossingCsv(result.crossing) },
    { name: 'croisement.md', text: crossingMarkdown(result.crossing, context) },
  ];
}

/** `allocation.csv` and `allocation.md`. */
export function allocationFiles(result: AllocationJobResult, scene: string | null = null): TextFile[] {
  const context = { territory: result.envelope?.name ?? result.territory.name, envelope: result.envelope, notes: result.notes, scene, about: result.territory.about };
  return [
    { name: 'allocation.csv', text: allocationCsv(result.allocation) },
    { name: 'allocation.md', text: allocationMarkdown(result.allocation, context) },
  ];
}

/** What the manifest says of a crossing. */
export function crossingSection({ crossing, options }: CrossingResult): object {
  const { accounts, demandAccounts } = crossing;
  return {
    poids: { fonction: options.weight, population: crossing.base },
    seuils: { modere: options.thresholds.low, fort: options.thresholds.high },
    date: options.asOf,
    horizon: options.horizon,
    lieux_connus: crossing.placesKnown,
    classes_donnees: !crossing.supplyWithheld,
    postes:
      accounts === null
        ? null
        : {
            fichiers: accounts.all,
            coordinateurs: accounts.coordinators,
            rendus: accounts.givenBack,
            hors_date: accounts.notStanding,
            siege_dans_le_territoire: accounts.seatedInside,
            a_localiser: [...accounts.toPlace.values()].reduce((n, k) => n + k, 0),
            sans_siege: accounts.withoutSeat,
          },
    demandes: demandAccounts === null ? null : { a_localiser: { structures: demandAccounts.toPlace.structures, postes: demandAccounts.toPlace.posts } },
    sans_poids: crossing.withoutWeight.length,
  };
}

/** What the manifest says of an allocation. */
export function allocationSection({ allocation, envelope, options }: AllocationJobResult): object {
  return {
    total: allocation.main.total,
    methode: options.method,
    poids: { fonction: options.weight, population: allocation.base },
    lignes: allocation.input.grouping.kind,
    minimum: options.minimum,
    maximum: options.maximum,
    postes_existants_conserves: options.keepExisting,
    enveloppe: envelope === null ? null : { territoire: envelope.territory, bas: envelope.low, haut: envelope.high, source: envelope.source, date: envelope.date },
    parts: allocation.main.parts.filter((p) => p.group !== null).map((p) => ({ territoire: p.group?.code, postes: p.seats })),
  };
}
