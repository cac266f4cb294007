import { MISSING_POLICIES } from '../index/model.js';
import { FORMATS } from '../outputs/formats.js';
import { MAP_METHODS } from '../outputs/map/layer.js';
import { MAP_FORMATS } from '../outputs/map/map-files.js';
import { METHODS } from '../posts/apportionment/line.js';
import { USUAL_GROUPINGS } from '../posts/usual-groupings.js';
import { WEIGHT_FUNCTIONS } from '../posts/weight.js';
import { COG_YEARS } from '../sources/cog.js';
import { builtInModels } from '../sources/model-file.js';
import { UNIT_LEVELS } from '../territory/unit-level.js';

/** Values that a shell can offer, by command and option, or by argument; each list is the one that the command itself holds. */
export async function optionChoices(): Promise<ReadonlyMap<string, readonly string[]>> {
  const models = await builtInModels();
  const cog = COG_YEARS.map(String);
  return new Map<string, readonly string[]>([
    ...['compute', 'check'].flatMap((command): [string, readonly string[]][] => [
      [`${command} --model`, models],
      [`${command} --unit`, UNIT_LEVELS],
      [`${command} --plm`, ['commune', 'arrondissements']],
      [`${command} --cog`, cog],
      [`${command} --territory`, ['epci:', 'dep:', 'reg:', 'france', 'ctcd:', 'communes:', 'file:']],
      [`${command} --reference`, ['epci:', 'dep:', 'reg:', 'france', 'ctcd:', 'communes:', 'file:']],
    ]),
    ['compute --missing', MISSING_POLICIES],
    ['compute --format', FORMATS],
    ['models modele', models],
    ['territory --plm', ['commune', 'arrondissements']],
    ['territory --cog', cog],
    ['map --method', MAP_METHODS],
    ['map --format', MAP_FORMATS],
    ['map --labels', ['oui', 'non']],
    ['cross --weight', WEIGHT_FUNCTIONS],
    ['allocate --weight', WEIGHT_FUNCTIONS],
    ['allocate --method', METHODS],
    ['allocate --by', USUAL_GROUPINGS],
    ['completion shell', ['bash', 'zsh', 'fish']],
  ]);
}
