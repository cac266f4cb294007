import type { DescribedCommand, WordKind } from './command-tree.js';

/** For bash 3.2 and later. */
export function bashCompletion(commands: readonly DescribedCommand[]): string {
  return `# Complétion de fragilite pour bash : source <(fragilite completion bash)
_fragilite() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -*) ;;
      *) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  case "$command \${previous}" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
    '') _fragilite_words '${[...commands.map((c) => c.name), 'help', '--help', '--version'].join(' ')}' ;;
    help) _fragilite_words '${commands.map((c) => c.name).join(' ')}' ;;
${commands.map(commandCase).join('\n')}
  esac
}
_fragilite_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
  # What ends with a colon waits for more.
  case "\${COMPREPLY[0]-}" in *:) compopt -o nospace 2>/dev/null ;; esac
}
_fragilite_list() {
  local before='' word
  case "$current" in *,*) before="\${current%,*}," ;; esac
  for word in $(compgen -W "$1" -- "\${current##*,}"); do COMPREPLY+=("$before$word"); done
}
_fragilite_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY+=($(compgen -f -- "$current"))
}
_fragilite_folders() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY+=($(compgen -d -- "$current"))
}
complete -F _fragilite fragilite
`;
}

const valueCases = ({ name, options }: DescribedCommand): string[] =>
  options.filter((option) => option.kind !== 'none').map(({ long, kind, choices, listed }) => `    '${name} ${long}') ${actions(kind, choices, listed)}; return ;;`);

function commandCase({ name, options, arguments: [first] }: DescribedCommand): string {
  const flags = `_fragilite_words '${options.map((o) => o.long).join(' ')}'`;
  // An option that takes several files is followed by files, an option away.
  const word = first === undefined ? '_fragilite_files' : actions(first.kind, first.choices, false);
  return `    ${name}) case "$current" in -*) ${flags} ;; *) ${word} ;; esac ;;`;
}

function actions(kind: WordKind, choices: readonly string[], listed: boolean): string {
  const words = choices.length === 0 ? [] : [`${listed ? '_fragilite_list' : '_fragilite_words'} '${choices.join(' ')}'`];
  const paths = kind === 'file' ? ['_fragilite_files'] : kind === 'folder' ? ['_fragilite_folders'] : [];
  const all = [...words, ...paths];
  return all.length === 0 ? ':' : all.join('; ');
}
