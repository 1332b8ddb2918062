/** What all functions of a module together do to its cells. */
import type { CellId, FunctionId, FunctionIr, ModuleIr, ValueId } from '../ir/ir.ts';

export type CellFacts = {
  /** The function that the cell holds, where it is written once and with a closure. */
  closureIn(cell: CellId): FunctionId | undefined;
  /** What the functions of the module write to the cell. */
  writtenTo(cell: CellId): readonly CellWrite[];
};

export type CellWrite = { readonly fn: FunctionIr; readonly value: ValueId };

export function cellFactsOf(module: ModuleIr): CellFacts {
  const closures = new Map<CellId, FunctionId>();
  const writes = new Map<CellId, CellWrite[]>();
  for (const fn of module.functions.values()) {
    const made = new Map<ValueId, FunctionId>();
    for (const { instructions } of fn.blocks.values()) {
      for (const it of instructions) {
        if (it.kind === 'closure') made.set(it.to, it.fn);
        if (it.kind !== 'write') continue;
        const known = writes.get(it.cell);
        if (known) known.push({ fn, value: it.value });
        else writes.set(it.cell, [{ fn, value: it.value }]);
        const closure = made.get(it.value);
        if (closure !== undefined) closures.set(it.cell, closure);
      }
    }
  }
  return {
    closureIn: cell => (writes.get(cell)?.length === 1 ? closures.get(cell) : undefined),
    writtenTo: cell => writes.get(cell) ?? [],
  };
}
