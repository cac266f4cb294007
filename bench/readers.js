import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { WANTED } from './national-csv.js';

/**
 * Reads the wanted columns of a file with one reader, in a process of its own, and prints the seconds,
 * the peak memory of the process and a checksum of the numbers: all must find the same.
 */
const [, , name, path] = process.argv;
const numbers = WANTED.slice(1);

/** Number columns and a count of codes; the checksum is of the numbers in order. */
const columns = numbers.map(() => []);
const codes = [];
const number = (text) => (text === '' || text === 's' ? NaN : Number(text.replace(',', '.')));
const take = (fields) => {
  codes.push(fields[0]);
  for (let i = 0; i < numbers.length; i += 1) columns[i].push(number(fields[numbers[i]]));
};

const readers = {
  async fragilite() {
    const { RecordScanner } = await import('../dist/sources/columns/record-scanner.js');
    const { fileBlocks } = await import('../dist/sources/columns/file-blocks.js');
    const { readNumber } = await import('../dist/sources/numbers.js');
    let first = true;
    const scanner = new RecordScanner({ delimiter: 59, lineEnd: 10, wanted: WANTED }, (record) => {
      if (first) {
        first = false;
        return;
      }
      codes.push(record.field(0).toString('latin1'));
      for (let i = 0; i < numbers.length; i += 1) {
        const value = record.decimal(i + 1);
        columns[i].push(Number.isNaN(value) ? readNumber(record.field(i + 1).toString('latin1')) : value);
      }
    });
    for await (const block of fileBlocks(path)) scanner.push(block);
    scanner.end();
  },
  // What `compute` does with a file: the same columns, and sha256, encoding, codes checked and sorted.
  async 'fragilite (lecture entière)'() {
    const { readInseeTable } = await import('../dist/sources/insee-table.js');
    const wanted = new Set(numbers.map((i) => `P22_C${String(i)}`));
    const spec = (name) => ({ name, nature: 'effectif', family: 'rp', vintage: 2022, weights: [], emptyIsSecret: false, scale: 1 });
    const table = await readInseeTable(path, 'national.csv', (name) => (wanted.has(name) ? spec(name) : null), { regions: new Map(), departements: new Map() });
    codes.push(...table.codes);
    for (const [i, values] of table.values.entries()) columns[i].push(...values);
  },
  async papaparse() {
    const { default: Papa } = await import('papaparse');
    await new Promise((resolve, reject) => {
      let first = true;
      Papa.parse(createReadStream(path, { highWaterMark: 1 << 20 }), {
        delimiter: ';',
        skipEmptyLines: true,
        step: ({ data }) => {
          if (first) first = false;
          else take(data);
        },
        complete: resolve,
        error: reject,
      });
    });
  },
  async 'csv-parse'() {
    const { parse } = await import('csv-parse');
    let first = true;
    for await (const record of createReadStream(path, { highWaterMark: 1 << 20 }).pipe(parse({ delimiter: ';', relax_quotes: true, skip_empty_lines: true }))) {
      if (first) first = false;
      else take(record);
    }
  },
};

const start = performance.now();
await readers[name]();
const seconds = (performance.now() - start) / 1000;
const hash = createHash('sha256');
for (const column of columns) hash.update(Float64Array.from(column));
const peak = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ seconds, peak, rows: codes.length, checksum: hash.digest('hex').slice(0, 12) }));
