/**
 * How a call changes the state of the followed resource, on its normal and on its exceptional edge.
 *
 * Edges: acquire and transfer hold on the normal edge only; release and escape hold on every edge. What a known API does not mention
 * it borrows; an unknown callee takes the resource over, unless this function releases it itself later (then it kept it).
 */
import { cellNameOf, valueName } from '../dataflow/name.ts';
import type { ApiRef, BlockId, FunctionId, Terminator } from '../ir/ir.ts';
import type { Effect, Slot } from '../protocol/effect.ts';
import { forget } from './guards.ts';
import type { Site, State } from './state.ts';
import { type At, lose, nameIt } from './step-instruction.ts';
import { logFate, type Tracking } from './tracking.ts';

export type Call = Extract<Terminator, { kind: 'call' }>;

/** The states after the call; null for an edge on which the resource is not ours any more. */
export type AfterCall = { readonly normal: State | null; readonly exceptional: State | null };

export function stepCall(t: Tracking, call: Call, before: State, at: At): AfterCall {
  const slots = slotsHolding(call, before);
  const known = effectsOfCall(t, call, before);
  const after = slots.length === 0 ? stay(before) : known ? applyAll(t, call, known, slots, before, at) : giveAway(t, call, slots, before, at);
  const over = after.normal && promiseOver(t, call, before) ? { ...after.normal, diesWith: valueName(call.result) } : after.normal;
  const settled = over && { ...over, guards: forget(over.guards, `v${call.result}`) };
  const normal = settled && lose(t, settled, valueName(call.result), 'iteration', call, at);
  return { normal: normal && bindResult(t, call, normal, known ?? [], slots), exceptional: after.exceptional };
}

/** The API that a call denotes, given what its receiver is. */
export function apiOfCall(t: Pick<Tracking, 'protocol'>, call: Call, receiverHolds: boolean): ApiRef | undefined {
  if (call.callee.kind === 'api') return call.callee.api;
  if (call.callee.kind !== 'method' || !receiverHolds) return undefined;
  const [module = '', className = ''] = t.protocol.class.split('.');
  return { module, member: `${className}#${call.callee.name}` };
}

function slotsHolding(call: Call, state: State): readonly Slot[] {
  const slots: Slot[] = call.args.flatMap((arg, i) => (state.names.has(valueName(arg.value)) ? [`arg${i}` as const] : []));
  return call.receiver !== null && state.names.has(valueName(call.receiver)) ? ['this', ...slots] : slots;
}

/** What the call does as far as models know; a method of a modelled class that has no row borrows. Undefined: nobody knows. */
function effectsOfCall(t: Tracking, call: Call, state: State): readonly Effect[] | undefined {
  const receiverHolds = call.receiver !== null && state.names.has(valueName(call.receiver));
  const effects = effectsOfApi(t, call, apiOfCall(t, call, receiverHolds));
  return effects ?? (receiverHolds && t.models.knowsClass(t.protocol.class) ? [] : undefined);
}

function effectsOfApi(t: Tracking, call: Call, api: ApiRef | undefined): readonly Effect[] | undefined {
  if (!api) return undefined;
  const [first] = call.args;
  const literal = first && t.facts.constantOf(first.value);
  return t.models.effectsOf(api, call.construct, typeof literal === 'string' ? literal : undefined);
}

const stay = (state: State): AfterCall => ({ normal: state, exceptional: state });

function applyAll(t: Tracking, call: Call, effects: readonly Effect[], slots: readonly Slot[], before: State, at: At): AfterCall {
  const touched = slots.includes('this') ? touchedByListener(t, call) : undefined;
  if (touched !== undefined) {
    logFate(t.log, { kind: 'unknown', span: call.span, why: touched });
    return { normal: null, exceptional: null };
  }
  return effects.reduce<AfterCall>((after, effect) => apply(t, call, effect, slots, after, at), stay(before));
}

