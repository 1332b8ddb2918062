/** Expressions: a table of contents, and the small ones. Approximation: evaluation order is exact; what is not understood is opaque. */
import type ts from 'typescript';
import type { ValueId } from '../ir/ir.ts';
import { closureOf, readName, readThis, superOf } from './lower-name.ts';
import { complete, constant, type FunctionContext, isTooDeep, operation, spanOf, tooDeep } from './context.ts';
import { lowerAssignment, lowerUpdate } from './lower-assignment.ts';
import { lowerAccess, lowerCall, lowerChain, lowerLoading, lowerNew, lowerTaggedTemplate } from './lower-call.ts';
import { lowerConditional, lowerLogical, isLogical } from './lower-condition.ts';
import { awaited } from './lower-exits.ts';
import { lowerArray, lowerObject, lowerTemplate } from './lower-literal.ts';
import { strip, type Wrapper } from './provenance.ts';
import { type Case, on, type Syntax } from './syntax.ts';

export function lowerExpression(fn: FunctionContext, node: ts.Expression): ValueId {
  // `deeper` without its closures: this is the one place where every expression passes.
  if (isTooDeep(fn)) return tooDeep(fn, strip(fn.module.ts, node));
  fn.module.depth += 1;
  const value = lowerByKind(fn, node);
  fn.module.depth -= 1;
  return value;
}

function lowerByKind(fn: FunctionContext, node: ts.Expression): ValueId {
  const lower = fn.module.lowerings.expressions[node.kind];
  return lower ? lower(fn, node) : fn.opaque(node, `expression ${fn.module.ts.SyntaxKind[node.kind]}`);
}

/** Every kind of expression that is understood. */
export const EXPRESSIONS: readonly Case<FunctionContext, ValueId>[] = [
  on(['Identifier'], readName),
  // The last is that of `#name in object`.
  on(
    ['StringLiteral', 'NoSubstitutionTemplateLiteral', 'PrivateIdentifier'],
    (fn: FunctionContext, node: ts.StringLiteralLike | ts.PrivateIdentifier) => constant(fn, node, node.text),
  ),
  on(['NumericLiteral'], (fn: FunctionContext, node: ts.NumericLiteral) => constant(fn, node, Number(node.text))),
  on(['TrueKeyword'], (fn: FunctionContext, node: ts.TrueLiteral) => constant(fn, node, true)),
  on(['FalseKeyword'], (fn: FunctionContext, node: ts.FalseLiteral) => constant(fn, node, false)),
  on(['NullKeyword'], (fn: FunctionContext, node: ts.NullLiteral) => constant(fn, node, null)),
  on(['ThisKeyword'], readThis),
  on(['SuperKeyword'], superOf),
  on(['PropertyAccessExpression', 'ElementAccessExpression'], lowerMember),
  on(['CallExpression'], (fn: FunctionContext, node: ts.CallExpression) =>
    fn.module.ts.isOptionalChain(node) ? lowerChain(fn, node) : lowerCall(fn, node),
  ),
  on(['NewExpression'], lowerNew),
  on(['BinaryExpression'], lowerBinary),
  on(['ArrowFunction', 'FunctionExpression'], closureOf),
  on(['AwaitExpression'], (fn: FunctionContext, node: ts.AwaitExpression) => awaited(fn, node, fn.expression(node.expression))),
  on(['YieldExpression'], lowerYield),
  on(['ConditionalExpression'], lowerConditional),
  on(['ObjectLiteralExpression'], lowerObject),
  on(['ArrayLiteralExpression'], lowerArray),
  on(['TemplateExpression'], lowerTemplate),
  on(['TaggedTemplateExpression'], lowerTaggedTemplate),
  on(['PrefixUnaryExpression', 'PostfixUnaryExpression'], lowerUnary),
  on(['TypeOfExpression'], (fn: FunctionContext, node: ts.TypeOfExpression) =>
    operation(fn, node, 'typeof', [fn.expression(node.expression)]),
  ),
  on(['VoidExpression'], lowerVoid),
  on(['DeleteExpression'], (fn: FunctionContext, node: ts.DeleteExpression) =>
    operation(fn, node, 'delete', [fn.expression(node.expression)]),
  ),
  on(['ClassExpression'], (fn: FunctionContext, node: ts.ClassExpression) => fn.expressionOfClass(node)),
  on(['RegularExpressionLiteral'], (fn: FunctionContext, node: ts.RegularExpressionLiteral) => operation(fn, node, 'regexp', [])),
  on(['BigIntLiteral'], (fn: FunctionContext, node: ts.BigIntLiteral) => operation(fn, node, 'bigint', [])),
  on(['MetaProperty'], (fn: FunctionContext, node: ts.MetaProperty) => operation(fn, node, 'meta', [])),
  on(
    ['ParenthesizedExpression', 'AsExpression', 'SatisfiesExpression', 'NonNullExpression', 'TypeAssertionExpression'],
    (fn: FunctionContext, node: Wrapper) => lowerByKind(fn, strip(fn.module.ts, node)),
  ),
];

function lowerMember(fn: FunctionContext, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): ValueId {
  const api = fn.module.provenance.apiOf(node);
  if (!api) return fn.module.ts.isOptionalChain(node) ? lowerChain(fn, node) : lowerAccess(fn, node);
  lowerLoading(fn, node);
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'api', to, api, span: spanOf(fn, node) });
  return to;
}

function lowerVoid(fn: FunctionContext, node: ts.VoidExpression): ValueId {
  fn.expression(node.expression);
  return constant(fn, node, undefined);
}

/** Hands a value out; whoever holds the generator resumes it, throws into it, or returns from it. */
function lowerYield(fn: FunctionContext, node: ts.YieldExpression): ValueId {
  const { graph } = fn;
  const value = node.expression ? fn.expression(node.expression) : constant(fn, node, undefined);
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

function lowerBinary(fn: FunctionContext, node: ts.BinaryExpression): ValueId {
  const { ts } = fn.module;
  if (isLogical(ts, node)) return lowerLogical(fn, node);
  if (isAssignmentOperator(ts, node.operatorToken.kind)) return lowerAssignment(fn, node);
  // The `(0, f)` of compiled code means `f`.
  const inner = strip(ts, node);
  return inner === node ? lowerOperators(fn, node) : lowerByKind(fn, inner);
}

/** `a + b + c + …` leans to the left and may be thousands long: its spine is walked in a loop. */
function lowerOperators(fn: FunctionContext, node: ts.BinaryExpression): ValueId {
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

function isAssignmentOperator(typescript: Syntax, kind: ts.SyntaxKind): boolean {
  return kind >= typescript.SyntaxKind.FirstAssignment && kind <= typescript.SyntaxKind.LastAssignment;
}
