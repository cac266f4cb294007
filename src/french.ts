/** How numbers and lists are written for a person who reads French. */

const NARROW_NO_BREAK_SPACE = '\u202f';

/** `1 234,5` with a fixed number of decimals; a dash for what is missing. Only for views: data is never rounded. */
export function frenchNumber(value: number | null, decimals = 0): string {
  if (value === null || Number.isNaN(value)) return '–';
  const text = Math.abs(value).toFixed(decimals);
  const point = text.indexOf('.');
  const whole = point < 0 ? text : text.slice(0, point);
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, NARROW_NO_BREAK_SPACE) : whole;
  const rounded = point < 0 ? grouped : `${grouped},${text.slice(point + 1)}`;
  return value < 0 && /[1-9]/.test(rounded) ? `−${rounded}` : rounded;
}

/** A share from 0 to 1 as `98,3 %`. */
export const frenchPercent = (share: number, decimals = 0): string =>
  `${frenchNumber(100 * share, decimals)}${NARROW_NO_BREAK_SPACE}%`;

/** `1 commune`, `2 communes`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${frenchNumber(n)} ${Math.abs(n) < 2 ? one : many}`;

/** `a, b et c` */
export function frenchList(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} et ${items.at(-1) ?? ''}`;
}

/** The first items of a list, with how many are left out: `a, b, c, … (12 en tout)`. */
export const firstOf = (items: readonly string[], most = 5): string =>
  items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')}, … (${String(items.length)} en tout)`;

/** `1er`, `2e`, `21e` */
export const ordinal = (n: number): string => `${frenchNumber(n)}${n === 1 ? 'er' : 'e'}`;

/** `de Givors`, `d'Oullins` */
export const de = (name: string): string => (/^[aeiouyhàâäéèêëîïôöùûü]/i.test(name) ? `d'${name}` : `de ${name}`);
