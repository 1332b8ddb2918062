/**
 * The reconnect that forgets: a function puts a new resource into a variable that outlives it, and lets itself be called again by an event
 * after which the old one is still open (`redis.on('error', () => setTimeout(connect, 1000))`). Whoever overwrites it then loses it.
 *
 * Approximation: *must*: nobody who sees the variable does more than borrow, but for the function itself, which only overwrites; and the
 * event is known to leave the resource open.
 */
import type { Span } from '../base/span.ts';
import type { FunctionId, FunctionIr } from '../ir/ir.ts';
import type { UnmetCause } from '../protocol/lifetime.ts';
import type { Birth } from './births.ts';
import type { Call } from './call.ts';
import { closesByFailing } from './apply-effects.ts';
import type { Followed, Ground } from './follow.ts';

/** Functions called from functions called from … are not looked into further. */
const DEPTH = 4;

const REGISTERING: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'addEventListener', 'prependListener']);

/** The cause, where the function loses what it acquired in its last call; undefined where that is not certain. */
export function lostByReconnect(ground: Ground, birth: Birth, { log }: Followed): UnmetCause | undefined {
  const { fn } = ground;
  for (const [cell, span] of log.boundTo) {
    const { touching, overwriting } = ground.usersOf(cell);
    // What other modules see, they may close.
    if (ground.module.cells.get(cell)?.exported || touching.some(other => other !== fn) || !overwriting.includes(fn)) continue;
    const again = registrationOf(ground);
    if (again) return causeOf(birth, again, span);
  }
  return undefined;
}

function causeOf({ made }: Birth, again: Span, overwritten: Span): UnmetCause {
  return {
    kind: 'unmet',
    exit: 'overwrite',
    edge: 'evident',
    read: 'perhaps',
    witness: [
      { span: made.span, note: 'acquired' },
      { span: again, note: 'this runs the function again, and the resource is still open' },
      { span: overwritten, note: 'the last reference to it is overwritten here', exit: 'overwrite' },
    ],
  };
}

/** Where the function makes an event of the resource call it again, one that leaves the resource open. */
function registrationOf(ground: Ground): Span | undefined {
  const { fn, facts } = ground;
  for (const { terminator: it } of fn.blocks.values()) {
    if (it.kind !== 'call' || !isListening(ground, it)) continue;
    const [event, listener] = it.args;
    const name = event && facts.constantOf(event.value);
    const closure = listener && facts.closureOf(listener.value);
    if (typeof name === 'string' && staysOpenAt(ground, name) && closure !== undefined && runs(ground, closure, fn.id, 0)) return it.span;
  }
  return undefined;
}

/** Whether the call registers a listener with a resource of the class that is followed. */
function isListening({ fn, classes, models, resource }: Ground, call: Call): boolean {
  const api = classes.apiOf(call, fn);
  const [className, method] = api?.member.split('#') ?? [];
  return (
    api !== undefined && method !== undefined && REGISTERING.has(method) && models.areKin(`${api.module}.${className ?? ''}`, resource.name)
  );
}

/** An 'error' ends what does not come back by itself; 'end' and 'close' end everything. */
function staysOpenAt(ground: Ground, event: string): boolean {
  if (event === 'close' || event === 'end') return false;
  return event !== 'error' || (!closesByFailing(ground) && ground.models.reconnects(ground.resource.name));
}

/** Whether running `from` runs `target`: by its name, or because a call (`setTimeout(target, 1000)`) is given it. */
function runs(ground: Ground, from: FunctionId, target: FunctionId, depth: number): boolean {
  if (from === target) return true;
  const caller = ground.module.functions.get(from);
  return depth < DEPTH && caller !== undefined && calledBy(ground, caller).some(callee => runs(ground, callee, target, depth + 1));
}

function calledBy({ factsOf }: Ground, caller: FunctionIr): readonly FunctionId[] {
  const facts = factsOf(caller);
  return [...caller.blocks.values()].flatMap(({ terminator: it }) => {
    if (it.kind !== 'call') return [];
    const given = it.args.flatMap(({ value }) => facts.closureOf(value) ?? []);
    return it.callee.kind === 'function' ? [it.callee.fn, ...given] : given;
  });
}
