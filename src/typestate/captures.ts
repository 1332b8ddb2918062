/**
 * What closures do to a resource they can see: only borrow it, or something that we would have to follow (release, hand on, overwrite).
 *
 * Answered per cell, whatever the order in which closures are made and called: if any function over the cell does more than borrow,
 * the resource has a co-owner and is silent. Approximation: *may* touch. Invariant: a cell is asked once; inside a recursion it counts
 * as touched.
 */
import { explore } from '../dataflow/explore.ts';
import { cellNameOf } from '../dataflow/name.ts';
import type { CellId, FunctionId, FunctionIr } from '../ir/ir.ts';
import { BUDGET, DISJUNCTS, type Ground } from './follow.ts';
import { bornState, coarsened, keyOfState } from './state.ts';
import { stepBlock } from './step.ts';
import { newLog } from './tracking.ts';

export type Captures = Pick<Ground, 'touchedThrough' | 'touchedAsThis'>;

/** The answers for one module and one protocol. `groundOf` makes the ground of a function, with these very answers in it. */
export function capturesOf(functions: readonly FunctionIr[], groundOf: (fn: FunctionIr) => Ground): Captures {
  const known = new Map<string, string | undefined>();

  function touchedIn(candidates: readonly FunctionIr[], cell: CellId, key: string): string | undefined {
    if (known.has(key)) return known.get(key);
    known.set(key, 'a closure may release it');
    const touching = candidates.find(fn => touches(groundOf(fn), cell));
    const answer = touching && `${touching.name} may release it`;
    known.set(key, answer);
    return answer;
  }

  return {
    touchedThrough: cell =>
      touchedIn(
        functions.filter(fn => fn.captures.includes(cell)),
        cell,
        `cell ${cell}`,
      ),
    touchedAsThis(id: FunctionId) {
      const listener = functions.find(fn => fn.id === id);
      const cell = listener?.thisCell ?? null;
      if (!listener || cell === null) return undefined;
      return touchedIn([listener, ...functions.filter(fn => fn.captures.includes(cell))], cell, `this of ${id}`);
    },
  };
}

/** Whether the function does more than borrow what the cell holds when it is entered. */
function touches(ground: Ground, cell: CellId): boolean {
  const log = newLog();
  const entered = bornState('open', cellNameOf(cell), null);
  const { exhausted } = explore(ground.fn, [{ to: ground.fn.entry, state: entered }], {
    key: keyOfState,
    step: (block, state, node) => stepBlock({ ...ground, conceivable: true, keeps: () => false, log }, block, state, node),
    limit: DISJUNCTS,
    coarsen: coarsened,
    // A state more can only do what some state did.
    overflow: () => undefined,
    budget: BUDGET,
  });
  const lost = log.unmet.some(({ exit }) => exit === 'overwrite' || exit === 'iteration');
  return exhausted || lost || log.fates.size > 0;
}
