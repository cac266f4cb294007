import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/sources/model-file.js';
import { loadQuantities } from '../../src/sources/quantities.js';
import { readYaml } from '../../src/sources/yaml-document.js';
import { repositoryFile } from '../support/run-cli.js';

// What a run takes on trust: the files of the package, against their schemas.
describe('the data of the package', () => {
  it('holds quantities that the schema accepts', async () => {
    await expect(readYaml(repositoryFile('data/quantities.yaml'), 'quantities.yaml', 'quantities')).resolves.toBeDefined();
  });

  it('holds wide carriers that the schema accepts', async () => {
    await expect(readYaml(repositoryFile('data/wide-carriers.yaml'), 'wide-carriers.yaml', 'wide-carriers')).resolves.toBeDefined();
  });

  it.each(readdirSync(repositoryFile('data/models')))('holds a model that the schema accepts: %s', async (name) => {
    const { id } = await readModel(repositoryFile(`data/models/${name}`), name, await loadQuantities());
    expect(`${id}.yaml`).toBe(name);
  });
});
