import type { Envelope } from '../../posts/records.js';
import { fingerprint } from '../fingerprint.js';
import type { Fingerprint } from '../fingerprint.js';
import { readYaml } from '../yaml-document.js';
import type { Fault } from '../yaml-document.js';
import { parseDate } from './value-cells.js';

interface EnvelopeFile {
  readonly territoire: string;
  readonly nom: string;
  readonly bas: number;
  readonly haut: number;
  readonly source: string;
  readonly date?: string | null;
  readonly parts?: readonly { readonly territoire: string; readonly nom: string; readonly convenu: number }[];
}

/**
 * Reads `enveloppe.yaml`: what the ANCT allocates to a territory, between a low and a high number, and
 * the parts agreed.
 *
 * @throws inputError that names line and field of what cannot be used
 */
export async function readEnvelope(path: string, shown: string): Promise<{ readonly envelope: Envelope; readonly print: Fingerprint }> {
  const print = await fingerprint(path, shown);
  const { data, error } = await readYaml<EnvelopeFile>(path, shown, 'enveloppe');
  const parts = (data.parts ?? []).map(({ territoire, nom, convenu }) => ({ territory: selector(territoire), name: nom, agreed: convenu }));
  const faults: Fault[] = [];
  if (data.bas > data.haut) {
    faults.push({ path: ['bas'], message: `${String(data.bas)} dépasse haut (${String(data.haut)})` });
  }
  const agreed = parts.reduce((sum, part) => sum + part.agreed, 0);
  if (parts.length > 0 && data.bas <= data.haut && (agreed < data.bas || agreed > data.haut)) {
    faults.push({
      path: ['parts'],
      message: `la somme des postes convenus est ${String(agreed)} (${parts.map((p) => p.agreed).join(' + ')}) ; il faut entre bas (${String(data.bas)}) et haut (${String(data.haut)})`,
      atKey: true,
    });
  }
  for (const [index, part] of parts.entries()) {
    const twice = parts.findIndex((other) => other.territory === part.territory) < index;
    if (twice) faults.push({ path: ['parts', index, 'territoire'], message: `${part.territory} est déjà dans une autre part` });
  }
  const date = data.date ?? null;
  if (date !== null && parseDate(date) === undefined) faults.push({ path: ['date'], message: `« ${date} » n'est pas une date du calendrier` });
  if (faults.length > 0) throw error(faults);
  return {
    envelope: { territory: selector(data.territoire), name: data.nom, low: data.bas, high: data.haut, parts, source: data.source, date },
    print,
  };
}

/** A selector without the spaces that a person may put in. */
const selector = (text: string): string => text.replace(/\s+/g, '');
