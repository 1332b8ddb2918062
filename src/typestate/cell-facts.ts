/** What all functions of a module together do to its cells. */
import type { CellId, FunctionId, ModuleIr, ValueId } from '../ir/ir.ts';

export type CellFacts = {
  /** The function that the cell holds, where it is written once and with a closure. */
  closureIn(cell: CellId): FunctionId | undefined;
  /** How many writes to the cell stand in the module. */
  writesTo(cell: CellId): number;
};

export function cellFactsOf(module: ModuleIr): CellFacts {
  const closures = new Map<CellId, FunctionId>();
  const writes = new Map<CellId, number>();
  for (const fn of module.functions.values()) {
    const made = new Map<ValueId, FunctionId>();
    for (const { instructions } of fn.blocks.values()) {
      for (const it of instructions) {
        if (it.kind === 'closure') made.set(it.to, it.fn);
        if (it.kind !== 'write') continue;
        writes.set(it.cell, (writes.get(it.cell) ?? 0) + 1);
        const closure = made.get(it.value);
        if (closure !== undefined) closures.set(it.cell, closure);
      }
    }
  }
  return { closureIn: cell => (writes.get(cell) === 1 ? closures.get(cell) : undefined), writesTo: cell => writes.get(cell) ?? 0 };
}
