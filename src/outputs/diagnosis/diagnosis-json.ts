import type { Diagnosis } from '../../diagnosis/diagnose.js';
import type { Moved } from '../../diagnosis/rank-shifts.js';
import type { Reliability } from '../../diagnosis/reliability.js';
import { isObserved } from '../../index/statuses.js';
import { UNCERTAINTIES } from '../../robustness/uncertainty.js';
import type { StoredManifest } from '../../sources/result-folder.js';
import type { StoredDiagnosis, StoredMove, StoredUnit } from '../../sources/stored-diagnosis.js';
import { VERSION } from '../../version.js';
import { WARNING } from '../method-text.js';
import { RELIABILITY_RULE } from './reliability-text.js';

/** How many of the units that stand apart are named. */
const MOST_OUTLIERS = 20;

/**
 * The content of `diagnostic.json`, from which the text and the pictures are made: in full precision.
 *
 * @param nameOf the name of an EPCI or a département by its code
 */
export function diagnosisJson(diagnosis: Diagnosis, manifest: StoredManifest, nameOf: (level: 'epci' | 'departement', code: string) => string): StoredDiagnosis {
  const { units, completeness, correlations, weights, robustness } = diagnosis;
  const codeAt = (place: number): string => units.codes[place] ?? '';
  const move = ({ place, before, after }: Moved): StoredMove => ({ code: codeAt(place), rang: before, rang_sans: after });
  return {
    outil: { nom: 'fragilite', version: VERSION },
    modele: { id: manifest.modele.id, version: manifest.modele.version, libelle: manifest.modele.libelle },
    territoire: manifest.territoire.nom,
    reference: manifest.reference.nom,
    unites_classees: robustness.ranked,
    variables: units.variables.map((v) => ({ id: v.id, libelle: v.label, poids_nominal: v.nominalWeight })),
    noeuds: units.nodes.map((n) => ({ id: n.id, libelle: n.label, niveau: n.kind, variables: n.variables })),
    completude: {
      unites: completeness.units,
      unites_completes: completeness.complete,
      moyenne: completeness.mean,
      variables: completeness.variables.map((v) => ({ id: v.id, statuts: Object.fromEntries(v.statuses) })),
      territoires: completeness.territories.map((t) => ({ niveau: t.level, code: t.code, nom: nameOf(t.level, t.code), unites: t.units, unites_completes: t.complete, moyenne: t.mean })),
    },
    distributions: diagnosis.distributions.map((d) => ({
      id: d.id ?? 'score',
      n: d.n,
      minimum: d.minimum,
      premier_quartile: d.firstQuartile,
      mediane: d.median,
      troisieme_quartile: d.thirdQuartile,
      maximum: d.maximum,
      moyenne: d.mean,
      ecart_type: d.deviation,
      asymetrie: d.skewness,
      aplatissement: d.kurtosis,
      signalee: d.driven,
      hors_bornes: { nombre: d.outliers.length, codes: d.outliers.slice(0, MOST_OUTLIERS).map(codeAt) },
    })),
    correlations: {
      variables: { ids: correlations.variables.ids, valeurs: correlations.variables.values },
      noeuds: { ids: correlations.nodes.ids, valeurs: correlations.nodes.values },
      avec_indice: correlations.withScore,
      alertes: correlations.flags.map((f) => ({ genre: f.kind, niveau: f.level, ids: f.ids, r: f.r })),
    },
    coherence: diagnosis.consistencies.map((c) => ({ id: c.id, variables: c.items, n: c.n, alpha: c.raw, alpha_standardise: c.standardised })),
    poids:
      weights === null
        ? null
        : {
            variables: weights.variables.map((w) => ({ id: w.id, nominal: w.nominal, part_variance: w.varianceShare, r2: w.r2 })),
            part_residu: weights.residualShare,
          },
    retraits: diagnosis.leftOut.map((l) => ({
      niveau: l.level,
      id: l.id,
      spearman: l.spearman,
      decalage_moyen: l.meanShift,
      decalage_maximal: l.largestShift,
      sans_indice: l.lost,
      plus_deplacees: l.moved.map(move),
    })),
    valeurs_remplacees: diagnosis.replaced.map((r) => ({
      id: r.id,
      unites: r.units,
      decalage_moyen: r.meanShift,
      decalage_maximal: r.largestShift,
      plus_deplacees: r.moved.map(move),
      autres: { decalage_moyen: r.othersMeanShift, decalage_maximal: r.othersLargestShift },
      spearman: r.spearman,
    })),
    simulation: simulationJson(diagnosis),
    fiabilite: { regle: RELIABILITY_RULE, effectifs: reliabilityCounts(diagnosis) },
    unites: units.codes.map((_, place) => unitJson(diagnosis, place)),
    avertissement: WARNING,
  };
}

