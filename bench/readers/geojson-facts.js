import { readFileSync } from 'node:fs';

/**
 * What two writers of one map must agree on: `node geojson-facts.js FILE` prints the number of objects
 * and of positions, and the mean longitude and latitude. The position that closes a ring is left out:
 * rings may start anywhere.
 */
const facts = { features: 0, positions: 0, longitude: 0, latitude: 0 };
for (const { geometry } of JSON.parse(readFileSync(process.argv[2], 'utf8')).features) {
  facts.features += 1;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  for (const ring of polygons.flat()) {
    for (let i = 1; i < ring.length; i += 1) {
      facts.positions += 1;
      facts.longitude += ring[i][0];
      facts.latitude += ring[i][1];
    }
  }
}
facts.longitude /= facts.positions;
facts.latitude /= facts.positions;
process.stdout.write(JSON.stringify(facts));
