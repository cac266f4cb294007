const WAYS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

interface Centre {
  readonly x: number;
  readonly y: number;
}

const centreOf = (path: SVGGraphicsElement): Centre => {
  const box = path.getBBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** The nearest unit in the direction of an arrow; what lies aside counts double. Null: there is none. */
export function towards(key: string, from: number, paths: ReadonlyMap<number, SVGGraphicsElement>): number | null {
  const way = WAYS[key];
  const start = paths.get(from);
  if (way === undefined || start === undefined) return null;
  const here = centreOf(start);
  let best: { readonly unit: number; readonly cost: number } | null = null;
  for (const [unit, path] of paths) {
    if (unit === from) continue;
    const there = centreOf(path);
    const dx = there.x - here.x;
    const dy = there.y - here.y;
    const ahead = dx * way[0] + dy * way[1];
    const aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
    if (ahead <= 0 || aside > 2 * ahead) continue;
    const cost = ahead + 2 * aside;
    if (best === null || cost < best.cost) best = { unit, cost };
  }
  return best?.unit ?? null;
}
