import { describedCommands } from '../src/cli/command-tree.js';
import type { DescribedArgument, DescribedCommand, DescribedOption } from '../src/cli/command-tree.js';
import { helpExamples, printedHelp } from '../src/cli/help-examples.js';
import { buildProgram } from '../src/cli/main.js';
import { VERSION } from '../src/version.js';

/** `fragilite.1`, in the macros of man(7), without a date: the same commands give the same bytes. */
export function manPage(): string {
  const program = buildProgram({ stdout: () => undefined, stderr: () => undefined, interactive: false, color: false, cwd: '/' });
  const commands = describedCommands(program);
  const examples = (name: string): string[] => program.commands.filter((c) => c.name() === name).flatMap((c) => helpExamples(printedHelp(c)));
  const lines = [
    `'\\" -*- coding: UTF-8 -*-`,
    `.TH FRAGILITE 1 "" "fragilite ${VERSION}" "Manuel de fragilite"`,
    '.SH NOM',
    `fragilite \\- ${text(program.description().replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    '.B fragilite',
    '.I commande',
    '[options]',
    '.SH COMMANDES',
    ...commands.flatMap((command) => commandLines(command, examples(command.name))),
    '.SH OPTIONS COMMUNES',
    ...COMMON.flatMap(optionLines),
    '.SH "CODES DE SORTIE"',
    ...EXITS.flatMap(([code, what]) => ['.TP', code, text(what)]),
    '.SH FICHIERS',
    '.TP',
    '.I fragilite.yaml',
    text('Fichier de projet : les options des commandes, sous leurs noms. Celui du dossier courant sert sans être nommé.'),
    '.TP',
    '.I manifest.json',
    text("Dans chaque dossier de résultat : ce qui l'a fait, entrées et sorties avec leur sha256."),
    '.SH ENVIRONNEMENT',
    ...ENVIRONMENT.flatMap(([name, what]) => ['.TP', `.B ${name}`, text(what)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** They are on every command, and told once. */
const isCommon = ({ long }: DescribedOption): boolean => COMMON.some((option) => option.long === long);
const flag = (long: string, short: string | null, description: string): DescribedOption => ({ long, short, value: '', kind: 'none', repeated: false, description, choices: [], listed: false });
const COMMON = [flag('--quiet', null, 'ne rien dire que les erreurs'), flag('--verbose', null, 'dire tout, et le détail des erreurs'), flag('--help', '-h', "afficher l'aide")];

const EXITS = [
  ['0', 'fait.'],
  ['1', 'défaut du programme.'],
  ['2', 'mauvaise commande.'],
  ['3', 'entrée inutilisable, ou (verify) entrée qui a changé ou qui manque.'],
  ['4', "sous un seuil demandé, ou (verify) résultat qui n'est pas ce que dit son manifeste."],
  ['5', 'sortie impossible à écrire.'],
] as const;

const ENVIRONMENT = [
  ['NO_COLOR', 'pas de couleurs.'],
  ['GITHUB_ACTIONS', 'à « true », les avertissements et les erreurs sont aussi des annotations de GitHub.'],
] as const;

function commandLines({ name, description, options, arguments: words }: DescribedCommand, examples: readonly string[]): string[] {
  return [
    `.SS "fragilite ${[name, ...words.map(argumentText)].join(' ')}"`,
    text(`${description.slice(0, 1).toLocaleUpperCase('fr')}${description.slice(1)}.`),
    ...words.flatMap((word) => ['.TP', `.I ${text(word.name)}`, text(word.description)]),
    ...options.filter((option) => !isCommon(option)).flatMap(optionLines),
    ...(examples.length === 0 ? [] : ['.PP', examples.length > 1 ? 'Exemples :' : 'Exemple :', '.PP', '.nf', '.RS', ...examples.map(text), '.RE', '.fi']),
  ];
}

const argumentText = ({ name, required, repeated }: DescribedArgument): string => {
  const shown = `${name}${repeated ? '...' : ''}`;
  return required ? `<${shown}>` : `[${shown}]`;
};

function optionLines({ long, short, value, description }: DescribedOption): string[] {
  const names = [...(short === null ? [] : [short]), long].map((name) => `\\fB${text(name)}\\fR`).join(', ');
  return ['.TP', value === '' ? names : `${names} \\fI${text(value.replace(/[<>[\]]/g, ''))}\\fR`, text(description)];
}

/** A line of text, whatever signs it holds or begins with. */
const text = (line: string): string => line.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&');
