/**
 * The examples at the end of each command's help. They run in the tests exactly as they stand, in a folder
 * that has the files of the README (`dossier_complet.csv`, `COMMUNE.shp`…) and a result in `lyon`.
 */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
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
  verify: ['fragilite verify lyon', 'fragilite verify lyon --json'],
  completion: ['fragilite completion bash', 'fragilite completion fish > fragilite.fish'],
};

/** The text that ends the help of a command; empty for one without examples. */
export function examplesText(command: string): string {
  const examples = EXAMPLES[command] ?? [];
  if (examples.length === 0) return '';
  return `\n${examples.length > 1 ? 'Exemples' : 'Exemple'} :\n${examples.map((line) => `  ${line}`).join('\n')}\n`;
}
