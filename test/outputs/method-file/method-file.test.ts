import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeEdition } from '../../editions/support.js';
import { repositoryFile, runCli, useFolder } from '../../support/run-cli.js';

const folder = useFolder();
const text = (out: string): string => readFileSync(join(folder.path, out, 'methode.md'), 'utf8');

describe('methode.md of the demonstration', () => {
  beforeAll(async () => {
    expect((await runCli(['compute', '--out', 'lyon'], folder.path)).code).toBe(0);
  });

  it('is fixtures/demonstration, byte for byte', () => {
    expect(text('lyon')).toBe(readFileSync(repositoryFile('fixtures/demonstration/methode.md'), 'utf8'));
  });

  it('is told by the manifest, and is an annex of the report', () => {
    const manifest = JSON.parse(readFileSync(join(folder.path, 'lyon/manifest.json'), 'utf8')) as { sorties: { chemin: string }[]; rapport: { cree_de: string[] } };
    expect(manifest.sorties.map((s) => s.chemin)).toContain('methode.md');
    expect(manifest.rapport.cree_de).toContain('methode.md');
  });

  it('has the numbers of the manifest, and its warning in full', () => {
    interface Manifest { avertissement: string; variables: { id: string; reference: { valeur: number }; poids_nominal: number; manquants: { ajustement: { a: number; b: number; n: number; r2: number } | null } }[] }
    const manifest = JSON.parse(readFileSync(join(folder.path, 'lyon/manifest.json'), 'utf8')) as Manifest;
    const comma = (value: number, decimals: number): string => value.toFixed(decimals).replace('.', ',').replace('-', '−');
    for (const { id, reference, poids_nominal: weight } of manifest.variables) {
      const sheet = text('lyon').split('\n### ').find((s) => s.includes(`(\`${id}\`)`)) ?? '';
      expect(sheet, id).toContain(`**Référence** : ${comma(reference.valeur, 1)}\u202f% ; règle : total`);
      expect(sheet, id).toContain(`**Poids** : ${comma(weight, 3)}`);
    }
    const { a, b, n, r2 } = manifest.variables.find((v) => v.id === 'pauvrete')!.manquants.ajustement!;
    expect(text('lyon')).toContain(`ln y = ${comma(a, 3)} ${comma(b, 3).replace('−', '− ')} · ln x, ajusté sur ${String(n)} unités (R² = ${comma(r2, 2)})`);
    expect(text('lyon')).toContain(`**${manifest.avertissement}**`);
  });
});

describe('methode.md by EPCI', () => {
  it('says which references rest on communes, and which on EPCI', async () => {
    const files = ['communes', 'filosofi_communes', 'filosofi_epci'].flatMap((name) => ['--insee', repositoryFile(`fixtures/mailles/${name}.csv`)]);
    const run = await runCli(['compute', '--unit', 'epci', ...files, '--territory', 'epci:247700644,epci:246900757', '--out', 'epci'], folder.path);
    expect(run.code).toBe(0);
    expect(text('epci')).toContain('règle : total (moyenne des EPCI pondérée par le poids du taux), sur 2 EPCI.');
    // Four communes and five.
    expect(text('epci')).toContain('règle : total (somme des numérateurs / somme des dénominateurs), sur 9 communes.');
    expect(text('epci')).toContain("Taux publiés : ceux que l'Insee publie à ce niveau, jamais une moyenne des communes.");
  });
});

describe('methode.md of the other editions', () => {
  const of = async (model: string, published: Readonly<Record<string, number>> = {}): Promise<string> => {
    const run = await computeEdition(folder.path, model, published);
    expect({ model, code: run.code, stderr: run.stderr.split('\n')[0] }).toMatchObject({ code: 0 });
    return text('out');
  };

  it('kit-2019: three axes by their sizes, inversions, published values with their source', async () => {
    const method = await of('kit-2019', { niveau_de_vie: 18982 });
    expect(method).toContain('`information = (monoparentales + menages_une_personne + services_publics) / 3`');
    expect(method).toContain('100 × max(0 ; 2 − valeur / valeur de la référence)');
    expect(method).toContain('100 × (1 − valeur) / valeur de la référence (les deux en parts de 1, non en %)');
    expect(method).toContain('**Référence** : 18\u202f982 euros par an et par unité de consommation ; règle : valeur publiée du territoire, donnée par vous, source : « inventée ».');
    expect(method).toContain('**Réserve** : plus la commune est riche, plus elle paraît fragile (défaut de l\'édition).');
    // 1/2 × 1/2 × 1/4 and 1/2 × 1/2 × 1/3.
    expect(method).toContain('`indice = 0,0625 × couverture_thd + 0,0625 × couverture_mobile + 0,0625 × pauvrete + 0,0625 × niveau_de_vie + 0,0833 × monoparentales');
  });

  it('inr-2020: themes and index are of variables, axes are only shown', async () => {
    const method = await of('inr-2020');
    expect(method).toContain('`acces = (niveau_de_vie + monoparentales + menages_une_personne) / 3`');
    expect(method).toContain('`indice = (niveau_de_vie + monoparentales + menages_une_personne + jeunes_15_29 + ages_65_plus + non_diplomes) / 6`');
    expect(method).toContain('le thème « Compétences » : ils sont seulement montrés.');
  });

  it('dfg-2020: medians, truncation at each level, no straight sum', async () => {
    const method = await of('dfg-2020');
    expect(method).toContain('`indice = ent((interfaces + information + administratives + numeriques) / 4)`');
    expect(method).toContain('règle : médiane des communes, sur 4 communes');
    expect(method).not.toContain('Soit, là où rien ne manque');
  });

  it('portail-2023: deciles among the units that the files have, and said not to be those of France', async () => {
    const method = await of('portail-2023');
    expect(method).toContain("L'indice se lit ainsi : moyenne de déciles nationaux, de 1 à 10 (10 = la plus fragile) ; centre 5,5.");
    expect(method).toContain('10 × rang / n arrondi au-dessus, parmi les unités de toute la France (ex æquo au plus bas de leurs rangs) (ici, n = 10).');
    expect(method).toContain("les fichiers n'en ont que 10");
    expect(method).toContain('Une intercommunalité entière est la moyenne des indices de ses unités, pondérée par « population ».');
    expect(method).not.toContain('thème');
  });
});
