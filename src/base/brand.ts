/** Branded primitives: a number that cannot be mistaken for another kind of number. */
export type Brand<Name extends string, Base = number> = Base & { readonly __brand: Name };
