import type { PackedGeometry } from '../../geometry/packed.js';
import type { BoundaryFormat } from './format.js';

/** The WKT of a `.prj`, the name in a `crs`, the code and the WKT of a GeoPackage. */
export type Stated =
  | { readonly origin: 'prj' | 'crs'; readonly text: string }
  | { readonly origin: 'gpkg'; readonly text: string; readonly wkt: string | null };

/** A file of boundaries once read, whatever its format: geometries beside columns of text. */
export interface BoundaryTable {
  readonly format: BoundaryFormat;
  readonly geometries: readonly (PackedGeometry | null)[];
  /** How many rings of each geometry the file leaves open: they are closed. */
  readonly openRings: readonly number[];
  readonly columns: readonly string[];
  /** The values of the column at this position, one per geometry. */
  values(column: number): readonly string[];
  /** The layer that was taken, in a format that has layers. */
  readonly layer: string | null;
  /** What the file says of its projection, or nothing. */
  readonly stated: Stated | null;
  readonly schematic: boolean;
  /** Every path that was read. */
  readonly files: readonly string[];
}
