import { readFileSync, readdirSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';

const SCHEMAS = new URL('../../schemas/', import.meta.url);
const out = join(mkdtempSync(join(tmpdir(), 'fragilite-schemas-')), 'sortie');

const validator = (name: string) => {
  const schema = JSON.parse(readFileSync(new URL(`${name}.schema.json`, SCHEMAS), 'utf8')) as object;
  return new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false }).compile(schema);
};

/** The rows of a CSV as another program would type them: empty is null, a number is a number, codes stay text. */
function rowsOf(path: string): Record<string, unknown>[] {
  const records = parse<Record<string, string>>(readFileSync(path, 'utf8'), { delimiter: ';', columns: true });
  const text = new Set(['code', 'departement', 'epci', 'partie', 'nom', 'entonnoir']);
  return records.map((record) =>
    Object.fromEntries(
      Object.entries(record).map(([name, cell]): [string, unknown] => {
        if (cell === '') return [name, null];
        return [name, text.has(name) || Number.isNaN(Number(cell)) ? cell : Number(cell)];
      }),
    ),
  );
}

beforeAll(async () => {
  const silent = { stdout: () => undefined, stderr: () => undefined, interactive: false, color: false, cwd: out.replace(/\/sortie$/, '') };
  expect(await main(['compute', '--out', 'sortie'], silent)).toBe(0);
  expect(await main(['compute', '--model', 'inr-2020', '--out', 'inr'], silent)).toBe(0);
  expect(await main(['compare', 'sortie', 'inr', '--ranks', '--out', 'sortie/rangs'], silent)).toBe(0);
  expect(await main(['compare', 'sortie', 'sortie', '--out', 'sortie/soi'], silent)).toBe(0);
  expect(await main(['confront', fileURLToPath(new URL('../../fixtures/enquete/enquete.csv', import.meta.url)), 'sortie'], silent)).toBe(0);
});

describe('what we write obeys its schema', () => {
  it.each([
    ['ifn', 'ifn.csv'],
    ['quantites', 'quantites.csv'],
    ['croisement', 'fevrier-2021/croisement.csv'],
    ['croisement', 'avril-2023/croisement.csv'],
    ['allocation', 'fevrier-2021/allocation.csv'],
    ['comparaison', 'rangs/comparaison.csv'],
    ['comparaison', 'soi/comparaison.csv'],
    ['confrontation', 'confrontation.csv'],
  ])('%s: %s', (schema, file) => {
    const validate = validator(schema);
    const rows = rowsOf(join(out, file));
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) {
      validate(row);
      expect({ row, errors: validate.errors }).toEqual({ row, errors: null });
    }
  });

  it('ifn: the properties of ifn.geojson', () => {
    const validate = validator('ifn');
    const { features } = JSON.parse(readFileSync(join(out, 'ifn.geojson'), 'utf8')) as { features: { properties: object }[] };
    for (const { properties } of features) {
      validate(properties);
      expect(validate.errors).toBeNull();
    }
  });

  it.each(['rangs', 'soi'])('comparaison-resume: %s', (folder) => {
    const validate = validator('comparaison-resume');
    validate(JSON.parse(readFileSync(join(out, folder, 'comparaison.json'), 'utf8')));
    expect(validate.errors).toBeNull();
  });

  it.each(['manifest.json', 'fevrier-2021/manifest.json', 'avril-2023/manifest.json', 'rangs/manifest.json'])('manifest: %s', (file) => {
    const validate = validator('manifest');
    validate(JSON.parse(readFileSync(join(out, file), 'utf8')));
    expect(validate.errors).toBeNull();
  });
});

describe('schemas', () => {
  it.each(readdirSync(SCHEMAS))('%s compiles and names itself', (file) => {
    const schema = JSON.parse(readFileSync(new URL(file, SCHEMAS), 'utf8')) as { $id: string; title: string };
    expect(schema.$id).toBe(`urn:fragilite:schema:${file.replace('.schema.json', '')}`);
    expect(schema.title.length).toBeGreaterThan(0);
    expect(() => validator(file.replace('.schema.json', ''))).not.toThrow();
  });
});
