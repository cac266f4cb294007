import { posix } from 'node:path';
import type { FragiliteError } from '../errors.js';
import { counted } from '../french.js';
import type { Difference } from '../sources/first-difference.js';
import { VERSION } from '../version.js';
import type { Claim } from './verify-claims.js';
import type { Verification } from './verify.js';

const STATES: Readonly<Record<Claim['etat'], string>> = { identique: 'identique', modifie: 'modifié', absent: 'introuvable' };

/**
 * What `verify` answers to people.
 *
 * @param all every file is named, and not only those that differ
 */
export function verificationText(found: Verification, all: boolean): string {
  const { shown, manifest, modelVersion, replay } = found;
  const model = manifest.modele === undefined ? 'sans indice calculé' : `modèle ${manifest.modele.id}, version ${String(manifest.modele.version)}`;
  const lines = [
    `${shown} : résultat de fragilite ${manifest.outil.version}${manifest.outil.version === VERSION ? '' : ` (ce programme : ${VERSION})`} ; ${model}${modelVersion === null || modelVersion === manifest.modele?.version ? '' : ` (ce programme : ${String(modelVersion)})`}`,
    ...claimLines('Entrées', found.inputs, all),
    ...claimLines('Sorties', found.outputs, all),
  ];
  if (replay === null) lines.push('Recalcul : non fait, faute des entrées du calcul.');
  else {
    const { same, different, notMade, failures } = replay;
    lines.push(`Recalcul : ${counted(same.length, 'fichier identique', 'fichiers identiques')}${all && same.length > 0 ? ` (${same.join(', ')})` : ''}, ${counted(different.length, 'différent')}.`);
    for (const { chemin, difference } of different) lines.push(...differenceLines(chemin, difference));
    for (const failure of failures) lines.push(`  ne se rejoue pas : ${failure}`);
    if (notMade.length > 0) lines.push(`  non recalculé, connu par son seul sha256 : ${notMade.join(', ')}`);
  }
  const { inputs, outputs } = found;
  const taken = takenAsTheyAre(manifest);
  if (taken.length > 0) lines.push(`Pris tels quels, sans être recalculés : ${taken.join(', ')}. D'un résultat, fragilite verify répond à son tour.`);
  const intact = [...inputs, ...outputs].every(({ etat }) => etat === 'identique');
  const conforms = intact && replay !== null && replay.different.length === 0 && replay.failures.length === 0;
  if (!conforms) lines.push('Non conforme à son manifeste.');
  else lines.push(replay.notMade.length === 0 ? 'Conforme à son manifeste, octet par octet.' : 'Conforme à son manifeste, pour ce qui est recalculé.');
  return `${lines.join('\n')}\n`;
}

/** Inputs that are themselves results or scores: what they are worth, this manifest cannot say. */
const takenAsTheyAre = ({ entrees, modele }: Verification['manifest']): string[] =>
  modele !== undefined ? [] : [...new Set(entrees.filter(({ role }) => role === 'resultat' || role === 'scores').map(({ chemin, role }) => (role === 'resultat' ? posix.dirname(chemin) : chemin)))];

function claimLines(title: string, claims: readonly Claim[], all: boolean): string[] {
  const good = claims.filter(({ etat }) => etat === 'identique').length;
  return [
    `${title} : ${String(good)} sur ${String(claims.length)} telles que le manifeste les dit`,
    ...claims.filter(({ etat }) => all || etat !== 'identique').map(({ chemin, etat, attendu, trouve }) => {
      const hashes = etat === 'modifie' ? ` : sha256 ${(trouve ?? '').slice(0, 12)}… au lieu de ${attendu.slice(0, 12)}…` : '';
      return `  ${chemin} : ${STATES[etat]}${hashes}`;
    }),
  ];
}

function differenceLines(chemin: string, { line, byte, found, wanted }: Difference): string[] {
  if (line === null) {
    const zipped = chemin.endsWith('.xlsx') ? ' (sa compression est celle de Node.js : une autre version peut donner d’autres octets)' : '';
    return [`  ${chemin} : diffère à partir de l'octet ${String(byte)}${zipped}`];
  }
  return [`  ${chemin}, ligne ${String(line)} :`, `    trouvé    : ${found}`, `    recalculé : ${wanted}`];
}

/** What `verify --json` answers: `schemas/verification.schema.json`. */
export function verificationJson({ shown, manifest, inputs, outputs, modelVersion, replay }: Verification, failure: FragiliteError | null): object {
  return {
    dossier: shown,
    conforme: failure === null,
    code: failure?.exitCode ?? 0,
    erreur: failure?.message ?? null,
    outil: { manifeste: manifest.outil.version, programme: VERSION },
    modele: manifest.modele === undefined ? null : { id: manifest.modele.id, manifeste: manifest.modele.version, programme: modelVersion },
    entrees: inputs,
    sorties: outputs,
    recalcul:
      replay === null
        ? null
        : {
            identiques: replay.same,
            differents: replay.different.map(({ chemin, difference: { line, byte, found, wanted } }) => ({ chemin, ligne: line, octet: byte, trouve: found, recalcule: wanted })),
            non_recalcules: replay.notMade,
            echecs: replay.failures,
          },
  };
}
