/** The same items in another order that never changes: reversed, odd places first. */
export function shuffled<T>(items: readonly T[]): T[] {
  const backwards = items.toReversed();
  return [...backwards.filter((_, i) => i % 2 === 1), ...backwards.filter((_, i) => i % 2 === 0)];
}

/** A CSV with its rows, not its header, in another order. */
export function shuffledText(csv: string): string {
  const end = csv.includes('\r\n') ? '\r\n' : '\n';
  const [header = '', ...rows] = csv.trimEnd().split(end);
  return [header, ...shuffled(rows), ''].join(end);
}

/** A shapefile with its records in another order, numbered anew. */
export function shuffledShapefile(shp: Buffer, dbf: Buffer): { readonly shp: Buffer; readonly dbf: Buffer } {
  const shapes: Buffer[] = [];
  for (let at = 100; at < shp.length; ) {
    const end = at + 8 + 2 * shp.readInt32BE(at + 4);
    shapes.push(Buffer.from(shp.subarray(at, end)));
    at = end;
  }
  const inOrder = shuffled(shapes);
  for (const [i, shape] of inOrder.entries()) shape.writeInt32BE(i + 1, 0);
  const [headerBytes, rowBytes, count] = [dbf.readUInt16LE(8), dbf.readUInt16LE(10), dbf.readUInt32LE(4)];
  const rows = Array.from({ length: count }, (_, i) => dbf.subarray(headerBytes + i * rowBytes, headerBytes + (i + 1) * rowBytes));
  return {
    shp: Buffer.concat([shp.subarray(0, 100), ...inOrder]),
    dbf: Buffer.concat([dbf.subarray(0, headerBytes), ...shuffled(rows), dbf.subarray(headerBytes + count * rowBytes)]),
  };
}
