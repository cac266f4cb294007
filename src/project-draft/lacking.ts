import { contoursFor, needsOf, sourcesBringing } from '../catalogue/needs.js';
import type { Lacked } from '../catalogue/needs.js';
import type { Catalogue, Source } from '../catalogue/source.js';
import type { Choice } from '../index/choose.js';
import type { Model } from '../index/model.js';
import type { InseeChoice } from './insee-choice.js';

/** Something that was not found, and where it is to be had (French). */
export interface Lacking {
  readonly what: string;
  readonly where: string;
  /** The ids of the catalogue that bring it, which `where` names; empty for what `fetch` cannot take. */
  readonly sources: readonly string[];
}

/** The wide file of INSEE that holds what a data set of the long forms does. */
const WIDE_FILES: ReadonlyMap<string, string> = new Map([
  ['DS_RP_POPULATION_PRINC', 'base-cc-evol-struct-pop'],
  ['DS_RP_EDUCATION_PRINC', 'base-cc-evol-struct-pop'],
  ['DS_RP_EDUCATION', 'base-cc-evol-struct-pop'],
  ['DS_RP_MENAGES_COMP', 'base-cc-coupl-fam-men'],
  ['DS_RP_FAMILLE_COMP', 'base-cc-coupl-fam-men'],
  ['DS_RP_EMPLOI_LR_PRINC', 'base-cc-emploi-pop-active'],
  ['DS_RP_DIPLOMES_PRINC', 'base-cc-diplomes-formation'],
  ['DS_FILOSOFI_CC', 'cc_filosofi'],
]);

/** What the folder has, beside the files of INSEE. */
interface Found {
  readonly contours: boolean;
  readonly posts: boolean;
  readonly demands: boolean;
  readonly envelope: boolean;
}

/** What a project lacks, in the order of its file, and what of the catalogue would bring it. */
export function lackingPlaces(insee: InseeChoice | null, model: Model, found: Found, catalogue: Catalogue, cog: number): Lacking[] {
  if (insee === null) return [lackingCensus(model, catalogue), ...lackingBeside(found, catalogue, cog)];
  const lacked = lackedQuantities(insee, model);
  const sources = sourcesBringing(lacked, catalogue);
  const files = lacked.map(({ what, quantities }, i) => lackingOf(what, filesOf(quantities.map(({ id }) => id), model), sources[i]));
  return [...files, ...lackingBeside(found, catalogue, cog)];
}

/** Something lacking, its place with the command that brings it. */
function lackingOf(what: string, where: string, sources: readonly Source[] = []): Lacking {
  const ids = sources.map(({ id }) => id);
  return { what, where: ids.length === 0 ? where : `${where} ; fragilite fetch ${ids.join(' ')}`, sources: ids };
}

function lackingCensus(model: Model, catalogue: Catalogue): Lacking {
  const wide = [...new Set(WIDE_FILES.values())].slice(0, -1).join(', ');
  return lackingOf('un fichier du recensement', `le dossier complet de l'Insee, ou ses bases communales (${wide})`, [...needsOf(model, catalogue, NOT_BOUND).chosen.keys()]);
}

/** The quantities that variables lack: all of theirs, those of their own definition where a fallback serves, the weight of a rate. */
function lackedQuantities({ lacks, choices }: InseeChoice, model: Model): (Lacked & { readonly what: string })[] {
  const lacked: (Lacked & { readonly what: string })[] = [];
  const add = (what: string, ids: readonly (string | null | undefined)[], year: number | null): void =>
    void lacked.push({ what, quantities: ids.flatMap((id) => model.quantities.get(id ?? '') ?? []), year });
  for (const { variable } of lacks) {
    const [own] = variable.definitions;
    add(`${variable.id} (${variable.label})`, [own?.numerator, own?.denominator], newestOf(choices, model, model.quantities.get(own?.numerator ?? '')?.family ?? null));
  }
  for (const { variable, definition, vintage } of choices) {
    if (definition.fallback === null) continue;
    const own = variable.definitions.find((d) => d.fallback === null);
    add(`${variable.id} : ${variable.label} (« ${definition.label} » en tient lieu)`, [own?.numerator, own?.denominator], vintage);
  }
  for (const { variable, definition, denominator, vintage } of choices) {
    if (definition.kind === 'taux' && denominator === null) add(`le poids de ${variable.id}`, [definition.denominator], vintage);
  }
  return lacked;
}

/** What is lacking beside the files of INSEE. */
function lackingBeside(found: Found, catalogue: Catalogue, cog: number): Lacking[] {
  const contours = contoursFor(catalogue, cog);
  return [
    ...(found.contours ? [] : [lackingOf('les contours des communes', "Admin Express de l'IGN (COMMUNE.shp), ou les contours administratifs d'Etalab (communes.geojson)", contours === null ? [] : [contours])]),
    ...(found.posts ? [] : [lackingOf('les postes', "la liste des structures aux postes validés, publiée par l'ANCT sur data.gouv.fr, ou un postes.csv (docs/formats.md)")]),
    ...(found.demands ? [] : [lackingOf('les demandes', "l'export des structures du back-office de l'ANCT, ou un demandes.csv (docs/formats.md)")]),
    ...(found.envelope ? [] : [lackingOf("l'enveloppe à répartir", 'un enveloppe.yaml (docs/formats.md), ou total sous allocate')]),
  ];
}

const NOT_BOUND = { families: new Map<string, number>(), variables: new Map<string, number>() };

/** The newest vintage that was chosen in a family. */
function newestOf(choices: readonly Choice[], model: Model, family: string | null): number | null {
  const years = choices.flatMap(({ definition, vintage }) => (vintage !== null && model.quantities.get(definition.numerator)?.family === family ? [vintage] : []));
  return years.length === 0 ? null : Math.max(...years);
}

/** The files of INSEE that hold some quantities. */
function filesOf(ids: readonly string[], model: Model): string {
  const sets = ids.flatMap((id) => (model.quantities.get(id)?.longNames ?? []).flatMap((n) => (n.dataSet === null ? [] : [n.dataSet])).slice(0, 1));
  const wide = [...new Set(sets.flatMap((set) => WIDE_FILES.get(set) ?? []))];
  const weights = ids.includes('personnes_menages_fiscaux') ? ['cc_filosofi'] : [];
  const names = [...new Set([...wide, ...weights])];
  if (names.length === 0) return "le dossier complet de l'Insee";
  return `${names.join(', ')} de l'Insee${names.includes('cc_filosofi') ? '' : ', ou le dossier complet'}${sets.length === 0 ? '' : `, ou en forme longue ${[...new Set(sets)].join(', ')}`}`;
}
