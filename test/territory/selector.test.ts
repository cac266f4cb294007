import { describe, expect, it } from 'vitest';
import { isFrenchDepartement } from '../../src/territory/cog.js';
import { selectTerritory } from '../../src/territory/selector.js';
import type { Territory } from '../../src/territory/selector.js';
import { ARRONDISSEMENTS, COMMUNES, errorOf } from '../support/tables.js';

const { cog } = COMMUNES;
const noFile = (path: string): string => {
  throw new Error(`unexpected read of ${path}`);
};
const select = (text: string, geography: typeof COMMUNES | typeof ARRONDISSEMENTS = COMMUNES): Territory => selectTerritory(text, geography, noFile);
const fromFile = (content: string, geography: typeof COMMUNES | typeof ARRONDISSEMENTS = COMMUNES): Territory => selectTerritory('file:codes.txt', geography, () => content);
const inDepartement = (code: string): string[] => [...cog.communes.values()].filter((c) => c.departement === code).map((c) => c.code).sort();

describe('selectTerritory', () => {
  it.each([
    ['epci:200046977', 58, '69003'],
    ['epci:245400676', 20, '54165'],
    ['epci:200043081', 19, '37072'],
  ])('%s a %i communes', (text, n, member) => {
    const { units } = select(text);
    expect(units).toHaveLength(n);
    expect(units).toContain(member);
    expect(units).toEqual([...units].sort());
  });

  it('nomme la Métropole de Lyon pour ce qu’elle est', () => {
    const { nom, nomCourt, key } = select('epci:200046977');
    expect(nom).toBe("Métropole de Lyon (collectivité à statut particulier, traitée comme un EPCI par l'Insee)");
    expect([nomCourt, key]).toEqual(['Métropole de Lyon', { level: 'epci', code: '200046977' }]);
  });

  it.each([
    ['dep:69', inDepartement('69'), { level: 'departement', code: '69' }],
    ['dep:2A', inDepartement('2A'), { level: 'departement', code: '2A' }],
    ['dep:2b', inDepartement('2B'), { level: 'departement', code: '2B' }],
    ['dep:976', inDepartement('976'), { level: 'departement', code: '976' }],
  ])('%s', (text, units, key) => {
    expect(select(text)).toMatchObject({ units, key });
    expect(units.length).toBeGreaterThan(10);
  });

  it('reg:84 réunit ses douze départements', () => {
    const { units, key } = select('reg:84');
    expect(units).toEqual(['01', '03', '07', '15', '26', '38', '42', '43', '63', '69', '73', '74'].flatMap(inDepartement).sort());
    expect(key).toEqual({ level: 'region', code: '84' });
  });

  it('france : 101 départements, les communes de 975 à 989 comptées et laissées', () => {
    const { units, notes, key } = select('france');
    const skipped = [...cog.communes.values()].filter((c) => !isFrenchDepartement(c.departement));
    expect(new Set(units.map((code) => cog.communes.get(code)?.departement)).size).toBe(101);
    expect(units.length + skipped.length).toBe(cog.communes.size);
    expect(units.some((code) => /^97[578]|^98/.test(code))).toBe(false);
    expect(units).toContain('97608');
    expect(notes).toEqual([`france : ${skipped.length} communes des collectivités 975 à 989 laissées de côté`]);
    expect(skipped.length).toBeGreaterThan(50);
    expect(key).toEqual({ level: 'france', code: 'FRANCE' });
    expect(select('FRANCE').units).toEqual(units);
  });

  it.each([
    ['ctcd:69D', 'dep:69,-epci:200046977'],
    ['ctcd:69d', 'dep:69,-epci:200046977'],
    ['ctcd:69M', 'epci:200046977'],
    ['ctcd:6AE', 'dep:67,dep:68'],
    ['ctcd:20R', 'dep:2A,dep:2B'],
    ['ctcd:42D', 'dep:42'],
    ['ctcd:972R', 'dep:972'],
  ])('%s : les communes de %s', (ctcd, same) => expect(select(ctcd).units).toEqual(select(same).units));

  it('la différence du « Nouveau-Rhône », et ce qui reste se complète', () => {
    const difference = select('dep:69,-epci:200046977');
    expect(difference).toMatchObject({ nomCourt: 'Nouveau-Rhône', key: null });
    expect([...difference.units, ...select('epci:200046977').units].sort()).toEqual(inDepartement('69'));
  });

  it('les différences et réunions se lisent de gauche à droite', () => {
    expect(select('communes:69003,69029,-communes:69029').units).toEqual(['69003']);
    expect(select('communes:69003,-communes:69003,communes:69003,69029').units).toEqual(['69003', '69029']);
    expect(select('dep:69,-dep:69,epci:200043081').units).toHaveLength(19);
    expect(select('dep:69, -epci:200046977').selector).toBe('dep:69,-epci:200046977');
    expect(select('epci:200043081,communes:69003')).toMatchObject({ nomCourt: 'CC Chinon, Vienne et Loire et 1 commune choisie', key: null });
  });

  it('n’est un territoire publié que s’il est seul', () => {
    expect(select('epci:200043081,epci:245400676').key).toBeNull();
    expect(select('communes:69003').key).toBeNull();
    expect(select('ctcd:69D').key).toBeNull();
  });

  it('porte les anciens codes d’une liste, et le note', () => {
    const { units, notes } = select('communes:69152,69159,69003');
    expect(units).toEqual(['69003', '69114', '69149']);
    expect(notes).toEqual(['communes : 69152, ancienne commune, portée à 69149', 'communes : 69159, ancienne commune, portée à 69114']);
  });

  it('répare les codes d’une liste, et le note', () => {
    const { units, notes } = select('communes:1004,2a004');
    expect(units).toEqual(['01004', '2A004']);
    expect(notes).toEqual(['communes : « 1004 » lu 01004 (zéro initial rétabli)', 'communes : « 2a004 » lu 2A004 (lettre mise en majuscule)']);
  });

  it('lit un fichier de codes : commentaires, BOM retiré, CRLF, lignes vides', () => {
    const { units, notes, nom } = fromFile('# la liste\r\n69003\r\n\r\n69029 # Bron\r\n  69152\r\n69003\r\n');
    expect(units).toEqual(['69003', '69029', '69149']);
    expect(notes).toEqual(['file:codes.txt : 69152, ancienne commune, portée à 69149']);
    expect(nom).toBe('3 communes choisies');
  });

  it('garde les espaces du chemin d’un fichier', () => {
    const read: string[] = [];
    const { units } = selectTerritory('dep:69, -file:mes codes/à moi.txt', COMMUNES, (path) => {
      read.push(path);
      return '69003\n';
    });
    expect(read).toEqual(['mes codes/à moi.txt']);
    expect(units).toHaveLength(inDepartement('69').length - 1);
  });
});

