/** What the user asked for cannot be done as asked: told in one line, exit code 2. */

export type UsageFault = { readonly kind: 'usage'; readonly message: string };

export const usageFault = (message: string): UsageFault => ({ kind: 'usage', message });

/** The known name that `name` was most likely meant to be, as ` — did you mean 'x'?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const ranked = known.map(candidate => ({ candidate, distance: editDistance(name, candidate) })).sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(2, best.candidate.length * 0.4) ? ` — did you mean '${best.candidate}'?` : '';
}

/** How many characters must be added, dropped or changed to get from one word to the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const change = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(change, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
