export const QUOTE = 0x22;

/**
 * The bytes that a field means which opens with a quote: quotes around it taken off, doubled ones made
 * single. A quote that closes before the field ends (`"Saint-" Fons`) is a letter like another, and so
 * are the quotes around what it closes: that is how csv-parse reads it with `relax_quotes`.
 */
export function unquote(raw: Buffer): Buffer {
  const out = Buffer.allocUnsafe(raw.length);
  let length = 0;
  let at = 1;
  for (; at < raw.length; at += 1) {
    const byte = raw[at]!;
    if (byte === QUOTE) {
      if (raw[at + 1] !== QUOTE) break;
      at += 1;
    }
    out[length] = byte;
    length += 1;
  }
  const content = out.subarray(0, length);
  if (at >= raw.length - 1) return content;
  return Buffer.concat([raw.subarray(0, 1), content, raw.subarray(at)]);
}