describe('selectTerritory par arrondissements', () => {
  it('remplace Lyon par ses neuf arrondissements', () => {
    const { units } = select('epci:200046977', ARRONDISSEMENTS);
    expect(units).toHaveLength(66);
    expect(units).not.toContain('69123');
    expect(units.filter((code) => code.startsWith('6938'))).toHaveLength(9);
  });

  it.each([['dep:75', 20], ['communes:13055', 16], ['communes:69381', 1], ['communes:69123,69003', 10]])('%s : %i unités', (text, n) => {
    expect(select(text, ARRONDISSEMENTS).units).toHaveLength(n);
  });

  it('porte un arrondissement à sa commune quand les communes sont les unités, et le note', () => {
    const { units, notes } = select('communes:69381,69382');
    expect(units).toEqual(['69123']);
    expect(notes[0]).toBe('communes : 69381, arrondissement, porté à 69123 (--plm arrondissements pour le garder)');
  });
});

describe('selectTerritory refuse', () => {
  it.each([
    ['epci:1', 'Territoire « epci:1 » : aucun EPCI n\'a ce code dans le COG 2026.\nDonnez son numéro SIREN à neuf chiffres, par exemple epci:200046977.'],
    ['dep:99', 'Territoire « dep:99 » : code de département inconnu.\nVouliez-vous dire '],
    ['reg:85', 'Territoire « reg:85 » : code de région inconnu.\nVouliez-vous dire '],
    ['ctcd:99X', 'Territoire « ctcd:99X » : collectivité inconnue. Exemples : ctcd:69D'],
    ['communes:69999', 'Territoire « communes » : « 69999 » n\'est pas le code d\'une commune du COG 2026.'],
    ['communes:Lyon', 'Territoire « communes » : « Lyon » n\'est pas le code d\'une commune'],
    ['Lyon', 'Territoire « Lyon » : forme inconnue.\nFormes possibles : epci:200046977, dep:69'],
    ['canton:6901', 'Territoire « canton:6901 » : forme inconnue.'],
    ['epci:', 'Territoire « epci: » : forme inconnue.'],
    ['', 'Territoire vide. Formes possibles : '],
    [' , ', 'Territoire vide. Formes possibles : '],
    ['-epci:200046977', 'Territoire « -epci:200046977 » : il commence par une différence'],
    ['dep:69,-dep:69', 'Territoire « dep:69,-dep:69 » : il ne reste aucune commune.'],
    ['communes:69003,-69029', 'écrivez la différence -communes:69029.'],
    ['dep:69,69003', 'Territoire « 69003 » : forme inconnue.'],
  ])('« %s » (code 2)', async (text, message) => expect(await errorOf(() => select(text), 2)).toContain(message));

  it('propose le code voisin d’un EPCI', async () => {
    expect(await errorOf(() => select('epci:200046978'), 2)).toContain('200046977 (Métropole de Lyon)');
  });

  it.each([
    ['un code inconnu', '69003\n69999\n', 'Territoire « file:codes.txt » : « 69999 » n\'est pas le code d\'une commune du COG 2026.'],
    ['aucun code', '# rien\n\n', 'Territoire « file:codes.txt » : la liste ne contient aucun code.'],
  ])('un fichier qui contient %s (code 3)', async (_, content, message) => expect(await errorOf(() => fromFile(content), 3)).toContain(message));
});
