/**
 * A call of which no model knows anything, with the resource as its receiver or among its arguments.
 *
 * A function of this module is looked into. Any other callee takes the resource over, unless this function releases it itself later:
 * then it kept it, and the callee only borrowed.
 */
import type { FunctionId } from '../ir/ir.ts';
import type { Slot } from '../protocol/effect.ts';
import { type AfterCall, type Call, dying, unchanged } from './call.ts';
import type { State } from './state.ts';
import type { At } from './step-instruction.ts';
import { logFate, type Tracking } from './tracking.ts';

export function giveAway(t: Tracking, call: Call, slots: readonly Slot[], before: State, at: At): AfterCall {
  if (call.callee.kind === 'function' && onlyBorrows(t, call.callee.fn, slots)) {
    // Not async: the promise it returns is made by an executor over the resource, and rejects when the resource itself has failed.
    const rejectsWithIt = t.module.functions.get(call.callee.fn)?.async === false;
    return { normal: rejectsWithIt ? dying(before, call, 'rejecting') : before, exceptional: before };
  }
  t.log.passedAt.add(at.block);
  if (t.keeps(at.block)) return unchanged(before);
  logFate(t.log, { kind: 'transferred', span: call.span, to: nameOfCallee(t, call) });
  return { normal: null, exceptional: before };
}

function onlyBorrows(t: Tracking, fn: FunctionId, slots: readonly Slot[]): boolean {
  return slots.every(slot => slot.startsWith('arg') && t.touchedAsArgument(fn, Number(slot.slice('arg'.length))) === undefined);
}

function nameOfCallee(t: Tracking, { callee, construct }: Call): string {
  switch (callee.kind) {
    case 'api':
      return `${construct ? 'new ' : ''}${callee.api.member}`;
    case 'function':
      return t.module.functions.get(callee.fn)?.name ?? 'a function';
    case 'method':
      return callee.name;
    case 'super':
      return 'the super class';
    case 'value':
      return 'a function';
  }
}
