import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { classOf } from '../../../src/geometry/classes.js';
import { mapColumn } from '../../../src/outputs/map/columns.js';
import { columnValues, mapLayer } from '../../../src/outputs/map/layer.js';
import type { MapLayer } from '../../../src/outputs/map/layer.js';
import { NO_DATA } from '../../../src/outputs/map/palette.js';
import { qmlText } from '../../../src/outputs/styles/qml.js';
import type { ScoreClasses } from '../../../src/outputs/styles/score-classes.js';
import { sldText } from '../../../src/outputs/styles/sld.js';
import { readResultFolder } from '../../../src/sources/result-folder.js';
import { FORBIDDEN_NAMES, HOSTILE_NAMES } from '../../support/hostile-names.js';
import { repositoryFile, runCli, useFolder } from '../../support/run-cli.js';
import { elementsOf, onlyElement, parseXml } from '../../support/xml.js';
import type { XmlElement } from '../../support/xml.js';

const folder = useFolder();
const text = (name: string): string => readFileSync(join(folder.path, 'lyon', name), 'utf8');
let layer: MapLayer;
beforeAll(async () => {
  const posts = ['--posts', repositoryFile('data/demo/avril-2023/postes.csv')];
  expect((await runCli(['compute', '--out', 'lyon', '--format', 'qml,sld', ...posts], folder.path)).code).toBe(0);
  const { manifest, rows } = readResultFolder(join(folder.path, 'lyon'), 'lyon');
  const column = mapColumn('score', manifest)!;
  layer = mapLayer(column, columnValues(column, rows));
});

type Test = (score: number | null) => boolean;
interface Rule {
  readonly label: string;
  readonly colours: readonly string[];
  readonly holds: Test;
}

/** A filter of the QML, as QGIS reads it: a comparison with NULL does not hold. */
function qgisFilter(filter: string): Test {
  const tests = filter.split(' AND ').map((part): Test => {
    const [, operator, limit] = /^"score" (IS NULL|IS NOT NULL|>=|<=|<)(?: (-?[\d.]+))?$/.exec(part) ?? [];
    if (operator === undefined) throw new Error(`a filter that is not ours: ${part}`);
    return compared(operator, Number(limit));
  });
  return (score) => tests.every((test) => test(score));
}

function compared(operator: string, limit: number): Test {
  switch (operator) {
    case 'IS NULL':
      return (score) => score === null;
    case 'IS NOT NULL':
      return (score) => score !== null;
    case '>=':
      return (score) => score !== null && score >= limit;
    case '<=':
      return (score) => score !== null && score <= limit;
    default:
      return (score) => score !== null && score < limit;
  }
}

const hex = (rgba: string): string => `#${rgba.split(',').slice(0, 3).map((n) => Number(n).toString(16).padStart(2, '0')).join('')}`;

function qmlRules(root: XmlElement): Rule[] {
  const symbols = new Map(onlyElement(root, 'symbols').children.map((symbol) => [symbol.attributes.get('name'), symbol]));
  return elementsOf(root, 'rule').map((rule) => {
    const symbol = symbols.get(rule.attributes.get('symbol'))!;
    const colours = elementsOf(symbol, 'Option').filter((o) => ['color', 'line_color'].includes(o.attributes.get('name') ?? '')).map((o) => hex(o.attributes.get('value') ?? ''));
    return { label: rule.attributes.get('label') ?? '', colours, holds: qgisFilter(rule.attributes.get('filter') ?? '') };
  });
}

