/**
 * A call of which no model knows anything, with the resource as its receiver or among its arguments.
 *
 * A function of this module is looked into. Any other callee takes the resource over, unless this function releases it itself later:
 * then it kept it, and the callee only borrowed.
 */
import { valueName } from '../dataflow/name.ts';
import type { FunctionId } from '../ir/ir.ts';
import type { Slot } from '../protocol/effect.ts';
import { closesByFailing } from './apply-effects.ts';
import { type AfterCall, type Call, dying, GONE } from './call.ts';
import { perhapsRead, type State } from './state.ts';
import type { At } from './step-instruction.ts';
import { logFate, type Tracking } from './tracking.ts';

export function giveAway(t: Tracking, call: Call, slots: readonly Slot[], given: State, at: At): AfterCall {
  const before = perhapsRead(given);
  if (call.callee.kind === 'function' && onlyBorrows(t, call.callee.fn, slots)) {
    // Not async: the promise it returns is made by an executor over the resource, and rejects when the resource itself has failed.
    const rejectsWithIt = t.module.functions.get(call.callee.fn)?.async === false;
    return { normal: rejectsWithIt && closesByFailing(t) ? dying(before, call, 'rejecting') : before, exceptional: before };
  }
  if (call.callee.kind === 'value' && slots.includes('this')) {
    logFate(t.log, { kind: 'unknown', span: call.span, why: 'a method of which we do not know the name' });
    return GONE;
  }
  t.log.passedAt.add(at.block);
  if (t.keeps(at.block) && !collects(call)) return { normal: { ...before, answer: valueName(call.result) }, exceptional: before };
  logFate(t.log, { kind: 'transferred', span: call.span, to: nameOfCallee(t, call) });
  return { normal: null, exceptional: before };
}

/** Methods by which collections take something in, whatever is released later: what they hold, others release. */
const COLLECTING: ReadonlySet<string> = new Set(['add', 'push', 'set', 'unshift']);

const collects = ({ callee }: Call): boolean => callee.kind === 'method' && COLLECTING.has(callee.name);

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
