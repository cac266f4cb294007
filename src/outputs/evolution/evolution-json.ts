import type { PanelUnit } from '../../evolution/panel.js';
import { wholeChange } from '../../evolution/whole-change.js';
import type { Evolution } from '../../main-job/evolution/evolution.js';
import { VERSION } from '../../version.js';
import { WARNING } from '../method-text.js';
import { joinedCodes } from './evolution-csv.js';
import { panelTerritory } from './words.js';

/** What the manifest and `evolution.json` both say of a panel. */
export function panelEntry(evolution: Evolution): object {
  const { panel, years, overlaps } = evolution;
  const manifest = years[panel.base]?.manifest;
  return {
    modele: { id: manifest?.modele.id, version: manifest?.modele.version, libelle: manifest?.modele.libelle },
    base: panel.years[panel.base]?.year,
    geographie: { cog: panel.cog },
    territoire: panelTerritory(evolution).nom,
    reference: { nom: manifest?.reference.nom, selecteur: manifest?.reference.selecteur },
    annees: panel.years.map((year, at) => ({
      annee: year.year,
      dossier: year.shown,
      cog: year.cog,
      territoire: years[at]?.manifest.territoire.selecteur,
      unites: years[at]?.rows,
      millesimes: Object.fromEntries([...year.variables.values()].map((v) => [v.id, v.vintage])),
    })),
    recouvrements: overlaps.map((f) => ({ variable: f.variable, millesimes: [f.before.vintage, f.after.vintage], ecart_voulu: f.wanted })),
    variables: panel.variables.map((v) => ({ id: v.id, libelle: v.label, poids_nominal: v.weight, reference_figee: v.frozen, references: v.years.map((y) => y.reference) })),
    variables_ecartees: panel.left.map((v) => ({ id: v.id, libelle: v.label, motif: v.why, raison: v.reason, references: v.references })),
    unites: panel.units.length,
    unites_sans_score: panel.units.filter((u) => Number.isNaN(u.score[0] ?? Number.NaN)).length,
    unites_ecartees: panel.leftUnits.map((u) => ({ code: u.code, nom: u.name, raison: u.reason })),
  };
}

/** `evolution.json`, piece after piece: the panel for machines, a line per unit; the whole of its figures is in `evolution.csv`. */
export function* evolutionJson(evolution: Evolution): Generator<string> {
  const { panel } = evolution;
  const head = {
    outil: { nom: 'fragilite', version: VERSION },
    ...panelEntry(evolution),
    trajectoire_reference: panel.years.map((year, at) => ({
      annee: year.year,
      score: orNull(panel.reference.score[at]),
      points: Object.fromEntries([...panel.reference.points].map(([id, points]) => [id, orNull(points[at])])),
    })),
    ensemble: panel.changes.map((c) => ({ variable: c.variable, de: panel.years[c.at - 1]?.year, a: panel.years[c.at]?.year, avant: c.before, apres: c.after, par_taux: c.rates, par_composition: c.composition })),
    avertissement: WARNING,
  };
  yield JSON.stringify(head, null, 2).replace(/\n\}$/, ',\n  "unites_panel": [\n');
  for (const [i, unit] of panel.units.entries()) yield `    ${JSON.stringify(unitEntry(unit))}${i === panel.units.length - 1 ? '' : ','}\n`;
  yield '  ]\n}\n';
}

function unitEntry(unit: PanelUnit): object {
  const { change, variables, rule } = wholeChange(unit);
  return {
    code: unit.code,
    nom: unit.name,
    scores: unit.score.map(orNull),
    rangs: unit.rank.map((rank) => (rank === 0 ? null : rank)),
    evolution: orNull(change),
    ...(Number.isNaN(change)
      ? {}
      : { par_variable: Object.fromEntries(variables.map((v) => [v.id, { evolution: v.contribution, par_numerateur: v.numerator, par_denominateur: v.denominator }])), effet_regle: rule }),
    reunit: unit.score.map((_, at) => joinedCodes(unit, at)),
  };
}

const orNull = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
