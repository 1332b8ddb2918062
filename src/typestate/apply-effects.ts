/**
 * What a modelled call does to the followed resource, effect by effect. What the model does not mention it borrows; but an options
 * object takes along what it holds, unless the model says what becomes of that option.
 *
 * Edges: acquire and transfer hold on the normal edge only; release and escape hold on every edge.
 */
import { assertNever } from '../base/assert-never.ts';
import type { ApiRef } from '../ir/ir.ts';
import type { Effect, Slot } from '../protocol/effect.ts';
import type { ProtocolName } from '../protocol/protocol.ts';
import { type AfterCall, type Call, dying, GONE, methodOf, siteOf, unchanged } from './call.ts';
import { optionGiven, whenHolds } from './options.ts';
import { touchedByListener } from './listeners.ts';
import type { Site, State } from './state.ts';
import type { At } from './step-instruction.ts';
import { logFate, type Tracking } from './tracking.ts';

/** A call whose `slots` hold the resource, with the effects that its model names. */
export type Application = { readonly call: Call; readonly slots: readonly Slot[]; readonly effects: readonly Effect[]; readonly at: At };

/** Protocols whose resources outlive a failure of theirs; all others the platform closes, so that what rejects with it leaves nothing. */
const SURVIVES_FAILING: ReadonlySet<ProtocolName> = new Set<ProtocolName>(['agent', 'client', 'checkout', 'datagram']);

export const closesByFailing = ({ resource }: Pick<Tracking, 'resource'>): boolean => !SURVIVES_FAILING.has(resource.protocol);

/** Protocols whose obligation begins at a call that people take for the acquisition; all others are reported where they were made. */
const REPORTED_WHERE_OPENED: ReadonlySet<ProtocolName> = new Set<ProtocolName>(['socket', 'server']);

export function applyEffects(t: Tracking, application: Application, before: State): AfterCall {
  const { call, slots, effects } = application;
  const touched = slots.includes('this') ? touchedByListener(t, call) : undefined;
  if (touched !== undefined) {
    logFate(t.log, { kind: 'unknown', span: call.span, why: touched });
    return GONE;
  }
  const along = slots.find(slot => slot.startsWith('option.') && !effects.some(effect => slotOf(effect) === slot));
  const taken: readonly Effect[] = along === undefined ? effects : [...effects, { kind: 'transfer', of: along }];
  return taken.reduce((after, effect) => apply(t, application, effect, before, after), unchanged(before));
}

function apply(t: Tracking, { call, slots, at }: Application, effect: Effect, before: State, after: AfterCall): AfterCall {
  const { normal, exceptional } = after;
  const slot = slotOf(effect);
  if (!normal || slot === null || !slots.includes(slot)) return after;
  switch (effect.kind) {
    case 'release':
      return released(t, call, at, after);
    case 'transfer':
      logFate(t.log, { kind: 'transferred', span: call.span, to: 'a library' });
      return { normal: null, exceptional };
    case 'escape':
      logFate(t.log, { kind: 'unknown', span: call.span, why: 'goes where the analysis does not follow' });
      return GONE;
    case 'acquire':
      if (!whenHolds(effect, call, t.facts) || optionGiven(call, effect.unless, t.facts) !== undefined) return after;
      // A socket and a server can be opened again; of all else what was closed stays closed, and the call fails.
      if (normal.phase === 'closed' && !REPORTED_WHERE_OPENED.has(t.resource.protocol)) return after;
      return normal.phase === 'open'
        ? after
        : { normal: { ...normal, phase: 'open', site: openedAt(t, call, at), releasedIn: null }, exceptional };
    case 'consume':
      return { normal: { ...normal, read: 'somebody' }, exceptional };
    case 'wait':
      t.log.waited = true;
      return { normal: { ...normal, waits: true }, exceptional };
    case 'fails-closed':
      // A promise that can be aborted rejects with the resource still open.
      if (optionGiven(call, effect.unless, t.facts) !== undefined) return after;
      // A client that fails to open is closed; one that was open before (a pool of several connections) survives the failure.
      return (slot === 'this' ? before.phase !== 'open' : closesByFailing(t))
        ? { normal: dying(normal, call, 'rejecting'), exceptional }
        : after;
    case 'settles-closed':
      return { normal: dying(normal, call, 'settling'), exceptional };
    case 'alias':
      return effect.to.startsWith('param') && ownedByCallback(t, call, Number(effect.to.slice('param'.length))) ? GONE : after;
    case 'borrow':
    case 'create':
    case 'instance':
    case 'receive':
    case 'releaser':
    case 'never-rejects':
    case 'throws':
      return after;
    default:
      return assertNever(effect);
  }
}

/** Whether the callback that gets the resource by another name (an amqplib channel) does more than borrow it. */
function ownedByCallback(t: Tracking, call: Call, index: number): boolean {
  const callback = call.args.map(({ value }) => t.facts.closureOf(value)).findLast(closure => closure !== undefined);
  const why = callback === undefined ? 'a callback of which we do not know the body' : t.touchedAsArgument(callback, index);
  if (why !== undefined) logFate(t.log, { kind: 'unknown', span: call.span, why });
  return why !== undefined;
}

/** The API that a call denotes: what lowering or the receiver's class says, and a method of the resource where it is the receiver. */
export function apiOfUse(t: Tracking, call: Call, receiverHolds: boolean): ApiRef | undefined {
  const settled = t.classes.apiOf(call, t.fn);
  const [className, named] = settled?.member.split('#') ?? [];
  const method = named ?? (call.callee.kind === 'method' ? call.callee.name : undefined);
  if (!receiverHolds || method === undefined) return settled;
  // The checker names the class that declares the method, which what we follow may extend. Of any other class is a view of it: a collection.
  const isView = settled !== undefined && named !== undefined && !t.models.areKin(t.resource.name, `${settled.module}.${className ?? ''}`);
  return isView ? settled : methodOf(t.resource.name, method);
}

/** The states after a call that releases it; a release of what another call has released is remembered. */
export function released(t: Tracking, call: Call, at: At, { normal, exceptional }: AfterCall): AfterCall {
  logFate(t.log, { kind: 'released', span: call.span });
  if (normal?.phase === 'closed' && normal.releasedIn !== null) t.log.twice.push({ node: at.node, state: normal, span: call.span });
  const close = (state: State | null): State | null => state && { ...state, phase: 'closed', releasedIn: at.block };
  return { normal: close(normal), exceptional: close(exceptional) };
}

/** Where the findings of what this call opens stand. */
function openedAt(t: Tracking, call: Call, at: At): Site {
  if (t.birth !== null && !REPORTED_WHERE_OPENED.has(t.resource.protocol)) return { ...t.birth.made, block: at.block };
  return siteOf(call.span, at.block, apiOfUse(t, call, true));
}

/** The slot whose resource the effect changes; null for effects on the call itself. */
function slotOf(effect: Effect): Slot | null {
  switch (effect.kind) {
    case 'acquire':
    case 'create':
    case 'receive':
    case 'instance':
      return effect.into;
    case 'alias':
      return effect.from;
    case 'never-rejects':
    case 'throws':
      return null;
    case 'release':
    case 'releaser':
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
