/** Lists that cannot be empty, so that a finding without a witness cannot be written down. */
export type NonEmpty<T> = readonly [T, ...T[]];

/** The list as a non-empty one, or undefined where it has no element. */
export function nonEmpty<T>(list: readonly T[]): NonEmpty<T> | undefined {
  const [first, ...rest] = list;
  return first === undefined ? undefined : [first, ...rest];
}
