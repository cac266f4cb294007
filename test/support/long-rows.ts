/** A long file from rows that name only what matters: the rest is a good commune row of 2022. */
export type LongRow = Readonly<Record<string, string | number>>;

export const CUBE = ['GEO', 'GEO_OBJECT', 'AGE', 'SEX', 'RP_MEASURE', 'FREQ', 'OBS_STATUS', 'TIME_PERIOD', 'OBS_VALUE'] as const;
export const DIPLOMAS = [...CUBE, 'EDUC'] as const;
export const FILOSOFI = ['GEO', 'GEO_OBJECT', 'FILOSOFI_MEASURE', 'UNIT_MEASURE', 'UNIT_MULT', 'CONF_STATUS', 'OBS_STATUS', 'TIME_PERIOD', 'OBS_VALUE'] as const;
export const DOSSIER = ['GEO', 'GEO_LABEL', 'GEO_OBJECT', 'ID_TAB', 'TAB_MEASURE', 'TIME_PERIOD', 'OBS_VALUE', 'CONF_STATUS'] as const;

const USUAL: LongRow = {
  GEO: '69003', GEO_OBJECT: 'COM', GEO_LABEL: 'Inventé', AGE: '_T', SEX: '_T', EDUC: '_T', TFN: '_T', NCH: '_T', STUD: '_T',
  RP_MEASURE: 'POP', FREQ: 'A', OBS_STATUS: 'A', TIME_PERIOD: 2022, OBS_VALUE: 1, FILOSOFI_MEASURE: 'PR_MD60', UNIT_MEASURE: 'PT',
  UNIT_MULT: 0, CONF_STATUS: 'F', ID_TAB: 'POP_T1', TAB_MEASURE: 'POP',
};

/** The text of the file, strings quoted as INSEE quotes them. */
export function longText(columns: readonly string[], rows: readonly LongRow[]): string {
  const cell = (value: string | number): string => (typeof value === 'number' ? String(value) : `"${value}"`);
  const lines = rows.map((row) => columns.map((name) => cell(row[name] ?? USUAL[name] ?? '')).join(';'));
  return `${[columns.map((name) => `"${name}"`).join(';'), ...lines].join('\n')}\n`;
}
