import type { Evolution } from '../../main-job/evolution/evolution.js';
import { VERSION } from '../../version.js';
import type { ManifestInput } from '../manifest-update.js';
import { WARNING } from '../method-text.js';
import type { Hashes, OutputFile } from '../write-folder.js';
import { evolutionLines } from './evolution-csv.js';
import { evolutionJson, panelEntry } from './evolution-json.js';
import { evolutionMarkdown } from './evolution-markdown.js';

/** Everything that `evolution` may write beside its manifest. */
export const EVOLUTION_OUTPUTS: readonly string[] = ['evolution.csv', 'evolution.md', 'evolution.json', 'evolution.svg', 'evolution.png', 'rapport.html'];

/** The files of a panel, but for its manifest. */
export async function evolutionFiles(evolution: Evolution): Promise<OutputFile[]> {
  return [
    { name: 'evolution.csv', lines: () => evolutionLines(evolution.panel) },
    { name: 'evolution.md', text: evolutionMarkdown(evolution) },
    { name: 'evolution.json', text: evolutionJson(evolution) },
  ];
}

/** The manifest of a panel: what it is made of, and what it wrote. */
export const evolutionManifest = (evolution: Evolution, inputs: readonly ManifestInput[], outputs: readonly string[], hashes: Hashes): string =>
  `${JSON.stringify(
    {
      outil: { nom: 'fragilite', version: VERSION },
      evolution: panelEntry(evolution),
      entrees: inputs,
      sorties: outputs.map((name) => ({ chemin: name, sha256: hashes.get(name) ?? '' })),
      avertissement: WARNING,
    },
    null,
    2,
  )}\n`;
