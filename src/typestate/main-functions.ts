/**
 * Functions that only the module's body calls, and whose failure ends the process: nobody handles it, or the handler exits
 * (`main().catch(error => { console.error(error); process.exit(1); })`). No obligation survives that failure.
 *
 * Approximation: *must*, by decree: who listens to 'unhandledRejection', or imports the function from here, is not asked.
 */
import { reachableFrom } from '../dataflow/reach.ts';
import type { BlockId, CellId, FunctionId, FunctionIr, Terminator, ValueId } from '../ir/ir.ts';
import { usedBy, usedByTerminator } from '../ir/visit-ir.ts';
import type { Call } from './call.ts';
import type { Ground } from './follow.ts';

export function failureEndsProcess(ground: Ground): boolean {
  const { module, fn } = ground;
  const body = module.functions.get(module.body);
  if (!body || fn.generator || !isOnlyCalled(ground, fn.id)) return false;
  const callers = [...module.functions.values()].filter(caller => callsOf(caller, fn.id).length > 0);
  return (
    callers.length > 0 && callers.every(caller => caller === body) && callsOf(body, fn.id).every(call => endsByFailing(ground, body, call))
  );
}

function callsOf(caller: FunctionIr, callee: FunctionId): readonly Call[] {
  return terminatorsOf(caller).filter((it): it is Call => it.kind === 'call' && it.callee.kind === 'function' && it.callee.fn === callee);
}

const terminatorsOf = (fn: FunctionIr): readonly Terminator[] => [...fn.blocks.values()].map(block => block.terminator);

/** Whether nobody has the function as a value: its closure is at most put into a variable that nobody reads. */
function isOnlyCalled({ module }: Ground, id: FunctionId): boolean {
  const isRead = (cell: CellId): boolean =>
    [...module.functions.values()].some(fn =>
      [...fn.blocks.values()].some(block => block.instructions.some(it => it.kind === 'read' && it.cell === cell)),
    );
  return [...module.functions.values()].every(fn => {
    const instructions = [...fn.blocks.values()].flatMap(block => block.instructions);
    const made = new Set(instructions.flatMap(it => (it.kind === 'closure' && it.fn === id ? [it.to] : [])));
    const users = instructions.filter(it => usedBy(it).some(value => made.has(value)));
    return (
      users.every(it => it.kind === 'write' && !isRead(it.cell)) &&
      !terminatorsOf(fn).some(it => usedByTerminator(it).some(value => made.has(value)))
    );
  });
}

function endsByFailing(ground: Ground, body: FunctionIr, call: Call): boolean {
  return ground.fn.async ? endsByRejecting(ground, body, call.result) : endsFrom(body, call.throws);
}

/** Whether the process ends where the promise rejects: nobody handles it (Node ends it then), or whoever does never returns. */
function endsByRejecting(ground: Ground, body: FunctionIr, promise: ValueId): boolean {
  const users = terminatorsOf(body).filter(it => usedByTerminator(it).includes(promise));
  const [user] = users;
  if (!user || users.length > 1) return users.length === 0;
  if (user.kind === 'suspend') return user.how === 'await' && endsFrom(body, user.throws);
  if (user.kind !== 'call' || user.callee.kind !== 'method' || user.receiver !== promise) return false;
  const { name } = user.callee;
  if (name !== 'then' && name !== 'catch' && name !== 'finally') return false;
  const handler = user.args[name === 'then' ? 1 : 0];
  const closure = handler && ground.factsOf(body).closureOf(handler.value);
  if (closure !== undefined && !ground.endings.returns(closure)) return true;
  return (handler === undefined || name === 'finally') && endsByRejecting(ground, body, user.result);
}

/** Whether no way from the block returns. */
function endsFrom(body: FunctionIr, block: BlockId): boolean {
  return [block, ...reachableFrom(body, block)].every(id => body.blocks.get(id)?.terminator.kind !== 'return');
}
