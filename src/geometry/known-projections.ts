/** A coordinate reference system in use for French boundaries. */
export interface KnownProjection {
  /** EPSG code. */
  readonly code: string;
  /** Codes of later realisations, the same to a few centimetres. */
  readonly twins?: readonly string[];
  readonly label: string;
  readonly definition: string;
  readonly geographic: boolean;
  /** Its names, once reduced to small letters and digits: those of ESRI, EPSG, IGN and people. */
  readonly names: RegExp;
}

const GRS80 = '+ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs';

const utm = (code: string, label: string, zone: string, names: RegExp): KnownProjection => ({
  code,
  label,
  definition: `+proj=utm +zone=${zone} ${GRS80}`,
  geographic: false,
  names,
});

/** The nine « coniques conformes » of RGF93, one per degree of latitude, 3942 to 3950. */
const conformalConics: readonly KnownProjection[] = [42, 43, 44, 45, 46, 47, 48, 49, 50].map((latitude) => ({
  code: `39${latitude}`,
  label: `RGF93 / CC${latitude}`,
  definition:
    `+proj=lcc +lat_0=${latitude} +lon_0=3 +lat_1=${latitude - 0.75} +lat_2=${latitude + 0.75} ` +
    `+x_0=1700000 +y_0=${latitude - 41}200000 ${GRS80}`,
  geographic: false,
  names: new RegExp(`^(?:rgf(?:19)?93(?:v\\d[a-z]?)?)?(?:lambert)?(?:cc|coniqueconformezone|zone)${latitude}$`),
}));

/** Parameters: EPSG registry; those of NTF to WGS 84 are EPSG operation 1193 (2 m over France). */
export const KNOWN_PROJECTIONS: readonly KnownProjection[] = [
  {
    code: '4326',
    label: 'WGS 84',
    definition: '+proj=longlat +datum=WGS84 +no_defs',
    geographic: true,
    names: /^(?:gcs)?wgs(?:19)?84(?:crs84|geographiquesdms)?$/,
  },
  {
    code: '4171',
    twins: ['9777', '9782'],
    label: 'RGF93 géographique',
    definition: '+proj=longlat +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +no_defs',
    geographic: true,
    names: /^(?:gcs)?rgf(?:19)?93(?:v\d[a-z]?)?(?:g|geographiques?(?:dms|dd)?)?$/,
  },
  {
    code: '2154',
    twins: ['9793', '9794'],
    label: 'Lambert-93',
    definition: `+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 ${GRS80}`,
    geographic: false,
    names: /^(?:rgf(?:19)?93(?:v\d[a-z]?)?)?lamb(?:ert)?93$/,
  },
  {
    code: '27572',
    label: 'NTF Lambert II étendu',
    definition:
      '+proj=lcc +lat_1=46.8 +lat_0=46.8 +lon_0=0 +k_0=0.99987742 +x_0=600000 +y_0=2200000 ' +
      '+a=6378249.2 +b=6356515 +towgs84=-168,-60,320,0,0,0,0 +pm=paris +units=m +no_defs',
    geographic: false,
    // Plain « Lambert II » is another projection (27562): its northings are 2 000 km lower.
    names: /^(?:ntf(?:paris|france)?)?(?:(?:lambertzone|france)(?:ii|2)(?:etendu)?|lambert(?:ii|2)(?:etendu|carto)|lambe|l2e)$/,
  },
  utm('5490', 'Antilles, RGAF09 / UTM 20 nord', '20', /^rgaf(?:20)?09utm(?:zone|nordfuseau)?20n?$/),
  utm('4559', 'Antilles, RRAF 1991 / UTM 20 nord', '20', /^rraf(?:19)?91utm(?:zone|nordfuseau)?20n?$/),
  utm('2972', 'Guyane, RGFG95 / UTM 22 nord', '22', /^rgfg(?:19)?95utm(?:zone|nordfuseau)?22n?$/),
  utm('2975', 'La Réunion, RGR92 / UTM 40 sud', '40 +south', /^rgr(?:19)?92utm(?:zone|sudfuseau)?40s?$/),
  utm('4471', 'Mayotte, RGM04 / UTM 38 sud', '38 +south', /^rgm(?:20)?04utm(?:zone|sudfuseau)?38s?$/),
  {
    code: '3857',
    twins: ['900913', '102100'],
    label: 'Pseudo-Mercator du web',
    definition: '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs',
    geographic: false,
    names: /^(?:wgs(?:19)?84)?(?:pseudomercator|webmercator(?:auxiliarysphere)?)$/,
  },
  ...conformalConics,
];
