import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recognisePostFormat } from '../../../src/sources/posts/format.js';
import { repositoryFile } from '../../support/run-cli.js';
import { failure, openText, readTexts } from './support.js';

const OPEN = 'Raison sociale;Commune INSEE;Nombre de conseillers validés par le COSELEC;Code département;Code commune INSEE;Code postal';

describe('recognisePostFormat', () => {
  it.each([
    ['posts-liste-ouverte/structures.csv', 'liste-ouverte'],
    ['posts-back-office/postes.csv', 'postes-anct'],
    ['posts-back-office/structures.csv', 'structures-anct'],
    ['posts-canoniques/postes.csv', 'postes'],
    ['posts-canoniques/interventions.csv', 'interventions'],
    ['posts-canoniques/demandes.csv', 'demandes'],
  ])('%s : %s', async (name, format) => {
    const csv = await openText(readFileSync(repositoryFile(`fixtures/${name}`)));
    expect(recognisePostFormat(csv.header, name)).toBe(format);
  });

  it('accepte la colonne id des listes plus récentes', () => {
    expect(recognisePostFormat(`id;${OPEN}`.split(';'), 'f.csv')).toBe('liste-ouverte');
  });

  it.each([
    ['liste ouverte sans code commune', OPEN.replace(';Code commune INSEE', '')],
    ['un tableau à soi', 'Structure;Ville;CP;Postes'],
    ['export de structures sans code commune', 'ID Structure;Dénomination;Statut;Code postal;Nombre de conseillers souhaités'],
  ])('un fichier à codes postaux seuls est refusé : %s', async (_, header) => {
    const failed = await failure(readTexts({ 'f.csv': `${header}\n${header.replaceAll(/[^;]+/g, '1')}\n` }));
    expect(failed.code).toBe(3);
    expect(failed.message).toMatch(/^f\.csv : le fichier n'a que des codes postaux/);
    expect(failed.message).toContain("Un code postal n'est pas une commune");
  });

  it('dit les colonnes trouvées, le format le plus proche et ce qui manque', async () => {
    const failed = await failure(readTexts({ 'f.csv': 'poste;structure;comune;departement;statut\nP;S;69123;69;valide\n' }));
    expect(failed).toEqual({
      code: 3,
      message: 'f.csv : format inconnu. Colonnes trouvées : poste, structure, comune, departement, statut.\nLe plus proche : postes.csv de fragilite ; il manque « commune » (est-ce « comune » ?).',
    });
  });

  it('cite les formats connus quand rien ne ressemble', async () => {
    const { message } = await failure(readTexts({ 'f.csv': 'CODGEO;P21_POP\n69123;1\n' }));
    expect(message).toContain('Formats connus : export des structures du back-office (ANCT) ; ');
  });

  it("ne répète pas les coordonnées d'un fichier sans en-tête", async () => {
    const { message } = await failure(readTexts({ 'f.csv': 'Centre;personne@exemple.invalid;06 12 34 56 78\nx;y;z\n' }));
    expect(message).toContain('Centre, (masquée), (masquée)');
    expect(message).not.toMatch(/exemple|34/);
  });
});