/** An OGC filter, as its specification reads it. */
function ogcTest(filter: XmlElement): Test {
  const limit = Number(elementsOf(filter, 'ogc:Literal')[0]?.text);
  const name = filter.name.replace('ogc:', '');
  const inner = filter.children.filter((child) => !['ogc:PropertyName', 'ogc:Literal'].includes(child.name)).map(ogcTest);
  switch (name) {
    case 'And':
      return (score) => inner.every((test) => test(score));
    case 'Not':
      return (score) => inner.every((test) => !test(score));
    case 'PropertyIsNull':
      return compared('IS NULL', limit);
    case 'PropertyIsGreaterThanOrEqualTo':
      return compared('>=', limit);
    case 'PropertyIsLessThanOrEqualTo':
      return compared('<=', limit);
    case 'PropertyIsLessThan':
      return compared('<', limit);
    default:
      throw new Error(`a filter that is not ours: ${name}`);
  }
}

const sldRules = (root: XmlElement): Rule[] =>
  elementsOf(root, 'Rule').map((rule) => ({
    label: rule.children.find((c) => c.name === 'Title')!.text,
    colours: elementsOf(rule, 'CssParameter').filter((p) => p.attributes.get('name') === 'fill').map((p) => p.text),
    holds: ogcTest(onlyElement(rule, 'ogc:Filter').children[0]!),
  }));

const both = (score: ScoreClasses): [string, Rule[]][] => [
  ['qml', qmlRules(parseXml(qmlText(score, [])))],
  ['sld', sldRules(parseXml(sldText(score)))],
];

describe.each([
  ['ifn.qml', qmlRules],
  ['ifn.sld', sldRules],
] as const)('%s', (file, rulesOf) => {
  it('has the classes, labels and colours of the map, then what has no value', () => {
    const rules = rulesOf(parseXml(text(file)));
    expect(rules.slice(0, -1).map((r) => [r.label, r.colours])).toEqual(layer.legend.map((entry) => [entry.label, [entry.colour]]));
    expect(rules.at(-1)!.label).toBe('sans valeur');
    expect(rules.at(-1)!.colours[0]).toBe(NO_DATA.ground);
  });

  it('puts every score in one class, that of the map, limits included, and null in the last', () => {
    const rules = rulesOf(parseXml(text(file)));
    const scores = fc.oneof(fc.constantFrom(70, 85, 95, 105, 115, 130), fc.double({ min: 0, max: 1000, noNaN: true }));
    fc.assert(
      fc.property(scores, (score) => {
        const held = rules.filter((r) => r.holds(score)).map((r) => r.label);
        expect(held).toEqual([layer.legend.find((entry) => entry.at === classOf(layer.breaks!, score))!.label]);
      }),
    );
    expect(rules.filter((r) => r.holds(null)).map((r) => r.label)).toEqual(['sans valeur']);
  });
});

describe('classes that end', () => {
  const entry = (at: number, from: number | null, to: number | null) => ({ at, label: `classe ${String(at)}`, colour: '#102030', count: 1, from, to });
  const quantiles: ScoreClasses = { title: 't', classes: [entry(1, 90.5, 120), entry(0, 40, 90.5)] };

  it('hold their highest value', () => {
    for (const [format, rules] of both(quantiles)) {
      const held = (score: number | null): string[] => rules.filter((r) => r.holds(score)).map((r) => r.label);
      expect([held(40), held(90.5), held(120), held(null)], format).toEqual([['classe 0'], ['classe 1'], ['classe 1'], ['sans valeur']]);
    }
  });

  it('that are one, open, hold every score but null', () => {
    for (const [format, rules] of both({ title: 't', classes: [entry(0, null, null)] })) {
      expect(rules.map((r) => [r.holds(-1e9), r.holds(null)]), format).toEqual([[true, false], [false, true]]);
    }
  });

  it('that are none leave what has no value', () => {
    for (const [format, rules] of both({ title: 't', classes: [] })) expect(rules.map((r) => r.label), format).toEqual(['sans valeur']);
  });
});

