import { counted, frenchNumber } from '../../french.js';
import { leftByReason } from '../../evolution/panel.js';
import { byChange } from '../../evolution/whole-change.js';
import type { Evolution } from '../../main-job/evolution/evolution.js';
import { OVERLAP_WHY } from '../../main-job/evolution/evolution.js';
import { gapTexts } from '../../main-job/evolution/comparable.js';
import { codeText, markdownTable, markdownText } from '../markdown.js';
import { WARNING } from '../method-text.js';
import { precautions } from './precautions.js';
import { compositionSection, referenceSection } from './reference-sections.js';
import { baseManifest, firstYear, lastYear, MINIMUM_FOR_RANKS, moversText, panelTerritory, panelUnitNames, signed, span, spokenLabel, unitRemark } from './words.js';

/** How many of the units that rose most, and of those that fell most, are told. */
export const MOST_MOVED = 10;

/** `evolution.md`: what a person reads of a panel. */
export function evolutionMarkdown(evolution: Evolution): string {
  const { panel } = evolution;
  return `${[
    `# Évolution de l'indice de fragilité numérique : ${markdownText(panelTerritory(evolution).nom)}, ${span(panel)}`,
    '',
    `> ${WARNING}`,
    '',
    ...aboutLines(evolution),
    '',
    ...referenceSection(panel),
    ...movedSection(evolution),
    ...bridgeSection(evolution),
    ...compositionSection(panel),
    ...leftSection(evolution),
    '## Précautions',
    '',
    ...precautions(evolution).map((text) => `- ${markdownText(text)}`),
    '',
    ...allSection(evolution),
  ].join('\n')}\n`;
}

/** What the panel is, line by line. */
export function aboutLines(evolution: Evolution): string[] {
  const { panel, years, overlaps } = evolution;
  const { modele, reference } = baseManifest(evolution);
  const base = panel.years[panel.base];
  const turned = panel.variables.filter((v) => v.years[panel.base]?.direction === '-').map((v) => markdownText(spokenLabel(v)));
  const folders = panel.years.map((y, at) => `${String(y.year)} (\`${y.shown}\`, géographie ${String(y.cog)}, ${counted(years[at]?.rows ?? 0, ...panelUnitNames(evolution))})`);
  return [
    `- **Modèle** : ${modele.libelle} (\`${modele.id}\`, version ${String(modele.version)}${modele.liste_reconstituee ? ', liste reconstituée' : ''}).`,
    `- **Années** : ${folders.join(' ; ')}.`,
    `- **Référence figée** : ${markdownText(reference.nom)} en ${String(base?.year ?? '')}. Ses valeurs de cette année-là font 100 toutes les années : points = 100 × valeur de l'année / valeur de la référence en ${String(base?.year ?? '')}${turned.length === 0 ? '' : ` ; pour ${turned.join(', ')}, l'inversion que déclare le modèle`}.`,
    `- **Géographie** : celle du 1er janvier ${String(panel.cog)}, la plus récente des dossiers, pour toutes les années.`,
    `- **Panel** : ${counted(panel.units.length, ...panelUnitNames(evolution))}, ${counted(panel.variables.length, 'variable')}${panel.left.length === 0 ? '' : ` (${counted(panel.left.length, 'écartée', 'écartées')})`}${panel.leftUnits.length === 0 ? '' : `, ${counted(panel.leftUnits.length, 'unité écartée', 'unités écartées')}`}.`,
    `- **Poids** : ${panel.variables.map((v) => `${markdownText(v.label)} (${codeText(v.id)}) ${frenchNumber(v.weight, 3)}`).join(' ; ')}.`,
    `- **Millésimes** : ${panel.variables.map((v) => `${markdownText(v.label)} ${v.years.map((y) => String(y.vintage ?? '–')).join(', ')}`).join(' ; ')}.`,
    ...(overlaps.length === 0 ? [] : [`- **Millésimes trop proches, comparés sur demande** : ${gapTexts(overlaps).join(' ; ')}. ${OVERLAP_WHY}`]),
  ];
}