function apply(t: Tracking, call: Call, effect: Effect, slots: readonly Slot[], after: AfterCall, at: At): AfterCall {
  const { normal } = after;
  if (!normal) return after;
  switch (effect.kind) {
    case 'release':
      if (!slots.includes(effect.of)) return after;
      logFate(t.log, { kind: 'released', span: call.span });
      return { normal: { ...normal, phase: 'closed' }, exceptional: after.exceptional && { ...after.exceptional, phase: 'closed' } };
    case 'transfer':
      if (!slots.includes(effect.of)) return after;
      logFate(t.log, { kind: 'transferred', span: call.span, to: 'a library' });
      return { normal: null, exceptional: after.exceptional };
    case 'escape':
      if (!slots.includes(effect.of)) return after;
      logFate(t.log, { kind: 'unknown', span: call.span, why: 'goes where the analysis does not follow' });
      return { normal: null, exceptional: null };
    case 'acquire':
      if (!slots.includes(effect.into) || normal.phase === 'open') return after;
      return { ...after, normal: { ...normal, phase: 'open', site: siteOf(call, at.block, apiOfCall(t, call, true)) } };
    case 'consume':
      return slots.includes(effect.of) ? { ...after, normal: { ...normal, consumed: true } } : after;
    case 'wait':
      return slots.includes(effect.of) ? { ...after, normal: { ...normal, waits: true } } : after;
    case 'fails-closed':
      return slots.includes(effect.of) ? { ...after, normal: { ...normal, diesWith: valueName(call.result) } } : after;
    case 'alias':
    case 'borrow':
    case 'create':
    case 'throws':
      return after;
  }
}

/** The result is another name of it where the API says so (`on()` returns its receiver). */
function bindResult(t: Tracking, call: Call, state: State, effects: readonly Effect[], slots: readonly Slot[]): State {
  const aliased = effects.some(effect => effect.kind === 'alias' && effect.to === 'result' && slots.includes(effect.from));
  return aliased ? nameIt(t, state, call.result) : state;
}

/** The site that a call is when it acquires. */
export function siteOf(call: Call, block: BlockId, api: ApiRef | undefined): Site {
  return { block, span: call.span, api: api ? `${api.module}.${api.member}` : 'unknown' };
}

/** Why a listener given to a method of the resource may do more than borrow it through `this`. */
function touchedByListener(t: Tracking, call: Call): string | undefined {
  for (const arg of call.args) {
    const closure = t.facts.closureOf(arg.value);
    const touched = closure === undefined ? undefined : t.touchedAsThis(closure);
    if (touched !== undefined) return touched;
  }
  return undefined;
}

/** Nobody's model knows the callee: a function of this module is looked into, any other takes the resource over or gives it back. */
function giveAway(t: Tracking, call: Call, slots: readonly Slot[], before: State, at: At): AfterCall {
  if (call.callee.kind === 'function' && onlyBorrows(t, call.callee.fn, slots)) {
    // A promise made by an executor over the resource rejects when the resource itself fails, and then the platform has closed it.
    const fails = t.module.functions.get(call.callee.fn)?.async === false;
    return { normal: fails ? { ...before, diesWith: valueName(call.result) } : before, exceptional: before };
  }
  t.log.passedAt.add(at.block);
  if (t.keeps(at.block)) return stay(before);
  logFate(t.log, { kind: 'transferred', span: call.span, to: nameOfCallee(t, call) });
  return { normal: null, exceptional: before };
}

function onlyBorrows(t: Tracking, fn: FunctionId, slots: readonly Slot[]): boolean {
  return slots.every(slot => slot.startsWith('arg') && t.touchedAsArgument(fn, Number(slot.slice(3))) === undefined);
}

/** `new Promise(executor)` with an executor over the resource: its rejection is the resource's own failure. */
function promiseOver(t: Tracking, call: Call, state: State): boolean {
  if (!call.construct || call.callee.kind !== 'api' || call.callee.api.module !== 'global' || call.callee.api.member !== 'Promise') return false;
  return call.args.some(arg => {
    const closure = t.facts.closureOf(arg.value);
    const captures = closure === undefined ? [] : (t.module.functions.get(closure)?.captures ?? []);
    return captures.some(cell => state.names.has(cellNameOf(cell)));
  });
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
