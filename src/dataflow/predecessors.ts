/** Edges walked backward: who leads to a block, and from where a set of blocks can be reached. Approximation: *may*. */
import type { BlockId, FunctionIr } from '../ir/ir.ts';
import { targetsOf } from '../ir/targets.ts';

export type Predecessors = ReadonlyMap<BlockId, readonly BlockId[]>;

export function predecessorsOf(fn: FunctionIr): Predecessors {
  const predecessors = new Map<BlockId, BlockId[]>();
  for (const block of fn.blocks.values()) {
    for (const target of targetsOf(block.terminator)) {
      const list = predecessors.get(target);
      if (list) list.push(block.id);
      else predecessors.set(target, [block.id]);
    }
  }
  return predecessors;
}

/** The blocks of `to`, and all from whose entry one of them is reached through blocks that `passes` lets through. */
export function leadingTo(predecessors: Predecessors, to: Iterable<BlockId>, passes?: (block: BlockId) => boolean): ReadonlySet<BlockId> {
  const reached = new Set(to);
  // A set that grows while it is walked is its own worklist.
  for (const block of reached) {
    for (const predecessor of predecessors.get(block) ?? []) if (passes?.(predecessor) ?? true) reached.add(predecessor);
  }
  return reached;
}
