// Makes the demonstration and a crossing with each version of Node.js that can be had, in other folders, time
// zones and locales, and compares all their bytes: node scripts/same-everywhere.js (after npm run build).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { argv, env, execPath, exit, version } from 'node:process';
import { fileURLToPath } from 'node:url';

const VERSIONS = argv.length > 2 ? argv.slice(2) : ['20', '22', '24'];
const PLACES = [
  { folder: 'a', TZ: 'Europe/Paris', LC_ALL: 'fr_FR.UTF-8' },
  { folder: join('b', 'un autre dossier, é'), TZ: 'Pacific/Auckland', LC_ALL: 'C' },
  { folder: 'c', TZ: 'America/Cayenne', LC_ALL: 'tr_TR.UTF-8' },
];
const PROGRAM = fileURLToPath(new URL('../bin/fragilite.js', import.meta.url));
const POSTS = fileURLToPath(new URL('../data/demo/avril-2023/postes.csv', import.meta.url));
// A workbook's compression is that of Node.js: its bytes may change with the version, and docs/fichiers.md says so.
const COMPRESSED = /^classeur\//;

const work = mkdtempSync(join(tmpdir(), 'fragilite-partout-'));

/** The sha256 of all the files under a folder, by path. */
function hashes(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

function runAt(command, leading, place, name) {
  const folder = join(work, name, place.folder);
  mkdirSync(folder, { recursive: true });
  const run = (...words) => {
    const { status, stderr } = spawnSync(command, [...leading, PROGRAM, ...words], { cwd: folder, env: { ...env, TZ: place.TZ, LC_ALL: place.LC_ALL, LANG: place.LC_ALL, GITHUB_ACTIONS: '' }, encoding: 'utf8' });
    if (status !== 0) throw new Error(`fragilite ${words.join(' ')} : code ${String(status)}\n${stderr}`);
  };
  run('compute', '--quiet');
  run('compute', '--quiet', '--out', 'formats', '--format', 'csv-excel,topojson,qml,sld');
  run('compute', '--quiet', '--out', 'classeur', '--format', 'xlsx');
  // A copy has the same name everywhere.
  copyFileSync(POSTS, join(folder, 'postes.csv'));
  run('cross', '--quiet', '--scores', 'formats/ifn.csv', '--posts', 'postes.csv');
  run('verify', '--quiet');
  return hashes(folder);
}

let faults = 0;
let wanted = null;
for (const asked of ['', ...VERSIONS]) {
  const [command, leading] = asked === '' ? [execPath, []] : ['npx', ['--yes', `node@${asked}`]];
  const found = asked === '' ? { status: 0, stdout: version } : spawnSync(command, [...leading, '--version'], { encoding: 'utf8' });
  if (found.status !== 0) {
    console.log(`node ${asked} : non essayé, npx ne peut pas l'installer ici (${(found.stderr ?? '').split('\n').find((line) => line.includes('error')) ?? 'sans raison donnée'})`);
    continue;
  }
  // The running version in every place, the others in one each.
  for (const place of asked === '' ? PLACES : [PLACES[VERSIONS.indexOf(asked) % PLACES.length]]) {
    const made = runAt(command, leading, place, `node-${asked}`);
    wanted ??= made;
    const differ = [...new Set([...wanted.keys(), ...made.keys()])].filter((name) => wanted.get(name) !== made.get(name));
    const real = differ.filter((name) => !COMPRESSED.test(name));
    const zipped = differ.filter((name) => COMPRESSED.test(name));
    faults += real.length;
    const told = real.length === 0 ? ', identiques' : ` ; différents : ${real.join(', ')}`;
    const apart = zipped.length === 0 ? '' : ` (hors ${zipped.join(', ')} : la compression est celle de Node.js)`;
    console.log(`node ${found.stdout.trim()}, ${place.TZ}, ${place.LC_ALL} : ${String(made.size)} fichiers${told}${apart}`);
  }
}
rmSync(work, { recursive: true });
exit(faults === 0 ? 0 : 1);
