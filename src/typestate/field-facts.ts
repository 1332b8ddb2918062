/**
 * What the classes of a module store in the fields of their own instances (`this.pool = …`). Approximation: *must* for whose `this` it is;
 * what other code stores to a field is not seen.
 */
import type { CellId, ClassId, FunctionIr, ModuleIr, ValueId } from '../ir/ir.ts';
import type { CellWrite } from './cell-facts.ts';
import type { FunctionFacts } from './function-facts.ts';

export type FieldFacts = {
  /** The class whose instance a value is because it was read from `this`. */
  ownerOf(object: ValueId, facts: FunctionFacts): ClassId | undefined;
  /** What the class's own functions, and closures in them, store in the field. */
  storedIn(owner: ClassId, field: string): readonly CellWrite[];
};

export function fieldFactsOf(module: ModuleIr, factsOf: (fn: FunctionIr) => FunctionFacts): FieldFacts {
  const owners = new Map<CellId, ClassId>();
  for (const { thisCell, ownerClass } of module.functions.values()) {
    if (thisCell !== null && ownerClass !== null) owners.set(thisCell, ownerClass);
  }
  const ownerOf = (object: ValueId, facts: FunctionFacts): ClassId | undefined => {
    const it = facts.definitionOf(object);
    return it?.kind === 'read' ? owners.get(it.cell) : undefined;
  };

  const stores = new Map<string, CellWrite[]>();
  for (const fn of module.functions.values()) {
    if (owners.size === 0) break;
    for (const { instructions } of fn.blocks.values()) {
      for (const it of instructions) {
        if (it.kind !== 'store' || typeof it.property !== 'string') continue;
        const owner = ownerOf(it.object, factsOf(fn));
        if (owner === undefined) continue;
        const key = `${owner}.${it.property}`;
        const known = stores.get(key);
        if (known) known.push({ fn, value: it.value });
        else stores.set(key, [{ fn, value: it.value }]);
      }
    }
  }
  return { ownerOf, storedIn: (owner, field) => stores.get(`${owner}.${field}`) ?? [] };
}
