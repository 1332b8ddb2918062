/**
 * Where a resource comes into being: a call whose result is one, by a model or by the summary of a function of this module; the `await`
 * of a promise of one; the parameter of a callback that the platform hands one to.
 *
 * Approximation: *must*. A call that only may give a resource is no birth, and a promise of one is none either.
 */
import { valueName } from '../dataflow/name.ts';
import type { Block, BlockId, FunctionId, FunctionIr, ModuleIr, ValueId } from '../ir/ir.ts';
import type { Effect, Receiving, Slot } from '../protocol/effect.ts';
import type { Reading } from '../protocol/lifetime.ts';
import type { ResourceClass } from '../protocol/protocol.ts';
import { type Call, siteOf } from './call.ts';
import type { Classes } from './classes.ts';
import { optionGiven, whenHolds } from './options.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { ModelIndex } from './model-index.ts';
import { bornState, type Site, type State } from './state.ts';

/** What a function hands to its caller: a resource in this state. */
export type OwedResult = { readonly resource: ResourceClass; readonly api: string; readonly read: Reading; readonly waits: boolean };

export type Birth = {
  /** The block whose terminator makes it, and the block after; for a parameter the entry, twice. */
  readonly block: BlockId;
  readonly next: BlockId;
  /** The value that holds it first. */
  readonly result: ValueId;
  /** The call that its findings stand at; null for a parameter. */
  readonly call: Call | null;
  readonly resource: ResourceClass;
  /** The call that makes it, whether or not it owes anything by then. */
  readonly made: Site;
  readonly state: State;
  /** The option that hands its end to somebody else (`signal`); undefined where nobody else ends it. */
  readonly boundedBy: string | undefined;
  /** Where the platform handed it to a listener it counts only where it is abandoned, by mere ignoring or only by an early exit. */
  readonly received: 'no' | Receiving;
  /** The parameter whose call releases it. */
  readonly releaser: ValueId | null;
};

/** What births are recognised by. */
export type Parents = {
  readonly module: ModuleIr;
  readonly models: ModelIndex;
  readonly classes: Classes;
  resultOf(fn: FunctionId): OwedResult | undefined;
};

export type Making = Extract<Effect, { readonly kind: 'acquire' | 'create' | 'receive' }>;

export function birthAt(block: Block, fn: FunctionIr, facts: FunctionFacts, parents: Parents): Birth | undefined {
  const it = block.terminator;
  if (it.kind === 'suspend' && it.how === 'await') {
    const call = facts.callOf(it.value);
    // The promise must go nowhere else: whoever else has it may await it, too.
    if (!call || facts.usesOf(it.value) > 1) return undefined;
    const place = { block: block.id, next: it.next, result: it.result };
    if (call.callee.kind !== 'function') return birthByModel(place, call, 'awaited', fn, facts, parents);
    return isAsync(parents, call.callee.fn) ? birthBySummary(place, call, parents.resultOf(call.callee.fn)) : undefined;
  }
  if (it.kind !== 'call') return undefined;
  const place = { block: block.id, next: it.next, result: it.result };
  if (it.callee.kind !== 'function') return birthByModel(place, it, 'result', fn, facts, parents);
  return isAsync(parents, it.callee.fn) ? undefined : birthBySummary(place, it, parents.resultOf(it.callee.fn));
}

type Place = Pick<Birth, 'block' | 'next' | 'result'>;

function birthByModel(at: Place, call: Call, into: Slot, fn: FunctionIr, facts: FunctionFacts, parents: Parents): Birth | undefined {
  const api = parents.classes.apiOf(call, fn);
  const making =
    api &&
    makingEffects(parents.models.effectsOf(api, call.construct) ?? [], into).filter(effect => whenHolds(conditionOf(effect), call, facts));
  // Where an option rules out the first one, the next says what the call gives then; the last one has nobody behind it.
  const effect = making?.find(one => optionGiven(call, conditionOf(one).unless, facts) === undefined) ?? making?.at(-1);
  const resource = effect && parents.models.resourceOf(effect.resource);
  if (!effect || !resource) return undefined;
  const made = siteOf(call.span, at.block, api);
  const idle = effect.kind === 'create';
  return {
    ...at,
    call,
    resource,
    made,
    state: bornState(idle ? 'idle' : 'open', valueName(at.result), idle ? null : made),
    boundedBy: optionGiven(call, conditionOf(effect).unless, facts),
    received: 'no',
    releaser: null,
  };
}

/** The effects that bring something into being at the slot, in the order of the row. */
export function makingEffects(effects: readonly Effect[], into: Slot): readonly Making[] {
  return effects.filter(
    (effect): effect is Making =>
      (effect.kind === 'acquire' || effect.kind === 'create' || effect.kind === 'receive') && effect.into === into,
  );
}

const conditionOf = (effect: Making): { readonly when?: string; readonly unless?: string } => (effect.kind === 'receive' ? {} : effect);

/** The caller of `dial()` owes what `dial` handed over: the obligation begins at the call. */
function birthBySummary(at: Place, call: Call, result: OwedResult | undefined): Birth | undefined {
  if (!result) return undefined;
  const made = { block: at.block, span: call.span, api: result.api };
  const state: State = { ...bornState('open', valueName(at.result), made), read: result.read, waits: result.waits };
  return { ...at, call, resource: result.resource, made, state, boundedBy: undefined, received: 'no', releaser: null };
}

function isAsync({ module }: Parents, fn: FunctionId): boolean {
  return module.functions.get(fn)?.async ?? false;
}
