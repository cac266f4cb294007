/**
 * Levenshtein distance between two words, counted in characters.
 * Source: V. Levenshtein, Doklady Akademii Nauk SSSR 163 (1965).
 */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/**
 * The words nearest to one that was not found, for « vouliez-vous dire … ».
 * Case does not count; a word further than `furthest` edits (by default a third of the length, at
 * least 2) is not near. Ties are in the order of `words`.
 */
export function nearest(
  word: string,
  words: Iterable<string>,
  most = 3,
  furthest = Math.max(2, Math.floor(word.length / 3)),
): string[] {
  const wanted = word.toLowerCase();
  const scored: { readonly word: string; readonly distance: number }[] = [];
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) > furthest) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance <= furthest) scored.push({ word: candidate, distance });
  }
  return scored
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map((s) => s.word);
}
