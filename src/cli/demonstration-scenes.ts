import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Journal } from '../journal.js';
import { runAllocation } from '../main-job/allocation-job.js';
import { runCrossing } from '../main-job/crossing-job.js';
import type { ReadFile } from '../main-job/crossing-job.js';
import type { ScoredTerritory } from '../main-job/scored-territory.js';
import { updatedManifest } from '../outputs/manifest-update.js';
import type { ManifestAddition, ManifestInput } from '../outputs/manifest-update.js';
import { allocationFiles, allocationSection, crossingFiles, crossingSection } from '../outputs/post-files.js';
import { allocationSummary, crossingSummary } from '../outputs/post-summary.js';
import { writeFolder } from '../outputs/write-folder.js';
import { VERSION } from '../version.js';
import { allocateOptionsOf, crossOptionsOf } from './post-options.js';
import type { RunSummary } from './run-summary.js';
import type { Terminal } from './terminal.js';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** A dated scene of the demonstration; the two are never combined. */
interface Scene {
  readonly folder: string;
  readonly title: string;
  readonly posts: readonly string[];
  readonly demands: readonly string[];
  readonly envelope: string | null;
}

const SCENES: readonly Scene[] = [
  {
    folder: 'fevrier-2021',
    title: "Scène de février 2021 : l'enveloppe de 49 à 65 postes (50 + 15 convenus), répartie à partir de zéro, et 50 demandes INVENTÉES",
    posts: [],
    demands: ['data/demo/fevrier-2021/demandes.csv'],
    envelope: 'data/demo/fevrier-2021/enveloppe.yaml',
  },
  {
    folder: 'avril-2023',
    title: "Scène du 5 avril 2023 : les postes validés de la liste publiée, au siège de l'employeur, face au poids ; sans enveloppe",
    posts: ['data/demo/avril-2023/postes.csv'],
    demands: [],
    envelope: null,
  },
];

/**
 * Writes both scenes beside the index of the demonstration, each in its own folder.
 *
 * @param index the options of the index, for the manifests
 */
export async function writeScenes(territory: ScoredTerritory, index: object, out: string, shown: string, terminal: Terminal, summary: RunSummary): Promise<void> {
  for (const scene of SCENES) {
    const journal = new Journal();
    const crossing = await runCrossing(territory, crossOptionsOf({ posts: scene.posts, demands: scene.demands }), PACKAGE, journal);
    const files = crossingFiles(crossing, scene.title);
    const additions: ManifestAddition[] = [{ section: 'croisement', content: crossingSection(crossing), inputs: inputsOf(crossing.files), outputs: files.map(({ name }) => name) }];
    terminal.say(`\n${scene.title}\n\n${crossingSummary(crossing)}`);
    if (scene.envelope !== null) {
      const allocation = await runAllocation(territory, allocateOptionsOf({ envelope: scene.envelope }), PACKAGE, journal);
      const shared = allocationFiles(allocation, scene.title);
      additions.push({ section: 'repartition', content: allocationSection(allocation), inputs: inputsOf(allocation.files), outputs: shared.map(({ name }) => name) });
      files.push(...shared);
      terminal.say(`\n${allocationSummary(allocation)}`);
    }
    terminal.notices(journal.notices);
    const start = JSON.stringify({ outil: { nom: 'fragilite', version: VERSION }, options: { ...index, scene: scene.folder } });
    const hashes = writeFolder(join(out, scene.folder), `${shown}/${scene.folder}`, files, {
      name: 'manifest.json',
      closing: (written) => additions.reduce((before, addition) => updatedManifest(before, addition, written), start),
    });
    summary.wrote(shown, hashes, scene.folder);
    terminal.say(`\nÉcrit dans ${shown}/${scene.folder} : ${files.map((f) => f.name).join(', ')}, manifest.json.\n`);
  }
}

const inputsOf = (files: readonly ReadFile[]): ManifestInput[] =>
  files.map((f) => ({ chemin: f.shown, role: f.role, taille: f.size, sha256: f.sha256, millesimes: [] }));
