import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { crossingCsv, joinedColumns } from '../../src/outputs/crossing-csv.js';
import { joinToCsv, joinToGeoJson } from '../../src/outputs/join-columns.js';
import { bufferSource } from '../../src/sources/byte-source.js';
import { BRON, GIVORS, VENISSIEUX, crossed, demand, post, unitLines } from '../support/crossing-sketch.js';
import { csvRecords } from '../support/post-files.js';

const ADDED = { names: ['poids', 'classe'], cells: new Map([[BRON, [12.5, 'a ; "b"']], [GIVORS, [null, null]]]) };

describe('columns joined to a CSV', () => {
  it('come last, in full precision, quoted where they must be, empty when null or when the unit is not crossed', () => {
    const text = [...joinToCsv(['code', 'score'], [[BRON, '95'], [GIVORS, ''], ['69999', '1']], ADDED)].join('');
    expect(text).toBe(`code;score;poids;classe\n${BRON};95;12.5;"a ; ""b"""\n${GIVORS};;;\n69999;1;;\n`);
  });

  it('replace those of an earlier crossing, wherever they stand, and keep the text of other cells', () => {
    const text = [...joinToCsv(['poids', 'code', 'classe', 'note'], [['9', BRON, 'ancienne', 'texte ; à point-virgule']], ADDED)].join('');
    expect(text).toBe(`code;note;poids;classe\n${BRON};"texte ; à point-virgule";12.5;"a ; ""b"""\n`);
  });

  it('stand where they stood when they are asked to, the new ones last', () => {
    const text = [...joinToCsv(['poids', 'code', 'note'], [['9', BRON, 'texte'], ['8', '69999', '']], ADDED, 'in-place')].join('');
    expect(text).toBe(`poids;code;note;classe\n12.5;${BRON};texte;"a ; ""b"""\n;69999;;\n`);
  });

  it('find codes whose zero was lost', () => {
    expect([...joinToCsv(['Code'], [['1004']], { names: ['poids'], cells: new Map([['01004', [3]]]) })].join('')).toBe('Code;poids\n1004;3\n');
  });

  it('twice is once', () => {
    const once = [...joinToCsv(['code', 'nom'], [[BRON, 'Bron ; inventée']], ADDED)].join('');
    const [header = [], ...records] = parse(once, { delimiter: ';' });
    expect([...joinToCsv(header, records, ADDED)].join('')).toBe(once);
    expect(csvRecords(once)[0]!['nom']).toBe('Bron ; inventée');
  });
});

describe('columns joined to a GeoJSON', () => {
  const collection = JSON.stringify({
    type: 'FeatureCollection',
    bbox: [0, 0, 1, 1],
    features: [
      { type: 'Feature', properties: { code: BRON, classe: 'ancienne', nom: '<Bron>' }, geometry: { type: 'Point', coordinates: [0.123456, 1] } },
      { type: 'Feature', properties: { code: GIVORS }, geometry: null },
      { type: 'Feature', properties: { code: '69999' }, geometry: null },
    ],
  });

  const joined = (text: string): string =>
    [...joinToGeoJson(bufferSource(Buffer.from(text)), ADDED)].join('');

  it('are properties, null when missing, the geometry and the members as they were', () => {
    expect(JSON.parse(joined(collection))).toEqual({
      type: 'FeatureCollection',
      bbox: [0, 0, 1, 1],
      features: [
        { type: 'Feature', properties: { code: BRON, nom: '<Bron>', poids: 12.5, classe: 'a ; "b"' }, geometry: { type: 'Point', coordinates: [0.123456, 1] } },
        { type: 'Feature', properties: { code: GIVORS, poids: null, classe: null }, geometry: null },
        { type: 'Feature', properties: { code: '69999', poids: null, classe: null }, geometry: null },
      ],
    });
  });

  it('stand where they stood when they are asked to', () => {
    const text = [...joinToGeoJson(bufferSource(Buffer.from(collection)), ADDED, 'in-place')].join('');
    const { features } = JSON.parse(text) as { features: { properties: object }[] };
    expect(Object.entries(features[0]!.properties)).toEqual([['code', BRON], ['classe', 'a ; "b"'], ['nom', '<Bron>'], ['poids', 12.5]]);
  });

  it('twice is once', () => {
    const once = joined(collection);
    expect(joined(once)).toBe(once);
  });
});

describe('croisement.csv and what is joined', () => {
  const crossing = crossed({ posts: [post('a', BRON), post('b', VENISSIEUX, { type: 'EPCI' })], demands: [demand('c', GIVORS)] });

  it('joined columns are columns of croisement.csv, with the same cells, for units only', () => {
    const { names, cells } = joinedColumns(crossing);
    const rows = csvRecords(crossingCsv(crossing));
    expect([...cells.keys()]).toEqual(unitLines(crossing).map((l) => l.code));
    for (const [code, values] of cells) {
      const row = rows.find((r) => r['code'] === code)!;
      expect(values.map((v) => (v === null ? '' : String(v)))).toEqual(names.map((name) => row[name]));
    }
  });

  it('numbers read back as they were', () => {
    const rows = csvRecords(crossingCsv(crossing));
    for (const line of unitLines(crossing)) {
      const row = rows.find((r) => r['code'] === line.code)!;
      expect([Number(row['poids']), Number(row['part_poids']), Number(row['ecart_postes'])]).toEqual([line.weight, line.weightShare, line.gap]);
    }
  });

  it('what only a territory can hold is not joined', () => {
    expect(joinedColumns(crossing).names.filter((name) => name.includes('a_localiser'))).toEqual([]);
  });
});
