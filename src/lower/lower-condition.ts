/** Choices: `&&`, `||`, `??`, `?:` and the conditions of statements. Each leaf test is one branch, so that refinement sees it bare. */
import type ts from 'typescript';
import type { BlockId, ValueId } from '../ir/ir.ts';
import { endArm, type FunctionContext, joined, operation, spanOf, startJoin } from './context.ts';
import { strip } from './provenance.ts';
import type { Syntax } from './syntax.ts';

export function isLogical(typescript: Syntax, node: ts.BinaryExpression): boolean {
  const { SyntaxKind } = typescript;
  const { kind } = node.operatorToken;
  return kind === SyntaxKind.AmpersandAmpersandToken || kind === SyntaxKind.BarBarToken || kind === SyntaxKind.QuestionQuestionToken;
}

/** Branches on an expression; `!`, `&&` and `||` become edges, literals become jumps. */
export function lowerCondition(fn: FunctionContext, outer: ts.Expression, then: BlockId, otherwise: BlockId): void {
  const { ts } = fn.module;
  const { graph } = fn;
  const node = strip(ts, outer);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return fn.condition(node.operand, otherwise, then);
  const operator = ts.isBinaryExpression(node) ? node.operatorToken.kind : undefined;
  if (operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.BarBarToken) {
    const operands = spineOf(ts, node, operator);
    operands.forEach((operand, i) => {
      if (i === operands.length - 1) return fn.condition(operand, then, otherwise);
      const next = graph.block();
      if (operator === ts.SyntaxKind.BarBarToken) fn.condition(operand, then, next);
      else fn.condition(operand, next, otherwise);
      graph.enter(next);
    });
    return;
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return graph.jump(then, spanOf(fn, node));
  if (node.kind === ts.SyntaxKind.FalseKeyword) return graph.jump(otherwise, spanOf(fn, node));
  graph.end({ kind: 'branch', test: fn.expression(node), then, else: otherwise, span: spanOf(fn, node) });
}

/** The operands of `a && b && …`, which leans to the left and may be thousands long. */
function spineOf(typescript: Syntax, node: ts.Expression, operator: ts.SyntaxKind): ts.Expression[] {
  const operands: ts.Expression[] = [];
  let left = node;
  for (; typescript.isBinaryExpression(left) && left.operatorToken.kind === operator; left = strip(typescript, left.left)) {
    operands.push(left.right);
  }
  return [...operands, left].reverse();
}

/** `a && b || c` as a value: the left one where it decides, else the right one. The spine is walked in a loop. */
export function lowerLogical(fn: FunctionContext, node: ts.BinaryExpression): ValueId {
  const { ts } = fn.module;
  const spine: ts.BinaryExpression[] = [];
  let leftmost: ts.Expression = node;
  for (; ts.isBinaryExpression(leftmost) && isLogical(ts, leftmost); leftmost = strip(ts, leftmost.left)) spine.push(leftmost);
  let value = fn.expression(leftmost);
  for (const choice of spine.reverse()) {
    value = chooseByLeft(fn, choice, choice.operatorToken.kind, value, () => fn.expression(choice.right));
  }
  return value;
}

/** The value of `left OP right()` for a short-circuit operator (or its assignment form), `right` lowered on its own edge only. */
export function chooseByLeft(fn: FunctionContext, node: ts.Node, operator: ts.SyntaxKind, left: ValueId, right: () => ValueId): ValueId {
  const { SyntaxKind } = fn.module.ts;
  const { graph } = fn;
  const keep = graph.block();
  const take = graph.block();
  const isAnd = operator === SyntaxKind.AmpersandAmpersandToken || operator === SyntaxKind.AmpersandAmpersandEqualsToken;
  const isNullish = operator === SyntaxKind.QuestionQuestionToken || operator === SyntaxKind.QuestionQuestionEqualsToken;
  const test = isNullish ? operation(fn, node, 'is-nullish', [left]) : left;
  graph.end({
    kind: 'branch',
    test,
    then: isAnd || isNullish ? take : keep,
    else: isAnd || isNullish ? keep : take,
    span: spanOf(fn, node),
  });
  const join = startJoin(fn);
  graph.enter(keep);
  endArm(fn, node, join, left);
  graph.enter(take);
  endArm(fn, node, join, right());
  return joined(fn, node, join);
}

export function lowerConditional(fn: FunctionContext, node: ts.ConditionalExpression): ValueId {
  const then = fn.graph.block();
  const otherwise = fn.graph.block();
  fn.condition(node.condition, then, otherwise);
  const join = startJoin(fn);
  fn.graph.enter(then);
  endArm(fn, node, join, fn.expression(node.whenTrue));
  fn.graph.enter(otherwise);
  endArm(fn, node, join, fn.expression(node.whenFalse));
  return joined(fn, node, join);
}
