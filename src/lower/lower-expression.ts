/** Expressions: a table of contents, and the small ones. Approximation: evaluation order is exact; what is not understood is opaque. */
import type ts from 'typescript';
import type { ValueId } from '../ir/ir.ts';
import { closureOf, readName, readThis } from './lower-name.ts';
import { complete, constant, type FunctionContext, isTooDeep, operation, spanOf, tooDeep } from './context.ts';
import { lowerAssignment, lowerUpdate } from './lower-assignment.ts';
import { lowerAccess, lowerCall, lowerChain, lowerLoading, lowerNew, lowerTaggedTemplate } from './lower-call.ts';
import { lowerConditional, lowerLogical, isLogical } from './lower-condition.ts';
import { awaited } from './lower-exits.ts';
import { lowerArray, lowerObject, lowerTemplate } from './lower-literal.ts';
import { strip } from './provenance.ts';

export function lowerExpression(fn: FunctionContext, outer: ts.Expression): ValueId {
  const node = strip(fn.module.ts, outer);
  // `deeper` without its closures: this is the one place where every expression passes.
  if (isTooDeep(fn)) return tooDeep(fn, node);
  fn.module.depth += 1;
  const value = lowerByKind(fn, node);
  fn.module.depth -= 1;
  return value;
}

function lowerByKind(fn: FunctionContext, node: ts.Expression): ValueId {
  const { ts, provenance } = fn.module;
  const { SyntaxKind } = ts;
  if (ts.isIdentifier(node)) return readName(fn, node);
  if (ts.isStringLiteralLike(node)) return constant(fn, node, node.text);
  if (ts.isNumericLiteral(node)) return constant(fn, node, Number(node.text));
  switch (node.kind) {
    case SyntaxKind.ThisKeyword:
      return readThis(fn, node);
    case SyntaxKind.SuperKeyword:
      return readThis(fn, node);
    case SyntaxKind.TrueKeyword:
      return constant(fn, node, true);
    case SyntaxKind.FalseKeyword:
      return constant(fn, node, false);
    case SyntaxKind.NullKeyword:
      return constant(fn, node, null);
    default:
  }
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const api = provenance.apiOf(node);
    if (api) {
      lowerLoading(fn, node);
      const to = fn.graph.value();
      fn.graph.emit({ kind: 'api', to, api, span: spanOf(fn, node) });
      return to;
    }
  }
  if (ts.isOptionalChain(node)) return lowerChain(fn, node);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return lowerAccess(fn, node);
  if (ts.isCallExpression(node)) return lowerCall(fn, node);
  if (ts.isNewExpression(node)) return lowerNew(fn, node);
  if (ts.isBinaryExpression(node)) {
    if (isLogical(fn.module.ts, node)) return lowerLogical(fn, node);
    if (isAssignmentOperator(fn.module.ts, node.operatorToken.kind)) return lowerAssignment(fn, node);
    return lowerBinary(fn, node);
  }
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return closureOf(fn, node);
  if (ts.isAwaitExpression(node)) return awaited(fn, node, fn.expression(node.expression));
  if (ts.isYieldExpression(node)) {
    const value = node.expression ? fn.expression(node.expression) : constant(fn, node, undefined);
    return yielded(fn, node, value);
  }
  if (ts.isConditionalExpression(node)) return lowerConditional(fn, node);
  if (ts.isObjectLiteralExpression(node)) return lowerObject(fn, node);
  if (ts.isArrayLiteralExpression(node)) return lowerArray(fn, node);
  if (ts.isTemplateExpression(node)) return lowerTemplate(fn, node);
  if (ts.isTaggedTemplateExpression(node)) return lowerTaggedTemplate(fn, node);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return lowerUnary(fn, node);
  if (ts.isTypeOfExpression(node)) return operation(fn, node, 'typeof', [fn.expression(node.expression)]);
  if (ts.isVoidExpression(node)) {
    fn.expression(node.expression);
    return constant(fn, node, undefined);
  }
  if (ts.isDeleteExpression(node)) return operation(fn, node, 'delete', [fn.expression(node.expression)]);
  if (ts.isClassExpression(node)) return fn.expressionOfClass(node);
  if (ts.isRegularExpressionLiteral(node)) return operation(fn, node, 'regexp', []);
  if (ts.isBigIntLiteral(node)) return operation(fn, node, 'bigint', []);
  if (ts.isMetaProperty(node)) return operation(fn, node, 'meta', []);
  // `#name in object`.
  if (ts.isPrivateIdentifier(node)) return constant(fn, node, node.text);
  return fn.opaque(node, `expression ${SyntaxKind[node.kind]}`);
}

/** Hands a value out; whoever holds the generator resumes it, throws into it, or returns from it. */
function yielded(fn: FunctionContext, node: ts.YieldExpression, value: ValueId): ValueId {
  const { graph } = fn;
  const result = graph.value();
  const next = graph.block();
  const returns = graph.block();
  const how = node.asteriskToken ? 'yield*' : 'yield';
  graph.end({ kind: 'suspend', how, result, value, next, throws: fn.handler, returns, span: spanOf(fn, node) });
  graph.enter(returns);
  complete(fn, node, { kind: 'return', value: null });
  graph.enter(next);
  return result;
}

function lowerUnary(fn: FunctionContext, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): ValueId {
  const { ts } = fn.module;
  const { operator } = node;
  if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken) return lowerUpdate(fn, node);
  return operation(fn, node, ts.tokenToString(operator) ?? '?', [fn.expression(node.operand)]);
}

/** `a + b + c + …` leans to the left and may be thousands long: its spine is walked in a loop. */
function lowerBinary(fn: FunctionContext, node: ts.BinaryExpression): ValueId {
  const { ts } = fn.module;
  const spine: ts.BinaryExpression[] = [];
  let leftmost: ts.Expression = node;
  while (ts.isBinaryExpression(leftmost) && !isLogical(ts, leftmost) && !isAssignmentOperator(ts, leftmost.operatorToken.kind)) {
    spine.push(leftmost);
    leftmost = leftmost.left;
  }
  let value = fn.expression(leftmost);
  for (const { operatorToken, right } of spine.reverse()) {
    const other = fn.expression(right);
    value =
      operatorToken.kind === ts.SyntaxKind.CommaToken
        ? other
        : operation(fn, right.parent, ts.tokenToString(operatorToken.kind) ?? '?', [value, other]);
  }
  return value;
}

function isAssignmentOperator(typescript: FunctionContext['module']['ts'], kind: ts.SyntaxKind): boolean {
  return kind >= typescript.SyntaxKind.FirstAssignment && kind <= typescript.SyntaxKind.LastAssignment;
}
