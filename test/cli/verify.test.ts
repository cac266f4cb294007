import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { bytesOf, fragilite, textOf } from '../support/command-line.js';
import type { Outcome } from '../support/command-line.js';
import { repositoryFile } from '../support/run-cli.js';
import { GOOD, put, sixCommunes } from '../support/six-communes.js';
import { temporaryFolder } from '../support/write-shapefile.js';
import { zipBytes } from '../support/write-zip.js';

const ADDED = [
  ['diagnose', '--draws', '40'],
  ['cross', '--posts', 'postes.csv', '--demands', 'demandes.csv', '--thresholds', '80,120', '--horizon', '2024-01-01'],
  ['map', '--column', 'score,population', '--format', 'svg', '--labels', 'non'],
  ['confront', 'enquete.csv', '--inverse'],
  ['allocate', '--total', '12', '--by', 'groupes.csv'],
  ['report'],
] as const;

const CROSSED = ADDED[1];

const INPUTS = ['rp2022.csv', 'filosofi2021.csv', 'contours.geojson', 'postes.csv', 'demandes.csv', 'groupes.csv', 'enquete.csv'];

let made: Promise<string> | null = null;
const whole = mkdtempSync(join(tmpdir(), 'fragilite-verify-test-'));
afterAll(() => rmSync(whole, { recursive: true, force: true }));

/** The six communes with a result that every command added to, and all the files that it rests on; made once. */
async function fullResult(): Promise<{ readonly folder: string; readonly inputs: readonly string[] }> {
  const folder = await temporaryFolder();
  cpSync(await (made ??= makeFullResult()), folder, { recursive: true });
  return { folder, inputs: INPUTS };
}

async function makeFullResult(): Promise<string> {
  const folder = await sixCommunes();
  const codes = textOf(folder, 'rp2022.csv').trimEnd().split('\n').slice(1).map((line) => line.split(';')[0] ?? '');
  await put(folder, {
    'postes.csv': `poste;nombre;structure;siret;type;commune;departement;statut;coordinateur;date_validation;debut;fin;montant\n${codes.slice(0, 4).map((code, i) => `P${String(i)};1;Structure ${String(i)};;PRIVATE;${code};69;occupe;non;;2021-06-01;2023-05-31;`).join('\n')}\n`,
    'demandes.csv': `demande;nature;structure;siret;type;commune;departement;postes;etat;date\nD1;structure;Une association;;PRIVATE;${codes[1] ?? ''};69;2;CREEE;2021-02-20\n`,
    'enquete.csv': `code;n;taux\n${codes.map((code, i) => `${code};${String(20 + 15 * i)};${String(10 + 8 * ((i * 2) % 5))}`).join('\n')}\n`,
    'groupes.csv': `code;groupe\n${codes.map((code, i) => `${code};${i < 3 ? 'Nord' : 'Sud'}`).join('\n')}\n`,
  });
  for (const argv of [GOOD, ...ADDED]) {
    const { code, stderr } = await fragilite(folder, argv);
    expect({ argv, code, stderr: code === 0 ? '' : stderr }).toEqual({ argv, code: 0, stderr: '' });
  }
  cpSync(folder, whole, { recursive: true });
  return whole;
}

const conforms = { code: 0, stderr: '', stdout: expect.stringMatching(/Conforme à son manifeste, octet par octet\.\n$/) as string };

function validated(outcome: Outcome): unknown {
  const schema = JSON.parse(readFileSync(repositoryFile('schemas/verification.schema.json'), 'utf8')) as object;
  const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false }).compile(schema);
  const answer: unknown = JSON.parse(outcome.stdout);
  validate(answer);
  expect(validate.errors).toBeNull();
  return answer;
}

