import { resolve } from 'node:path';
import { Journal } from '../journal.js';
import { runAllocation } from '../main-job/allocation-job.js';
import { runCrossing } from '../main-job/crossing-job.js';
import type { ReadFile } from '../main-job/crossing-job.js';
import type { JobResult } from '../main-job/run.js';
import { scoredTerritory } from '../main-job/scored-territory.js';
import { aboutIndex } from '../outputs/about-index.js';
import { joinedColumns } from '../outputs/crossing-csv.js';
import { ifnGeoJson } from '../outputs/ifn-geojson.js';
import { updatedManifest } from '../outputs/manifest-update.js';
import type { ManifestAddition, ManifestInput } from '../outputs/manifest-update.js';
import { allocationFiles, allocationSection, crossingFiles, crossingSection } from '../outputs/post-files.js';
import { allocationSummary, crossingSummary } from '../outputs/post-summary.js';
import { ifnCsv } from '../outputs/result-folder.js';
import type { ResultFiles } from '../outputs/result-folder.js';
import type { OutputFile } from '../outputs/write-folder.js';
import { relativePath } from '../sources/relative-path.js';
import { allocateOptionsOf, crossOptionsOf } from './post-options.js';
import type { RawPostOptions } from './post-options.js';
import type { Crossing } from '../posts/crossing.js';
import { resultManifest } from '../sources/result-folder.js';
import type { Terminal } from './terminal.js';

/**
 * What `--posts`, `--demands` and `--envelope` add to a result of `compute`: columns in `ifn.csv` and
 * `ifn.geojson`, the crossing, the allocation, and their sections of the manifest.
 */
export async function addPosts(
  result: JobResult,
  { files, manifest }: ResultFiles,
  raw: RawPostOptions,
  folder: string,
  terminal: Terminal,
): Promise<ResultFiles & { readonly crossing: Crossing | null; readonly summaries: readonly string[] }> {
  const asked = crossOptionsOf(raw);
  const crosses = asked.posts.length > 0 || asked.demands.length > 0;
  const territory = scoredTerritory(result, aboutManifest(manifest));
  const journal = new Journal();
  let crossing: Crossing | null = null;
  const summaries: string[] = [];
  const outputs = new Map(files.map((f) => [f.name, f]));
  const additions: ManifestAddition[] = [];
  const put = (written: readonly OutputFile[]): void => {
    for (const file of written) outputs.set(file.name, file);
  };
  if (crosses) {
    const crossed = await runCrossing(territory, asked, folder, journal);
    crossing = crossed.crossing;
    const added = joinedColumns(crossing);
    const written: OutputFile[] = [...crossingFiles(crossed), ifnCsv(result, added)];
    const geojson = ifnGeoJson(result, added);
    if (geojson !== null) written.push(geojson);
    put(written);
    additions.push({ section: 'croisement', content: crossingSection(crossed), inputs: inputsOf(crossed.files, folder), outputs: written.map(({ name }) => name) });
    summaries.push(crossingSummary(crossed));
  }
  if (raw.envelope !== undefined) {
    const allocation = await runAllocation(territory, allocateOptionsOf({ envelope: raw.envelope, posts: asked.posts }), folder, journal);
    const written = allocationFiles(allocation);
    put(written);
    additions.push({ section: 'repartition', content: allocationSection(allocation), inputs: inputsOf(allocation.files, folder), outputs: written.map(({ name }) => name) });
    summaries.push(allocationSummary(allocation));
  }
  terminal.notices(journal.notices);
  return {
    files: [...outputs.values()],
    manifest: (hashes) => additions.reduce((text, addition) => updatedManifest(text, addition, hashes), manifest(hashes)),
    crossing,
    summaries,
  };
}

/** What the index of a result rests on, from its manifest, before any file is written. */
export function aboutManifest(manifestOf: ResultFiles['manifest']): string[] {
  const manifest = resultManifest(manifestOf(new Map()));
  return manifest === null ? [] : aboutIndex(manifest);
}

const inputsOf = (files: readonly ReadFile[], folder: string): ManifestInput[] =>
  files.map((f) => ({
    chemin: relativePath(folder, resolve(folder, f.shown)),
    role: f.role,
    taille: f.size,
    sha256: f.sha256,
    millesimes: [],
  }));