/** The units that rose and fell most, and what moved them. */
function movedSection(evolution: Evolution): string[] {
  const { panel } = evolution;
  const [one, many] = panelUnitNames(evolution);
  const moved = byChange(panel.units);
  if (moved.length === 0) return ['## Évolutions', '', `Aucune ${one} n'a d'indice toutes les années.`, ''];
  const rising = moved.filter(({ whole }) => whole.change > 0).slice(0, MOST_MOVED);
  const falling = moved.filter(({ whole }) => whole.change < 0).slice(-MOST_MOVED).reverse();
  const table = (list: typeof moved): string[] =>
    markdownTable(
      [capital(one), ...panel.years.map((y) => String(y.year)), 'Évolution', 'Ce qui la porte', 'dont effectifs', 'dont populations', 'Remarque'],
      list.map(({ unit, whole }) => [
        `${markdownText(unit.name)} (${unit.code})`,
        ...unit.score.map((s) => frenchNumber(s, 1)),
        `**${signed(whole.change)}**`,
        moversText(whole),
        signed(whole.variables.reduce((sum, v) => sum + (v.numerator ?? 0), 0)),
        signed(whole.variables.reduce((sum, v) => sum + (v.denominator ?? 0), 0)),
        unitRemark(unit, panel),
      ]),
      [...panel.years.map((_, at) => at + 1), panel.years.length + 1, panel.years.length + 3, panel.years.length + 4],
    );
  return [
    `## Les ${many} qui ont le plus changé`,
    '',
    `De ${String(firstYear(panel))} à ${String(lastYear(panel))}, en points de l'indice. Les contributions des variables s'additionnent exactement à l'évolution. ` +
      'Celle d’une part se partage entre son effectif (le numérateur : plus de chômeurs, de personnes âgées…) et sa population (le dénominateur : la même chose dans une population qui change) ; un taux publié ne se partage pas. ' +
      'Une commune qui grandit sans que ses parts changent montre les deux, qui se compensent.',
    '',
    ...(rising.length === 0 ? [`Aucune ${one} n'a d'indice en hausse.`, ''] : ['### En hausse', '', ...table(rising), '']),
    ...(falling.length === 0 ? [`Aucune ${one} n'a d'indice en baisse.`, ''] : ['### En baisse', '', ...table(falling), '']),
  ];
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Why the published scores of two years are not to be subtracted. */
function bridgeSection(evolution: Evolution): string[] {
  const { panel } = evolution;
  const moved = byChange(panel.units);
  const [top, bottom] = [moved.slice(0, MOST_MOVED / 2), moved.slice(MOST_MOVED / 2).slice(-MOST_MOVED / 2)];
  const last = panel.years.length - 1;
  const rows = [...top, ...bottom].flatMap(({ unit, whole }): string[][] => {
    const [a, b] = [unit.bridges[0] ?? null, unit.bridges[last] ?? null];
    if (a === null || b === null) return [];
    return [[`${markdownText(unit.name)} (${unit.code})`, frenchNumber(a.published, 1), frenchNumber(b.published, 1), signed(b.published - a.published), signed(a.definition - b.definition), signed(a.reference - b.reference), signed(a.geography - b.geography), `**${signed(whole.change)}**`]];
  });
  if (rows.length === 0) return [];
  const head = [capital(panelUnitNames(evolution)[0]), `Publié ${String(panel.years[0]?.year ?? '')}`, `Publié ${String(panel.years[last]?.year ?? '')}`, 'Écart des indices publiés', '− variables écartées', '− référence', '− périmètre', '= Évolution'];
  return [
    '## Des indices publiés à l’évolution',
    '',
    "Chaque année, l'indice publié l'a été contre la référence de son année : la différence de deux indices publiés n'est pas une évolution. Il faut en ôter ce qui tient aux variables qui ne se mesurent pas de même toutes les années, à la référence qui bouge, et au périmètre de la commune. Ce tableau fait le chemin ; tous les chiffres sont dans `evolution.csv`.",
    '',
    ...markdownTable(head, rows, [1, 2, 3, 4, 5, 6, 7]),
    '',
  ];
}

function leftSection({ panel }: Evolution): string[] {
  const merged = panel.units.filter((u) => u.parts.some((parts) => parts.length > 1 || parts[0] !== u.code));
  return [
    ...(panel.left.length === 0
      ? []
      : [
          '## Variables écartées de toutes les années',
          '',
          "Ce qui les ferait bouger n'est pas ce qui s'est passé. Leur poids va aux autres, comme le modèle le fait d'une valeur manquante.",
          '',
          ...markdownTable(
            ['Variable', 'Raison', ...panel.years.map((y) => `Référence ${String(y.year)}`)],
            panel.left.map((v) => [markdownText(v.label), markdownText(v.reason), ...v.references.map((r) => frenchNumber(r, 1))]),
            panel.years.map((_, at) => at + 2),
          ),
          '',
        ]),
    ...(merged.length === 0
      ? []
      : [
          '## Unités recomposées',
          '',
          'Effectifs additionnés, taux publiés moyennés par leurs poids si toutes les parties sont publiées ; rien n’est estimé.',
          '',
          ...merged.map((u) => `- ${markdownText(u.name)} (${u.code}) : ${panel.years.flatMap((y, at) => ((u.parts[at]?.length ?? 0) > 1 || u.parts[at]?.[0] !== u.code ? [`${String(y.year)} = ${u.parts[at]?.join(' + ') ?? ''}`] : [])).join(' ; ')}`),
          '',
        ]),
    ...(panel.leftUnits.length === 0 ? [] : ['## Unités écartées', '', ...[...leftByReason(panel)].map(([reason, units]) => `- ${capital(markdownText(reason))} : ${units.map((u) => `${markdownText(u.name)} (${u.code})`).join(', ')}.`), '']),
  ];
}

/** All units, in the order of their codes. */
function allSection(evolution: Evolution): string[] {
  const { panel } = evolution;
  const [one, many] = panelUnitNames(evolution);
  const ranked = panel.units.filter((u) => (u.rank[0] ?? 0) > 0).length >= MINIMUM_FOR_RANKS;
  const years = panel.years.map((y) => String(y.year));
  return [
    `## Toutes les ${many}`,
    '',
    ranked ? 'Rangs de fragilité dans chaque année (1 = la plus fragile) ; deux indices proches échangent leurs rangs par hasard.' : `Les rangs (colonne \`rang\` d'evolution.csv) ne sont pas montrés : ils ne disent rien sous ${String(MINIMUM_FOR_RANKS)} unités.`,
    '',
    ...markdownTable(
      [capital(one), ...years, 'Évolution', ...(ranked ? years.map((y) => `Rang ${y}`) : []), 'Remarque'],
      panel.units.map((unit) => [
        `${markdownText(unit.name)} (${unit.code})`,
        ...unit.score.map((s) => frenchNumber(s, 1)),
        signed((unit.score.at(-1) ?? Number.NaN) - (unit.score[0] ?? Number.NaN)),
        ...(ranked ? unit.rank.map((r) => (r === 0 ? '–' : String(r))) : []),
        unitRemark(unit, panel),
      ]),
      Array.from({ length: years.length + 1 + (ranked ? years.length : 0) }, (_, i) => i + 1),
    ),
  ];
}
