/** Loops, switch, labels, break and continue: everything that a `Frame` of kind `target` stands for. */
import type ts from 'typescript';
import { invariant } from '../base/invariant.ts';
import type { BlockId, ValueId } from '../ir/ir.ts';
import { complete, constant, type Frame, type FunctionContext, operation, spanOf } from './context.ts';

/** Runs `body` inside a target frame that takes the pending labels. */
function within(fn: FunctionContext, breakTo: BlockId, continueTo: BlockId | null, takesBreak: boolean, body: () => void): void {
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
  const { graph } = fn;
  const { ts } = fn.module;
  const [test, body, step, after] = [graph.block(), graph.block(), graph.block(), graph.block()];
  const labels = fn.labels;
  if (node.initializer) {
    if (ts.isVariableDeclarationList(node.initializer)) lowerDeclarations(fn, node.initializer);
    else fn.expression(node.initializer);
  }
  fn.labels = labels;
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
      const [result, next] = [graph.value(), graph.block()];
      graph.end({
        kind: 'suspend',
        how: 'await',
        result,
        value: element,
        next,
        throws: fn.handler,
        returns: null,
        span: spanOf(fn, node.expression),
      });
      graph.enter(next);
      element = result;
    }
    graph.end({
      kind: 'branch',
      test: operation(fn, node.expression, 'has', [element]),
      then: body,
      else: after,
      span: spanOf(fn, node.expression),
    });
    graph.enter(body);
    const [declaration] = ts.isVariableDeclarationList(node.initializer) ? node.initializer.declarations : [];
    if (declaration) {
      fn.declare(declaration.name, element);
      if (isUsing(fn, declaration.parent)) hideDisposed(fn, declaration.parent, element);
    } else fn.assign(node.initializer, element);
    fn.statement(node.statement);
    graph.jump(test, spanOf(fn, node));
  });
  graph.enter(after);
}

export function lowerSwitch(fn: FunctionContext, node: ts.SwitchStatement): void {
  const { graph } = fn;
  const { ts } = fn.module;
  const subject = fn.expression(node.expression);
  fn.hoist(node.caseBlock);
  const after = graph.block();
  const clauses = node.caseBlock.clauses.map(clause => ({ clause, body: graph.block() }));
  within(fn, after, null, true, () => {
    for (const { clause, body } of clauses) {
      if (ts.isDefaultClause(clause)) continue;
      const next = graph.block();
      const test = operation(fn, clause.expression, '===', [subject, fn.expression(clause.expression)]);
      graph.end({ kind: 'branch', test, then: body, else: next, span: spanOf(fn, clause.expression) });
      graph.enter(next);
    }
    graph.jump(clauses.find(({ clause }) => ts.isDefaultClause(clause))?.body ?? after, spanOf(fn, node));
    clauses.forEach(({ clause, body }, i) => {
      graph.enter(body);
      for (const statement of clause.statements) fn.statement(statement);
      graph.jump(clauses[i + 1]?.body ?? after, spanOf(fn, clause));
    });
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
  invariant(frame, `${kind} stands inside its target`);
  complete(fn, node, { kind, frame });
}

/** `let a = 1, b;` in declaration order. A name without an initialiser starts undefined, except that `var` keeps its value. */
export function lowerDeclarations(fn: FunctionContext, list: ts.VariableDeclarationList): void {
  const { ts } = fn.module;
  const blockScoped = (list.flags & ts.NodeFlags.BlockScoped) !== 0;
  for (const { initializer, name } of list.declarations) {
    if (initializer) {
      const value = fn.expression(initializer);
      fn.declare(name, value);
      if (isUsing(fn, list)) hideDisposed(fn, list, value);
    } else if (blockScoped) fn.declare(name, constant(fn, name, undefined));
  }
}

function isUsing({ module: { ts } }: FunctionContext, list: ts.Node): boolean {
  return (list.flags & ts.NodeFlags.Using) !== 0;
}

/** Disposal at the end of the block is not drawn yet; until then what it holds is out of our sight. */
function hideDisposed(fn: FunctionContext, node: ts.Node, value: ValueId): void {
  fn.graph.emit({ kind: 'opaque', to: fn.graph.value(), why: 'using declaration', uses: [value], span: spanOf(fn, node) });
}
