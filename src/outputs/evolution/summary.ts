import { counted, frenchNumber } from '../../french.js';
import { byChange } from '../../evolution/whole-change.js';
import type { Evolution } from '../../main-job/evolution/evolution.js';
import { baseManifest, firstYear, lastYear, moversText, panelUnitNames, signed } from './words.js';

/** How many units the terminal shows at each end. */
const SHOWN = 3;

/** What `evolution` says on the terminal. */
export function evolutionSummary(evolution: Evolution): string {
  const { panel } = evolution;
  const { modele, reference } = baseManifest(evolution);
  const moved = byChange(panel.units);
  const ends = moved.length <= 2 * SHOWN ? moved : [...moved.slice(0, SHOWN), ...moved.slice(-SHOWN)];
  const width = Math.max(...ends.map(({ unit }) => unit.name.length), 10);
  const line = (name: string, scores: readonly number[], change: string, why: string): string =>
    `${name.padEnd(width)}  ${scores.map((s) => frenchNumber(s, 1).padStart(7)).join('')}  ${change.padStart(8)}  ${why}`.trimEnd();
  return `${[
    `Évolution de l'indice : ${modele.libelle} (${modele.id}, version ${String(modele.version)})`,
    `Années : ${panel.years.map((y) => `${String(y.year)} (${y.shown})`).join(', ')} ; géographie : COG ${String(panel.cog)}`,
    `Base 100 : ${reference.nom_court} en ${String(panel.years[panel.base]?.year ?? '')}, figée`,
    `Panel : ${counted(panel.units.length, ...panelUnitNames(evolution))}, ${counted(panel.variables.length, 'variable')}`,
    '',
    `${''.padEnd(width)}  ${panel.years.map((y) => String(y.year).padStart(7)).join('')}  ${'écart'.padStart(8)}  ce qui le porte, de ${String(firstYear(panel))} à ${String(lastYear(panel))}`,
    line('Référence', panel.reference.score, signed((panel.reference.score.at(-1) ?? Number.NaN) - (panel.reference.score[0] ?? Number.NaN)), ''),
    ...ends.map(({ unit, whole }) => line(unit.name, unit.score, signed(whole.change), moversText(whole))),
    '',
  ].join('\n')}\n`;
}
