/**
 * Which functions of the module evidently may throw: some path of evident edges leads out of them by `throw`. An async function never
 * throws at the call; its `await` does.
 *
 * Approximation: *may*, of evidence only. Inside a recursion the question is answered with no.
 */
import type { BlockId, FunctionId, FunctionIr, ModuleIr, Terminator } from '../ir/ir.ts';
import type { ModelIndex } from './model-index.ts';

export function throwersOf(module: ModuleIr, models: ModelIndex): (fn: FunctionId) => boolean {
  const known = new Map<FunctionId, boolean>();
  const mayThrow = (id: FunctionId): boolean => {
    const answer = known.get(id);
    if (answer !== undefined) return answer;
    known.set(id, false);
    const fn = module.functions.get(id);
    const throws = fn !== undefined && !fn.async && !fn.generator && leavesByThrow(fn, models, mayThrow);
    known.set(id, throws);
    return throws;
  };
  return mayThrow;
}

function leavesByThrow(fn: FunctionIr, models: ModelIndex, mayThrow: (fn: FunctionId) => boolean): boolean {
  const seen = new Set<BlockId>();
  const stack = [fn.entry];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const block = fn.blocks.get(id);
    if (!block || seen.has(id)) continue;
    seen.add(id);
    if (block.terminator.kind === 'throw' && block.terminator.to === null) return true;
    stack.push(...evidentTargets(block.terminator, models, mayThrow));
  }
  return false;
}

function evidentTargets(it: Terminator, models: ModelIndex, mayThrow: (fn: FunctionId) => boolean): readonly BlockId[] {
  switch (it.kind) {
    case 'jump':
      return [it.to];
    case 'branch':
      return [it.then, it.else];
    case 'call':
      return callThrows(it, models, mayThrow) ? [it.next, it.throws] : [it.next];
    case 'suspend':
      return it.how === 'await' ? [it.next, it.throws] : [it.next];
    case 'throw':
      return it.to === null ? [] : [it.to];
    case 'return':
    case 'stop':
      return [];
  }
}

/** Whether a call evidently may throw, whatever is followed. */
export function callThrows(
  call: Extract<Terminator, { kind: 'call' }>,
  models: ModelIndex,
  mayThrow: (fn: FunctionId) => boolean,
): boolean {
  if (call.callee.kind === 'function') return mayThrow(call.callee.fn);
  return (
    call.callee.kind === 'api' && (models.effectsOf(call.callee.api, call.construct)?.some(effect => effect.kind === 'throws') ?? false)
  );
}
