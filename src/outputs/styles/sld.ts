import type { LegendEntry } from '../map/layer.js';
import { NO_DATA } from '../map/palette.js';
import { xmlEscaped } from '../xml-text.js';
import { NO_VALUE, isClosed } from './score-classes.js';
import type { ScoreClasses } from './score-classes.js';

/**
 * `ifn.sld`: the same classes as an OGC Styled Layer Descriptor 1.0.0, which map servers take (GeoServer
 * first of all). Hatching uses GeoServer's mark `shape://slash`, for which the standard has no name.
 */
export function sldText(score: ScoreClasses): string {
  const title = xmlEscaped(score.title);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.opengis.net/sld http://schemas.opengis.net/sld/1.0.0/StyledLayerDescriptor.xsd">',
    '  <NamedLayer>',
    '    <Name>ifn</Name>',
    '    <UserStyle>',
    '      <Name>ifn</Name>',
    `      <Title>${title}</Title>`,
    '      <FeatureTypeStyle>',
    ...score.classes.flatMap((entry) => rule(`classe-${String(entry.at)}`, entry.label, filterOf(entry, score), [polygon(solid(entry.colour), stroke('#ffffff', BORDER))])),
    ...rule('sans-valeur', NO_VALUE, isNull(), [polygon(solid(NO_DATA.ground), null), polygon(hatching(), stroke(NO_DATA.line, HATCHING.width, DASHES))]),
    '      </FeatureTypeStyle>',
    '    </UserStyle>',
    '  </NamedLayer>',
    '</StyledLayerDescriptor>',
  ];
  return `${lines.join('\n')}\n`;
}

const FIELD = '<ogc:PropertyName>score</ogc:PropertyName>';

const isNull = (): string[] => ['<ogc:PropertyIsNull>', `  ${FIELD}`, '</ogc:PropertyIsNull>'];

function filterOf(entry: LegendEntry, score: ScoreClasses): string[] {
  const compare = (operator: string, limit: number): string[] => [`<ogc:${operator}>`, `  ${FIELD}`, `  <ogc:Literal>${String(limit)}</ogc:Literal>`, `</ogc:${operator}>`];
  const { from, to } = entry;
  const tests = [
    ...(from === null ? [] : [compare('PropertyIsGreaterThanOrEqualTo', from)]),
    ...(to === null ? [] : [compare(isClosed(entry, score) ? 'PropertyIsLessThanOrEqualTo' : 'PropertyIsLessThan', to)]),
  ];
  if (tests.length === 0) return ['<ogc:Not>', ...isNull().map((line) => `  ${line}`), '</ogc:Not>'];
  return tests.length === 1 ? tests.flat() : ['<ogc:And>', ...tests.flat().map((line) => `  ${line}`), '</ogc:And>'];
}

const rule = (name: string, title: string, filter: readonly string[], symbolizers: readonly (readonly string[])[]): string[] =>
  [
    '<Rule>',
    `  <Name>${name}</Name>`,
    `  <Title>${xmlEscaped(title)}</Title>`,
    '  <ogc:Filter>',
    ...filter.map((line) => `    ${line}`),
    '  </ogc:Filter>',
    ...symbolizers.flat().map((line) => `  ${line}`),
    '</Rule>',
  ].map((line) => `        ${line}`);

/** Widths in pixels. */
const BORDER = 0.5;
const HATCHING = { width: 1, size: 8 } as const;
/** For readers that do not know the mark of the hatching (QGIS among them): the border still differs. */
const DASHES = '4 3';

const polygon = (fill: readonly string[], border: readonly string[] | null): string[] => [
  '<PolygonSymbolizer>',
  '  <Fill>',
  ...fill.map((line) => `    ${line}`),
  '  </Fill>',
  ...(border ?? []).map((line) => `  ${line}`),
  '</PolygonSymbolizer>',
];

const parameter = (name: string, value: string): string => `<CssParameter name="${name}">${value}</CssParameter>`;

const solid = (colour: string): string[] => [parameter('fill', colour)];

const stroke = (colour: string, width: number, dashes: string | null = null): string[] => [
  '<Stroke>',
  `  ${parameter('stroke', colour)}`,
  `  ${parameter('stroke-width', String(width))}`,
  ...(dashes === null ? [] : [`  ${parameter('stroke-dasharray', dashes)}`]),
  '</Stroke>',
];

const hatching = (): string[] => [
  '<GraphicFill>',
  '  <Graphic>',
  '    <Mark>',
  '      <WellKnownName>shape://slash</WellKnownName>',
  ...stroke(NO_DATA.line, HATCHING.width).map((line) => `      ${line}`),
  '    </Mark>',
  `    <Size>${String(HATCHING.size)}</Size>`,
  '  </Graphic>',
  '</GraphicFill>',
];
