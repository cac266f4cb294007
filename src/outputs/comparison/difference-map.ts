import { frenchNumber } from '../../french.js';
import type { PackedMap } from '../../geometry/packed.js';
import type { Comparison } from '../../main-job/comparison/comparison-job.js';
import type { StoredManifest } from '../../sources/result-folder.js';
import { capital, contoursText, mapText, unitNames } from '../map/about-map.js';
import type { MapText } from '../map/about-map.js';
import { mapColumn } from '../map/columns.js';
import type { MapColumn } from '../map/columns.js';
import { loadFonts } from '../map/font.js';
import { mapLayer } from '../map/layer.js';
import { mapSvg } from '../map/map-svg.js';
import { WARNING } from '../method-text.js';
import { MEASURE_NAMES, resultName, shiftDecimals } from './shift-words.js';

export const DIFFERENCE_MAP = 'carte-difference';

/** Names written at most. */
const LABELS = 60;

/** The map of what separates B from A, on A's contours: no change in the middle, brown where B is more fragile. */
export function differenceMap(comparison: Comparison, contours: PackedMap): string {
  const { a, units } = comparison;
  const column = differenceColumn(comparison);
  const values = new Map(units.filter((u) => u.a !== null).map((u) => [u.code, u.shift]));
  const limits = symmetricLimits([...values.values()], comparison.measure === 'rangs');
  const layer = { ...mapLayer(column, values, { method: { limits }, classes: limits.length + 1 }), method: 'bornes symétriques autour de 0' };
  return mapSvg({ stored: a.stored, contours, layer, counts: [], labels: LABELS, fonts: loadFonts(), text: words(comparison, column) });
}

function differenceColumn(comparison: Comparison): MapColumn {
  const { measure } = comparison;
  const label = measure === 'points' ? "Différence d'indice de fragilité numérique, B − A" : 'Différence de rang de fragilité numérique, de A à B';
  return {
    id: DIFFERENCE_MAP,
    kind: 'echelle',
    label,
    unit: MEASURE_NAMES[measure],
    scale: { base100: false, centre: 0, minimum: null, maximum: null, label: MEASURE_NAMES[measure] },
    decimals: shiftDecimals(comparison),
    factor: 1,
    variables: [],
    populationVintage: null,
    ofPosts: false,
    additive: false,
    note: null,
    ends: ['plus fragile en B', 'moins fragile en B'],
  };
}

/** Classes on each side of the one that holds 0, all of one width. */
const ARMS = 3;

/** Differences under it are the rounding errors of sums. */
const NOTHING = 1e-9;

/**
 * Limits at ±½, ±1½ and ±2½ steps, the step being round and so that the outermost classes hold the largest values.
 *
 * @param whole true of whole numbers: the step is then odd, so that no value is on a limit, which only one of
 *   two opposite classes holds
 */
export function symmetricLimits(values: readonly number[], whole = false): number[] {
  const most = Math.max(0, ...values.map(Math.abs).filter((size) => !Number.isNaN(size)));
  const round = most < NOTHING ? 1 : roundUp(most / (ARMS + 0.5));
  const step = whole ? 2 * Math.floor(Math.max(1, round) / 2) + 1 : round;
  const halves = Array.from({ length: ARMS }, (_, i) => Number(((i + 0.5) * step).toPrecision(12)));
  return [...halves.map((limit) => -limit).reverse(), ...halves];
}

/** The next of 1, 2, 4, 5 and 10 times a power of ten: its halves are short numbers. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 10].find((m) => m * power >= value - 1e-12) ?? 10) * power;
}

function words(comparison: Comparison, column: MapColumn): MapText {
  const { a, b, moved } = comparison;
  const [one, many] = unitNames(a.stored.manifest);
  const line = (letter: 'A' | 'B', { modele, reference, territoire }: StoredManifest, shown: string): string =>
    `${resultName(letter, shown)} : ${modele.id}, version ${String(modele.version)} ; ${territoire.nom_court} ; référence : ${reference.nom_court}.`;
  return {
    title: column.label,
    subtitle: capital(`${a.stored.manifest.territoire.nom_court}, ${frenchNumber(moved.length)} ${moved.length > 1 ? many : one} avec un indice dans les deux`),
    sources: [sourcesOf('A', a.stored.manifest), sourcesOf('B', b.stored.manifest)].join(' '),
    contours: contoursText(a.stored.manifest),
    about: [line('A', a.stored.manifest, a.shown), line('B', b.stored.manifest, b.shown), ...comparison.warnings.map((text) => `Attention : ${text}.`)],
    warning: WARNING,
  };
}

function sourcesOf(letter: 'A' | 'B', manifest: StoredManifest): string {
  const score = mapColumn('score', manifest);
  return score === null ? '' : mapText([score], manifest, 0).sources.replace('Sources', `Sources de ${letter}`);
}
