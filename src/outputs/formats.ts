/** What `--format` may add to the outputs that every result has, and the file of each. */
export const FORMAT_FILES = {
  'csv-excel': 'ifn-excel.csv',
  xlsx: 'ifn.xlsx',
  topojson: 'ifn.topojson',
  qml: 'ifn.qml',
  sld: 'ifn.sld',
} as const;

export type Format = keyof typeof FORMAT_FILES;
export const FORMATS = Object.keys(FORMAT_FILES) as readonly Format[];

/** The formats that are nothing without contours. */
export const FORMATS_OF_CONTOURS: readonly Format[] = ['topojson', 'qml', 'sld'];

/** The formats that show what was crossed. */
export const FORMATS_OF_CROSSING: readonly Format[] = ['csv-excel', 'xlsx', 'topojson'];

/** The names of the files of some formats, in the order in which they are written. */
export const formatFileNames = (formats: readonly Format[]): string[] => FORMATS.filter((f) => formats.includes(f)).map((f) => FORMAT_FILES[f]);
