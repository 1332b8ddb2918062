/**
 * Where functions become closures: from then on, and not before, somebody else can run them.
 *
 * Approximation: *may*. What is not made in the function asked about was made before it was entered.
 */
import { reachableFrom } from '../dataflow/reach.ts';
import type { BlockId, CellId, FunctionId, FunctionIr, Instruction, ModuleIr } from '../ir/ir.ts';
import { usedBy, usedByTerminator } from '../ir/visit-ir.ts';

type Site = { readonly in: FunctionId; readonly block: BlockId; readonly index: number };

export type ClosureSites = {
  /** Whether the function's closure, or one around it, may exist before the given instruction of `fn` runs. */
  existsBefore(closure: FunctionId, fn: FunctionIr, block: BlockId, index: number): boolean;
  /** Whether anybody can call a function of which a closure is made: its value is used, its variable read, or it is called by its name. */
  isCallable(closure: Extract<Instruction, { kind: 'closure' }>): boolean;
  /** Whether making a closure of `outer` makes `inner` callable: it is the same function or stands inside it. */
  holds(outer: FunctionId, inner: FunctionId): boolean;
};

export function closureSitesOf(module: ModuleIr): ClosureSites {
  const sites = new Map<FunctionId, Site[]>();
  const closures = new Map<FunctionId, readonly Instruction[]>();
  for (const fn of module.functions.values()) {
    for (const block of fn.blocks.values()) {
      for (const [index, it] of block.instructions.entries()) {
        if (it.kind !== 'closure') continue;
        const site = { in: fn.id, block: block.id, index };
        closures.set(it.fn, [...(closures.get(it.fn) ?? []), it]);
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

  const dead = deadClosures(module);
  const isDead = (closure: FunctionId): boolean => {
    const made = closures.get(closure) ?? [];
    return made.length > 0 && made.every(it => dead.has(it));
  };

  return {
    isCallable: it => !dead.has(it),
    existsBefore(closure, fn, block, index) {
      const chain = around(closure, fn.id);
      if (chain.some(isDead)) return false;
      const outermost = chain.at(-1);
      const made = outermost === undefined ? [] : (sites.get(outermost) ?? []);
      if (!made.some(site => site.in === fn.id)) return true;
      return made.some(site => (site.block === block && site.index < index) || reachableFrom(fn, site.block).has(block));
    },
    holds: (outer, inner) => around(inner, -1 as FunctionId).includes(outer),
  };
}

/** The closures that nobody can call: never used but to be put into a variable that nobody reads. What a module declares, others may import. */
function deadClosures(module: ModuleIr): ReadonlySet<Instruction> {
  const called = new Set<FunctionId>();
  const read = new Set<CellId>();
  for (const { blocks } of module.functions.values()) {
    for (const { instructions, terminator } of blocks.values()) {
      if (terminator.kind === 'call' && terminator.callee.kind === 'function') called.add(terminator.callee.fn);
      for (const it of instructions) if (it.kind === 'read') read.add(it.cell);
    }
  }

  const dead = new Set<Instruction>();
  for (const { kind, blocks } of module.functions.values()) {
    if (kind === 'module') continue;
    const instructions = [...blocks.values()].flatMap(block => block.instructions);
    const used = new Set([...blocks.values()].flatMap(({ terminator }) => usedByTerminator(terminator)));
    for (const it of instructions) {
      const keeps = it.kind === 'write' && !read.has(it.cell) ? [] : usedBy(it);
      for (const value of keeps) used.add(value);
    }
    for (const it of instructions) if (it.kind === 'closure' && !called.has(it.fn) && !used.has(it.to)) dead.add(it);
  }
  return dead;
}
