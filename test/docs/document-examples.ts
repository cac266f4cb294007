/** A command of a document, and what is printed beneath it. */
export interface Example {
  /** `README.md, ligne 42`: what a failure names. */
  readonly place: string;
  readonly command: string;
  /** The lines printed beneath; null when nothing is. */
  readonly printed: readonly string[] | null;
  /** Why it is not run, when its document says so. */
  readonly notRun: string | null;
}

/** A command named inside a sentence or a workflow: its words must be known, it is not run. */
export interface Mention {
  readonly place: string;
  readonly command: string;
}

export interface DocumentExamples {
  readonly examples: readonly Example[];
  readonly mentions: readonly Mention[];
  /** Blocks that are neither commands nor declared as the output of one. */
  readonly undeclared: readonly string[];
}

const FENCE = /^```(\w*)$/;
const OUTPUT_OF = /^<!-- sortie de : (.+) -->$/;
const NOT_RUN = /^<!-- non exécuté : (.+) -->$/;

/**
 * The examples of a Markdown document.
 *
 * A block « sh » holds commands, one a line. A block without a language is all that is printed by the last
 * command of the block just above, or by that of the comment `<!-- sortie de : fragilite … -->` just above;
 * in it, a line « … » stands for any lines. A block « text » is neither. `<!-- non exécuté : raison -->` just above a block keeps its
 * commands from being run. In a block « yaml », what follows `fragilite` on a line is a mention.
 */
export function documentExamples(name: string, text: string): DocumentExamples {
  const lines = text.split('\n');
  const examples: Example[] = [];
  const mentions: Mention[] = [];
  const undeclared: string[] = [];
  let above: { readonly line: string; readonly command: boolean } = { line: '', command: false };
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const place = `${name}, ligne ${String(i + 1)}`;
    const language = FENCE.exec(line)?.[1];
    if (language === undefined) {
      if (line.trim() !== '') above = { line: line.trim(), command: false };
      // A sentence of Markdown may go on, in its own code, on the next line.
      for (const [, command = ''] of line.matchAll(/`(?:npx )?(fragilite [a-z][^`]*)`/g)) mentions.push({ place, command });
      continue;
    }
    const end = lines.indexOf('```', i + 1);
    const body = lines.slice(i + 1, end);
    const notRun = NOT_RUN.exec(above.line)?.[1] ?? null;
    if (language === 'sh') examples.push(...commandsOf(body).map(({ command, at }) => ({ place: `${name}, ligne ${String(i + 2 + at)}`, command, printed: null, notRun })));
    else if (language === 'yaml') mentions.push(...workflowMentions(body, name, i + 2));
    else if (language === '') {
      const of = OUTPUT_OF.exec(above.line)?.[1];
      const last = examples.at(-1);
      if (of !== undefined) examples.push({ place, command: of, printed: body, notRun: null });
      else if (above.command && last !== undefined) examples[examples.length - 1] = { ...last, printed: body };
      else if (notRun === null) undeclared.push(place);
    }
    above = { line: '', command: language === 'sh' };
    i = end;
  }
  return { examples, mentions, undeclared };
}

/** The commands of a block, each with its place, lines that end in `\` put together. */
export function commandsOf(body: readonly string[]): { readonly command: string; readonly at: number }[] {
  const commands: { command: string; at: number }[] = [];
  let open = false;
  for (const [at, line] of body.entries()) {
    const goesOn = line.endsWith('\\');
    const part = goesOn ? line.slice(0, -1) : line;
    const last = commands.at(-1);
    if (open && last !== undefined) last.command += part;
    else if (part.trim() !== '' && !part.trim().startsWith('#')) commands.push({ command: part, at });
    open = goesOn;
  }
  return commands.map(({ command, at }) => ({ command: command.trim().replace(/\s+/g, ' '), at }));
}

function workflowMentions(body: readonly string[], name: string, first: number): Mention[] {
  return body.flatMap((line, i) => {
    const command = /(?:^|[\s&|])(fragilite [a-z].*)$/.exec(line.replace(/\s#.*$/, ''))?.[1];
    return command === undefined ? [] : [{ place: `${name}, ligne ${String(first + i)}`, command }];
  });
}

/** The first printed line that is not all of the output there, or what the output has more; null when they are the same, a line « … » standing for any lines. */
export function missingFrom(output: string, printed: readonly string[]): string | null {
  const lines = output.trimEnd().split('\n').map((line) => line.trimEnd());
  let from = 0;
  let free = false;
  for (const wanted of printed.map((line) => line.trimEnd())) {
    if (wanted.trim() === '…') {
      free = true;
      continue;
    }
    const at = free ? lines.indexOf(wanted, from) : lines[from] === wanted ? from : -1;
    if (at < 0) return wanted;
    from = at + 1;
    free = false;
  }
  return free || from === lines.length ? null : `the end, before « ${lines[from] ?? ''} »`;
}