describe('ifn.qml', () => {
  it('names every field of ifn.geojson in French, by the real label', () => {
    const aliases = elementsOf(parseXml(text('ifn.qml')), 'alias').map(({ attributes }) => [attributes.get('field'), attributes.get('name')]);
    const { features } = JSON.parse(text('ifn.geojson')) as { features: { properties: object }[] };
    expect(aliases.map(([field]) => field)).toEqual(Object.keys(features[0]!.properties));
    expect(Object.fromEntries(aliases) as object).toMatchObject({ score: 'Indice', ages_65_plus: 'Part des 75 ans et plus (à défaut des 65 ans et plus), en % (2022)', postes_portes: "Postes portés (siège de l'employeur)" });
  });

  it('hatches what has no value: a pattern of lines, its own symbol named as QGIS names it', () => {
    const root = parseXml(text('ifn.qml'));
    const last = onlyElement(root, 'symbols').children.at(-1)!;
    const [ground, lines] = last.children;
    expect([ground?.attributes.get('class'), lines?.attributes.get('class')]).toEqual(['SimpleFill', 'LinePatternFill']);
    expect(onlyElement(lines!, 'symbol').attributes.get('name')).toBe(`@${last.attributes.get('name')!}@1`);
    expect(elementsOf(root, 'layer').filter((l) => l.attributes.get('class') === 'LinePatternFill')).toHaveLength(1);
  });
});

/** The children that an element of SLD 1.0.0 may have, in their order (StyledLayerDescriptor.xsd of the OGC). */
const ORDER: Readonly<Record<string, RegExp>> = {
  StyledLayerDescriptor: /^NamedLayer$/,
  NamedLayer: /^Name UserStyle$/,
  UserStyle: /^Name Title FeatureTypeStyle$/,
  FeatureTypeStyle: /^Rule( Rule)*$/,
  Rule: /^Name Title ogc:Filter PolygonSymbolizer( PolygonSymbolizer)*$/,
  PolygonSymbolizer: /^Fill( Stroke)?$/,
  Fill: /^(GraphicFill|CssParameter)$/,
  GraphicFill: /^Graphic$/,
  Graphic: /^Mark Size$/,
  Mark: /^WellKnownName Stroke$/,
  Stroke: /^CssParameter( CssParameter)*$/,
};

describe('ifn.sld', () => {
  it('is laid out as the schema of SLD 1.0.0 wants', () => {
    const visit = (element: XmlElement): void => {
      const order = ORDER[element.name];
      if (order !== undefined) expect(element.children.map((c) => c.name).join(' '), element.name).toMatch(order);
      else if (!element.name.startsWith('ogc:')) expect(element.children, element.name).toEqual([]);
      element.children.forEach(visit);
    };
    const root = parseXml(text('ifn.sld'));
    visit(root);
    expect([root.name, root.attributes.get('version'), root.attributes.get('xmlns')]).toEqual(['StyledLayerDescriptor', '1.0.0', 'http://www.opengis.net/sld']);
    expect(elementsOf(root, 'UserStyle')[0]!.children[1]!.text).toBe('Indice de fragilité numérique : Métropole de Lyon (base 100 : Métropole de Lyon)');
  });
});

describe('names in styles', () => {
  const names: (readonly [string, string])[] = [...HOSTILE_NAMES.map((name) => [name, name] as const), ...FORBIDDEN_NAMES];

  it('come back as they are, what XML forbids replaced', () => {
    for (const [name, shown] of names) {
      const score: ScoreClasses = { title: name, classes: [{ at: 0, label: name, colour: '#000000', count: 1, from: null, to: null }] };
      const qml = parseXml(qmlText(score, [{ name, label: name, kind: 'text' }]));
      const [alias] = elementsOf(qml, 'alias');
      expect([alias!.attributes.get('field'), alias!.attributes.get('name'), elementsOf(qml, 'rule')[0]!.attributes.get('label')]).toEqual([shown, shown, shown]);
      expect(elementsOf(parseXml(sldText(score)), 'Title').slice(0, 2).map((t) => t.text)).toEqual([shown, shown]);
    }
  });
});
