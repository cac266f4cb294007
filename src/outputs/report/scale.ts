/** The value around which the index is read. */
export const CENTRE = 100;

/** From this score on a unit is said to be clearly above the reference, as on the map. */
export const HIGH = 115;
