/** Loops, labels, break and continue: what a `Frame` of kind `target` stands for. */
import type ts from 'typescript';
import type { BlockId, ValueId } from '../ir/ir.ts';
import { complete, constant, type Frame, type FunctionContext, operation, spanOf } from './context.ts';
import { awaited } from './lower-exits.ts';
import { onCompletions } from './lower-finally.ts';
import { disposing, guardedBy, isUsing } from './lower-using.ts';

/** Runs `body` inside a target frame that takes the pending labels. */
export function within(
  fn: FunctionContext,
  breakTo: BlockId | null,
  continueTo: BlockId | null,
  takesBreak: boolean,
  body: () => void,
): void {
  fn.frames.push({ kind: 'target', labels: fn.labels, breakTo, continueTo, takesBreak });
  fn.labels = [];
  body();
  fn.frames.pop();
}

export function lowerWhile(fn: FunctionContext, node: ts.WhileStatement): void {
  const { graph } = fn;
  const [test, body, after] = [graph.block(), graph.block(), graph.block()];
  graph.jump(test, spanOf(fn, node));
  within(fn, after, test, true, () => {
    graph.enter(test);
    fn.condition(node.expression, body, after);
    graph.enter(body);
    fn.statement(node.statement);
    graph.jump(test, spanOf(fn, node));
  });
  graph.enter(after);
}

export function lowerDo(fn: FunctionContext, node: ts.DoStatement): void {
  const { graph } = fn;
  const [test, body, after] = [graph.block(), graph.block(), graph.block()];
  graph.jump(body, spanOf(fn, node));
  within(fn, after, test, true, () => {
    graph.enter(body);
    fn.statement(node.statement);
    graph.jump(test, spanOf(fn, node));
    graph.enter(test);
    fn.condition(node.expression, body, after);
  });
  graph.enter(after);
}

export function lowerFor(fn: FunctionContext, node: ts.ForStatement): void {
  const { ts } = fn.module;
  const labels = fn.labels;
  const { initializer } = node;
  if (!initializer) return lowerForParts(fn, node);
  if (ts.isVariableDeclarationList(initializer) && isUsing(fn, initializer)) {
    return guardedBy(fn, initializer, () => {
      fn.labels = labels;
      lowerForParts(fn, node);
    });
  }
  if (ts.isVariableDeclarationList(initializer)) lowerDeclarations(fn, initializer);
  else fn.expression(initializer);
  fn.labels = labels;
  lowerForParts(fn, node);
}

/** The loop itself, once what its head declares is there. */
function lowerForParts(fn: FunctionContext, node: ts.ForStatement): void {
  const { graph } = fn;
  const [test, body, step, after] = [graph.block(), graph.block(), graph.block(), graph.block()];
  graph.jump(test, spanOf(fn, node));
  within(fn, after, step, true, () => {
    graph.enter(test);
    if (node.condition) fn.condition(node.condition, body, after);
    else graph.jump(body, spanOf(fn, node));
    graph.enter(body);
    fn.statement(node.statement);
    graph.jump(step, spanOf(fn, node));
    graph.enter(step);
    if (node.incrementor) fn.expression(node.incrementor);
    graph.jump(test, spanOf(fn, node));
  });
  graph.enter(after);
}

/**
 * for-in, for-of, for-await: `iterate` makes the iterator, `next` its element, and `close` is its `return()` where the loop is left before
 * its end other than by throwing; only an awaited step may reject.
 */
