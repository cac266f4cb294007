import type { LabelledColumn } from '../column-labels.js';
import type { LegendEntry } from '../map/layer.js';
import { NO_DATA } from '../map/palette.js';
import { xmlEscaped } from '../xml-text.js';
import { NO_VALUE, isClosed } from './score-classes.js';
import type { ScoreClasses } from './score-classes.js';

/**
 * `ifn.qml`: the style of `ifn.geojson` for QGIS 3.22 and later, which loads it with the layer since it
 * has the same name. Rules, and not graduated ranges: a range of QGIS holds both its limits, and a
 * unit without a score would not be drawn at all.
 *
 * @param columns the fields of the layer in their order, for their French names
 */
export function qmlText(score: ScoreClasses, columns: readonly LabelledColumn[]): string {
  const noData = score.classes.length;
  const rules = [
    ...score.classes.map((entry, i) => ({ key: `classe-${String(entry.at)}`, symbol: i, filter: filterOf(entry, score), label: entry.label })),
    { key: 'sans-valeur', symbol: noData, filter: '"score" IS NULL', label: NO_VALUE },
  ];
  const lines = [
    '<!DOCTYPE qgis PUBLIC \'http://mrcc.com/qgis.dtd\' \'SYSTEM\'>',
    '<qgis version="3.22.0" styleCategories="Symbology|Fields">',
    '  <renderer-v2 type="RuleRenderer" symbollevels="0" enableorderby="0" forceraster="0" referencescale="-1">',
    '    <rules key="indice">',
    ...rules.map(({ key, symbol, filter, label }) => `      <rule${attributes({ key, symbol: String(symbol), filter, label })}/>`),
    '    </rules>',
    '    <symbols>',
    ...score.classes.flatMap(({ colour }, i) => symbol(String(i), [plainFill(colour, '#ffffff')])),
    ...symbol(String(noData), [plainFill(NO_DATA.ground, NO_DATA.line), hatching(String(noData))]),
    '    </symbols>',
    '  </renderer-v2>',
    '  <blendMode>0</blendMode>',
    '  <featureBlendMode>0</featureBlendMode>',
    '  <layerOpacity>1</layerOpacity>',
    '  <aliases>',
    ...columns.map(({ name, label }, i) => `    <alias${attributes({ index: String(i), field: name, name: label })}/>`),
    '  </aliases>',
    '  <layerGeometryType>2</layerGeometryType>',
    '</qgis>',
  ];
  return `${lines.join('\n')}\n`;
}

function filterOf(entry: LegendEntry, score: ScoreClasses): string {
  const { from, to } = entry;
  const parts = [
    ...(from === null ? [] : [`"score" >= ${String(from)}`]),
    ...(to === null ? [] : [`"score" ${isClosed(entry, score) ? '<=' : '<'} ${String(to)}`]),
  ];
  return parts.length === 0 ? '"score" IS NOT NULL' : parts.join(' AND ');
}

const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlEscaped(value)}"`)
    .join('');

const symbol = (name: string, layers: readonly (readonly string[])[]): string[] => [
  `      <symbol${attributes({ name, type: 'fill', alpha: '1', clip_to_extent: '1', force_rhr: '0' })}>`,
  ...layers.flat().map((line) => `        ${line}`),
  '      </symbol>',
];

/** Widths and distances in millimetres. */
const BORDER = '0.15';
const HATCHING = { width: '0.2', distance: '1.6' } as const;

const plainFill = (colour: string, border: string): string[] =>
  symbolLayer('SimpleFill', {
    color: rgba(colour),
    joinstyle: 'round',
    outline_color: rgba(border),
    outline_style: 'solid',
    outline_width: BORDER,
    outline_width_unit: 'MM',
    style: 'solid',
  });

/** Slanted lines: what has no value differs by more than its colour. QGIS names the lines' own symbol `@symbol@layer`. */
const hatching = (owner: string): string[] =>
  symbolLayer('LinePatternFill', { angle: '45', distance: HATCHING.distance, distance_unit: 'MM', line_width: HATCHING.width, line_width_unit: 'MM', offset: '0' }, [
    `<symbol${attributes({ name: `@${owner}@1`, type: 'line', alpha: '1', clip_to_extent: '1', force_rhr: '0' })}>`,
    ...symbolLayer('SimpleLine', { line_color: rgba(NO_DATA.line), line_style: 'solid', line_width: HATCHING.width, line_width_unit: 'MM' }),
    '</symbol>',
  ]);

const symbolLayer = (kind: string, options: Readonly<Record<string, string>>, inside: readonly string[] = []): string[] => [
  `<layer${attributes({ class: kind, enabled: '1', locked: '0', pass: '0' })}>`,
  '  <Option type="Map">',
  ...Object.entries(options).map(([name, value]) => `    <Option${attributes({ name, type: 'QString', value })}/>`),
  '  </Option>',
  ...inside.map((line) => `  ${line}`),
  '</layer>',
];

/** `#ff8000` as QGIS writes it: `255,128,0,255`. */
const rgba = (colour: string): string => [1, 3, 5].map((at) => String(parseInt(colour.slice(at, at + 2), 16))).join(',') + ',255';
