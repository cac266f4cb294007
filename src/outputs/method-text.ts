/** What every output says of what the index is not. Source: the method of the project. */
export const WARNING =
  'Indice relatif de risque d\'un territoire : il ne décrit aucun habitant, ne compte pas de personnes, ' +
  "ne se compare pas entre deux références, et n'est pas un barème d'attribution. " +
  'Projection statistique, à recouper avec le terrain.';

/** What the correlation of a variable with the index tells, in words that Markdown and a workbook show alike. */
export const CORRELATION_MEANING =
  "Elle dit si l'indice suit la variable ; ce que celle-ci pèse dans les écarts dépend aussi de sa dispersion, et « fragilite diagnose » le mesure.";

/** How reference values were made, for a reader. */
export const RULE_NAMES = {
  total: 'total (somme des numérateurs / somme des dénominateurs)',
  publie: 'valeur publiée du territoire',
  moyenne: 'moyenne des communes',
  mediane: 'médiane des communes',
} as const;

/** The total of a published rate, which has no numerators to sum. */
export const RATE_TOTAL = 'total (moyenne des communes pondérée par le poids du taux)';

export const POLICY_NAMES = {
  estimation: 'estimation',
  ignorer: 'laisser de côté',
  epci: "valeur de l'EPCI",
  departement: 'valeur du département',
  reference: 'valeur de la référence',
} as const;

/** A status as said of one value. */
export const STATUS_NAMES = {
  observe: 'observé',
  repli: 'observé par un repli',
  recalcule: 'recalculé',
  estime: 'estimé',
  impute: 'imputé',
  secret: 'secret',
  non_disponible: 'non disponible',
  absent: 'absent',
} as const;

/** What each status of a value means. */
export const STATUS_MEANINGS: readonly string[] = [
  `${STATUS_NAMES.observe} : publié ou calculé depuis des effectifs publiés`,
  `${STATUS_NAMES.repli} : par une colonne voisine, dite dans les précisions`,
  `${STATUS_NAMES.recalcule} : moyenne de communes fusionnées toutes publiées, ou effectif partagé d'une commune scindée`,
  `${STATUS_NAMES.estime} : des points, pas de taux`,
  `${STATUS_NAMES.impute} : valeur d'un territoire plus large`,
  `${STATUS_NAMES.secret} : couvert par le secret statistique`,
  `${STATUS_NAMES.non_disponible} : la ligne est là, la valeur manque`,
  `${STATUS_NAMES.absent} : pas de ligne, ou dénominateur nul`,
];

/** Each family as a source is cited: producer, survey. */
export const SURVEY_NAMES: Readonly<Record<string, string>> = {
  rp: 'Insee, recensement de la population',
  filosofi: 'Insee-DGFiP-Cnaf-Cnav-CCMSA, Filosofi',
};
