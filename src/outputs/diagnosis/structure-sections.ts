import { REDUNDANT_CORRELATION, WEAK_CORRELATION } from '../../diagnosis/correlations.js';
import { frenchNumber, frenchPercent } from '../../french.js';
import type { StoredCorrelationTable, StoredDiagnosis, StoredFlag } from '../../sources/stored-diagnosis.js';
import { markdownTable, markdownText } from '../markdown.js';
import type { Words } from './words.js';

/** `## 3. Corrélations`: inside and across axes, and what works against the score. */
export function correlationSection({ correlations }: StoredDiagnosis, words: Words): string[] {
  const { variables, noeuds, avec_indice: withScore, alertes } = correlations;
  return [
    '## 3. Corrélations',
    '',
    'De Pearson, sans pondération, entre les points (valeurs estimées comprises), sur les unités qui ont les deux ; de Spearman (rangs) aussi avec l\'indice.',
    '',
    ...markdownTable(
      ['Avec l\'indice', 'Pearson', 'Spearman'],
      withScore.map((w) => [markdownText(words.labelOf(w.id)), frenchNumber(w.pearson, 2), frenchNumber(w.spearman, 2)]),
      [1, 2],
    ),
    '',
    ...tableLines('Entre variables :', variables, (id) => `\`${id}\``),
    ...tableLines('Entre thèmes et axes :', noeuds, (id) => markdownText(words.labelOf(id))),
    ...alertes.map((flag) => `- ${markdownText(flagText(flag, words))}`),
    ...(alertes.length === 0 ? ['Aucun axe et aucune variable ne va contre l\'indice, ni ne lui est presque indifférent.'] : []),
    '',
  ];
}

function tableLines(title: string, { ids, valeurs }: StoredCorrelationTable, headOf: (id: string) => string): string[] {
  if (ids.length < 2) return [];
  return [
    title,
    '',
    ...markdownTable(
      ['', ...ids.map(headOf)],
      ids.map((id, i) => [headOf(id), ...ids.map((_, j) => (j < i ? frenchNumber(valeurs[i]?.[j] ?? null, 2) : j === i ? '1' : ''))]),
      ids.map((_, i) => i + 1),
    ),
    '',
  ];
}

const LEVELS: Readonly<Record<StoredFlag['niveau'], string>> = { variable: 'La variable', axe: 'L\'axe', theme: 'Le thème' };

const opposed = (r: number): string => (r <= -WEAK_CORRELATION ? 'vont en sens contraire' : 'ont peu de lien, plutôt en sens contraire');

/** What a flag says. */
export function flagText({ genre, niveau, ids, r }: StoredFlag, words: Words): string {
  const [first = '', second = ''] = ids.map((id) => `« ${words.labelOf(id)} »`);
  const told = frenchNumber(r, 2);
  switch (genre) {
    case 'contre-indice':
      return `${LEVELS[niveau]} ${first} va contre l'indice (corrélation ${told}) : là où l'indice est haut, ses points sont plutôt bas.`;
    case 'sans-effet':
      return `${LEVELS[niveau]} ${first} est presque sans lien avec l'indice (corrélation ${told}, moins de ${frenchNumber(WEAK_CORRELATION, 1)}).`;
    case 'opposes':
      return niveau === 'variable'
        ? `Dans un même axe, ${first} et ${second} ${opposed(r)} (corrélation ${told}) : leur moyenne les efface en partie.`
        : `${first} et ${second} ${opposed(r)} (corrélation ${told}) : l'un compense en partie l'autre.`;
    case 'redondantes':
      return `${first} et ${second} disent presque la même chose (corrélation ${told}, au moins ${frenchNumber(REDUNDANT_CORRELATION, 1)}) : un même fait compte presque deux fois.`;
  }
}

/** `## 4. Cohérence interne`: Cronbach's alpha. */
export function consistencySection({ coherence }: StoredDiagnosis, words: Words): string[] {
  return [
    '## 4. Cohérence interne',
    '',
    "L'alpha de Cronbach (1951) dit si les variables d'un axe, d'un thème ou de l'ensemble varient ensemble ; 0,7 est le seuil d'usage d'une échelle de mesure. Un indice de fragilité additionne des causes différentes : un alpha bas n'y est pas une faute, mais prévient que la moyenne mêle des choses qui ne vont pas ensemble.",
    '',
    ...(coherence.length === 0
      ? ['Aucun axe, et l\'ensemble non plus, ne s\'y prête (il faut deux variables qui varient, connues dans trois unités).']
      : markdownTable(
          ['', 'Variables', 'Unités', 'Alpha', 'Alpha standardisé'],
          coherence.map((c) => [c.id === null ? '**Ensemble**' : markdownText(words.labelOf(c.id)), frenchNumber(c.variables), frenchNumber(c.n), frenchNumber(c.alpha, 2), frenchNumber(c.alpha_standardise, 2)]),
          [1, 2, 3, 4],
        )),
    '',
  ];
}

/** `## 5. Poids nominaux et effectifs` */
export function weightSection({ poids }: StoredDiagnosis, words: Words): string[] {
  if (poids === null) return ['## 5. Poids nominaux et effectifs', '', 'Les indices ne varient pas : il n\'y a pas de poids effectif.', ''];
  return [
    '## 5. Poids nominaux et effectifs',
    '',
    "Un poids nominal n'est pas une importance : une moyenne de rapports sans borne donne du poids à la variable la plus dispersée (Paruolo, Saisana et Saltelli, 2013 ; Becker et autres, 2017). " +
      "La part de la variance est Cov(contribution, indice) ÷ Var(indice) : les parts font 100 % ; une part négative réduit les écarts d'indice. r² est la part de la variance qu'une droite en cette seule variable expliquerait.",
    '',
    ...markdownTable(
      ['Variable', 'Poids nominal', 'Part de la variance', 'Rapport', 'r²'],
      [
        ...poids.variables.map((w) => [markdownText(words.labelOf(w.id)), frenchPercent(w.nominal, 1), frenchPercent(w.part_variance, 1), frenchNumber(w.part_variance / w.nominal, 2), frenchNumber(w.r2, 2)]),
        ...(Math.abs(poids.part_residu) < 1e-9 ? [] : [['Effet des règles qui ne sont pas des moyennes', '', frenchPercent(poids.part_residu, 1), '', '']]),
      ],
      [1, 2, 3, 4],
    ),
    '',
  ];
}
