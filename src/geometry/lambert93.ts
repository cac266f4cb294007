import { polynomialThrough } from './chebyshev.js';

/**
 * Between Lambert-93 (EPSG:2154) and longitude and latitude, without iteration.
 *
 * Lambert conformal conic with two standard parallels on GRS 80 (EPSG method 9802). The latitude
 * comes from the conformal latitude by its series in the third flattening n, kept to n⁶ and to sin 10χ:
 * what is left out is under 1e-12 degree. proj4 iterates instead, which is slower.
 */

const RADIANS = Math.PI / 180;

const SEMI_MAJOR = 6378137;
const FLATTENING = 1 / 298.257222101;
const E = Math.sqrt(FLATTENING * (2 - FLATTENING));
const FALSE_EASTING = 700000;
const FALSE_NORTHING = 6600000;
const CENTRAL_MERIDIAN = 3;

/** Radius of the parallel of a latitude, the semi-major axis being 1. */
const parallel = (latitude: number): number => Math.cos(latitude) / Math.sqrt(1 - (E * Math.sin(latitude)) ** 2);

/** Tangent of half the conformal colatitude. */
const halfColatitude = (latitude: number): number => {
  const eSin = E * Math.sin(latitude);
  return Math.tan(Math.PI / 4 - latitude / 2) / ((1 - eSin) / (1 + eSin)) ** (E / 2);
};

const SOUTH = 44 * RADIANS;
const NORTH = 49 * RADIANS;
const CONE = Math.log(parallel(SOUTH) / parallel(NORTH)) / Math.log(halfColatitude(SOUTH) / halfColatitude(NORTH));
const SCALE = (SEMI_MAJOR * parallel(SOUTH)) / (CONE * halfColatitude(SOUTH) ** CONE);
const APEX = SCALE * halfColatitude(46.5 * RADIANS) ** CONE + FALSE_NORTHING;

/** Third flattening, and the series from conformal to geographic latitude. */
const N = FLATTENING / (2 - FLATTENING);
const D1 = N * (2 + N * (-2 / 3 + N * (-2 + N * (116 / 45 + N * (26 / 45 - (2854 / 675) * N)))));
const D2 = N ** 2 * (7 / 3 + N * (-8 / 5 + N * (-227 / 45 + N * (2704 / 315 + (2323 / 945) * N))));
const D3 = N ** 3 * (56 / 15 + N * (-136 / 35 + N * (-1262 / 105 + (73814 / 2835) * N)));
const D4 = N ** 4 * (4279 / 630 + N * (-332 / 35 - (399572 / 14175) * N));
const D5 = N ** 5 * (4174 / 315 - (144838 / 6237) * N);

/**
 * Longitude and latitude in degrees of a position in Lambert-93.
 *
 * Example: (700000, 6600000) is 3° E, 46.5° N.
 */
export function fromLambert93(x: number, y: number): [number, number] {
  const degrees = new Float64Array(2);
  positionsFromLambert93(Float64Array.of(x, y), degrees);
  return [degrees[0]!, degrees[1]!];
}

/** Latitude in degrees of a distance to the apex of the cone, in metres. */
function latitudeAt(radius: number): number {
  const t = (radius / SCALE) ** (1 / CONE);
  // Sine and cosine of the conformal latitude χ, then sin 2χ and cos 2χ, from t alone.
  const squared = t * t;
  const sine = (1 - squared) / (1 + squared);
  const cosine = (2 * t) / (1 + squared);
  const c = 1 - 2 * sine * sine;
  const chi = Math.PI / 2 - 2 * Math.atan(t);
  // sin 2kχ = sin 2χ · U(k-1)(cos 2χ), Chebyshev polynomials of the second kind.
  const series = D1 + c * 2 * D2 + (4 * c * c - 1) * D3 + c * (8 * c * c - 4) * D4 + ((16 * c * c - 12) * c * c + 1) * D5;
  return (chi + 2 * sine * cosine * series) / RADIANS;
}

/** Where France lies in the projection, with room around: distances to the apex (40° N to 52° N), and tangents of angles from the central meridian. */
const NEAREST = 5.4e6;
const FARTHEST = 6.8e6;
const WIDEST = 0.12;
const MIDDLE = (NEAREST + FARTHEST) / 2;
const HALF = (FARTHEST - NEAREST) / 2;

