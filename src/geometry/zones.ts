/** A part of France that is drawn in one projection. */
export interface Zone {
  /** The département, or `metropole`. */
  readonly id: string;
  readonly name: string;
  /** Its legal projected system. */
  readonly epsg: string;
  /** What a person reads. */
  readonly projection: string;
}

const METROPOLE: Zone = { id: 'metropole', name: 'France métropolitaine', epsg: 'EPSG:2154', projection: 'Lambert-93' };

/** Source: decree 2000-1276 as amended; EPSG codes of RGAF09, RGFG95, RGR92, RGM04. */
const OVERSEAS: readonly Zone[] = [
  { id: '971', name: 'Guadeloupe', epsg: 'EPSG:5490', projection: 'RGAF09 / UTM 20 nord' },
  { id: '972', name: 'Martinique', epsg: 'EPSG:5490', projection: 'RGAF09 / UTM 20 nord' },
  { id: '973', name: 'Guyane', epsg: 'EPSG:2972', projection: 'RGFG95 / UTM 22 nord' },
  { id: '974', name: 'La Réunion', epsg: 'EPSG:2975', projection: 'RGR92 / UTM 40 sud' },
  { id: '976', name: 'Mayotte', epsg: 'EPSG:4471', projection: 'RGM04 / UTM 38 sud' },
];

/** The zone of a commune, by its code: `97411` is in La Réunion, all but 971-976 in métropole. */
export const zoneOf = (code: string): Zone => OVERSEAS.find(({ id }) => code.startsWith(id)) ?? METROPOLE;

/** Codes by zone: métropole first, then the départements d'outre-mer by code; only zones that have one. */
export function byZone(codes: Iterable<string>): ReadonlyMap<Zone, readonly string[]> {
  const found = new Map<Zone, string[]>([METROPOLE, ...OVERSEAS].map((zone) => [zone, []]));
  for (const code of codes) found.get(zoneOf(code))?.push(code);
  return new Map([...found].filter(([, inside]) => inside.length > 0));
}
