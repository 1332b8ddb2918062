/** Choices: `&&`, `||`, `??`, `?:` and the conditions of statements. Each leaf test is one branch, so that refinement sees it bare. */
import type ts from 'typescript';
import type { BlockId, ValueId } from '../ir/ir.ts';
import { type FunctionContext, joinArms, operation, spanOf } from './context.ts';
import { strip } from './provenance.ts';
import type { TsModule } from './ts-port.ts';

export function isLogical(typescript: TsModule, node: ts.BinaryExpression): boolean {
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
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
    const right = graph.block();
    fn.condition(node.left, right, otherwise);
    graph.enter(right);
    return fn.condition(node.right, then, otherwise);
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken) {
    const right = graph.block();
    fn.condition(node.left, then, right);
    graph.enter(right);
    return fn.condition(node.right, then, otherwise);
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return graph.jump(then, spanOf(fn, node));
  if (node.kind === ts.SyntaxKind.FalseKeyword) return graph.jump(otherwise, spanOf(fn, node));
  graph.end({ kind: 'branch', test: fn.expression(node), then, else: otherwise, span: spanOf(fn, node) });
}

/** `a && b` as a value: the left one where it decides, else the right one. */
export function lowerLogical(fn: FunctionContext, node: ts.BinaryExpression): ValueId {
  const left = fn.expression(node.left);
  return chooseByLeft(fn, node, node.operatorToken.kind, left, () => fn.expression(node.right));
}

/** The value of `left OP right()` for a short-circuit operator (or its assignment form), `right` lowered on its own edge only. */
export function chooseByLeft(fn: FunctionContext, node: ts.Node, operator: ts.SyntaxKind, left: ValueId, right: () => ValueId): ValueId {
  const { SyntaxKind } = fn.module.ts;
  const { graph } = fn;
  const [keep, take] = [graph.block(), graph.block()];
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
  return joinArms(fn, node, [
    { block: keep, value: () => left },
    { block: take, value: right },
  ]);
}

export function lowerConditional(fn: FunctionContext, node: ts.ConditionalExpression): ValueId {
  const [then, otherwise] = [fn.graph.block(), fn.graph.block()];
  fn.condition(node.condition, then, otherwise);
  return joinArms(fn, node, [
    { block: then, value: () => fn.expression(node.whenTrue) },
    { block: otherwise, value: () => fn.expression(node.whenFalse) },
  ]);
}
