/**
 * What runs on every way out: finally bodies, and the disposals of `using`. The body is copied once for each way of passing it (falling
 * through, throwing, returning, each break or continue target): every copy then goes on where its completion wanted to, and no path
 * mixes with another.
 *
 * Copies multiply only where a finally stands inside a finally *body*; nested try statements share theirs. Beyond a few such bodies
 * inside each other there is one copy for all ways: a cell says which of them was taken, and branches behind the body ask it.
 */
import type ts from 'typescript';
import type { BlockId, ValueId } from '../ir/ir.ts';
import {
  complete,
  type Completion,
  constant,
  type Frame,
  type FunctionContext,
  operation,
  readCell,
  spanOf,
  writeCell,
} from './context.ts';

const NESTING = 3;

type Copy = { readonly completion: Completion; readonly entry: BlockId };

/** Runs `guarded`, and `tidy` on each way out of it; `at` is what the jumps between them are shown at. */
export function lowerFinally(fn: FunctionContext, at: ts.Node, guarded: () => void, tidy: () => void): void {
  if (fn.insideFinally < NESTING) onEveryExit(fn, at, guarded, tidy);
  else shareOne(fn, at, guarded, tidy);
}

/** The same for a `tidy` that is short and holds no statement of the source: its copies never multiply. */
export function onEveryExit(fn: FunctionContext, at: ts.Node, guarded: () => void, tidy: () => void): void {
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

  leaveThrough(fn, at, copies, tidy);
  fn.insideFinally -= 1;
  graph.enter(after);
}

/** Runs `tidy` on each way out of `guarded` that is a `break`, `continue` or `return`. */
export function onCompletions(fn: FunctionContext, at: ts.Node, guarded: () => void, tidy: () => void): void {
  const copies: Copy[] = [];
  fn.frames.push({ kind: 'finally', copyFor: completion => copyFor(fn, copies, completion) } satisfies Frame);
  guarded();
  fn.frames.pop();
  if (copies.length === 0) return;
  const after = fn.graph.block();
  fn.graph.jump(after, spanOf(fn, at));
  leaveThrough(fn, at, copies, tidy);
  fn.graph.enter(after);
}

/** Each copy goes on where its completion wanted to. */
function leaveThrough(fn: FunctionContext, at: ts.Node, copies: readonly Copy[], tidy: () => void): void {
  for (const { completion, entry } of copies) {
    fn.graph.enter(entry);
    const wanted = resumed(fn, at, completion);
    tidy();
    complete(fn, at, wanted);
  }
}

/** `$completion` is 0 where the body was fallen into, 1 where something was thrown, and then the number of the way; `$carried` its value. */
function shareOne(fn: FunctionContext, at: ts.Node, guarded: () => void, tidy: () => void): void {
  const { graph } = fn;
  const span = spanOf(fn, at);
  const outer = fn.handler;
  const [shared, after] = [graph.block(), graph.block()];
  const [way, carried] = [fn.module.temporary('completion'), fn.module.temporary('carried')];
  const thrown = graph.handler();
  const entries: Copy[] = [];
  const enterBody = (number: number, value: ValueId | null): void => {
    writeCell(fn, at, way, constant(fn, at, number));
    if (value !== null) writeCell(fn, at, carried, value);
    graph.jump(shared, span);
  };
  fn.frames.push({ kind: 'finally', copyFor: completion => copyFor(fn, entries, completion) } satisfies Frame);
  fn.handler = thrown.id;
  guarded();
  enterBody(0, null);

  fn.handler = outer;
  fn.frames.pop();
  graph.enter(thrown.id);
  enterBody(1, thrown.caught);
  entries.forEach(({ completion, entry }, i) => {
    graph.enter(entry);
    const wanted = resumed(fn, at, completion);
    enterBody(i + 2, wanted.kind === 'return' ? wanted.value : null);
  });

  graph.enter(shared);
  fn.insideFinally += 1;
  tidy();
  fn.insideFinally -= 1;
  const whereTaken = (number: number, leave: () => void): void => {
    const [taken, other] = [graph.block(), graph.block()];
    const test = operation(fn, at, '===', [readCell(fn, at, way), constant(fn, at, number)]);
    graph.end({ kind: 'branch', test, then: taken, else: other, span });
    graph.enter(taken);
    leave();
    graph.enter(other);
  };
  whereTaken(1, () => {
    graph.end({ kind: 'throw', value: readCell(fn, at, carried), to: outer === fn.unwind ? null : outer, rethrows: true, span });
  });
  entries.forEach(({ completion }, i) => {
    whereTaken(i + 2, () => {
      complete(fn, at, completion.kind === 'return' ? { kind: 'return', value: readCell(fn, at, carried) } : completion);
    });
  });
  graph.jump(after, span);
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
