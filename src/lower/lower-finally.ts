/**
 * What runs on every way out: finally bodies, and the disposals of `using`. The body is copied once for each way of passing it (falling
 * through, throwing, returning, each break or continue target): every copy then goes on where its completion wanted to, and no path
 * mixes with another.
 *
 * Copies multiply only where a finally stands inside a finally *body*; nested try statements share theirs. `mayNest` says where to stop.
 */
import type ts from 'typescript';
import type { BlockId } from '../ir/ir.ts';
import { complete, type Completion, type Frame, type FunctionContext, readCell, spanOf } from './context.ts';

const NESTING = 3;

type Copy = { readonly completion: Completion; readonly entry: BlockId };

/** Whether one more finally body may stand here: beyond some such bodies inside each other their copies would be too many. */
export const mayNest = (fn: FunctionContext): boolean => fn.insideFinally < NESTING;

/** Runs `guarded`, and `tidy` on each way out of it; `at` is what the jumps between them are shown at. */
export function lowerFinally(fn: FunctionContext, at: ts.Node, guarded: () => void, tidy: () => void): void {
  const { graph } = fn;
  const span = spanOf(fn, at);
  const outer = fn.handler;
  const [after, fallThrough] = [graph.block(), graph.block()];
  const rethrow = graph.handler();
  const copies: Copy[] = [];
  fn.frames.push({ kind: 'finally', copyFor: completion => copyFor(fn, copies, completion) } satisfies Frame);
  fn.handler = rethrow.id;
  guarded();
  graph.jump(fallThrough, span);

  fn.handler = outer;
  fn.frames.pop();
  fn.insideFinally += 1;
  graph.enter(fallThrough);
  tidy();
  graph.jump(after, span);

  graph.enter(rethrow.id);
  tidy();
  graph.end({ kind: 'throw', value: rethrow.caught, to: outer === fn.unwind ? null : outer, rethrows: true, span });

  for (const { completion, entry } of copies) {
    graph.enter(entry);
    const wanted = resumed(fn, at, completion);
    tidy();
    complete(fn, at, wanted);
  }
  fn.insideFinally -= 1;
  graph.enter(after);
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
