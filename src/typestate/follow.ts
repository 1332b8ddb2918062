/**
 * Follows one resource from the call that brings it into being to everywhere it goes in the function.
 *
 * In two passes: the first lets unknown callees borrow and sees where the function releases; the second lets every unknown callee that
 * no release follows take the resource over. Passing it to `handshake(socket)` and destroying it later means that it was kept.
 */
import { explore, type Exploration, type PathNode } from '../dataflow/explore.ts';
import { reachableFrom } from '../dataflow/reach.ts';
import type { Arrival } from '../dataflow/explore.ts';
import type { BlockId } from '../ir/ir.ts';
import { coarsened, keyOfState, type State } from './state.ts';
import { stepBlock } from './step.ts';
import { logFate, newLog, type Log, type Tracking } from './tracking.ts';

/** Different states that one block may hold with their guards, and as many again without; what comes then is widened to unknown. */
export const DISJUNCTS = 8;
/** Steps after which one resource is given up; ten times what the largest function of real code has needed. */
export const BUDGET = 20_000;

export type Followed = { readonly log: Log; readonly exploration: Exploration<State>; readonly widened: number };

/** Everything of a tracking but what the passes make themselves. */
export type Ground = Omit<Tracking, 'keeps' | 'log'>;

export function follow(ground: Ground, start: Arrival<State>): Followed {
  const first = pass(ground, start, () => true);
  if (first.log.passedAt.size === 0) return first;
  const kept = new Set([...first.log.passedAt].filter(block => releaseFollows(ground, block, first.log.releasedAt)));
  return kept.size === first.log.passedAt.size ? first : pass(ground, start, block => kept.has(block));
}

function releaseFollows({ fn }: Ground, block: BlockId, releasedAt: ReadonlySet<BlockId>): boolean {
  const reachable = reachableFrom(fn, block);
  return [...releasedAt].some(release => reachable.has(release));
}

function pass(ground: Ground, start: Arrival<State>, keeps: (block: BlockId) => boolean): Followed {
  const log = newLog();
  const tracking: Tracking = { ...ground, keeps, log };
  let widened = 0;
  const exploration = explore(ground.fn, [start], {
    key: keyOfState,
    step: (block, state, node: PathNode<State>) => stepBlock(tracking, block, state, node),
    limit: DISJUNCTS,
    coarsen: coarsened,
    overflow(block) {
      widened += 1;
      logFate(log, { kind: 'unknown', span: block.terminator.span, why: 'too many different states' });
    },
    budget: BUDGET,
  });
  return { log, exploration, widened };
}
