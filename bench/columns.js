import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeNational, WANTED } from './national-csv.js';

/**
 * Reads 16 of the 1,900 columns of a wide CSV of national size with our column reader and with others,
 * each in a process of its own, on the same file. `node columns.js [rows] [rounds]`.
 */
const rows = Number(process.argv[2] ?? 35_000);
const rounds = Number(process.argv[3] ?? 3);
const READERS = ['fragilite', 'fragilite (lecture entière)', 'papaparse', 'csv-parse'];
const SLOW = new Set(['csv-parse']);
const script = fileURLToPath(new URL('readers.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fragilite-bench-'));

const best = (path, reader) => {
  let found = null;
  for (let round = 0; round < (SLOW.has(reader) ? 1 : rounds); round += 1) {
    const result = JSON.parse(execFileSync(process.execPath, [script, reader, path], { encoding: 'utf8', maxBuffer: 1 << 20 }));
    if (found === null || result.seconds < found.seconds) found = result;
  }
  return found;
};

try {
  for (const quoted of [false, true]) {
    const path = join(folder, quoted ? 'national-guillemets.csv' : 'national.csv');
    await writeNational(path, { rows, quoted });
    const megabytes = statSync(path).size / 1e6;
    console.log(`${String(rows)} lignes × 1900 colonnes, ${megabytes.toFixed(0)} Mo, ${String(WANTED.length)} colonnes voulues${quoted ? ', codes et noms entre guillemets' : ''}`);
    console.log(`  ${'lecteur'.padEnd(30)} ${'s'.padStart(7)} ${'Mo/s'.padStart(7)} ${'mémoire'.padStart(9)}  rapport`);
    const results = READERS.map((reader) => ({ reader, ...best(path, reader) }));
    const [ours] = results;
    for (const { reader, seconds, peak } of results) {
      console.log(`  ${reader.padEnd(30)} ${seconds.toFixed(2).padStart(7)} ${(megabytes / seconds).toFixed(0).padStart(7)} ${`${peak.toFixed(0)} Mio`.padStart(9)}  ${(seconds / ours.seconds).toFixed(1)}×`);
    }
    const sums = new Set(results.map((r) => `${String(r.rows)} ${r.checksum}`));
    if (sums.size > 1) throw new Error(`the readers do not agree: ${[...sums].join(' / ')}`);
    rmSync(path);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
