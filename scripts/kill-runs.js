// Starts `fragilite run` on a small project, kills it at points drawn from a seed, and looks at what it leaves:
// every output and the lock are whole, all outputs of one set, and the next run ends with the bytes of an
// undisturbed one.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execPath, exit } from 'node:process';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../dist/statistics/random.js';

const KILLS = Number(argv[2] ?? 50);
const SEED = Number(argv[3] ?? 1);
const root = fileURLToPath(new URL('../', import.meta.url));
const program = join(root, 'bin', 'fragilite.js');

const folder = mkdtempSync(join(tmpdir(), 'fragilite-kill-'));
for (const name of ['six-communes', 'projet']) cpSync(join(root, 'fixtures', name), folder, { recursive: true });
const out = join(folder, 'sortie');
const random = seededRandom(SEED);

/** What is changed between runs, so that each has something to do, from one step or another on. */
const TOUCHED = ['rp2022.csv', 'postes.csv', 'enveloppe.yaml'];
const original = new Map(TOUCHED.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const extra = (name) => (name.endsWith('.yaml') ? '# de plus\n' : '\n');

/** What a run writes in the project's folder. */
const WRITTEN = ['sortie', '.fragilite', 'fragilite.lock'];
const lock = join(folder, 'fragilite.lock');
const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
const bytes = () => Object.fromEntries([...readdirSync(out).sort().map((name) => [name, sha256(join(out, name))]), ['../fragilite.lock', sha256(lock)]]);
const runToEnd = () => spawnSync(execPath, [program, 'run', '--quiet'], { cwd: folder, encoding: 'utf8' });

/** The bytes that a run of the project as it is gives in an empty folder, by which input is touched. */
const undisturbed = new Map();
function expectedBytes(touched) {
  const known = undisturbed.get(touched);
  if (known !== undefined) return known;
  const kept = mkdtempSync(join(tmpdir(), 'fragilite-kept-'));
  for (const name of WRITTEN) if (existsSync(join(folder, name))) cpSync(join(folder, name), join(kept, name), { recursive: true });
  for (const name of WRITTEN) rmSync(join(folder, name), { recursive: true, force: true });
  const { status, stderr } = runToEnd();
  if (status !== 0) throw new Error(`the undisturbed run fails (${String(status)}): ${stderr}`);
  const found = bytes();
  for (const name of WRITTEN) rmSync(join(folder, name), { recursive: true, force: true });
  for (const name of readdirSync(kept)) cpSync(join(kept, name), join(folder, name), { recursive: true });
  rmSync(kept, { recursive: true, force: true });
  undisturbed.set(touched, found);
  return found;
}

/** Starts a run and kills it: after some milliseconds, or at the nth thing that happens in its folders. */
function killedRun(afterMs, atEvent) {
  return new Promise((done) => {
    const child = spawn(execPath, [program, 'run', '--quiet'], { cwd: folder, stdio: 'ignore' });
    let seen = 0;
    const kill = () => child.kill('SIGKILL');
    const watchers = atEvent === null ? [] : [folder, out, join(folder, '.fragilite')].filter((path) => existsSync(path)).map((path) => watch(path, () => ((seen += 1) >= atEvent ? kill() : undefined)));
    const timer = afterMs === null ? null : setTimeout(kill, afterMs);
    child.on('exit', (code, signal) => {
      if (timer !== null) clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      done(signal === 'SIGKILL');
    });
  });
}

const faults = [];
const fault = (text) => faults.push(text);

/** Every file is whole; those that the manifest names are its own, or the note of what is still to be renamed says where they are. */
function look(label) {
  const locks = [...undisturbed.values()].map((found) => found['../fragilite.lock']);
  if (existsSync(lock) && !locks.includes(sha256(lock))) fault(`${label}: fragilite.lock is none that a run writes`);
  if (!existsSync(out)) return;
  const note = join(out, '.fragilite-ecriture.json');
  const moving = existsSync(note) ? JSON.parse(readFileSync(note, 'utf8')).files : [];
  const placeOf = (name) => (moving.includes(name) && existsSync(join(out, `.${name}.tmp`)) ? join(out, `.${name}.tmp`) : join(out, name));
  for (const name of readdirSync(out).filter((n) => !n.startsWith('.'))) {
    const text = readFileSync(join(out, name));
    if (text.length === 0) fault(`${label}: ${name} is empty`);
    try {
      if (/json$/.test(name)) JSON.parse(text.toString('utf8'));
    } catch {
      fault(`${label}: ${name} is cut`);
    }
  }
  const manifest = placeOf('manifest.json');
  if (!existsSync(manifest)) {
    if (readdirSync(out).some((n) => !n.startsWith('.'))) fault(`${label}: outputs without a manifest`);
    return;
  }
  for (const { chemin, sha256: wanted } of JSON.parse(readFileSync(manifest, 'utf8')).sorties) {
    const path = placeOf(chemin);
    if (!existsSync(path)) fault(`${label}: ${chemin} is not there`);
    else if (sha256(path) !== wanted) fault(`${label}: ${chemin} is of another set`);
  }
}

const started = Date.now();
let { status } = runToEnd();
const duration = Date.now() - started;
expectedBytes(null);
if (status !== 0) fault('the first run fails');
let killed = 0;
let last;
let inWriting = 0;
for (let i = 0; i < KILLS; i += 1) {
  // Always another than before, and less often what makes everything be done again, which takes longest.
  const choices = [...TOUCHED, ...TOUCHED.slice(1), undefined].filter((name) => name !== last);
  const touched = choices[Math.floor(random() * choices.length)];
  last = touched;
  for (const name of TOUCHED) writeFileSync(join(folder, name), original.get(name) + (touched === name ? extra(name) : ''));
  const expected = expectedBytes(touched);
  if (random() < 0.1) rmSync(out, { recursive: true, force: true });
  const byEvent = i % 2 === 1;
  const label = `kill ${String(i + 1)}`;
  if (await killedRun(byEvent ? null : 0.7 * random() * duration, byEvent ? 1 + Math.floor(random() * 30) : null)) killed += 1;
  if (existsSync(join(out, '.fragilite-ecriture.json'))) inWriting += 1;
  look(label);
  const next = runToEnd();
  status = next.status;
  if (status !== 0) fault(`${label}: the next run ends with ${String(status)}: ${next.stderr}`);
  else if (JSON.stringify(bytes()) !== JSON.stringify(expected)) fault(`${label}: the next run gives other bytes than an undisturbed one`);
  for (const name of readdirSync(folder)) if (/\.(tmp|avant)$|^\.fragilite-ecriture/.test(name)) fault(`${label}: ${name} is left`);
}
rmSync(folder, { recursive: true, force: true });
console.log(`${String(killed)} runs killed of ${String(KILLS)}, ${String(inWriting)} of them while outputs went to their places (seed ${String(SEED)}); ${faults.length === 0 ? 'all was whole' : `${String(faults.length)} faults`}`);
for (const text of faults) console.error(text);
exit(faults.length === 0 && killed > 0 ? 0 : 1);
