/** A command of a shell line: its words, and the file that its answer goes to. */
export interface ShellCommand {
  readonly words: readonly string[];
  readonly into: string | null;
}

/** What these examples are written in: words, quotes, `\` at an end of line, `#` comments, `>`, `&&`. No more. */
const TOKEN = /\s+|#.*|&&|>|'([^']*)'|"([^"$`\\]*)"|[^\s'"#>&|;$`()<\\*?]+/y;

/**
 * The commands of a line of shell.
 *
 * @throws an error that quotes what is not understood: such an example would not run as printed
 */
export function shellCommands(line: string): ShellCommand[] {
  const commands: { words: string[]; into: string | null }[] = [{ words: [], into: null }];
  let begun = false;
  let redirected = false;
  for (let at = 0; at < line.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(line);
    if (match === null) throw new Error(`« ${line.slice(at)} » is not shell that the examples use`);
    const [token] = match;
    const command = commands.at(-1) ?? { words: [], into: null };
    if (/^\s/.test(token)) {
      begun = false;
      continue;
    }
    if (token.startsWith('#') && !begun) break;
    if (token === '&&') commands.push({ words: [], into: null });
    else if (token === '>') redirected = true;
    else {
      const text = match[1] ?? match[2] ?? token;
      if (redirected) command.into = text;
      else if (begun) command.words.push(`${command.words.pop() ?? ''}${text}`);
      else command.words.push(text);
      redirected = false;
      begun = true;
    }
  }
  return commands;
}
