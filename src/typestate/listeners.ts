/**
 * Functions given to the resource, or built over it, whose running changes what it owes. Approximation: *may*: where one could do more
 * than borrow, the answer is a reason to be silent.
 */
import { cellNameOf } from '../dataflow/name.ts';
import type { FunctionIr } from '../ir/ir.ts';
import type { Call } from './call.ts';
import type { State } from './state.ts';
import type { Tracking } from './tracking.ts';

/** Why a listener given to a method of the resource may do more than borrow it: through `this`, or by ending the process. */
export function touchedByListener(t: Pick<Tracking, 'facts' | 'module' | 'touchedAsThis'>, call: Call): string | undefined {
  for (const { value } of call.args) {
    const closure = t.facts.closureOf(value);
    const listener = closure === undefined ? undefined : t.module.functions.get(closure);
    if (!listener) continue;
    if (endsTheProcess(listener)) return `${listener.name} ends the process`;
    const touched = t.touchedAsThis(listener.id);
    if (touched !== undefined) return touched;
  }
  return undefined;
}

/** A listener that never returns either exits or throws where nobody catches it (row R44a is its asynchronous sibling). */
function endsTheProcess({ async, blocks }: FunctionIr): boolean {
  return !async && [...blocks.values()].every(({ terminator }) => terminator.kind !== 'return');
}

/** Whether the call is `new Promise(executor)` with an executor over the resource: its rejection is the resource's own failure. */
export function isPromiseOver(t: Tracking, { construct, callee, args }: Call, state: State): boolean {
  if (!construct || callee.kind !== 'api' || callee.api.module !== 'global' || callee.api.member !== 'Promise') return false;
  return args.some(({ value }) => {
    const closure = t.facts.closureOf(value);
    const captures = closure === undefined ? [] : (t.module.functions.get(closure)?.captures ?? []);
    return captures.some(cell => state.names.has(cellNameOf(cell)));
  });
}
