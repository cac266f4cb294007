import type { Model } from '../index/model.js';
import type { InseeChoice } from './insee-choice.js';

/** Something that was not found, and where it is to be had (French). */
export interface Lacking {
  readonly what: string;
  readonly where: string;
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

const FETCH = '« fragilite fetch » les télécharge';

/** What the folder has, beside the files of INSEE. */
interface Found {
  readonly contours: boolean;
  readonly posts: boolean;
  readonly demands: boolean;
  readonly envelope: boolean;
}

/** What a project lacks, in the order of its file. */
export function lackingPlaces(insee: InseeChoice | null, model: Model, found: Found): Lacking[] {
  const lacking: Lacking[] = [];
  if (insee === null) lacking.push({ what: 'un fichier du recensement', where: `le dossier complet de l'Insee, ou ses bases communales (${[...new Set(WIDE_FILES.values())].slice(0, -1).join(', ')}) ; ${FETCH}` });
  for (const { variable } of insee?.lacks ?? []) {
    lacking.push({ what: `${variable.id} (${variable.label})`, where: filesOf(variable.definitions.slice(0, 1).flatMap((d) => [d.numerator, d.denominator]), model) });
  }
  for (const { variable, definition } of insee?.choices ?? []) {
    if (definition.fallback === null) continue;
    const own = variable.definitions.find((d) => d.fallback === null);
    lacking.push({ what: `${variable.id} : ${variable.label} (« ${definition.label} » en tient lieu)`, where: filesOf([own?.numerator ?? null, own?.denominator ?? null], model) });
  }
  for (const { variable, definition, denominator } of insee?.choices ?? []) {
    if (definition.kind === 'taux' && denominator === null) lacking.push({ what: `le poids de ${variable.id}`, where: filesOf([definition.denominator], model) });
  }
  if (!found.contours) lacking.push({ what: 'les contours des communes', where: `Admin Express de l'IGN (COMMUNE.shp), ou les contours administratifs d'Etalab (communes.geojson) ; ${FETCH}` });
  if (!found.posts) lacking.push({ what: 'les postes', where: `la liste des structures aux postes validés, publiée par l'ANCT sur data.gouv.fr ; ${FETCH}. Ou un postes.csv (docs/formats.md)` });
  if (!found.demands) lacking.push({ what: 'les demandes', where: "l'export des structures du back-office de l'ANCT, ou un demandes.csv (docs/formats.md)" });
  if (!found.envelope) lacking.push({ what: "l'enveloppe à répartir", where: 'un enveloppe.yaml (docs/formats.md), ou total sous allocate' });
  return lacking;
}

/** The files of INSEE that hold some quantities. */
function filesOf(ids: readonly (string | null)[], model: Model): string {
  const sets = ids.flatMap((id) => (id === null ? [] : (model.quantities.get(id)?.longNames ?? []).flatMap((n) => (n.dataSet === null ? [] : [n.dataSet])).slice(0, 1)));
  const wide = [...new Set(sets.flatMap((set) => WIDE_FILES.get(set) ?? []))];
  const weights = ids.includes('personnes_menages_fiscaux') ? ['cc_filosofi'] : [];
  const names = [...new Set([...wide, ...weights])];
  if (names.length === 0) return `le dossier complet de l'Insee ; ${FETCH}`;
  return `${names.join(', ')} de l'Insee${names.includes('cc_filosofi') ? '' : ', ou le dossier complet'}${sets.length === 0 ? '' : `, ou en forme longue ${[...new Set(sets)].join(', ')}`} ; ${FETCH}`;
}
