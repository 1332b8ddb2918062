/**
 * What a modelled call does to the followed resource, effect by effect. What the model does not mention it borrows.
 *
 * Edges: acquire and transfer hold on the normal edge only; release and escape hold on every edge.
 */
import { assertNever } from '../base/assert-never.ts';
import type { Effect, Slot } from '../protocol/effect.ts';
import { type AfterCall, apiOfCall, type Call, dying, GONE, siteOf, unchanged } from './call.ts';
import { optionGiven } from './options.ts';
import { touchedByListener } from './listeners.ts';
import type { State } from './state.ts';
import type { At } from './step-instruction.ts';
import { logFate, type Tracking } from './tracking.ts';

/** A call whose `slots` hold the resource, with the effects that its model names. */
export type Application = { readonly call: Call; readonly slots: readonly Slot[]; readonly effects: readonly Effect[]; readonly at: At };

export function applyEffects(t: Tracking, application: Application, before: State): AfterCall {
  const touched = application.slots.includes('this') ? touchedByListener(t, application.call) : undefined;
  if (touched !== undefined) {
    logFate(t.log, { kind: 'unknown', span: application.call.span, why: touched });
    return GONE;
  }
  return application.effects.reduce((after, effect) => apply(t, application, effect, after), unchanged(before));
}

function apply(t: Tracking, { call, slots, at }: Application, effect: Effect, after: AfterCall): AfterCall {
  const { normal, exceptional } = after;
  if (!normal || !slots.some(slot => slot === slotOf(effect))) return after;
  switch (effect.kind) {
    case 'release':
      logFate(t.log, { kind: 'released', span: call.span });
      return { normal: { ...normal, phase: 'closed' }, exceptional: exceptional && { ...exceptional, phase: 'closed' } };
    case 'transfer':
      logFate(t.log, { kind: 'transferred', span: call.span, to: 'a library' });
      return { normal: null, exceptional };
    case 'escape':
      logFate(t.log, { kind: 'unknown', span: call.span, why: 'goes where the analysis does not follow' });
      return GONE;
    case 'acquire': {
      if (normal.phase === 'open') return after;
      const site = siteOf(call.span, at.block, apiOfCall(call, t.protocol, true));
      return { normal: { ...normal, phase: 'open', site }, exceptional };
    }
    case 'consume':
      return { normal: { ...normal, read: 'somebody' }, exceptional };
    case 'wait':
      t.log.waited = true;
      return { normal: { ...normal, waits: true }, exceptional };
    case 'fails-closed':
      // A promise that can be aborted rejects with the resource still open.
      return optionGiven(call, effect.unless, t.facts) === undefined ? { normal: dying(normal, call, 'rejecting'), exceptional } : after;
    case 'settles-closed':
      return { normal: dying(normal, call, 'settling'), exceptional };
    case 'alias':
    case 'borrow':
    case 'create':
    case 'never-rejects':
    case 'throws':
      return after;
    default:
      return assertNever(effect);
  }
}

/** The slot whose resource the effect changes; null for effects on the call itself. */
function slotOf(effect: Effect): Slot | null {
  switch (effect.kind) {
    case 'acquire':
    case 'create':
      return effect.into;
    case 'alias':
      return effect.from;
    case 'never-rejects':
    case 'throws':
      return null;
    case 'release':
    case 'transfer':
    case 'borrow':
    case 'escape':
    case 'consume':
    case 'wait':
    case 'fails-closed':
    case 'settles-closed':
      return effect.of;
    default:
      return assertNever(effect);
  }
}
