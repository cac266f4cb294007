import { describe, expect, it } from 'vitest';
import { seatOutsideTerritory, widerThanCommune, words } from '../../src/posts/wide-carrier.js';
import { loadCog } from '../../src/sources/cog.js';
import { loadWideCarriers } from '../../src/sources/posts/wide-carriers.js';
import { selectTerritory } from '../../src/territory/selector.js';

const cog = await loadCog();
const rules = await loadWideCarriers();
const wider = (structure: string, siret: string | null = null, type: string | null = null): string | null => widerThanCommune({ structure, siret, type }, rules, cog);

describe('widerThanCommune', () => {
  it.each([
    ["MAISON METROPOLITAINE D'INSERTION POUR L'EMPLOI", '13000354400033', 'publique', 'SIREN en 13 : organisme public national'],
    ['UNION DEPARTEMENTALE DES ASSOCIATIONS FAMILIALES DU RHONE ET DE LA METROPLE', null, 'privée', 'nom : UNION DEPARTEMENTALE'],
    ['Union départementale des associations familiales', null, null, 'nom : UNION DEPARTEMENTALE'],
    ['METROPOLE DE LYON', '20004697700019', 'publique', 'SIREN 200046977 : '],
    ['METROPOLE DE LYON', null, null, 'nom : METROPOLE DE'],
    ['CC BUGEY SUD', '20004035000015', 'publique', 'SIREN 200040350 : '],
    ['DEPARTEMENT DU RHONE', '22690001700014', 'publique', 'SIREN en 22 : département'],
    ['CHAMBRE D AGRICULTURE DU RHONE', '18691001400031', 'publique', 'SIREN en 18'],
    ["Chambre d'agriculture", null, null, 'nom : CHAMBRE D AGRICULTURE'],
    ['SI D ENERGIE', '25010021100011', 'publique', 'SIREN en 25 : syndicat'],
    ['Association inventée', '99999999900012', 'GIP', 'type GIP'],
    ['Commune X', null, 'departement', 'type DEPARTEMENT'],
    ['Réseau inventé', null, 'PRIVATE', 'nom : RESEAU'],
    ['Une structure', '200046977', null, 'SIREN 200046977'],
  ])('%s (%s, %s)', (structure, siret, type, reason) => {
    expect(wider(structure, siret, type)).toContain(reason);
  });

  it.each([
    ['COMMUNE DE VAL-REVERMONT', '20005734700011', 'publique'],
    ['PIMMS LYON METROPOLE', '40036201800105', 'privée'],
    ["CENTRE COMMUNAL D'ACTION SOCIALE", '26691003300015', 'publique'],
    ['COMMUNE DE LYON', '21690123100011', 'COMMUNE'],
    ['RESEAU D UNE COMMUNE', '22690001700014', 'COMMUNE'],
    ['ASSOCIATION LES RESEAUTEURS', null, 'privée'],
    ['FEDERATIONS', null, 'privée'],
    ['LA POSTE', '35600000007491', 'privée'],
    ['Centre social', null, null],
  ])('not %s (%s, %s)', (structure, siret, type) => {
    expect(wider(structure, siret, type)).toBeNull();
  });

  it('knows the newer EPCI by the COG only', () => {
    const employer = { structure: 'HAUT - BUGEY AGGLOMERATION', siret: '20004293500011', type: 'publique' };
    expect(widerThanCommune(employer, rules, null)).toBeNull();
    expect(widerThanCommune(employer, rules, cog)).toContain('200042935');
  });

  it('reads the words of a name without accents and punctuation', () => {
    expect(words(" Maison  métropolitaine d'insertion – Œuvre ")).toBe('MAISON METROPOLITAINE D INSERTION OEUVRE');
  });
});

describe('seatOutsideTerritory', () => {
  it('knows the Département du Rhône, seated in Lyon', () => {
    const entry = seatOutsideTerritory({ structure: 'DEPARTEMENT DU RHONE', siret: '22690001700014', type: 'publique' }, rules);
    expect(entry).toMatchObject({ siren: '226900017', name: 'Département du Rhône', seat: 'Lyon', actsIn: 'dep:69,-epci:200046977' });
    expect(seatOutsideTerritory({ structure: 'DEPARTEMENT DU RHONE', siret: null, type: null }, rules)).toBeNull();
  });

  it('acts in territories that can be selected', () => {
    for (const { actsIn } of rules.seatOutside.values()) {
      expect(selectTerritory(actsIn, { cog, plm: 'commune' }, () => '').units.length).toBeGreaterThan(0);
    }
  });
});
