import { parseArgs } from 'node:util';

const USAGE = `Utilisation : npm run bench -- [options]

  --only <parties>   csv, geometry, long, compute, diagnose, help, growth, séparées par des virgules (toutes, sans cette option)
  --runs <n>         passages de chaque lecture (3)
  --quick            un dixième des tailles
  --folder <dossier> où garder les entrées engendrées (le dossier temporaire de la machine)
  --write            récrit les mesures de docs/performance.md
`;

/** What to measure; says how it is asked, and stops, when the words are wrong. */
export function optionsOf(argv, parts) {
  try {
    const { values } = parseArgs({
      args: argv,
      options: { only: { type: 'string' }, runs: { type: 'string', default: '3' }, quick: { type: 'boolean', default: false }, folder: { type: 'string' }, write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    });
    if (values.help) stop(0, USAGE);
    const only = values.only?.split(',') ?? parts;
    const unknown = only.find((name) => !parts.includes(name));
    if (unknown !== undefined) stop(2, `--only ${unknown} : partie inconnue.\n\n${USAGE}`);
    const runs = Number(values.runs);
    if (!Number.isInteger(runs) || runs < 1) stop(2, `--runs ${values.runs} : un nombre entier est attendu.\n\n${USAGE}`);
    if (values.write && (values.quick || values.only !== undefined)) stop(2, `--write va avec toutes les parties, en grand.\n\n${USAGE}`);
    return { only, runs, quick: values.quick, folder: values.folder, write: values.write };
  } catch (error) {
    return stop(2, `${error.message}\n\n${USAGE}`);
  }
}

function stop(code, text) {
  process.stderr.write(text);
  process.exit(code);
}
