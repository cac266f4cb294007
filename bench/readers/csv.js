import { createReadStream } from 'node:fs';
import { WANTED } from '../dossier.js';
import { checksumOf } from './checksum.js';

/**
 * Reads the wanted columns of a dossier complet with one reader: `node csv.js READER FILE`. Prints a
 * checksum of the codes and of the numbers: all readers must find the same.
 */
const [, , name, path] = process.argv;
const codes = [];
const columns = WANTED.map(() => []);
const number = (text) => (text === '' || text === 's' ? NaN : Number(text.replace(',', '.')));

/** Takes rows of text, of which the first says where the columns are. */
function rowTaker() {
  let places = null;
  return (fields) => {
    if (places === null) {
      places = WANTED.map((column) => fields.indexOf(column));
      return;
    }
    codes.push(fields[0]);
    for (let i = 0; i < places.length; i += 1) columns[i].push(number(fields[places[i]]));
  };
}

const readers = {
  /** The column reader alone: the wanted fields, and nothing else. */
  async colonnes() {
    const { RecordScanner } = await import('../../dist/sources/columns/record-scanner.js');
    const { fileBlocks } = await import('../../dist/sources/columns/file-blocks.js');
    const { readNumber } = await import('../../dist/sources/numbers.js');
    const header = await headerOf();
    const wanted = ['CODGEO', ...WANTED].map((column) => header.indexOf(column)).sort((a, b) => a - b);
    const slots = WANTED.map((column) => wanted.indexOf(header.indexOf(column)));
    let first = true;
    const scanner = new RecordScanner({ delimiter: 0x3b, lineEnd: 0x0a, wanted }, (record) => {
      if (first) {
        first = false;
        return;
      }
      codes.push(record.field(0).toString('latin1'));
      for (let i = 0; i < slots.length; i += 1) {
        const value = record.decimal(slots[i]);
        columns[i].push(Number.isNaN(value) ? readNumber(record.field(slots[i]).toString('latin1')) : value);
      }
    });
    for await (const block of fileBlocks(path)) scanner.push(block);
    scanner.end();
  },

  /** What `compute` does with the file: every column that the index knows, sha256, encoding, codes checked and sorted. */
  async fragilite() {
    const { readForIndex } = await import('./insee-table.js');
    const table = await readForIndex(path);
    codes.push(...table.codes);
    WANTED.forEach((column, i) => {
      columns[i] = table.values[table.columns.findIndex((spec) => spec.name === column)];
    });
  },

  async papaparse() {
    const { default: Papa } = await import('papaparse');
    const take = rowTaker();
    await new Promise((resolve, reject) => {
      Papa.parse(createReadStream(path, { highWaterMark: 1 << 20 }), { delimiter: ';', skipEmptyLines: true, step: ({ data }) => take(data), complete: resolve, error: reject });
    });
  },

  async 'csv-parse'() {
    const { parse } = await import('csv-parse');
    const take = rowTaker();
    for await (const record of createReadStream(path, { highWaterMark: 1 << 20 }).pipe(parse({ delimiter: ';', skip_empty_lines: true }))) take(record);
  },

  async duckdb() {
    const { eachRow } = await import('./duckdb.js');
    const numbers = WANTED.map((column) => `TRY_CAST(replace("${column}", ',', '.') AS DOUBLE)`).join(', ');
    await eachRow(`SELECT CODGEO, ${numbers} FROM read_csv($path, delim = ';', header = true, all_varchar = true)`, path, ([code, ...values]) => {
      codes.push(code);
      values.forEach((value, i) => columns[i].push(value ?? NaN));
    });
  },
};

async function headerOf() {
  for await (const block of createReadStream(path, { encoding: 'latin1', end: 1 << 16 })) return block.slice(0, block.indexOf('\n')).split(';');
  return [];
}

await readers[name]();
process.stdout.write(checksumOf(codes, columns));
