/** The two terminators that go on where they stand, with an exceptional edge to the handler around: a call, and an `await`. */
import type ts from 'typescript';
import type { Argument, Callee, ValueId } from '../ir/ir.ts';
import { type FunctionContext, spanOf } from './context.ts';

/** What is called, and on what. */
export type Target = { readonly callee: Callee; readonly receiver: ValueId | null };

/** Calls, and goes on with the result. */
export function callTo(
  fn: FunctionContext,
  node: ts.Node,
  { callee, receiver }: Target,
  args: readonly Argument[] = [],
  construct = false,
): ValueId {
  const { graph } = fn;
  const result = graph.value();
  const next = graph.block();
  graph.end({ kind: 'call', result, callee, construct, receiver, args, next, throws: fn.handler, span: spanOf(fn, node) });
  graph.enter(next);
  return result;
}

/** Waits, and goes on with what the promise was fulfilled with. */
export function awaited(fn: FunctionContext, node: ts.Node, value: ValueId): ValueId {
  const { graph } = fn;
  const result = graph.value();
  const next = graph.block();
  graph.end({ kind: 'suspend', how: 'await', result, value, next, throws: fn.handler, returns: null, span: spanOf(fn, node) });
  graph.enter(next);
  return result;
}
