/** How a call changes the state of the followed resource, on its normal and on its exceptional edge. */
import { valueName } from '../dataflow/name.ts';
import type { Effect, Slot } from '../protocol/effect.ts';
import { applyEffects } from './apply-effects.ts';
import { type AfterCall, apiOfCall, type Call, dying, slotsHolding, unchanged } from './call.ts';
import { giveAway } from './give-away.ts';
import { isPromiseOver } from './listeners.ts';
import { toldBy } from './promises.ts';
import type { State } from './state.ts';
import { type At, lose, nameIt } from './step-instruction.ts';
import type { Tracking } from './tracking.ts';

export function stepCall(t: Tracking, call: Call, before: State, at: At): AfterCall {
  const slots = slotsHolding(call, before);
  const effects = knownEffects(t, call, slots);
  const { normal, exceptional } = afterCall(t, call, slots, effects, before, at);
  const told = isPromiseOver(t, call, before) ? 'rejecting' : toldBy(call, before, t.facts);
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
  if (slots.length === 0) return unchanged(before);
  return effects ? applyEffects(t, { call, slots, effects, at }, before) : giveAway(t, call, slots, before, at);
}

/** A method that the model of the class does not list may do anything. */
const UNLISTED: readonly Effect[] = [{ kind: 'escape', of: 'this' }];

/** What the call does as far as models know. Undefined: nobody knows. */
function knownEffects(t: Tracking, call: Call, slots: readonly Slot[]): readonly Effect[] | undefined {
  const receiverHolds = slots.includes('this');
  const api = apiOfCall(call, t.protocol, receiverHolds);
  const literal = call.args.map(arg => t.facts.constantOf(arg.value)).find(value => typeof value === 'string');
  const effects = api && t.models.effectsOf(api, call.construct, literal);
  return effects ?? (receiverHolds && call.callee.kind === 'method' && t.models.knowsClass(t.protocol.class) ? UNLISTED : undefined);
}

/** The result is a new value: what held it before is lost, what was decided of it forgotten; where the API says so it is the resource. */
function withResult(t: Tracking, call: Call, after: State, slots: readonly Slot[], effects: readonly Effect[], at: At): State | null {
  const state = lose(
    t,
    { ...after, guards: t.facts.guards.forget(after.guards, `v${call.result}`) },
    valueName(call.result),
    'iteration',
    call,
    at,
  );
  const aliased = effects.some(effect => effect.kind === 'alias' && effect.to === 'result' && slots.includes(effect.from));
  return state && aliased ? nameIt(t, state, call.result) : state;
}