export function lowerForEach(fn: FunctionContext, node: ts.ForInStatement | ts.ForOfStatement): void {
  const { graph } = fn;
  const { ts } = fn.module;
  const labels = fn.labels;
  const iterator = operation(fn, node.expression, 'iterate', [fn.expression(node.expression)]);
  const [test, body, after] = [graph.block(), graph.block(), graph.block()];
  fn.labels = labels;
  graph.jump(test, spanOf(fn, node));
  const isAwaited = ts.isForOfStatement(node) && node.awaitModifier !== undefined;
  within(fn, after, null, true, () => {
    graph.enter(test);
    const step = operation(fn, node.expression, 'next', [iterator]);
    const element = isAwaited ? awaited(fn, node.expression, step) : step;
    graph.end({
      kind: 'branch',
      test: operation(fn, node.expression, 'has', [element]),
      then: body,
      else: after,
      span: spanOf(fn, node.expression),
    });
    graph.enter(body);
    fn.labels = labels;
    const turn = (): void =>
      within(fn, null, test, false, () => {
        lowerTurn(fn, node, element);
        graph.jump(test, spanOf(fn, node));
      });
    if (ts.isForOfStatement(node)) onCompletions(fn, node.expression, turn, () => close(fn, node, iterator));
    else turn();
  });
  graph.enter(after);
}

/** By decree closing does not reject, so the edge on which its `await` would goes on like the other. */
function close(fn: FunctionContext, { expression, awaitModifier }: ts.ForOfStatement, iterator: ValueId): void {
  const { graph } = fn;
  const value = operation(fn, expression, 'close', [iterator]);
  if (!awaitModifier) return;
  const span = spanOf(fn, expression);
  const [next, rejected] = [graph.block(), graph.handler()];
  graph.end({ kind: 'suspend', how: 'await', result: graph.value(), value, next, throws: rejected.id, returns: null, span });
  graph.enter(rejected.id);
  graph.jump(next, span);
  graph.enter(next);
}

function lowerTurn(fn: FunctionContext, { initializer, statement }: ts.ForInStatement | ts.ForOfStatement, element: ValueId): void {
  const { ts } = fn.module;
  if (!ts.isVariableDeclarationList(initializer)) fn.assign(initializer, element);
  else {
    const [declaration] = initializer.declarations;
    if (declaration) fn.declare(declaration.name, element);
    if (declaration && isUsing(fn, initializer)) return disposing(fn, declaration, element, () => fn.statement(statement));
  }
  fn.statement(statement);
}

export function lowerLabeled(fn: FunctionContext, node: ts.LabeledStatement): void {
  const { ts } = fn.module;
  fn.labels = [...fn.labels, node.label.text];
  const { statement } = node;
  if (ts.isIterationStatement(statement, true) || ts.isLabeledStatement(statement)) {
    fn.statement(statement);
    return;
  }
  const after = fn.graph.block();
  within(fn, after, null, false, () => {
    fn.statement(statement);
    fn.graph.jump(after, spanOf(fn, node));
  });
  fn.graph.enter(after);
}

export function lowerBreakOrContinue(fn: FunctionContext, node: ts.BreakOrContinueStatement): void {
  const kind = fn.module.ts.isBreakStatement(node) ? 'break' : 'continue';
  const means = (frame: Frame): boolean => {
    if (frame.kind !== 'target' || (kind === 'continue' ? frame.continueTo : frame.breakTo) === null) return false;
    return node.label ? frame.labels.includes(node.label.text) : kind === 'continue' || frame.takesBreak;
  };
  const frame = fn.frames.findLast(means);
  // An early error of the language, which TypeScript's parser lets through: such a program never runs.
  if (!frame)
    fn.graph.emit({ kind: 'opaque', to: fn.graph.value(), why: `${kind} outside of its target`, uses: [], span: spanOf(fn, node) });
  else complete(fn, node, { kind, frame });
}

/**
 * `let a = 1, b;` in declaration order. A name without an initialiser starts undefined, except that `var` keeps its value. Nothing has
 * the type `never`, so what follows `const rest: never = mode` does not run: the source says that its choices are exhausted.
 */
export function lowerDeclarations(fn: FunctionContext, list: ts.VariableDeclarationList): void {
  const { ts } = fn.module;
  const blockScoped = (list.flags & ts.NodeFlags.BlockScoped) !== 0;
  for (const { initializer, name, type } of list.declarations) {
    if (initializer) {
      const value = fn.expression(initializer);
      fn.declare(name, value);
      if (type?.kind === ts.SyntaxKind.NeverKeyword) fn.graph.end({ kind: 'stop', span: spanOf(fn, name) });
    } else if (blockScoped) fn.declare(name, constant(fn, name, undefined));
  }
}
