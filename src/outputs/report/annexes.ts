import { Markup } from './markup.js';
import { markdownWriter } from './markdown-writer.js';

/** A text that a person reads, written in Markdown by a command of ours. */
export interface MarkdownFile {
  readonly name: string;
  readonly text: string;
}

/** What each text is, in the order in which they stand. */
const TITLES: Readonly<Record<string, string>> = {
  'classement.md': 'Classement',
  'methode.md': 'Méthode',
  'croisement.md': 'Croisement avec les postes et les demandes',
  'allocation.md': 'Répartition des postes',
  'confrontation.md': 'Enquête face à l’indice',
  'diagnostic.md': 'Diagnostic',
};

export const ANNEX_NAMES: readonly string[] = Object.keys(TITLES);

/**
 * The texts of a result as sections of a page, folded. Markup in them is shown, not obeyed; their headings
 * go two levels down.
 */
export async function annexes(files: readonly MarkdownFile[]): Promise<Markup> {
  const rendered = await markdownWriter(2);
  return new Markup(
    files
      .map(({ name, text }) => `<details class="annexe"><summary>${TITLES[name] ?? 'Annexe'} (<code>${name.replace(/[^\w.-]/g, '')}</code>)</summary>\n<div class="defile" role="region" tabindex="0" aria-label="${TITLES[name] ?? 'Annexe'}">\n${rendered(text)}</div></details>\n`)
      .join(''),
  );
}
