/**
 * What the module's functions do to a resource they can see: only borrow it, or something that we would have to follow (release, hand
 * on, overwrite).
 *
 * For closures answered per cell, whatever the order in which they are called: a function over the cell that does more than borrow is a
 * co-owner from the moment its closure is made (`closure-sites.ts`), and the resource is silent from there on. Approximation: *may* touch.
 * Invariant: only answers that lean on nothing unanswered are kept; an argument asked about inside its own answer counts as touched.
 */
import { explore } from '../dataflow/explore.ts';
import { cellNameOf, type Name, valueName } from '../dataflow/name.ts';
import type { CellId, FunctionId, FunctionIr, ModuleIr } from '../ir/ir.ts';
import { BUDGET, DISJUNCTS, type Ground } from './follow.ts';
import { bornState, coarsened, keyOfState } from './state.ts';
import { stepBlock } from './step.ts';
import { type CellUsers, newLog, type Tracking } from './tracking.ts';

export type Captures = Pick<Ground, 'usersOf' | 'touchedAsThis' | 'touchedAsArgument'>;

const NOBODY: CellUsers = { touching: [], waiting: [], overwriting: [] };

/** The answers for one module and one protocol. `groundOf` makes the ground of a function, with these very answers in it. */
export function capturesOf(module: ModuleIr, groundOf: (fn: FunctionIr) => Ground): Captures {
  const known = new Map<string, string | undefined>();
  const users = new Map<CellId, CellUsers>();
  const asked = new Set<CellId>();
  let cyclic = false;
  const capturing = (cell: CellId): readonly FunctionIr[] => [...module.functions.values()].filter(fn => fn.captures.includes(cell));

  function touchedIn(candidates: readonly FunctionIr[], key: string, name: Name): string | undefined {
    if (known.has(key)) return known.get(key);
    known.set(key, 'a closure may release it');
    const touching = candidates.find(fn => useOf(groundOf(fn), name).touches);
    const answer = touching && `${touching.name} may release it`;
    known.set(key, answer);
    return answer;
  }

  return {
    usersOf(cell) {
      const answer = users.get(cell);
      if (answer) return answer;
      // Asked about while it is being answered: every function over the cell is a candidate of its own there.
      if (asked.has(cell)) {
        cyclic = true;
        return NOBODY;
      }
      asked.add(cell);
      const uses = capturing(cell).map(fn => ({ fn, ...useOf(groundOf(fn), cellNameOf(cell)) }));
      asked.delete(cell);
      const found: CellUsers = {
        touching: uses.filter(use => use.touches).map(({ fn }) => fn),
        waiting: uses.filter(use => use.waits).map(({ fn }) => fn),
        overwriting: uses.filter(use => use.overwrites).map(({ fn }) => fn),
      };
      // An answer that leant on one not yet given is good for the question above it only.
      if (!cyclic || asked.size === 0) users.set(cell, found);
      if (asked.size === 0) cyclic = false;
      return found;
    },
    touchedAsThis(id: FunctionId) {
      const listener = module.functions.get(id);
      const cell = listener?.thisCell ?? null;
      if (!listener || cell === null) return undefined;
      return touchedIn([listener, ...capturing(cell)], `this of ${id}`, cellNameOf(cell));
    },
    touchedAsArgument(id, index) {
      const callee = module.functions.get(id);
      const param = callee?.params[index];
      if (!callee || param === undefined || readsArguments(callee)) return 'an argument that its parameters do not name';
      return touchedIn([callee], `argument ${index} of ${id}`, valueName(param));
    },
  };
}

/** Whether the function may do more than borrow what the name holds when it is entered, only overwrite it, or wait for its end. */
function useOf(ground: Ground, name: Name): { readonly touches: boolean; readonly overwrites: boolean; readonly waits: boolean } {
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
  const kept = !exhausted && log.fates.size === 0;
  return { touches: !kept || lost, overwrites: kept && lost, waits: log.waited };
}

function readsArguments(fn: FunctionIr): boolean {
  return [...fn.blocks.values()].some(block => block.instructions.some(it => it.kind === 'api' && /^arguments\b/.test(it.api.member)));
}
