import { Markup } from './markup.js';

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
  const { default: MarkdownIt } = await import('markdown-it');
  const markdown = new MarkdownIt({ html: false, linkify: false });
  markdown.core.ruler.push('lower_headings', ({ tokens }) => {
    for (const token of tokens) {
      const level = /^h(\d)$/.exec(token.tag)?.[1];
      if (level !== undefined) token.tag = `h${String(Math.min(6, Number(level) + 2))}`;
      // One class for every cell of numbers is shorter than a style on each.
      if (token.attrGet('style') === 'text-align:right') token.attrs = [['class', 'n']];
      // A link or a picture would leave the page.
      token.children = token.children?.filter((child) => !['link_open', 'link_close', 'image'].includes(child.type)) ?? null;
    }
  });
  // HTML asks for no end tags in a table, and a ranking has thousands of cells.
  const short = (rendered: string): string => rendered.replace(/<\/t[dhr]>\n/g, '');
  return new Markup(
    files
      .map(({ name, text }) => `<details class="annexe"><summary>${TITLES[name] ?? 'Annexe'} (<code>${name.replace(/[^\w.-]/g, '')}</code>)</summary>\n<div class="defile" role="region" tabindex="0" aria-label="${TITLES[name] ?? 'Annexe'}">\n${short(markdown.render(text))}</div></details>\n`)
      .join(''),
  );
}
