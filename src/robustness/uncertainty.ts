/** What a draw varies. */
export type UncertaintyId = 'poids' | 'normalisation' | 'manquants' | 'reference' | 'arrondi' | 'estimation' | 'sondage';

/** A source of uncertainty of the index, in the words of the report. */
export interface Uncertainty {
  readonly id: UncertaintyId;
  /** Name, for a table: `Pondération`. */
  readonly label: string;
  /** What a draw does, in a sentence of a report; what is an assumption of ours is said to be one. */
  readonly assumption: string;
}

/** The sources, in the order of the construction of the index (OECD/JRC handbook, step 7). */
export const UNCERTAINTIES: readonly Uncertainty[] = [
  {
    id: 'arrondi',
    label: 'Arrondi des taux publiés',
    assumption:
      "Un taux publié arrondi est tiré uniformément dans la moitié d'arrondi de part et d'autre (± 0,5 point pour un taux entier) ; " +
      "au plancher de publication (« 5 » veut dire « 5 ou moins »), entre ce que suppose la publication d'au moins 200 personnes et 5,5.",
  },
  {
    id: 'sondage',
    label: 'Sondage du recensement',
    assumption:
      "Une part p de D ménages ou personnes, comptée sur une fraction f des logements, est tirée d'une loi normale d'écart type " +
      '√((1 − f)·p·(1 − p) / (f·D)). f = 0,4 dans les communes de 10 000 habitants ou plus ; en dessous, le recensement est exhaustif (f = 1), ' +
      "sauf l'exploitation complémentaire (familles, ménages), dont f = 0,2 (0,25 avant 2014). " +
      "L'effet de grappe du sondage (logements d'une adresse, personnes d'un ménage) n'est pas compté : c'est une borne basse.",
  },
  {
    id: 'estimation',
    label: 'Taux estimés',
    assumption:
      "Un taux estimé est multiplié par l'exponentielle d'un résidu normal, d'écart type celui de l'ajustement, sans dépasser son plafond.",
  },
  {
    id: 'manquants',
    label: 'Valeurs manquantes',
    assumption: "À chaque tirage, une politique pour toutes les valeurs manquantes, à chances égales entre celles que les données permettent.",
  },
  {
    id: 'reference',
    label: 'Règle de la référence',
    assumption: "À chaque tirage, la règle du modèle, le total, la moyenne ou la médiane des unités de la référence, à chances égales.",
  },
  {
    id: 'normalisation',
    label: 'Normalisation',
    assumption: "À chaque tirage, la normalisation du modèle ou une autre (rapport, rang-centile, minmax, z), à chances égales.",
  },
  {
    id: 'poids',
    label: 'Pondération',
    assumption: "À chaque niveau de l'arbre, chaque poids est multiplié par un nombre tiré uniformément de 0,75 à 1,25, puis les poids sont ramenés à leur somme.",
  },
];
