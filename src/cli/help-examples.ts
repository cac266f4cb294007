import type { Command } from 'commander';

/** The help of a command as it is printed, examples included. */
export function printedHelp(command: Command): string {
  const printed: string[] = [];
  const before = command.configureOutput();
  command.configureOutput({ ...before, writeOut: (text) => printed.push(text) });
  command.outputHelp();
  command.configureOutput(before);
  return printed.join('');
}

/** The command lines under « Exemple : » or « Exemples : » of a help, without the comments beside them. */
export function helpExamples(help: string): string[] {
  const lines = help.split('\n');
  const start = lines.findIndex((line) => /^Exemples? :$/.test(line));
  if (start < 0) return [];
  const after = lines.slice(start + 1);
  const end = after.findIndex((line) => !line.startsWith('  '));
  return after.slice(0, end < 0 ? after.length : end).map((line) => line.trim().replace(/ {3,}.*$/, ''));
}
