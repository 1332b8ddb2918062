/** Loops, labels, break and continue: what a `Frame` of kind `target` stands for. */
import type ts from 'typescript';
import type { BlockId } from '../ir/ir.ts';
import { complete, constant, type Frame, type FunctionContext, operation, spanOf } from './context.ts';
import { awaited } from './lower-exits.ts';
import { disposing, guardedBy, isUsing } from './lower-using.ts';

/** Runs `body` inside a target frame that takes the pending labels. */
export function within(fn: FunctionContext, breakTo: BlockId, continueTo: BlockId | null, takesBreak: boolean, body: () => void): void {
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

/** for-in, for-of, for-await: `iterate` makes the iterator, `next` its element; only an awaited step may reject. */
export function lowerForEach(fn: FunctionContext, node: ts.ForInStatement | ts.ForOfStatement): void {
  const { graph } = fn;
  const { ts } = fn.module;
  const labels = fn.labels;
  const iterator = operation(fn, node.expression, 'iterate', [fn.expression(node.expression)]);
  const [test, body, after] = [graph.block(), graph.block(), graph.block()];
  fn.labels = labels;
  graph.jump(test, spanOf(fn, node));
  within(fn, after, test, true, () => {
    graph.enter(test);
    let element = operation(fn, node.expression, 'next', [iterator]);
    if (ts.isForOfStatement(node) && node.awaitModifier) {
      element = awaited(fn, node.expression, element);
    }
    graph.end({
      kind: 'branch',
      test: operation(fn, node.expression, 'has', [element]),
      then: body,
      else: after,
      span: spanOf(fn, node.expression),
    });
    graph.enter(body);
    if (ts.isVariableDeclarationList(node.initializer)) {
      const [declaration] = node.initializer.declarations;
      if (declaration) fn.declare(declaration.name, element);
      if (declaration && isUsing(fn, node.initializer)) disposing(fn, declaration, element, () => fn.statement(node.statement));
      else fn.statement(node.statement);
    } else {
      fn.assign(node.initializer, element);
      fn.statement(node.statement);
    }
    graph.jump(test, spanOf(fn, node));
  });
  graph.enter(after);
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
    if (frame.kind !== 'target' || (kind === 'continue' && frame.continueTo === null)) return false;
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
