/** try, catch, finally, throw. */
import type ts from 'typescript';
import { type FunctionContext, spanOf } from './context.ts';
import { lowerFinally } from './lower-finally.ts';

export function lowerTry(fn: FunctionContext, node: ts.TryStatement): void {
  const { finallyBlock } = node;
  if (!finallyBlock) return lowerCatch(fn, node);
  lowerFinally(
    fn,
    finallyBlock,
    () => lowerCatch(fn, node),
    () => fn.statement(finallyBlock),
  );
}

/** The try block, and the catch clause where there is one. */
function lowerCatch(fn: FunctionContext, node: ts.TryStatement): void {
  const { graph } = fn;
  const { catchClause } = node;
  if (!catchClause) return fn.statement(node.tryBlock);
  const outer = fn.handler;
  const after = graph.block();
  const caught = graph.handler();
  fn.handler = caught.id;
  fn.statement(node.tryBlock);
  graph.jump(after, spanOf(fn, node));

  fn.handler = outer;
  graph.enter(caught.id);
  if (catchClause.variableDeclaration) fn.declare(catchClause.variableDeclaration.name, caught.caught);
  fn.statement(catchClause.block);
  graph.jump(after, spanOf(fn, catchClause));
  graph.enter(after);
}

export function lowerThrow(fn: FunctionContext, node: ts.ThrowStatement): void {
  const value = fn.expression(node.expression);
  fn.graph.end({ kind: 'throw', value, to: fn.handler === fn.unwind ? null : fn.handler, rethrows: false, span: spanOf(fn, node) });
}
