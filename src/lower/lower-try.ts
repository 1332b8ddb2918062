/**
 * try, catch, finally, throw. A finally body is copied once for each way of passing it (falling through, throwing, returning, each
 * break or continue target): every copy then goes on where its completion wanted to, and no path mixes with another.
 *
 * Copies multiply only where a finally stands inside a finally *body*; nested try statements share theirs.
 */
import type ts from 'typescript';
import type { BlockId } from '../ir/ir.ts';
import { complete, type Completion, type Frame, type FunctionContext, readCell, spanOf } from './context.ts';

type Copy = { readonly completion: Completion; readonly entry: BlockId };

export function lowerTry(fn: FunctionContext, node: ts.TryStatement): void {
  const { graph } = fn;
  const outer = fn.handler;
  const after = graph.block();
  const { catchClause, finallyBlock } = node;

  const copies: Copy[] = [];
  const fallThrough = finallyBlock ? graph.block() : after;
  const rethrow = finallyBlock ? graph.handler() : null;
  const caught = catchClause ? graph.handler() : null;
  const frame: Frame = { kind: 'finally', copyFor: completion => copyFor(fn, copies, completion) };
  if (finallyBlock) fn.frames.push(frame);

  fn.handler = caught?.id ?? rethrow?.id ?? outer;
  fn.statement(node.tryBlock);
  graph.jump(fallThrough, spanOf(fn, node));

  if (catchClause && caught) {
    fn.handler = rethrow?.id ?? outer;
    graph.enter(caught.id);
    if (catchClause.variableDeclaration) fn.declare(catchClause.variableDeclaration.name, caught.caught);
    fn.statement(catchClause.block);
    graph.jump(fallThrough, spanOf(fn, catchClause));
  }

  fn.handler = outer;
  if (finallyBlock && rethrow) {
    fn.frames.pop();
    graph.enter(fallThrough);
    fn.statement(finallyBlock);
    graph.jump(after, spanOf(fn, finallyBlock));

    graph.enter(rethrow.id);
    fn.statement(finallyBlock);
    graph.end({
      kind: 'throw',
      value: rethrow.caught,
      to: outer === fn.unwind ? null : outer,
      rethrows: true,
      span: spanOf(fn, finallyBlock),
    });

    for (const { completion, entry } of copies) {
      graph.enter(entry);
      fn.statement(finallyBlock);
      complete(fn, finallyBlock, resumed(fn, finallyBlock, completion));
    }
  }
  graph.enter(after);
}

export function lowerThrow(fn: FunctionContext, node: ts.ThrowStatement): void {
  const value = fn.expression(node.expression);
  fn.graph.end({ kind: 'throw', value, to: fn.handler === fn.unwind ? null : fn.handler, rethrows: false, span: spanOf(fn, node) });
}

function copyFor(fn: FunctionContext, copies: Copy[], completion: Completion): BlockId {
  const known = copies.find(copy => sameWay(copy.completion, completion));
  if (known) return known.entry;
  const entry = fn.graph.block();
  copies.push({ completion, entry });
  return entry;
}

function sameWay(a: Completion, b: Completion): boolean {
  if (a.kind === 'return' || b.kind === 'return') return a.kind === b.kind;
  return a.kind === b.kind && a.frame === b.frame;
}

/** The completion as it goes on after the body: a return takes its value back from the cell. */
function resumed(fn: FunctionContext, node: ts.Node, completion: Completion): Completion {
  if (completion.kind !== 'return' || fn.returnCell === null) return completion;
  return { kind: 'return', value: readCell(fn, node, fn.returnCell) };
}
