/**
 * Text that an XML 1.0 file may hold: control characters, lone surrogates and the two non-characters
 * are replaced by U+FFFD, which shows that something stood there.
 */
export const xmlText = (text: string): string => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  // A parser would turn these into spaces in an attribute.
  ['\t', '&#9;'],
  ['\n', '&#10;'],
  ['\r', '&#13;'],
]);

/** A text as XML and HTML write it, in an element or in a quoted attribute: nothing in it is markup. */
export const withEntities = (text: string): string => text.replace(/[&<>"'\t\n\r]/g, (sign) => ENTITIES.get(sign) ?? sign);

/** The same for XML, which has no way to write some characters. */
export const xmlEscaped = (text: string): string => withEntities(xmlText(text));
