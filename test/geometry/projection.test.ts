import fc from 'fast-check';
import proj4 from 'proj4';
import { describe, expect, it } from 'vitest';
import { FragiliteError } from '../../src/errors.js';
import { acceptedProjections, type Projection, projectionFromName, projectionFromWkt, toWgs84 } from '../../src/geometry/projection.js';
import { LAMBERT93_PRJ } from '../support/write-shapefile.js';

const RGF93 = 'GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';
const NTF_PARIS = 'GEOGCS["GCS_NTF_Paris",DATUM["Nouvelle_Triangulation_Francaise_(Paris)",SPHEROID["Clarke_1880_IGN",6378249.2,293.466021293627]],PRIMEM["Paris",2.33722917],UNIT["Grad",0.0157079632679489]]';
const LAMBERT2 = `PROJCS["NTF_Paris_Lambert_Zone_II",${NTF_PARIS},PROJECTION["Lambert_Conformal_Conic"],PARAMETER["False_Easting",600000.0],PARAMETER["False_Northing",2200000.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",52.0],PARAMETER["Scale_Factor",0.99987742],PARAMETER["Latitude_Of_Origin",52.0],UNIT["Meter",1.0]]`;

/** A projection without parameters: nothing but its name can tell it. */
const BARE_PROJCS = `PROJCS["NAME",${RGF93},PROJECTION["Lambert_Conformal_Conic"],UNIT["Meter",1.0]]`;

const named = (name: string): Projection => {
  const projection = projectionFromName(name);
  if (projection === null) throw new Error(`${name} should be known`);
  return projection;
};
const epsgOf = (wktName: string, kind: 'PROJCS' | 'GEOGCS' = 'PROJCS'): string | null =>
  projectionFromWkt(kind === 'GEOGCS' ? RGF93.replace('GCS_RGF_1993', wktName) : BARE_PROJCS.replace('NAME', wktName)).epsg;
/** Metres between two positions in degrees, near enough for a few metres. */
const metres = ([lon1, lat1]: [number, number], [lon2, lat2]: [number, number]): number =>
  Math.hypot((lon1 - lon2) * 111_320 * Math.cos((lat1 * Math.PI) / 180), (lat1 - lat2) * 111_320);

describe('les noms de projection', () => {
  it.each(['EPSG:2154', 'epsg:2154', '2154', ' 2154 ', 'urn:ogc:def:crs:EPSG::2154', 'urn:ogc:def:crs:EPSG:9.1:2154', 'http://www.opengis.net/def/crs/EPSG/0/2154', 'lambert93', 'Lambert-93', 'IGNF:LAMB93', 'RGF93 / Lambert-93'])('%s est le Lambert-93', (name) => {
    expect(named(name)).toMatchObject({ epsg: 'EPSG:2154', geographic: false, label: 'Lambert-93 (EPSG:2154)' });
  });
  it.each(['urn:ogc:def:crs:OGC:1.3:CRS84', 'urn:ogc:def:crs:OGC::CRS84', 'CRS84', 'OGC:CRS84', 'EPSG:4326', 'WGS84', 'WGS 84'])('%s est le WGS 84', (name) => {
    expect(named(name)).toMatchObject({ epsg: 'EPSG:4326', geographic: true });
  });
  it.each(['EPSG:99999', 'EPSG:31370', '', 'lambert', 'n\'importe quoi', '69123'])('« %s » est inconnu', (name) => {
    expect(projectionFromName(name)).toBeNull();
  });
  it('chaque projection acceptée se relit par son code', () => {
    const labels = acceptedProjections();
    expect(labels).toHaveLength(19);
    for (const label of labels) {
      const code = /EPSG:\d+/.exec(label)?.[0] ?? '';
      expect(named(code).label).toBe(label);
      expect(() => toWgs84(named(code))).not.toThrow();
    }
  });
});

