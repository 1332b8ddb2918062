/** A name of a function that can hold something: a value or a cell, as one number so that sets of names are cheap. */
import type { Brand } from '../base/brand.ts';
import type { CellId, ValueId } from '../ir/ir.ts';

export type Name = Brand<'Name'>;

export const valueName = (value: ValueId): Name => (value * 2) as Name;
export const cellNameOf = (cell: CellId): Name => (cell * 2 + 1) as Name;

/** What the name names. */
export function named(name: Name): { readonly value: ValueId } | { readonly cell: CellId } {
  return name % 2 === 0 ? { value: (name / 2) as ValueId } : { cell: ((name - 1) / 2) as CellId };
}
