import { harmoniseBoundaries } from '../../dist/geometry/harmonise.js';
import { Journal } from '../../dist/journal.js';
import { DurableWriter } from '../../dist/outputs/durable-writer.js';
import { featureCollection } from '../../dist/outputs/geojson-stream.js';
import { readBoundaries } from '../../dist/sources/boundaries.js';
import { communeKey } from '../../dist/sources/boundaries/key-forms.js';

/** Contours in Lambert-93 to a GeoJSON in WGS 84, by the modules of `compute`: `node geometry.js IN OUT`. */
const [, , input, output] = process.argv;
const boundaries = await readBoundaries(input, { keys: [communeKey(() => true)] }, new Journal());
const { geometries } = harmoniseBoundaries(boundaries.features, (code) => code, boundaries.projection, () => true, () => null);

function* features() {
  for (const { code, name } of boundaries.features) {
    yield { properties: JSON.stringify({ code, nom: name }), geometry: geometries.packed(code) };
  }
}

const writer = new DurableWriter(1);
writer.write(output, output, featureCollection('{"type":"FeatureCollection","features":[\n', features(), '\n]}\n'));
writer.hashes();
writer.close();
