/**
 * Whether a path can be taken at all: no branch on it contradicts what was decided before. Asked of the paths that end in a finding,
 * because a block that holds many states forgets their guards. Approximation: *may*: a consistent path may still be infeasible.
 */
import { pathTo, type PathNode } from '../dataflow/explore.ts';
import { decided, NO_GUARDS, withGuard } from './guards.ts';
import type { State } from './state.ts';
import type { Tracking } from './tracking.ts';

export function isConsistent({ fn, facts }: Pick<Tracking, 'fn' | 'facts'>, end: PathNode<State>): boolean {
  const path = pathTo(end);
  let guards = NO_GUARDS;
  for (const [i, node] of path.entries()) {
    const block = fn.blocks.get(node.block);
    const next = path[i + 1];
    if (!block || !next) return true;
    for (const instruction of block.instructions) guards = facts.guards.after(guards, instruction);
    const { terminator } = block;
    if (terminator.kind === 'call' || terminator.kind === 'suspend') guards = facts.guards.forget(guards, `v${terminator.result}`);
    const condition = terminator.kind === 'branch' ? facts.guards.conditionOf(block) : undefined;
    if (terminator.kind !== 'branch' || !condition || terminator.then === terminator.else) continue;
    const taken = next.block === terminator.then;
    if (decided(guards, condition) === !taken) return false;
    guards = withGuard(guards, condition, taken);
  }
  return true;
}
