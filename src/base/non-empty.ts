/** Lists that cannot be empty, so that a finding without a witness cannot be written down. */
export type NonEmpty<T> = readonly [T, ...T[]];
