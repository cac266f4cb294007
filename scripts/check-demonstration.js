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
for (const name of ['classement.md', 'methode.md']) expect(`real label in ${name}`, read(name).includes('Part des 75 ans et plus (à défaut des 65 ans et plus)'), true);
expect('weights in methode.md', read('methode.md').includes('0,25 × pauvrete + 0,125 × monoparentales'), true);

const map = read('carte.svg');
expect('communes drawn in carte.svg', map.match(/<path [^>]*><title>/g)?.length, 58);
expect('schematic contours said on the map', map.includes('Contours schématiques'), true);
const png = readFileSync(join(folder, 'carte.png'));
expect('signature of carte.png', png.subarray(1, 4).toString('latin1'), 'PNG');
expect('width of carte.png', png.readUInt32BE(16), 1600);

const report = read('rapport.html');
expect('communes drawn in rapport.html', report.match(/<path data-u=/g)?.length, 58);
expect('rows of the table of rapport.html', report.match(/<tr data-u=/g)?.length, 58);
expect('addresses that rapport.html would load', report.match(/\bsrc=|<link|@import/g), null);

const outputs = JSON.parse(read('manifest.json')).sorties;
for (const name of ['carte.svg', 'carte.png', 'rapport.html']) expect(`${name} in the manifest`, outputs.some((o) => o.chemin === name), true);
for (const { chemin, sha256 } of outputs) {
  expect(`sha256 of ${chemin}`, createHash('sha256').update(readFileSync(join(folder, chemin))).digest('hex'), sha256);
}

for (const fault of faults) console.error(fault);
exit(faults.length === 0 ? 0 : 1);
