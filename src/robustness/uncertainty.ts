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

/**
 * The sources, from what is measured to what is chosen (OECD/JRC handbook, step 7). A draw varies the units
 * of the territory; those of the reference that are out of it keep their values.
 */
export const UNCERTAINTIES: readonly Uncertainty[] = [
  {
    id: 'arrondi',
    label: 'Arrondi des taux publiés',
    assumption:
      "Un taux publié arrondi est tiré uniformément dans la moitié d'arrondi de part et d'autre (± 0,5 point pour un taux entier). " +
      'Au plancher de publication (« 5 » veut dire « 5 ou moins »), il est tiré de ce que suppose sa publication (environ 200 personnes pauvres ; hypothèse de notre part) à 5,5.',
  },
  {
    id: 'sondage',
    label: 'Sondage du recensement',
    assumption:
      "Une part p, comptée sur n = f·D des D ménages ou personnes de son dénominateur, est tirée d'une loi normale d'écart type " +
      '√((1 − f)·p̃·(1 − p̃) / (n + 4)), où p̃ = (n·p + 2) / (n + 4) (Agresti et Coull, 1998). ' +
      "f = 0,4 dans les communes de 10 000 habitants ou plus, dont 8 % des logements sont enquêtés chaque année pendant cinq ans ; en dessous, tout est recensé (f = 1), " +
      "mais l'exploitation complémentaire (familles, ménages) n'en code que 20 % (25 % avant 2014). " +
      "Hypothèses de notre part : un sondage simple, sans effet de grappe (logements d'une adresse, personnes d'un ménage) ni gain d'équilibrage ; des variables tirées séparément ; pour une maille plus large que la commune, la plus petite fraction possible.",
  },
  {
    id: 'estimation',
    label: 'Taux estimés',
    assumption:
      "Un taux estimé est multiplié par l'exponentielle d'un résidu normal, dont l'écart type est celui des résidus de l'ajustement (n − 2), sans dépasser son plafond ; l'incertitude de la droite elle-même n'est pas tirée.",
  },
  {
    id: 'manquants',
    label: 'Valeurs manquantes',
    assumption:
      "À chaque tirage, une politique pour toutes les valeurs manquantes, à chances égales entre celles que les données permettent et qui diffèrent. La valeur d'un EPCI ou d'un département est celle de ses unités observées du territoire.",
  },
  {
    id: 'reference',
    label: 'Règle de la référence',
    assumption: "À chaque tirage, la règle du modèle, le total, la moyenne ou la médiane des unités de la référence, à chances égales entre celles qui diffèrent.",
  },
  {
    id: 'normalisation',
    label: 'Normalisation',
    assumption: "À chaque tirage, la normalisation du modèle ou une autre, la même pour toutes les variables (rapport, rang-centile, minmax, z), à chances égales entre celles qui vont à l'agrégation.",
  },
  {
    id: 'poids',
    label: 'Pondération',
    assumption:
      "À chaque niveau de l'arbre, chaque poids est multiplié par un nombre tiré uniformément de 0,75 à 1,25, puis les poids sont ramenés à leur somme.",
  },
];
