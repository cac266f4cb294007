// Checks the outputs of `npm start` as another program would read them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit } from 'node:process';

const folder = argv[2] ?? 'sortie';
const read = (name) => readFileSync(join(folder, name), 'utf8');
const faults = [];
const expect = (what, found, wanted) => {
  if (found !== wanted) faults.push(`${what}: ${String(found)} instead of ${String(wanted)}`);
};

const [header = '', ...lines] = read('ifn.csv').trimEnd().split('\n');
const columns = header.split(';');
const rows = lines.map((line) => Object.fromEntries(line.split(';').map((cell, i) => [columns[i], cell])));
const score = (code) => Number(rows.find((row) => row.code === code)?.score).toFixed(1);
expect('rows of ifn.csv', rows.length, 58);
expect('score of Vénissieux', score('69259'), '141.6');
expect('score of Lyon', score('69123'), '98.3');
expect('score of Cailloux-sur-Fontaines', score('69033'), '44.0');

const geojson = JSON.parse(read('ifn.geojson'));
expect('features of ifn.geojson', geojson.features.length, 58);
expect('features with a geometry', geojson.features.filter((f) => f.geometry !== null).length, 58);
expect('schematic contours said', /schématiques/.test(geojson.contours ?? ''), true);
expect('real label in classement.md', read('classement.md').includes('Part des 75 ans et plus (à défaut des 65 ans et plus)'), true);

for (const { chemin, sha256 } of JSON.parse(read('manifest.json')).sorties) {
  expect(`sha256 of ${chemin}`, createHash('sha256').update(read(chemin)).digest('hex'), sha256);
}

for (const fault of faults) console.error(fault);
exit(faults.length === 0 ? 0 : 1);
