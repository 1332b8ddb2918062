/**
 * Where a resource comes into being: a call whose result is one, by a model or by the summary of a function of this module.
 *
 * Approximation: *must*. A call that only may give a resource is no birth.
 */
import { valueName } from '../dataflow/name.ts';
import type { ApiRef, Block, FunctionId } from '../ir/ir.ts';
import type { Effect } from '../protocol/effect.ts';
import type { ProtocolName } from '../protocol/protocol.ts';
import { type Call, siteOf } from './call.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { ModelIndex } from './model-index.ts';
import { bornState, type State } from './state.ts';

/** What a function hands to its caller: a resource in this state. */
export type OwedResult = { readonly protocol: ProtocolName; readonly api: string; readonly consumed: boolean; readonly waits: boolean };

export type Birth = {
  readonly call: Call;
  readonly protocol: ProtocolName;
  /** The state on the call's normal edge. */
  readonly state: State;
  /** The option that hands its end to somebody else (`signal`); undefined where nobody else ends it. */
  readonly boundedBy: string | undefined;
};

type Making = Extract<Effect, { kind: 'acquire' | 'create' }>;

export function birthAt(
  block: Block,
  models: ModelIndex,
  facts: FunctionFacts,
  resultOf: (fn: FunctionId) => OwedResult | undefined,
): Birth | undefined {
  const call = block.terminator;
  if (call.kind !== 'call') return undefined;
  if (call.callee.kind === 'api') return birthByModel(block, call, call.callee.api, models, facts);
  return call.callee.kind === 'function' ? birthBySummary(block, call, resultOf(call.callee.fn)) : undefined;
}

function birthByModel(block: Block, call: Call, api: ApiRef, models: ModelIndex, facts: FunctionFacts): Birth | undefined {
  const isMaking = (effect: Effect): effect is Making =>
    (effect.kind === 'acquire' || effect.kind === 'create') && effect.into === 'result';
  const effect = models.effectsOf(api, call.construct)?.find(isMaking);
  if (!effect) return undefined;
  const site = effect.kind === 'acquire' ? siteOf(call.span, block.id, api) : null;
  const state = bornState(site ? 'open' : 'idle', valueName(call.result), site);
  return {
    call,
    protocol: effect.protocol,
    state,
    boundedBy: effect.kind === 'acquire' ? optionGiven(call, effect.unless, facts) : undefined,
  };
}

/** The caller of `dial()` owes what `dial` handed over: the obligation begins at the call. A rejected promise hands nothing over. */
function birthBySummary(block: Block, call: Call, result: OwedResult | undefined): Birth | undefined {
  if (!result) return undefined;
  const site = { block: block.id, span: call.span, api: result.api };
  const { consumed, waits } = result;
  const born = bornState('open', valueName(call.result), site);
  const state: State = { ...born, consumed, waits, diesWith: { promise: valueName(call.result), by: 'rejecting' } };
  return { call, protocol: result.protocol, state, boundedBy: undefined };
}

function optionGiven(call: Call, option: string | undefined, facts: FunctionFacts): string | undefined {
  const given = call.args.some(arg => {
    const definition = facts.definitionOf(arg.value);
    return definition?.kind === 'object' && definition.entries.some(entry => entry.key === option);
  });
  return given ? option : undefined;
}
