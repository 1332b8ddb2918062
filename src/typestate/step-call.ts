/** How a call changes the state of the followed resource, on its normal and on its exceptional edge. */
import { valueName } from '../dataflow/name.ts';
import type { Effect, Slot } from '../protocol/effect.ts';
import { apiOfUse, applyEffects, closesByFailing, released } from './apply-effects.ts';
import { type AfterCall, type Call, dying, GONE, slotsHolding, unchanged } from './call.ts';
import { giveAway } from './give-away.ts';
import { isPromiseOver } from './listeners.ts';
import { closesParent } from './parents.ts';
import { callsReleaser, passesReleaser } from './releasers.ts';
import { toldBy } from './promises.ts';
import { type State, withoutPromise } from './state.ts';
import { type At, lose, nameIt } from './step-instruction.ts';
import { logFate, type Tracking } from './tracking.ts';

export function stepCall(t: Tracking, call: Call, entering: State, at: At): AfterCall {
  // What the call returned in the round before tells nothing of this one.
  const before = withoutPromise(entering, valueName(call.result));
  const slots = slotsHolding(call, before);
  const effects = knownEffects(t, call, slots);
  const { normal, exceptional } = afterCall(t, call, slots, effects, before, at);
  const told = closesByFailing(t) && isPromiseOver(t, call, before) ? 'rejecting' : toldBy(call, before, t.facts);
  const telling = normal && told !== undefined ? dying(normal, call, told) : normal;
  return { normal: telling && withResult(t, call, telling, slots, effects ?? [], at), exceptional };
}

function afterCall(
  t: Tracking,
  call: Call,
  slots: readonly Slot[],
  effects: readonly Effect[] | undefined,
  before: State,
  at: At,
): AfterCall {
  if (callsReleaser(t, call)) return released(t, call, at, unchanged(before));
  if (passesReleaser(t, call)) {
    logFate(t.log, { kind: 'unknown', span: call.span, why: 'the function that releases it is handed on' });
    return GONE;
  }
  if (slots.length === 0) return closesParent(t, call) ? covered(t, call, before) : unchanged(before);
  return effects ? applyEffects(t, { call, slots, effects, at }, before) : giveAway(t, call, slots, before, at);
}

/** Closed with its parent: no release of its own, so that a later one is no second. */
function covered(t: Tracking, call: Call, before: State): AfterCall {
  logFate(t.log, { kind: 'released', span: call.span });
  return unchanged({ ...before, phase: 'closed' });
}

/** A method that the model of the class does not list may do anything. */
const UNLISTED: readonly Effect[] = [{ kind: 'escape', of: 'this' }];

/** What the call does as far as models know. Undefined: nobody knows. */
function knownEffects(t: Tracking, call: Call, slots: readonly Slot[]): readonly Effect[] | undefined {
  const receiverHolds = slots.includes('this');
  // What a constructor of this module does with its arguments only its own body knows.
  if (call.callee.kind === 'api' && call.callee.subclass !== undefined && slots.length > 0) return undefined;
  const api = apiOfUse(t, call, receiverHolds);
  const literal = call.args.map(arg => t.facts.constantOf(arg.value)).find(value => typeof value === 'string');
  const effects = api && t.models.effectsOf(api, call.construct, literal);
  return effects ?? (receiverHolds && call.callee.kind === 'method' && t.models.knowsClass(t.resource.name) ? UNLISTED : undefined);
}

/**
 * The result is a new value: what held it before is lost, what was decided of it forgotten; where the API says so it is the resource, or
 * a promise of it, which is as good: awaiting what holds it gives it.
 */
function withResult(t: Tracking, call: Call, after: State, slots: readonly Slot[], effects: readonly Effect[], at: At): State | null {
  const state = lose(
    t,
    { ...after, guards: t.facts.guards.forget(after.guards, `v${call.result}`) },
    valueName(call.result),
    'iteration',
    call,
    at,
  );
  const aliased = effects.some(
    effect => effect.kind === 'alias' && (effect.to === 'result' || effect.to === 'awaited') && slots.includes(effect.from),
  );
  return state && aliased ? nameIt(t, state, call.result) : state;
}
