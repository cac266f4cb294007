import type { MultiPolygon, Polygon } from 'geojson';
import type { BoundaryFormat } from './format.js';

/** A file of boundaries once read, whatever its format: geometries beside columns of text. */
export interface BoundaryTable {
  readonly format: BoundaryFormat;
  readonly geometries: readonly (Polygon | MultiPolygon | null)[];
  readonly columns: readonly string[];
  /** The values of the column at this position, one per geometry. */
  values(column: number): readonly string[];
  /** What the file says of its projection: the WKT of a `.prj`, the name of a `crs`, or nothing. */
  readonly stated: { readonly origin: 'prj' | 'crs'; readonly text: string } | null;
  readonly schematic: boolean;
  /** Every path that was read. */
  readonly files: readonly string[];
}
