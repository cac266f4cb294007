import { shortDescription } from './command-tree.js';
import type { DescribedArgument, DescribedCommand, DescribedOption } from './command-tree.js';

export function zshCompletion(commands: readonly DescribedCommand[]): string {
  return `#compdef fragilite
# Complétion de fragilite pour zsh : source <(fragilite completion zsh)
_fragilite() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${escaped(shortDescription(description))}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe -t commands 'commande' commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${commands.map(commandCase).join('\n')}
    help) _describe -t commands 'commande' commands ;;
  esac
}
if [ "$funcstack[1]" = _fragilite ]; then _fragilite "$@"; else compdef _fragilite fragilite; fi
`;
}

const commandCase = ({ name, options, arguments: all }: DescribedCommand): string =>
  `    ${name}) _arguments -s ${[...options.map(optionSpec), ...all.map(argumentSpec)].map(quoted).join(' ')} ;;`;

function optionSpec({ long, description, kind, repeated, value, choices, listed }: DescribedOption): string {
  const name = `${repeated ? '*' : ''}${long}[${escaped(shortDescription(description))}]`;
  return kind === 'none' ? name : `${name}:${escaped(value.replace(/[<>[\].]/g, ''))}:${action(kind, choices, listed)}`;
}

const argumentSpec = ({ name, repeated, kind, choices }: DescribedArgument, i: number): string => `${repeated ? '*' : String(i + 1)}:${escaped(name)}:${action(kind, choices, false)}`;

function action(kind: DescribedOption['kind'], choices: readonly string[], listed: boolean): string {
  const words = choices.map((word) => word.replaceAll(':', '\\:')).join(' ');
  if (choices.length > 0 && listed) return `_values -s , valeur ${words}`;
  if (choices.length > 0) return kind === 'file' ? `{compadd ${words}; _files}` : `(${words})`;
  return kind === 'file' ? '_files' : kind === 'folder' ? '_files -/' : ' ';
}

/** A text inside a specification. */
const escaped = (text: string): string => text.replace(/[[\]:\\]/g, (sign) => `\\${sign}`);
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
