/**
 * try, catch, finally, throw. A finally body is copied once for each way of passing it (falling through, throwing, returning, each
 * break or continue target): every copy then goes on where its completion wanted to, and no path mixes with another.
 *
 * Copies multiply only where a finally stands inside a finally *body*; nested try statements share theirs. Beyond `NESTING` such
 * bodies it is lowered only where it is fallen into, and the loss is counted.
 */
import type ts from 'typescript';
import type { BlockId } from '../ir/ir.ts';
import { complete, type Completion, type Frame, type FunctionContext, readCell, spanOf } from './context.ts';

const NESTING = 3;

type Copy = { readonly completion: Completion; readonly entry: BlockId };

export function lowerTry(fn: FunctionContext, node: ts.TryStatement): void {
  const { graph } = fn;
  const outer = fn.handler;
  const after = graph.block();
  const { catchClause } = node;
  const isTooDeep = node.finallyBlock !== undefined && fn.insideFinally >= NESTING;
  const finallyBlock = isTooDeep ? undefined : node.finallyBlock;
  if (isTooDeep) graph.emit({ kind: 'opaque', to: graph.value(), why: 'finally nested too deep', uses: [], span: spanOf(fn, node) });
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
    fn.insideFinally += 1;
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
      const wanted = resumed(fn, finallyBlock, completion);
      fn.statement(finallyBlock);
      complete(fn, finallyBlock, wanted);
    }
    fn.insideFinally -= 1;
  }
  graph.enter(after);
  if (isTooDeep) fn.statement(node.finallyBlock);
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

/** The completion as it goes on after the body: a return takes its value from the cell before the body can return another. */
function resumed(fn: FunctionContext, node: ts.Node, completion: Completion): Completion {
  if (completion.kind !== 'return' || fn.returnCell === null) return completion;
  return { kind: 'return', value: readCell(fn, node, fn.returnCell) };
}
