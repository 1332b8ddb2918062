/** A call as the steps see it: which of its slots hold the followed resource, which API it denotes, what it leaves behind. */
import type { Span } from '../base/span.ts';
import { valueName } from '../dataflow/name.ts';
import type { ApiRef, BlockId, Terminator } from '../ir/ir.ts';
import type { Slot } from '../protocol/effect.ts';
import type { State, Site } from './state.ts';

export type Call = Extract<Terminator, { kind: 'call' }>;

/** The states after a call; null for an edge on which the resource is not ours any more. */
export type AfterCall = { readonly normal: State | null; readonly exceptional: State | null };

export const unchanged = (state: State): AfterCall => ({ normal: state, exceptional: state });
export const GONE: AfterCall = { normal: null, exceptional: null };

/** The slots through which the callee can reach the resource: as its receiver, as an argument, as a key of an options object. */
export function slotsHolding(call: Call, { names, inside }: State): readonly Slot[] {
  const slots = call.args.flatMap((arg, i): readonly Slot[] => {
    const name = valueName(arg.value);
    if (names.has(name)) return [`arg${i}`];
    const key = inside.get(name);
    return key === undefined ? [] : [`option.${key}`];
  });
  return call.receiver !== null && names.has(valueName(call.receiver)) ? ['this', ...slots] : slots;
}

/** A method of a class, as models name it. The module stands before the last dot of the class's name. */
export function methodOf(className: string, method: string): ApiRef {
  const dot = className.lastIndexOf('.');
  return { module: className.slice(0, dot), member: `${className.slice(dot + 1)}#${method}` };
}

/** The site that a call is when it acquires. */
export function siteOf(span: Span, block: BlockId, api: ApiRef | undefined): Site {
  return { block, span, api: api ? `${api.module}.${api.member}` : 'unknown' };
}

/** The state in which the promise that the call returns tells that the platform has closed the resource. */
export function dying(state: State, call: Call, by: 'rejecting' | 'settling'): State {
  return { ...state, diesWith: new Map([...state.diesWith, [valueName(call.result), by]]) };
}
