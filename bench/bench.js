import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Inputs } from './inputs.js';
import { optionsOf } from './options.js';
import { writePage } from './page.js';
import { compute } from './parts/compute.js';
import { csv } from './parts/csv.js';
import { diagnose } from './parts/diagnose.js';
import { geometry } from './parts/geometry.js';
import { growth } from './parts/growth.js';
import { help } from './parts/help.js';
import { long } from './parts/long.js';
import { machine, promiseLine, tableOf, textTable } from './report.js';
import { takeRounds } from './rounds.js';

const PARTS = { csv, geometry, long, compute, diagnose, help, growth };

const options = optionsOf(process.argv.slice(2), Object.keys(PARTS));
const folder = resolve(options.folder ?? join(tmpdir(), 'fragilite-mesures'));
mkdirSync(folder, { recursive: true });
const tell = (text) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
};
const inputs = new Inputs(folder, options.quick ? 10 : 1, (text) => console.error(text));

const about = machine(options.runs);
console.log(`${about}${options.quick ? ' Un dixième des tailles : les verdicts ne valent que pour la taille entière.' : ''}`);
const measured = [];
for (const name of options.only) {
  const part = PARTS[name];
  const prepared = part.prepare(inputs);
  const results = part.take?.() ?? takeRounds(prepared.readings, options.runs, tell);
  tell('');
  const table = tableOf(prepared, results);
  const same = part.same(results, prepared);
  const promises = part.promises(results, prepared);
  measured.push({ title: part.title, about: prepared.about, table, promises });
  console.log(`\n${part.title}\n${prepared.about}\n${textTable(table)}`);
  for (const line of promises) console.log(`  ${promiseLine(line)}`);
  if (!same) {
    console.error('  Les lecteurs ne trouvent pas la même chose :');
    for (const [reader, { stdout }] of Object.entries(results)) console.error(`    ${reader} : ${stdout.slice(0, 200)}`);
    process.exitCode = 1;
  }
}
if (options.write && process.exitCode === undefined) console.log(`\nÉcrit dans ${writePage(about, measured)}.`);