/** The latitude there is a polynomial of the distance, within 1e-12 degree: four times as fast as its powers and arcs. */
const [L0 = 0, L1 = 0, L2 = 0, L3 = 0, L4 = 0, L5 = 0, L6 = 0, L7 = 0, L8 = 0, L9 = 0, L10 = 0] = polynomialThrough(latitudeAt, NEAREST, FARTHEST, 10);

/**
 * Longitudes and latitudes in degrees of positions (x, y, x, y…), written from the start of `into`. One
 * loop without a call: a country has millions of positions, and a number that is handed over is an object.
 */
export function positionsFromLambert93(positions: Float64Array, into: Float64Array): void {
  for (let i = 0; i < positions.length; i += 2) {
    const east = positions[i]! - FALSE_EASTING;
    const south = APEX - positions[i + 1]!;
    const radius = Math.sqrt(east * east + south * south);
    const tangent = east / south;
    if (south > 0 && radius > NEAREST && radius < FARTHEST && tangent > -WIDEST && tangent < WIDEST) {
      // The arctangent by its series: what is left out is under 2e-17.
      const s = tangent * tangent;
      const arc = tangent * (1 + s * (-1 / 3 + s * (1 / 5 + s * (-1 / 7 + s * (1 / 9 + s * (-1 / 11 + s * (1 / 13 - s / 15)))))));
      into[i] = CENTRAL_MERIDIAN + arc / (CONE * RADIANS);
      const u = (radius - MIDDLE) / HALF;
      into[i + 1] = L0 + u * (L1 + u * (L2 + u * (L3 + u * (L4 + u * (L5 + u * (L6 + u * (L7 + u * (L8 + u * (L9 + u * L10)))))))));
    } else {
      into[i] = CENTRAL_MERIDIAN + Math.atan2(east, south) / (CONE * RADIANS);
      into[i + 1] = latitudeAt(radius);
    }
  }
}

/** Distance to the apex of the cone, in metres, of a latitude in degrees; in France a polynomial, within 1e-7 metre. */
const radiusAt = (latitude: number): number => SCALE * halfColatitude(latitude * RADIANS) ** CONE;
const SOUTHERNMOST = 40;
const NORTHERNMOST = 52;
const MIDDLE_LATITUDE = (SOUTHERNMOST + NORTHERNMOST) / 2;
const HALF_LATITUDE = (NORTHERNMOST - SOUTHERNMOST) / 2;
const [R0 = 0, R1 = 0, R2 = 0, R3 = 0, R4 = 0, R5 = 0, R6 = 0, R7 = 0, R8 = 0, R9 = 0, R10 = 0] = polynomialThrough(radiusAt, SOUTHERNMOST, NORTHERNMOST, 10);

/**
 * The position in Lambert-93, in metres, of a longitude and a latitude in degrees.
 *
 * Example: 3° E, 46.5° N is (700000, 6600000).
 */
export function toLambert93(longitude: number, latitude: number): [number, number] {
  const angle = CONE * (longitude - CENTRAL_MERIDIAN) * RADIANS;
  if (latitude > SOUTHERNMOST && latitude < NORTHERNMOST && angle > -WIDEST && angle < WIDEST) {
    const u = (latitude - MIDDLE_LATITUDE) / HALF_LATITUDE;
    const radius = R0 + u * (R1 + u * (R2 + u * (R3 + u * (R4 + u * (R5 + u * (R6 + u * (R7 + u * (R8 + u * (R9 + u * R10)))))))));
    // Sine and cosine by their series: what is left out is under 1e-15.
    const s = angle * angle;
    const sine = angle * (1 - (s / 6) * (1 - (s / 20) * (1 - (s / 42) * (1 - s / 72))));
    const cosine = 1 - (s / 2) * (1 - (s / 12) * (1 - (s / 30) * (1 - s / 56)));
    return [FALSE_EASTING + radius * sine, APEX - radius * cosine];
  }
  const radius = radiusAt(latitude);
  return [FALSE_EASTING + radius * Math.sin(angle), APEX - radius * Math.cos(angle)];
}