function simulationJson({ robustness, groups }: Diagnosis): StoredDiagnosis['simulation'] {
  const words = new Map(UNCERTAINTIES.map((u) => [u.id, u]));
  return {
    tirages: robustness.draws,
    graine: robustness.seed,
    sources: robustness.effects.map((e) => ({
      id: e.id,
      libelle: words.get(e.id)?.label ?? e.id,
      hypothese: words.get(e.id)?.assumption ?? '',
      agit: e.acts,
      tirages: e.draws,
      decalage_moyen: e.meanShift,
      largeur_moyenne: e.meanWidth,
      spearman_moyen: e.meanSpearman,
      choix: e.alternatives,
    })),
    paires_ordonnees: { part: robustness.pairs.share, paires: robustness.pairs.pairs, toutes: robustness.pairs.exact },
    spearman: robustness.spearman === null ? null : { moyen: robustness.spearman.mean, minimum: robustness.spearman.least },
    groupes: groups.reduce((most, group) => Math.max(most, group), 0),
  };
}

function reliabilityCounts({ reliabilities }: Diagnosis): Record<Reliability, number> {
  const counts = { bonne: 0, moyenne: 0, faible: 0 };
  for (const found of reliabilities) if (found !== null) counts[found.level] += 1;
  return counts;
}

function unitJson({ units, robustness, groups, reliabilities }: Diagnosis, place: number): StoredUnit {
  const reliability = reliabilities[place] ?? null;
  return {
    code: units.codes[place] ?? '',
    nom: units.names[place] ?? '',
    score: known(units.score[place]),
    rang: positive(robustness.centralRank[place]),
    rang_p5: known(robustness.low[place]),
    rang_median: known(robustness.median[place]),
    rang_p95: known(robustness.high[place]),
    elargi: robustness.widened[place] === 1,
    frequence_dixieme: known(robustness.topTenth[place]),
    groupe: positive(groups[place]),
    fiabilite: reliability?.level ?? null,
    faiblesses: reliability?.weaknesses ?? [],
    completude: known(units.completeness[place]) ?? 0,
    non_observe: Object.fromEntries(
      units.variables.flatMap(({ id, statuses }) => {
        const status = statuses[place] ?? 'absent';
        return isObserved(status) ? [] : [[id, status]];
      }),
    ),
  };
}

/** The lines of `diagnostic.json`, a unit each. */
export function* diagnosisLines(content: StoredDiagnosis): Generator<string> {
  const { unites, avertissement, ...before } = content;
  yield `${JSON.stringify(before, null, 2).slice(0, -2)},\n  "unites": [\n`;
  for (const [i, unit] of unites.entries()) yield `    ${JSON.stringify(unit)}${i === unites.length - 1 ? '' : ','}\n`;
  yield `  ],\n  "avertissement": ${JSON.stringify(avertissement)}\n}\n`;
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
const positive = (value: number | undefined): number | null => (value === undefined || value === 0 ? null : value);
