/**
 * The examples at the end of each command's help, those of the program under an empty name. They run in the
 * tests exactly as they stand, in a folder that has files of these names (`dossier_complet.csv`, `COMMUNE.shp`…),
 * the demonstration in `sortie`, a result in `lyon`, and a project in `metropole`.
 */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  '': [
    'fragilite compute',
    'fragilite compute --insee dossier_complet.csv cc_filosofi_2021_COM.csv --boundaries COMMUNE.shp --territory epci:200046977 --out lyon',
    'fragilite explain 69259 lyon',
    'fragilite diagnose lyon',
    'fragilite map lyon --column score,acces,competences',
    'fragilite report lyon',
    'fragilite compare lyon-2016 lyon --ranks',
    'fragilite confront enquete.csv lyon',
    'fragilite models lyon-2021',
    'fragilite fetch --model lyon-2021 --vintage rp=2022',
    'fragilite verify lyon',
    'fragilite init rhone',
    'fragilite run --config rhone/fragilite.yaml',
  ],
  compute: [
    'fragilite compute',
    'fragilite compute --insee dossier_complet.csv cc_filosofi_2021_COM.csv --boundaries COMMUNE.shp --territory epci:200046977 --out lyon',
    'fragilite compute --missing pauvrete=ignorer --max-imputed 0% --out sans-estimation',
    'fragilite compute --out 2026 --previous lyon --max-rank-shift 10 --json --quiet',
  ],
  check: ['fragilite check --insee dossier_complet.csv cc_filosofi_2021_COM.csv --boundaries COMMUNE.shp --territory epci:200046977'],
  explain: ['fragilite explain 69259 lyon', 'fragilite explain 69123 lyon --json'],
  models: ['fragilite models', 'fragilite models lyon-2021'],
  territory: ['fragilite territory dep:69,-epci:200046977', 'fragilite territory epci:200046977 --codes'],
  map: ['fragilite map lyon', 'fragilite map lyon --column pauvrete,population --format svg', 'fragilite map lyon --method quantiles --classes 4 --labels 10 --out cartes'],
  report: ['fragilite report lyon'],
  import: ['fragilite import structures.csv --out postes'],
  cross: ['fragilite cross --scores lyon/ifn.csv --posts structures.csv --demands demandes.csv'],
  allocate: ['fragilite allocate --scores lyon/ifn.csv --envelope enveloppe.yaml', 'fragilite allocate --scores lyon/ifn.csv --total 50 --method dhondt --min 1 --by epci --out essai'],
  diagnose: ['fragilite diagnose lyon', 'fragilite diagnose lyon --draws 200 --seed 7 --json'],
  init: ['fragilite init rhone', 'fragilite init rhone --force --json'],
  run: ['fragilite run --config metropole/fragilite.yaml', 'fragilite run --config metropole/fragilite.yaml --force --json --quiet'],
  compare: ['fragilite compare lyon-2016 lyon --ranks', 'fragilite compare sortie lyon --out ecarts'],
  confront: ['fragilite confront enquete.csv lyon', 'fragilite confront enquete.csv lyon --inverse --out a-l-aise'],
  evolution: ['fragilite evolution 2011 2016 2022 --base 2016', 'fragilite evolution 2011 2022 --without chomeurs --out vingt-ans'],
  fetch: [
    'fragilite fetch --model lyon-2021 --vintage rp=2022',
    'fragilite fetch insee-dossier-complet-2025 etalab-communes-100m-2026 --dry-run',
    'fragilite fetch --territory epci:200046977 --vintage rp=2023 --dry-run',
  ],
  verify: ['fragilite verify lyon', 'fragilite verify lyon --json'],
  completion: ['fragilite completion bash', 'fragilite completion fish > fragilite.fish'],
};

/** The text that ends the help of a command, or of the program (an empty name); empty for one without examples. */
export function examplesText(command: string): string {
  const examples = EXAMPLES[command] ?? [];
  if (examples.length === 0) return '';
  return `\n${examples.length > 1 ? 'Exemples' : 'Exemple'} :\n${examples.map((line) => `  ${line}`).join('\n')}\n`;
}
