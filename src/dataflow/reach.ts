/** Reachability along all edges of a graph. Approximation: *may*. */
import type { BlockId, FunctionIr } from '../ir/ir.ts';
import { targetsOf } from '../ir/targets.ts';

/** The blocks that can be entered after `from` was, `from` itself only if it lies on a cycle. */
export function reachableFrom(fn: FunctionIr, from: BlockId): ReadonlySet<BlockId> {
  const reached = new Set<BlockId>();
  const stack = [from];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const block = fn.blocks.get(id);
    for (const target of block ? targetsOf(block.terminator) : []) {
      if (reached.has(target)) continue;
      reached.add(target);
      stack.push(target);
    }
  }
  return reached;
}
