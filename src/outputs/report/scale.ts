/** In base 100, from this score on a unit is said to be clearly above the reference, as on the map. */
export const HIGH = 115;
