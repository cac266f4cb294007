import type { SimplifyTarget } from '../geometry/simplify.js';
import type { Vintages } from '../index/choose.js';
import type { MissingPolicy } from '../index/model.js';
import type { PlmLevel } from '../territory/cog.js';
import type { UnitLevel } from '../territory/unit-level.js';

/** Which policy fills missing values, when it is not the model's. */
export interface MissingOverrides {
  readonly all: MissingPolicy | null;
  readonly variables: ReadonlyMap<string, MissingPolicy>;
}

/** What the main job is asked to do; paths are as the user wrote them, relative to `folder`. */
export interface JobOptions {
  /** The folder that relative paths start from. */
  readonly folder: string;
  /** The folder that the manifest names files from: that of the project file, else the current one. */
  readonly namesFrom: string;
  readonly insee: readonly string[];
  readonly boundaries: string | null;
  readonly model: string;
  readonly vintages: Vintages;
  readonly territory: string | null;
  readonly reference: string | null;
  readonly referenceValues: string | null;
  readonly missing: MissingOverrides;
  /** What one row of the result is. */
  readonly unit: UnitLevel;
  readonly plm: PlmLevel;
  readonly cog: number | null;
  /** A table that carries the codes of the files to the geography. */
  readonly passage: string | null;
  readonly crs: string | null;
  /** The layer of a GeoPackage or a TopoJSON, when it is not chosen by its codes. */
  readonly layer: string | null;
  /** How far contours are simplified; not at all without. */
  readonly simplify: SimplifyTarget | null;
  /** True for the embedded demonstration: its files are named `data/demo/…`. */
  readonly demonstration: boolean;
}