describe('les noms de WKT', () => {
  it.each([
    ['RGF_1993_Lambert_93', 'EPSG:2154'], ['RGF93 / Lambert-93', 'EPSG:2154'], ['RGF93 v1 / Lambert-93', 'EPSG:2154'],
    ['RGF93 v2b / Lambert-93', 'EPSG:2154'], ['RGF93_v2_Lambert-93', 'EPSG:2154'], ['Lambert_93', 'EPSG:2154'], ['RGF93_Lambert_93', 'EPSG:2154'],
    ['NTF (Paris) / Lambert zone II', 'EPSG:27572'], ['NTF_Lambert_II_etendu', 'EPSG:27572'], ['NTF_Lambert_Zone_II', 'EPSG:27572'],
    ['NTF_France_II', 'EPSG:27572'], ['NTF Lambert II', null], ['Lambert II étendu', 'EPSG:27572'],
    ['RGAF09_UTM_Zone_20N', 'EPSG:5490'], ['RGAF09 / UTM zone 20N', 'EPSG:5490'], ['RRAF_1991_UTM_20N', 'EPSG:4559'], ['RRAF 1991 / UTM zone 20N', 'EPSG:4559'],
    ['RGFG_1995_UTM_22N', 'EPSG:2972'], ['RGFG95 / UTM zone 22N', 'EPSG:2972'], ['RGR_1992_UTM_40S', 'EPSG:2975'], ['RGR92 / UTM zone 40S', 'EPSG:2975'],
    ['RGM_2004_UTM_Zone_38S', 'EPSG:4471'], ['RGM04 / UTM zone 38S', 'EPSG:4471'],
    ['WGS_1984_Web_Mercator_Auxiliary_Sphere', 'EPSG:3857'], ['WGS 84 / Pseudo-Mercator', 'EPSG:3857'],
    ['RGF_1993_CC46', 'EPSG:3946'], ['RGF93 v1 / CC42', 'EPSG:3942'], ['RGF93 / CC50', 'EPSG:3950'],
  ])('%s → %s', (name, epsg) => {
    expect(epsgOf(name)).toBe(epsg);
  });
  it.each([['GCS_WGS_1984', 'EPSG:4326'], ['WGS 84', 'EPSG:4326'], ['GCS_RGF_1993', 'EPSG:4171'], ['RGF93 v1', 'EPSG:4171'], ['RGAF09', null]])('géographique %s → %s', (name, epsg) => {
    expect(epsgOf(name, 'GEOGCS')).toBe(epsg);
  });
  it('reconnaît le code EPSG final quand le nom est libre', () => {
    const wkt = LAMBERT93_PRJ.replace('RGF_1993_Lambert_93', 'sans nom').replace(/\]$/, ',AUTHORITY["EPSG","2154"]]');
    expect(projectionFromWkt(wkt).epsg).toBe('EPSG:2154');
  });
  it('ne croit pas un nom dont l\'origine est ailleurs', () => {
    const moved = LAMBERT93_PRJ.replace('"False_Northing",6600000.0', '"False_Northing",0.0');
    expect(projectionFromWkt(moved)).toMatchObject({ epsg: null, definition: moved });
    expect(() => projectionFromWkt(LAMBERT2.replace('2200000.0', '200000.0'))).toThrow('grades');
  });
  it('lit un WKT 2', () => {
    expect(projectionFromWkt('PROJCRS["RGF93 v1 / Lambert-93",BASEGEOGCRS["RGF93 v1",DATUM["x",ELLIPSOID["GRS 1980",6378137,298.257222101]]],ID["EPSG",2154]]').epsg).toBe('EPSG:2154');
  });
  it('donne à proj4 un Lambert-93 sans nom connu, au même résultat', () => {
    const unknown = projectionFromWkt(LAMBERT93_PRJ.replace('RGF_1993_Lambert_93', 'Ma projection'));
    expect(unknown).toMatchObject({ epsg: null, label: 'Ma projection', geographic: false });
    const [lon, lat] = toWgs84(unknown)(842000, 6519000);
    expect(lon).toBeCloseTo(4.826850002822, 9);
    expect(lat).toBeCloseTo(45.755817633249, 9);
  });
  it.each([['', 'illisible'], ['GEOGCS', 'illisible'], ['PROJCS["x",GEOGCS["y"', 'commune.shp'], [LAMBERT2.replace('NTF_Paris_Lambert_Zone_II', 'NTF_Paris_Lambert_Zone_III'), 'grades']])('refuse %j', (wkt, text) => {
    expect(() => projectionFromWkt(wkt, 'commune.shp')).toThrow(FragiliteError);
    expect(() => projectionFromWkt(wkt, 'commune.shp')).toThrow(text);
  });
});

