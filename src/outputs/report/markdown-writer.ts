/**
 * Turns a Markdown text of ours into HTML for a page that stands alone: markup in it is shown, not obeyed,
 * and nothing in it leads out of the page.
 *
 * @param lower how many levels the headings go down
 */
export async function markdownWriter(lower: number): Promise<(text: string) => string> {
  const { default: MarkdownIt } = await import('markdown-it');
  const markdown = new MarkdownIt({ html: false, linkify: false });
  markdown.core.ruler.push('lower_headings', ({ tokens }) => {
    for (const token of tokens) {
      const level = /^h(\d)$/.exec(token.tag)?.[1];
      if (level !== undefined) token.tag = `h${String(Math.min(6, Number(level) + lower))}`;
      // One class for every cell of numbers is shorter than a style on each.
      if (token.attrGet('style') === 'text-align:right') token.attrs = [['class', 'n']];
      // A link or a picture would leave the page.
      token.children = token.children?.filter((child) => !['link_open', 'link_close', 'image'].includes(child.type)) ?? null;
    }
  });
  // HTML asks for no end tags in a table, and a ranking has thousands of cells.
  return (text) => markdown.render(text).replace(/<\/t[dhr]>\n/g, '');
}
