/**
 * Where functions become closures: from then on, and not before, somebody else can run them.
 *
 * Approximation: *may*. What is not made in the function asked about was made before it was entered.
 */
import { reachableFrom } from '../dataflow/reach.ts';
import type { BlockId, FunctionId, FunctionIr, ModuleIr } from '../ir/ir.ts';

type Site = { readonly in: FunctionId; readonly block: BlockId; readonly index: number };

export type ClosureSites = {
  /** Whether the function's closure, or one around it, may exist before the given instruction of `fn` runs. */
  existsBefore(closure: FunctionId, fn: FunctionIr, block: BlockId, index: number): boolean;
  /** Whether making a closure of `outer` makes `inner` callable: it is the same function or stands inside it. */
  holds(outer: FunctionId, inner: FunctionId): boolean;
};

export function closureSitesOf(module: ModuleIr): ClosureSites {
  const sites = new Map<FunctionId, Site[]>();
  for (const fn of module.functions.values()) {
    for (const block of fn.blocks.values()) {
      for (const [index, it] of block.instructions.entries()) {
        if (it.kind !== 'closure') continue;
        const site = { in: fn.id, block: block.id, index };
        const known = sites.get(it.fn);
        if (known) known.push(site);
        else sites.set(it.fn, [site]);
      }
    }
  }

  /** The function and those around it, up to but without `fn`. */
  const around = (closure: FunctionId, fn: FunctionId): readonly FunctionId[] => {
    const chain: FunctionId[] = [];
    for (let at: FunctionId | undefined = closure; at !== undefined && at !== fn && !chain.includes(at); at = sites.get(at)?.[0]?.in)
      chain.push(at);
    return chain;
  };

  return {
    existsBefore(closure, fn, block, index) {
      const outermost = around(closure, fn.id).at(-1);
      const made = outermost === undefined ? [] : (sites.get(outermost) ?? []);
      if (!made.some(site => site.in === fn.id)) return true;
      return made.some(site => (site.block === block && site.index < index) || reachableFrom(fn, site.block).has(block));
    },
    holds: (outer, inner) => around(inner, -1 as FunctionId).includes(outer),
  };
}
