/** A call as the steps see it: which of its slots hold the followed resource, which API it denotes, what it leaves behind. */
import type { Span } from '../base/span.ts';
import { valueName } from '../dataflow/name.ts';
import type { ApiRef, BlockId, Terminator } from '../ir/ir.ts';
import type { Slot } from '../protocol/effect.ts';
import type { Protocol } from '../protocol/protocol.ts';
import type { Site, State } from './state.ts';

export type Call = Extract<Terminator, { kind: 'call' }>;

/** The states after a call; null for an edge on which the resource is not ours any more. */
export type AfterCall = { readonly normal: State | null; readonly exceptional: State | null };

export const unchanged = (state: State): AfterCall => ({ normal: state, exceptional: state });
export const GONE: AfterCall = { normal: null, exceptional: null };

export function slotsHolding(call: Call, state: State): readonly Slot[] {
  const slots: Slot[] = call.args.flatMap((arg, i) => (state.names.has(valueName(arg.value)) ? [`arg${i}` as const] : []));
  return call.receiver !== null && state.names.has(valueName(call.receiver)) ? ['this', ...slots] : slots;
}

/** The API that a call denotes: settled by lowering, or a method of the resource's class where the receiver is the resource. */
export function apiOfCall(call: Call, protocol: Protocol, receiverHolds: boolean): ApiRef | undefined {
  if (call.callee.kind === 'api') return call.callee.api;
  if (call.callee.kind !== 'method' || !receiverHolds) return undefined;
  const [module = '', className = ''] = protocol.class.split('.');
  return { module, member: `${className}#${call.callee.name}` };
}

/** The site that a call is when it acquires. */
export function siteOf(span: Span, block: BlockId, api: ApiRef | undefined): Site {
  return { block, span, api: api ? `${api.module}.${api.member}` : 'unknown' };
}

/** The state in which the promise that the call returns tells that the platform has closed the resource. */
export function dying(state: State, call: Call, by: 'rejecting' | 'settling'): State {
  return { ...state, diesWith: new Map([...state.diesWith, [valueName(call.result), by]]) };
}
