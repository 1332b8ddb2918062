/**
 * Where a resource comes into being: a call whose result is one, by a model or by the summary of a function of this module; for an async
 * function the `await` of its call.
 *
 * Approximation: *must*. A call that only may give a resource is no birth, and a promise of one is none either.
 */
import { valueName } from '../dataflow/name.ts';
import type { ApiRef, Block, BlockId, FunctionId, ModuleIr, ValueId } from '../ir/ir.ts';
import type { Effect } from '../protocol/effect.ts';
import type { Reading } from '../protocol/lifetime.ts';
import type { ProtocolName } from '../protocol/protocol.ts';
import { type Call, siteOf } from './call.ts';
import { optionGiven } from './options.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { ModelIndex } from './model-index.ts';
import { bornState, type State } from './state.ts';

/** What a function hands to its caller: a resource in this state. */
export type OwedResult = { readonly protocol: ProtocolName; readonly api: string; readonly read: Reading; readonly waits: boolean };

export type Birth = {
  /** The block whose terminator makes it, and the block after. */
  readonly block: BlockId;
  readonly next: BlockId;
  /** The value that holds it first. */
  readonly result: ValueId;
  /** The call that its findings stand at. */
  readonly call: Call;
  readonly protocol: ProtocolName;
  readonly state: State;
  /** The option that hands its end to somebody else (`signal`); undefined where nobody else ends it. */
  readonly boundedBy: string | undefined;
};

/** What births are recognised by. */
export type Parents = {
  readonly module: ModuleIr;
  readonly models: ModelIndex;
  resultOf(fn: FunctionId): OwedResult | undefined;
};

export function birthAt(block: Block, facts: FunctionFacts, parents: Parents): Birth | undefined {
  const it = block.terminator;
  if (it.kind === 'suspend' && it.how === 'await') {
    const call = facts.callOf(it.value);
    // The promise must go nowhere else: whoever else has it may await it, too.
    if (call?.callee.kind !== 'function' || facts.usesOf(it.value) > 1 || !isAsync(parents, call.callee.fn)) return undefined;
    return birthBySummary({ block: block.id, next: it.next, result: it.result }, call, parents.resultOf(call.callee.fn));
  }
  if (it.kind !== 'call') return undefined;
  const at = { block: block.id, next: it.next, result: it.result };
  if (it.callee.kind === 'api') return birthByModel(at, it, it.callee.api, parents.models, facts);
  if (it.callee.kind !== 'function' || isAsync(parents, it.callee.fn)) return undefined;
  return birthBySummary(at, it, parents.resultOf(it.callee.fn));
}

type Place = Pick<Birth, 'block' | 'next' | 'result'>;
type Making = Extract<Effect, { kind: 'acquire' | 'create' }>;

function birthByModel(at: Place, call: Call, api: ApiRef, models: ModelIndex, facts: FunctionFacts): Birth | undefined {
  const isMaking = (effect: Effect): effect is Making =>
    (effect.kind === 'acquire' || effect.kind === 'create') && effect.into === 'result';
  const effect = models.effectsOf(api, call.construct)?.find(isMaking);
  if (!effect) return undefined;
  const site = effect.kind === 'acquire' ? siteOf(call.span, at.block, api) : null;
  const state = bornState(site ? 'open' : 'idle', valueName(call.result), site);
  return { ...at, call, protocol: effect.protocol, state, boundedBy: optionGiven(call, effect.unless, facts) };
}

/** The caller of `dial()` owes what `dial` handed over: the obligation begins at the call. */
function birthBySummary(at: Place, call: Call, result: OwedResult | undefined): Birth | undefined {
  if (!result) return undefined;
  const site = { block: at.block, span: call.span, api: result.api };
  const state: State = { ...bornState('open', valueName(at.result), site), read: result.read, waits: result.waits };
  return { ...at, call, protocol: result.protocol, state, boundedBy: undefined };
}

function isAsync({ module }: Parents, fn: FunctionId): boolean {
  return module.functions.get(fn)?.async ?? false;
}
