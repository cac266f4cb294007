/** A `Content-Range` of bytes: first and last position, and the whole's size when it is told. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
  readonly total: number | null;
}

/** Reads `bytes 100-199/1000` (RFC 9110, 14.4); null for anything else. */
export function parseContentRange(text: string | undefined): ByteRange | null {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec((text ?? '').trim());
  if (match === null) return null;
  const [, first, last, total] = match;
  const range = { first: Number(first), last: Number(last), total: total === '*' ? null : Number(total) };
  return range.first <= range.last && (range.total === null || range.last < range.total) ? range : null;
}

/** What tells that a file is still the one that a part was taken from. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** The text of `If-Range`: a strong ETag, else the date; null when nothing tells one version from another. */
export function ifRange({ etag, lastModified }: Validators): string | null {
  return etag !== null && !etag.startsWith('W/') ? etag : lastModified;
}
