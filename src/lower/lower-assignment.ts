/**
 * Assignment, update and destructuring: how a value reaches names and properties. The object of a member target is evaluated once,
 * before the assigned value: `make().timeout ||= 5` makes one object.
 */
import type ts from 'typescript';
import type { ValueId } from '../ir/ir.ts';
import { constant, endArm, type FunctionContext, joined, operation, spanOf, startJoin } from './context.ts';
import { chooseByLeft } from './lower-condition.ts';
import { declareName, readThis, writeName } from './lower-name.ts';
import { keyOf, propertyOf } from './member-key.ts';
import { strip } from './provenance.ts';
import type { Syntax } from './syntax.ts';

export function lowerAssignment(fn: FunctionContext, node: ts.BinaryExpression): ValueId {
  const { ts } = fn.module;
  const { SyntaxKind } = ts;
  const { left, right, operatorToken } = node;
  const place = placeOf(fn, left);
  if (operatorToken.kind === SyntaxKind.EqualsToken) {
    const value = fn.expression(right);
    place.write(value);
    return value;
  }
  const old = place.read();
  const logical =
    operatorToken.kind === SyntaxKind.AmpersandAmpersandEqualsToken ||
    operatorToken.kind === SyntaxKind.BarBarEqualsToken ||
    operatorToken.kind === SyntaxKind.QuestionQuestionEqualsToken;
  if (logical) {
    return chooseByLeft(fn, node, operatorToken.kind, old, () => {
      const value = fn.expression(right);
      place.write(value);
      return value;
    });
  }
  const operator = (ts.tokenToString(operatorToken.kind) ?? '?').replace(/=$/, '');
  const value = operation(fn, node, operator, [old, fn.expression(right)]);
  place.write(value);
  return value;
}

/** `++` and `--`, before and after: the postfix forms give the old value. */
export function lowerUpdate(fn: FunctionContext, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): ValueId {
  const { ts } = fn.module;
  const place = placeOf(fn, node.operand);
  const old = operation(fn, node, 'to-number', [place.read()]);
  const operator = node.operator === ts.SyntaxKind.PlusPlusToken ? '+' : '-';
  const value = operation(fn, node, operator, [old, constant(fn, node, 1)]);
  place.write(value);
  return ts.isPostfixUnaryExpression(node) ? old : value;
}

/** A target whose parts are evaluated, to be read and written any number of times. */
type Place = { read(): ValueId; write(value: ValueId): void };

function placeOf(fn: FunctionContext, outer: ts.Expression): Place {
  const { ts } = fn.module;
  const target = strip(ts, outer);
  const isMember = ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target);
  if (!isMember) return { read: () => fn.expression(target), write: value => fn.assign(target, value) };
  const object = fn.expression(target.expression);
  // What is assigned to `super.x` is a property of `this`.
  const holder = target.expression.kind === ts.SyntaxKind.SuperKeyword ? readThis(fn, target.expression) : object;
  const property = propertyOf(fn, target);
  return {
    read() {
      const to = fn.graph.value();
      fn.graph.emit({ kind: 'load', to, object, property, span: spanOf(fn, target) });
      return to;
    },
    write: value => fn.graph.emit({ kind: 'store', object: holder, property, value, span: spanOf(fn, target) }),
  };
}

/** Gives a value to any assignment target: a name, a property, an array or object pattern. */
export function assignTo(fn: FunctionContext, outer: ts.Node, value: ValueId): void {
  const { ts } = fn.module;
  const target = strip(ts, outer as ts.Expression);
  if (ts.isIdentifier(target)) return writeName(fn, target, value);
  if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) return placeOf(fn, target).write(value);
  if (ts.isBinaryExpression(target) && target.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return fn.assign(target.left, withDefault(fn, target, value, target.right));
  }
  if (ts.isObjectLiteralExpression(target)) {
    for (const property of target.properties) {
      if (ts.isSpreadAssignment(property)) fn.assign(property.expression, operation(fn, property, 'rest', [value]));
      else if (ts.isShorthandPropertyAssignment(property)) {
        const part = load(fn, property, value, property.name.text);
        fn.assign(
          property.name,
          property.objectAssignmentInitializer ? withDefault(fn, property, part, property.objectAssignmentInitializer) : part,
        );
      } else if (ts.isPropertyAssignment(property)) fn.assign(property.initializer, load(fn, property, value, keyOf(fn, property.name)));
    }
    return;
  }
  if (ts.isArrayLiteralExpression(target)) {
    target.elements.forEach((element, i) => {
      if (ts.isSpreadElement(element)) fn.assign(element.expression, operation(fn, element, 'rest', [value]));
      else if (!ts.isOmittedExpression(element)) fn.assign(element, load(fn, element, value, String(i)));
    });
    return;
  }
  fn.graph.emit({ kind: 'opaque', to: fn.graph.value(), why: 'assignment target', uses: [value], span: spanOf(fn, target) });
}

/** Gives a value to a declared name or pattern. */
export function declareTo(fn: FunctionContext, name: ts.BindingName, value: ValueId): void {
  const { ts } = fn.module;
  if (ts.isIdentifier(name)) return declareName(fn, name, value);
  name.elements.forEach((element, i) => {
    if (ts.isOmittedExpression(element)) return;
    const part = element.dotDotDotToken
      ? operation(fn, element, 'rest', [value])
      : load(fn, element, value, ts.isArrayBindingPattern(name) ? String(i) : keyOf(fn, propertyNameOf(ts, element)));
    fn.declare(element.name, element.initializer ? withDefault(fn, element, part, element.initializer) : part);
  });
}

function propertyNameOf(typescript: Syntax, element: ts.BindingElement): ts.PropertyName {
  if (element.propertyName) return element.propertyName;
  if (typescript.isIdentifier(element.name)) return element.name;
  throw new Error('invariant broken: a nested pattern names its property');
}

function load(fn: FunctionContext, node: ts.Node, object: ValueId, key: string | null): ValueId {
  if (key === null) return operation(fn, node, 'computed-member', [object]);
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'load', to, object, property: key, span: spanOf(fn, node) });
  return to;
}

/** `value === undefined ? initial : value`. */
export function withDefault(fn: FunctionContext, node: ts.Node, value: ValueId, initial: ts.Expression): ValueId {
  const missing = fn.graph.block();
  const given = fn.graph.block();
  const test = operation(fn, node, '===', [value, constant(fn, node, undefined)]);
  fn.graph.end({ kind: 'branch', test, then: missing, else: given, span: spanOf(fn, node) });
  const join = startJoin(fn);
  fn.graph.enter(missing);
  endArm(fn, node, join, fn.expression(initial));
  fn.graph.enter(given);
  endArm(fn, node, join, value);
  return joined(fn, node, join);
}
