import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotation } from '../../src/cli/github.js';
import { fragilite } from '../support/command-line.js';
import { put, sixCommunes } from '../support/six-communes.js';
import { temporaryFolder } from '../support/write-shapefile.js';

const ioAt = (cwd: string, workspace = cwd) => ({ stdout: () => undefined, stderr: () => undefined, interactive: false, color: false, cwd, environment: { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: workspace } });

describe('annotations of GitHub Actions', () => {
  it('name the file and the line that a message begins with, from the checked-out folder', async () => {
    const folder = await temporaryFolder();
    mkdirSync(join(folder, 'donnees, 2026'));
    writeFileSync(join(folder, 'donnees, 2026', 'x.csv'), '');
    writeFileSync(join(folder, 'postes.csv'), '');
    expect(annotation('error', 'postes.csv, ligne 12, colonne siret : « 1 » trop court.\nCorrigez-la.', 'fragilite cross', ioAt(folder))).toBe(
      '::error file=postes.csv,line=12,title=fragilite cross::postes.csv, ligne 12, colonne siret : « 1 » trop court.%0ACorrigez-la.\n',
    );
    expect(annotation('warning', '../postes.csv : 100 % de doublons', 't', ioAt(join(folder, 'donnees, 2026'), folder))).toBe('::warning file=postes.csv,title=t::../postes.csv : 100 %25 de doublons\n');
    expect(annotation('error', 'absent.csv : fichier introuvable.', 'a:b,c', ioAt(folder))).toBe('::error title=a%3Ab%2Cc::absent.csv : fichier introuvable.\n');
  });

  it('are one line whatever the message, which is found again as the runner reads it', () => {
    const io = ioAt('/nowhere');
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('%', '\r', '\n', ':', ',', '0', 'A', 'é', ' ') }), (message) => {
        const line = annotation('warning', message, 't', io);
        const [, told = ''] = /^::warning title=t::([^\r\n]*)\n$/.exec(line) ?? [];
        expect(told.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')).toBe(message);
      }),
    );
  });

  it('take the place of warnings and stand beside errors, in a job only', async () => {
    const folder = await sixCommunes();
    await put(folder, { 'vide.csv': '' });
    const argv = ['compute', '--insee', 'vide.csv'];
    const environment = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: folder };
    const inJob = await fragilite(folder, argv, { environment });
    expect(inJob.stderr).toMatch(/^Erreur : vide\.csv : le fichier est vide.*\n::error file=vide\.csv,title=fragilite compute::vide\.csv : le fichier est vide.*\n$/);
    expect((await fragilite(folder, argv)).stderr).not.toContain('::');
    const plain = await fragilite(folder, ['compute', '--out', 'a']);
    const annotated = await fragilite(folder, ['compute', '--out', 'a'], { environment });
    const warnings = plain.stderr.match(/^Attention : /gm)?.length ?? 0;
    expect(warnings).toBeGreaterThan(0);
    expect(annotated.stderr.match(/^::warning /gm)?.length).toBe(warnings);
    expect(annotated.stderr).not.toContain('Attention');
    expect((await fragilite(folder, ['confront', 'vide.csv', 'a'], { environment })).stderr).toContain('::error file=vide.csv,title=fragilite confront::');
    const diagnosed = await fragilite(folder, ['compare', 'a', 'a', '--out', 'b'], { environment });
    expect(diagnosed.stderr).not.toMatch(/Attention|title=fragilite::/);
    expect((await fragilite(folder, ['cross', '--inconnue'], { environment })).stderr).toContain('::error title=fragilite cross::option « --inconnue » inconnue.%0AVoir');
  });
});
