import type { PackedMap } from '../../geometry/packed.js';
import type { Evolution } from '../../main-job/evolution/evolution.js';
import { loadFonts } from '../map/font.js';
import { pngOf } from '../map/png.js';
import { VERSION } from '../../version.js';
import type { ManifestInput, ManifestStep } from '../manifest-update.js';
import { WARNING } from '../method-text.js';
import type { Hashes, OutputFile } from '../write-folder.js';
import { evolutionLines } from './evolution-csv.js';
import { evolutionJson, panelEntry } from './evolution-json.js';
import { evolutionMarkdown } from './evolution-markdown.js';
import { evolutionPage } from './evolution-page.js';
import { evolutionSvg } from './evolution-svg.js';

/** The width of the picture in pixels. */
const PNG_WIDTH = 1600;

/**
 * The files of a panel, but for its manifest.
 *
 * @param contours of the units of the panel; null without any
 */
export async function evolutionFiles(evolution: Evolution, contours: PackedMap | null): Promise<OutputFile[]> {
  const svg = evolutionSvg(evolution, contours, loadFonts());
  const png = await pngOf(svg, PNG_WIDTH);
  const text = evolutionMarkdown(evolution);
  return [
    { name: 'evolution.csv', lines: () => evolutionLines(evolution.panel) },
    { name: 'evolution.md', text },
    { name: 'evolution.json', lines: () => evolutionJson(evolution) },
    { name: 'evolution.svg', text: svg },
    { name: 'evolution.png', chunks: () => [png] },
    { name: 'rapport.html', text: await evolutionPage(evolution, svg, text) },
  ];
}

/** The manifest of a panel: what it is made of, the command that made it, and what that wrote. */
export const evolutionManifest = (evolution: Evolution, inputs: readonly ManifestInput[], step: ManifestStep, hashes: Hashes): string =>
  `${JSON.stringify(
    {
      outil: { nom: 'fragilite', version: VERSION },
      evolution: panelEntry(evolution),
      etapes: [step],
      entrees: inputs,
      sorties: step.sorties.map((name) => ({ chemin: name, sha256: hashes.get(name) ?? '' })),
      avertissement: WARNING,
    },
    null,
    2,
  )}\n`;
