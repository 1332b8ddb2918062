/**
 * The solver: a forward, path-sensitive exploration of one graph. Each block holds up to `limit` different states (disjuncts), then as
 * many coarser ones, then no more; every state remembers the node it came from, so that a witness is a walk back.
 *
 * It knows states only by their key. Invariants: a (block, key) pair is stepped once, so the exploration ends whenever keys are
 * finite; the walk is breadth first, so the first node that shows something has a shortest path; a run takes the same steps every time.
 */
import type { Block, BlockId, FunctionIr } from '../ir/ir.ts';

/** A state at the entry of a block, and how it came there. */
export type PathNode<S> = { readonly block: BlockId; readonly state: S; readonly from: PathNode<S> | null };

export type Arrival<S> = { readonly to: BlockId; readonly state: S };

export type Problem<S> = {
  /** What equal states share, and different ones do not. */
  key(state: S): string;
  /** The states that leave the block, when it is entered in this one. `node` is the path so far. */
  step(block: Block, state: S, node: PathNode<S>): Iterable<Arrival<S>>;
  /** Different states that one block may hold as they are, and as many again once coarsened. */
  readonly limit: number;
  /** The state with what it can do without forgotten. Invariant: it stands for at least the same paths. */
  coarsen(state: S): S;
  /** Told of each state that found no room: it is dropped. */
  overflow(block: Block, state: S, node: PathNode<S>): void;
  /** Steps after which the exploration gives up. */
  readonly budget: number;
};

export type Exploration<S> = {
  readonly nodes: ReadonlyMap<BlockId, readonly PathNode<S>[]>;
  readonly steps: number;
  /** Whether the budget ran out: what was found is true, what was not found proves nothing. */
  readonly exhausted: boolean;
};

export function explore<S>(fn: FunctionIr, starts: readonly Arrival<S>[], problem: Problem<S>): Exploration<S> {
  const nodes = new Map<BlockId, PathNode<S>[]>();
  const seen = new Map<BlockId, Set<string>>();
  const queue: PathNode<S>[] = [];

  const arrive = ({ to, state: exact }: Arrival<S>, from: PathNode<S> | null): void => {
    const block = fn.blocks.get(to);
    if (!block) return;
    const keys = seen.get(to) ?? new Set();
    seen.set(to, keys);
    const exactKey = problem.key(exact);
    if (keys.has(exactKey)) return;
    const state = keys.size < problem.limit ? exact : problem.coarsen(exact);
    const key = state === exact ? exactKey : problem.key(state);
    if (keys.has(key)) return;
    const node: PathNode<S> = { block: to, state, from };
    if (keys.size >= 2 * problem.limit) {
      problem.overflow(block, state, node);
      return;
    }
    keys.add(key);
    nodes.set(to, [...(nodes.get(to) ?? []), node]);
    queue.push(node);
  };

  for (const start of starts) arrive(start, null);
  let steps = 0;
  for (const node of queue) {
    if (steps >= problem.budget) return { nodes, steps, exhausted: true };
    steps += 1;
    const block = fn.blocks.get(node.block);
    if (block) for (const arrival of problem.step(block, node.state, node)) arrive(arrival, node);
  }
  return { nodes, steps, exhausted: false };
}

/** The nodes of the path that ends at `node`, first one first. */
export function pathTo<S>(node: PathNode<S>): readonly PathNode<S>[] {
  const path: PathNode<S>[] = [];
  for (let at: PathNode<S> | null = node; at; at = at.from) path.push(at);
  return path.reverse();
}
