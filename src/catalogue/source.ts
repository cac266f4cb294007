/** The forms of files that the catalogue holds. */
export const FILE_FORMS = ['zip', 'gzip', '7z', 'parquet', 'csv', 'json', 'xlsx'] as const;
export type FileForm = (typeof FILE_FORMS)[number];

/** What a file is for: data of `--insee`, contours of `--boundaries`, a geographic code, or places and services. */
export const USES = ['donnees', 'contours', 'geographie', 'lieux'] as const;
export type Use = (typeof USES)[number];

export interface Licence {
  readonly name: string;
  readonly url: string;
}

/** A digest that the file had when it was published; the producer may have replaced it since. */
export interface Checksum {
  readonly algorithm: 'sha256' | 'md5';
  readonly digest: string;
}

/** An official file of the catalogue. */
export interface Source {
  readonly id: string;
  readonly title: string;
  readonly producer: string;
  readonly use: Use;
  /** Vintages by family (`rp`, `filosofi`), newest first. */
  readonly vintages: ReadonlyMap<string, readonly number[]>;
  /** Year of the communes' codes; null when it is not said. */
  readonly geography: number | null;
  readonly licence: Licence;
  readonly url: string;
  /** Addresses of the same file, asked in this order when the first gives nothing. */
  readonly otherUrls: readonly string[];
  /** True where the producer puts newer files at the same address. */
  readonly mutable: boolean;
  /** The tables to read in an archive. */
  readonly members: readonly string[];
  readonly form: FileForm;
  /** The smallest size that can be the file, in bytes. */
  readonly leastSize: number;
  readonly checksum: Checksum | null;
  /** Ids of the quantities that it holds. */
  readonly quantities: ReadonlySet<string>;
  /** The data set of INSEE's API that serves the same figures one territory at a time; null for none. */
  readonly dataSet: string | null;
  /** `haute`: the address is in use in several public programs; `moyenne`: seen once, or inferred. */
  readonly confidence: 'haute' | 'moyenne';
  /** What is to be done by hand before fragilite can read it; null for nothing. */
  readonly prepare: string | null;
  readonly note: string | null;
}

export interface Catalogue {
  /** By id, in the order of the file. */
  readonly sources: ReadonlyMap<string, Source>;
  /** INSEE's API: its address, and how many requests a minute it takes. */
  readonly api: { readonly url: string; readonly requestsPerMinute: number };
}

const EXTENSIONS: Readonly<Record<FileForm, string>> = { zip: 'zip', gzip: 'gz', '7z': '7z', parquet: 'parquet', csv: 'csv', json: 'json', xlsx: 'xlsx' };

/** The name of a source in the cache: `insee-cog-2026.csv`. */
export const cachedName = ({ id, form }: Pick<Source, 'id' | 'form'>): string => `${id}.${EXTENSIONS[form]}`;

/** True for a source that is expanded in the user's folder: contours are not read from a gzip, tables are. */
export const isExpanded = ({ form, use }: Pick<Source, 'form' | 'use'>): boolean => form === 'gzip' && use === 'contours';

/** The name of a source in the user's folder: `etalab-communes-100m-2026.geojson`. */
export function depositedName(source: Pick<Source, 'id' | 'form' | 'use'>): string {
  if (source.use === 'contours' && (source.form === 'gzip' || source.form === 'json')) return `${source.id}.geojson`;
  return source.form === 'gzip' ? `${source.id}.csv.gz` : cachedName(source);
}
