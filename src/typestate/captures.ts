/**
 * What the module's functions do to a resource they can see: only borrow it, or something that we would have to follow (release, hand
 * on, overwrite).
 *
 * For closures answered per cell, whatever the order in which they are made and called: if any function over the cell does more than
 * borrow, the resource has a co-owner and is silent. Approximation: *may* touch. Invariant: a question is answered once; inside a
 * recursion the answer is that it is touched.
 */
import { explore } from '../dataflow/explore.ts';
import { cellNameOf, type Name, valueName } from '../dataflow/name.ts';
import type { CellId, FunctionId, FunctionIr, ModuleIr } from '../ir/ir.ts';
import { BUDGET, DISJUNCTS, type Ground } from './follow.ts';
import { bornState, coarsened, keyOfState } from './state.ts';
import { stepBlock } from './step.ts';
import { newLog, type Tracking } from './tracking.ts';

export type Captures = Pick<Ground, 'touchedThrough' | 'touchedAsThis' | 'touchedAsArgument'>;

/** The answers for one module and one protocol. `groundOf` makes the ground of a function, with these very answers in it. */
export function capturesOf(module: ModuleIr, groundOf: (fn: FunctionIr) => Ground): Captures {
  const known = new Map<string, string | undefined>();
  const capturing = (cell: CellId): readonly FunctionIr[] => [...module.functions.values()].filter(fn => fn.captures.includes(cell));

  function touchedIn(candidates: readonly FunctionIr[], key: string, nameIn: (fn: FunctionIr) => Name | undefined): string | undefined {
    if (known.has(key)) return known.get(key);
    known.set(key, 'a closure may release it');
    const touching = candidates.find(fn => {
      const name = nameIn(fn);
      return name !== undefined && touches(groundOf(fn), name);
    });
    const answer = touching && `${touching.name} may release it`;
    known.set(key, answer);
    return answer;
  }

  return {
    touchedThrough: cell => touchedIn(capturing(cell), `cell ${cell}`, () => cellNameOf(cell)),
    touchedAsThis(id: FunctionId) {
      const listener = module.functions.get(id);
      const cell = listener?.thisCell ?? null;
      if (!listener || cell === null) return undefined;
      return touchedIn([listener, ...capturing(cell)], `this of ${id}`, () => cellNameOf(cell));
    },
    touchedAsArgument(id, index) {
      const callee = module.functions.get(id);
      if (!callee || callee.params.length <= index || readsArguments(callee)) return 'an argument that its parameters do not name';
      return touchedIn([callee], `argument ${index} of ${id}`, ({ params }) => {
        const param = params[index];
        return param === undefined ? undefined : valueName(param);
      });
    },
  };
}

/** Whether the function does more than borrow what the name holds when it is entered. */
function touches(ground: Ground, name: Name): boolean {
  const log = newLog();
  const entered = bornState('open', name, null);
  const tracking: Tracking = {
    ...ground,
    conceivable: true,
    birth: null,
    beforeBirth: () => false,
    keeps: () => false,
    releaseAhead: () => true,
    log,
  };
  const { exhausted } = explore(ground.fn, [{ to: ground.fn.entry, state: entered }], {
    key: keyOfState,
    step: (block, state, node) => stepBlock(tracking, block, state, node),
    limit: DISJUNCTS,
    coarsen: coarsened,
    // A state more can only do what some state did.
    overflow: () => undefined,
    budget: BUDGET,
  });
  const lost = log.unmet.some(({ exit }) => exit === 'overwrite' || exit === 'iteration');
  return exhausted || lost || log.fates.size > 0;
}

function readsArguments(fn: FunctionIr): boolean {
  return [...fn.blocks.values()].some(block => block.instructions.some(it => it.kind === 'api' && /^arguments\b/.test(it.api.member)));
}