describe('verify: a result that is what its manifest claims', () => {
  it('with a diagnosis, crossing, maps of two columns, survey, sharing and report, made again from the manifest alone', async () => {
    const { folder } = await fullResult();
    expect(await fragilite(folder, ['verify'])).toEqual(conforms);
    const answer = validated(await fragilite(folder, ['verify', '--json'])) as { conforme: boolean; recalcul: { identiques: string[]; non_recalcules: string[] } };
    const files = readdirSync(join(folder, 'sortie'));
    expect(answer).toMatchObject({ conforme: true, code: 0, erreur: null });
    expect([...answer.recalcul.identiques].sort()).toEqual(files.sort());
    expect(answer.recalcul.non_recalcules).toEqual([]);
  });

  it('in another folder, by --from; and says where paths start from without it', async () => {
    const { folder } = await fullResult();
    const elsewhere = await temporaryFolder();
    cpSync(join(folder, 'sortie'), join(elsewhere, 'copie'), { recursive: true });
    expect(await fragilite(elsewhere, ['verify', 'copie', '--from', folder])).toEqual(conforms);
    const lost = await fragilite(elsewhere, ['verify', 'copie']);
    expect(lost.code).toBe(3);
    expect(lost.stderr).toContain('donnez par --from celui où le calcul a été fait');
  });

  it('with files from archives, a project file, options of every kind and posts in the computation', async () => {
    const { folder } = await fullResult();
    const project = join(folder, 'projet');
    mkdirSync(join(project, 'insee'), { recursive: true });
    await put(join(project, 'insee'), { 'rp.zip': zipBytes([{ name: 'rp2022.csv', content: textOf(folder, 'rp2022.csv') }]), 'filosofi2021.csv': textOf(folder, 'filosofi2021.csv') });
    for (const name of ['contours.geojson', 'postes.csv']) cpSync(join(folder, name), join(project, name));
    writeFileSync(
      join(project, 'fragilite.yaml'),
      'insee: [insee/rp.zip, insee/filosofi2021.csv]\nboundaries: contours.geojson\nposts: postes.csv\nvintage: { rp: 2022, pauvrete: 2021 }\nmissing: { pauvrete: ignorer }\nsimplify: 90%\nformat: [xlsx, topojson, qml, sld, csv-excel]\nout: resultat\n',
    );
    expect((await fragilite(folder, ['compute', '--config', 'projet/fragilite.yaml', '--quiet'])).stderr).toBe('');
    expect(await fragilite(project, ['verify', 'resultat'])).toEqual(conforms);
    expect(await fragilite(folder, ['verify', 'projet/resultat', '--from', 'projet'])).toEqual(conforms);
  });

  it('of maps and crossings written elsewhere, on the scores of another folder', async () => {
    const { folder } = await fullResult();
    expect((await fragilite(folder, ['map', 'sortie', '--out', 'cartes', '--format', 'svg'])).code).toBe(0);
    expect((await fragilite(folder, ['cross', '--scores', 'sortie/ifn.csv', '--posts', 'postes.csv', '--out', 'croise'])).code).toBe(0);
    expect(await fragilite(folder, ['verify', 'cartes'])).toEqual(conforms);
    expect(await fragilite(folder, ['verify', 'croise'])).toEqual(conforms);
  });

  it('of scores that no manifest describes, which gain columns where they are', async () => {
    const { folder } = await fullResult();
    mkdirSync(join(folder, 'scores'));
    cpSync(join(folder, 'sortie', 'ifn.csv'), join(folder, 'scores', 'ifn.csv'));
    expect((await fragilite(folder, ['cross', '--scores', 'scores/ifn.csv', '--posts', 'postes.csv'])).code).toBe(0);
    expect(await fragilite(folder, ['verify', 'scores'])).toEqual(conforms);
  });

  it('after commands run again in another order', async () => {
    const { folder } = await fullResult();
    for (const argv of [['map', '--format', 'svg'], CROSSED, ['map', '--column', 'population', '--format', 'svg,png', '--width', '200']]) expect((await fragilite(folder, argv)).code).toBe(0);
    expect(await fragilite(folder, ['verify'])).toEqual(conforms);
  });

  it('with crossing and diagnosis in either order, which give the same bytes', async () => {
    const { folder } = await fullResult();
    const added = [ADDED[0], CROSSED] as const;
    const results = [];
    for (const [out, argvs] of [['ab', added], ['ba', [...added].reverse()], ['aba', [...added, ['diagnose', '--draws', '30'], added[0]]]] as const) {
      expect((await fragilite(folder, [...GOOD, '--out', out])).code).toBe(0);
      for (const [command, ...words] of argvs) expect((await fragilite(folder, command === 'cross' ? [command, '--scores', `${out}/ifn.csv`, ...words] : [command, out, ...words])).code).toBe(0);
      expect(await fragilite(folder, ['verify', out])).toEqual(conforms);
      results.push(bytesOf(join(folder, out)));
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });

  it('of a comparison and of a survey elsewhere, on results that it takes as they are', async () => {
    const { folder } = await fullResult();
    expect((await fragilite(folder, [...GOOD, '--out', 'ignorer', '--missing', 'ignorer'])).code).toBe(0);
    expect((await fragilite(folder, ['compare', 'sortie', join(folder, 'ignorer'), '--ranks'])).code).toBe(0);
    expect((await fragilite(folder, ['confront', join(folder, 'enquete.csv'), 'sortie', '--out', 'terrain'])).code).toBe(0);
    for (const [name, taken] of [['comparaison', 'ignorer, sortie'], ['terrain', 'sortie']] as const) {
      const outcome = await fragilite(folder, ['verify', name]);
      expect(outcome).toEqual(conforms);
      expect(outcome.stdout).toContain(`Pris tels quels, sans être recalculés : ${taken}.`);
      expect(textOf(join(folder, name), 'manifest.json')).not.toContain(folder);
      for (const file of readdirSync(join(folder, name))) {
        const path = join(folder, name, file);
        const bytes = readFileSync(path);
        const at = Math.floor(bytes.length / 2);
        writeFileSync(path, Buffer.concat([bytes.subarray(0, at), Buffer.from([(bytes[at] ?? 0) ^ 1]), bytes.subarray(at + 1)]));
        expect({ file, code: (await fragilite(folder, ['verify', name])).code === 0 }).toEqual({ file, code: false });
        writeFileSync(path, bytes);
      }
    }
    writeFileSync(join(folder, 'ignorer', 'ifn.csv'), 'autre');
    expect((await fragilite(folder, ['verify', 'comparaison'])).code).toBe(3);
  });

  it('of the demonstration and of its scenes, from any folder, beside a project file that is not theirs', async () => {
    const folder = await temporaryFolder();
    expect((await fragilite(folder, ['compute', '--quiet', '--missing', 'pauvrete=ignorer'])).stderr).not.toContain('Erreur');
    writeFileSync(join(folder, 'fragilite.yaml'), 'insee: absent.csv\n');
    for (const result of ['sortie/avril-2023', 'sortie/fevrier-2021']) expect(await fragilite(folder, ['verify', result])).toEqual(conforms);
    // Its map and report need the bundled page: they are there once built, and are verified where they are.
    const { code, stdout } = await fragilite(folder, ['verify']);
    expect({ code, conforms: stdout.includes('Conforme à son manifeste') }).toEqual({ code: 0, conforms: true });
  });
});

describe('verify: a result that is not', () => {
  it('catches any byte changed in any input or output', async () => {
    const { folder, inputs } = await fullResult();
    const outputs = readdirSync(join(folder, 'sortie')).map((name) => `sortie/${name}`);
    for (const file of [...inputs, ...outputs]) {
      const path = join(folder, file);
      const bytes = readFileSync(path);
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
          const changed = Buffer.from(bytes);
          changed[at] = (changed[at] ?? 0) ^ mask;
          writeFileSync(path, changed);
          const { code } = await fragilite(folder, ['verify', '--quiet']);
          expect({ file, at, code }).toEqual({ file, at, code: file === 'sortie/manifest.json' && code === 3 ? 3 : file.startsWith('sortie/') ? 4 : 3 });
        }),
        { numRuns: file === 'sortie/manifest.json' ? 6 : 1 },
      );
      writeFileSync(path, bytes);
    }
    expect(await fragilite(folder, ['verify'])).toEqual(conforms);
  });

  it('says which file, and the first line that differs, in both', async () => {
    const { folder } = await fullResult();
    const path = join(folder, 'sortie', 'quantites.csv');
    const lines = readFileSync(path, 'utf8').split('\n');
    const good = lines[3] ?? '';
    lines[3] = `${good}0`;
    writeFileSync(path, lines.join('\n'));
    const { code, stdout, stderr } = await fragilite(folder, ['verify']);
    expect(code).toBe(4);
    expect(stdout).toContain(`  quantites.csv, ligne 4 :\n    trouvé    : …${good.slice(-40)}0\n    recalculé : …${good.slice(-40)}\n`);
    expect(stderr).toBe("Erreur : sortie n'est pas ce que son manifeste dit : quantites.csv diffère.\n");
  });

  it('is not taken in by a manifest that claims the changed output', async () => {
    const { folder } = await fullResult();
    const csv = join(folder, 'sortie', 'ifn.csv');
    writeFileSync(csv, readFileSync(csv, 'utf8').replace(/\n(\d+);/, '\n$1;X'));
    const manifest = join(folder, 'sortie', 'manifest.json');
    const read = JSON.parse(readFileSync(manifest, 'utf8')) as { sorties: { chemin: string; sha256: string }[] };
    for (const output of read.sorties) if (output.chemin === 'ifn.csv') output.sha256 = createHash('sha256').update(readFileSync(csv)).digest('hex');
    writeFileSync(manifest, `${JSON.stringify(read, null, 2)}\n`);
    const outcome = await fragilite(folder, ['verify', '--json']);
    expect(outcome.code).toBe(4);
    expect(validated(outcome)).toMatchObject({ conforme: false, code: 4, sorties: expect.arrayContaining([{ chemin: 'ifn.csv', etat: 'identique', attendu: expect.any(String) as string, trouve: expect.any(String) as string }]) as unknown, recalcul: { differents: [{ chemin: 'ifn.csv', ligne: 2 }, { chemin: 'manifest.json' }] } });
  });

  it('an input that is gone or changed: code 3, and what was not done', async () => {
    const { folder } = await fullResult();
    renameSync(join(folder, 'postes.csv'), join(folder, 'ailleurs.csv'));
    const outcome = await fragilite(folder, ['verify', '--json']);
    expect(outcome.code).toBe(3);
    expect(validated(outcome)).toMatchObject({ conforme: false, code: 3, recalcul: null });
    expect(outcome.stderr).toMatch(/^Erreur : sortie : 1 entrée sur 7 introuvable \(postes\.csv\)\.\n/);
  });

  it('an output that is gone, and one of another version of the program', async () => {
    const { folder } = await fullResult();
    renameSync(join(folder, 'sortie', 'classement.md'), join(folder, 'classement.md'));
    const manifest = join(folder, 'sortie', 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"version": "[^"]+"/, '"version": "0.0.9"'));
    const { code, stdout, stderr } = await fragilite(folder, ['verify']);
    expect(code).toBe(4);
    expect(stdout).toContain('classement.md : introuvable');
    expect(stderr).toContain('Ce résultat se dit de fragilite 0.0.9');
  });

  it('says what a manifest of before does not tell how to make', async () => {
    const { folder } = await fullResult();
    const manifest = join(folder, 'sortie', 'manifest.json');
    const { etapes, ...before } = JSON.parse(readFileSync(manifest, 'utf8')) as { etapes: unknown[] };
    expect(etapes).toHaveLength(ADDED.length);
    writeFileSync(manifest, `${JSON.stringify(before, null, 2)}\n`);
    const { code, stdout, stderr } = await fragilite(folder, ['verify']);
    expect(code).toBe(4);
    for (const [command] of ADDED) expect(stderr).toContain(`le manifeste ne garde pas la commande qui l'a fait. Refaites-le (fragilite ${command})`);
    expect(stdout).toContain('non recalculé, connu par son seul sha256 : allocation.csv, allocation.md, carte-population.svg, carte.svg, confrontation.csv, confrontation.md, croisement.csv, croisement.md, diagnostic.json, diagnostic.md, entonnoir.png, entonnoir.svg, rapport.html');
  });

  it('runs no step that would write elsewhere than in its own folder', async () => {
    const { folder } = await fullResult();
    const manifest = join(folder, 'sortie', 'manifest.json');
    const text = readFileSync(manifest, 'utf8');
    for (const [from, to] of [['"--scores={resultat}/ifn.csv"', '"--scores=sortie/ifn.csv"'], ['"{resultat}",', '"sortie",'], ['"{resultat}",', '"{resultat}",\n        "--out=ailleurs",']] as const) {
      expect(text).toContain(from);
      writeFileSync(manifest, text.replace(from, to));
      const { code, stderr } = await fragilite(folder, ['verify']);
      expect({ code, stderr }).toEqual({ code: 4, stderr: expect.stringContaining("n'est pas de celles qui se rejouent") as string });
      expect(readdirSync(folder)).not.toContain('ailleurs');
    }
  });

  it.each([
    ['no folder', 'rien', "« rien » n'est pas un dossier de résultat"],
    ['a manifest that is no JSON', 'illisible', 'manifest.json est illisible'],
    ['a manifest of another program', 'autre', "n'est pas celui d'un résultat de fragilite"],
  ])('%s: code 3', async (_, name, says) => {
    const folder = await temporaryFolder();
    for (const [other, text] of [['illisible', '{'], ['autre', '{"outil":{"nom":"autre"}}']] as const) {
      mkdirSync(join(folder, other));
      writeFileSync(join(folder, other, 'manifest.json'), text);
    }
    const { code, stderr } = await fragilite(folder, ['verify', name]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(says) as string });
  });
});
