import { optional, required } from '../small-csv.js';

// The columns that are read, format by format: a column that is not here (names, phones, e-mails of
// contacts…) is never looked at.

/** The open list of structures with validated posts. */
export const OPEN_LIST = {
  id: optional('id'),
  structure: required('Raison sociale'),
  communeName: optional('Commune INSEE'),
  departementName: optional('Département'),
  count: required('Nombre de conseillers validés par le COSELEC'),
  date: optional('Date de validation en comité de sélection'),
  type: optional('Type'),
  siret: optional('SIRET'),
  departement: required('Code département'),
  commune: required('Code commune INSEE'),
  postcode: optional('Code postal'),
  amount: optional("Investissement financier estimatif total de l'Etat"),
};

/** The back office's list of posts. */
export const ANCT_POSTS = {
  id: required('ID Poste'),
  structureId: required('ID Structure TP', 'ID Structure'),
  structure: required('Structure'),
  departement: required('Département', 'Code département'),
  state: required('Statut'),
  coordinator: optional('Coordinateur'),
  convention: optional('Convention'),
  end: optional('Fin de convention'),
  contractEnd: optional('Fin de contrat'),
  amount: optional('Total conventionné'),
};

/** The back office's export of structures. */
export const ANCT_STRUCTURES = {
  siret: optional('SIRET structure', 'SIRET'),
  id: required('ID Structure'),
  structure: required('Dénomination', 'Dénomination sociale'),
  type: optional('Type'),
  state: required('Statut'),
  postcode: optional('Code postal'),
  commune: required('Code commune', 'Code commune INSEE'),
  communeName: optional('Commune INSEE', 'Nom commune', 'Commune'),
  departement: optional('Code département'),
  wished: required('Nombre de conseillers souhaités'),
  validated: required('Validée en COSELEC'),
  count: required('Nombre de conseillers validés par le COSELEC'),
  coselec: optional('Numéro COSELEC'),
  phase: optional('Phase'),
  opinion: optional('Avis COSELEC', 'Avis du COSELEC', 'Avis'),
  date: optional('Date de création', 'Date création', 'Date de candidature'),
};

/** Our own `postes.csv`. */
export const POSTS = {
  id: required('poste'),
  count: optional('nombre'),
  structure: required('structure'),
  siret: optional('siret'),
  type: optional('type'),
  commune: required('commune'),
  departement: required('departement'),
  state: required('statut'),
  coordinator: optional('coordinateur'),
  validated: optional('date_validation'),
  start: optional('debut'),
  end: optional('fin'),
  amount: optional('montant'),
};

/** Our own `interventions.csv`. */
export const INTERVENTIONS = {
  post: required('poste'),
  commune: required('commune'),
  share: required('quotite'),
};

/** Our own `demandes.csv`. */
export const DEMANDS = {
  id: required('demande'),
  kind: required('nature'),
  structure: required('structure'),
  siret: optional('siret'),
  type: optional('type'),
  commune: required('commune'),
  departement: required('departement'),
  posts: required('postes'),
  state: required('etat'),
  date: optional('date'),
};
