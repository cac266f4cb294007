/** The long forms of INSEE (one row per unit, measure and year), and how to know them. */
export interface LongForm {
  readonly kind: 'cube' | 'dossier';
  /** The column that names the measure, which no other form has. */
  readonly measureColumn: string;
  readonly label: string;
}

const FORMS: readonly LongForm[] = [
  { kind: 'dossier', measureColumn: 'TAB_MEASURE', label: 'dossier complet' },
  { kind: 'cube', measureColumn: 'RP_MEASURE', label: 'cube du recensement' },
  { kind: 'cube', measureColumn: 'FILOSOFI_MEASURE', label: 'cube de Filosofi' },
];

/** The long form that a header tells, or null for a wide one. */
export const longFormOf = (header: readonly string[]): LongForm | null =>
  FORMS.find((form) => header.includes(form.measureColumn)) ?? null;

/** True for a column name that only the long forms have. */
export const isLongFormName = (name: string): boolean => FORMS.some((form) => form.measureColumn === name);