describe('les coordonnées', () => {
  it('laisse les degrés du WGS 84 et du RGF93 tels quels', () => {
    expect(toWgs84(named('4326'))(4.83, 45.75)).toEqual([4.83, 45.75]);
    expect(toWgs84(named('4171'))(4.83, 45.75)).toEqual([4.83, 45.75]);
  });
  // The origin of Lambert-93 is (700 km, 6 600 km) by definition (IGN, NTG 71). The other values
  // were computed with PROJ 9.5.1, an implementation independent of proj4js.
  it.each([
    ['2154', 700000, 6600000, 3, 46.5],
    ['2154', 842000, 6519000, 4.826850002822199, 45.75581763324851],
    ['27572', 795000, 2087000, 4.843146883608651, 45.755342300091264],
    ['27572', 595000, 2428000, 2.2684133878532187, 48.85032670007604],
    ['5490', 650000, 1790000, -61.596835543436505, 16.185801948776156],
    ['4559', 650000, 1790000, -61.596835543436505, 16.185801948776156],
    ['2972', 350000, 500000, -52.352069056572596, 4.522299951118725],
    ['2975', 340000, 7660000, 55.45903373377002, -21.154289194060592],
    ['4471', 520000, 8580000, 45.18431745510828, -12.844980925728862],
    ['3857', 540000, 5740000, 4.8509025342454155, 45.74763893806049],
  ])('EPSG:%s (%f, %f)', (code, x, y, lon, lat) => {
    const [actualLon, actualLat] = toWgs84(named(code))(x, y);
    expect(actualLon).toBeCloseTo(lon, 9);
    expect(actualLat).toBeCloseTo(lat, 9);
  });
  it.each([42, 43, 44, 45, 46, 47, 48, 49, 50])('l\'origine de la CC%i est à sa latitude sur le méridien 3° E', (latitude) => {
    const [lon, lat] = toWgs84(named(`EPSG:39${latitude}`))(1700000, (latitude - 41) * 1000000 + 200000);
    expect(lon).toBeCloseTo(3, 9);
    expect(lat).toBeCloseTo(latitude, 9);
  });
  it('les deux ordres des parallèles du Lambert-93 sont la même projection', () => {
    const other = LAMBERT93_PRJ.replace('Parallel_1",44.0', 'Parallel_1",49.0').replace('Parallel_2",49.0', 'Parallel_2",44.0');
    expect(other).not.toBe(LAMBERT93_PRJ);
    expect(projectionFromWkt(other)).toEqual(projectionFromWkt(LAMBERT93_PRJ));
    const ours = toWgs84(named('2154'));
    const ways = [LAMBERT93_PRJ, other].map((wkt) => proj4(wkt, 'WGS84'));
    fc.assert(fc.property(fc.double({ min: 1e5, max: 1.25e6, noNaN: true }), fc.double({ min: 6.05e6, max: 7.15e6, noNaN: true }), (x, y) => {
      const expected = ours(x, y);
      for (const way of ways) expect(metres(way.forward<[number, number]>([x, y]), expected)).toBeLessThan(1e-3);
    }));
  });
  it('le Lambert II étendu tombe à moins de 3 m d\'un point connu par la grille de l\'IGN', () => {
    // Issue 2374 of OSGeo/PROJ, reported by the IGN: with the grid ntf_r93.gsb, Lambert-93
    // (652760.737, 7033791.243) is NTF (Paris) 0°, 50.4°. On the meridian of Paris Lambert II
    // étendu gives X = 600000 exactly; Y of the latitude 50.4° is the projection alone. The three
    // parameters that we use are given for 2 m (EPSG operation 1193); 2.1 m here.
    const onClarke = '+proj=lcc +lat_1=46.8 +lat_0=46.8 +lon_0=0 +k_0=0.99987742 +x_0=600000 +y_0=2200000 +a=6378249.2 +b=6356515 +units=m +no_defs';
    const [x, y] = proj4('+proj=longlat +a=6378249.2 +b=6356515 +no_defs', onClarke).forward([0, 50.4]);
    expect(x).toBeCloseTo(600000, 6);
    const expected = toWgs84(named('2154'))(652760.737, 7033791.243);
    const actual = toWgs84(projectionFromWkt(LAMBERT2))(x, y);
    expect(metres(actual, expected)).toBeLessThan(3);
  });
});
