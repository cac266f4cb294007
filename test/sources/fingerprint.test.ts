import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { requireFile } from '../../src/sources/fingerprint.js';
import { useFolder } from '../support/run-cli.js';

const folder = useFolder();
const device = existsSync('/dev/null');

describe('requireFile', () => {
  it('tells a folder', () => {
    expect(() => {
      requireFile(folder.path, 'ici');
    }).toThrow('ici : ce n\'est pas un fichier mais un dossier');
  });

  it.skipIf(!device)(device ? 'tells what is neither file nor folder' : 'tells what is neither (skipped: no /dev/null here)', () => {
    expect(() => {
      requireFile('/dev/null', 'rien');
    }).toThrow('rien : c\'est un tube ou un périphérique');
  });
});
