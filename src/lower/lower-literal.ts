/** Object, array and template literals: what goes in stays visible as an entry. */
import type ts from 'typescript';
import type { ObjectEntry, ValueId } from '../ir/ir.ts';
import { constant, type FunctionContext, operation, spanOf } from './context.ts';
import { closureOf } from './lower-name.ts';
import { keyOf } from './member-key.ts';

export function lowerObject(fn: FunctionContext, node: ts.ObjectLiteralExpression): ValueId {
  const entries = node.properties.map(property => lowerProperty(fn, property));
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'object', to, array: false, entries, span: spanOf(fn, node) });
  return to;
}

function lowerProperty(fn: FunctionContext, property: ts.ObjectLiteralElementLike): ObjectEntry {
  const { ts } = fn.module;
  if (ts.isSpreadAssignment(property)) return { key: null, value: fn.expression(property.expression), spread: true };
  if (ts.isShorthandPropertyAssignment(property)) return { key: property.name.text, value: fn.expression(property.name), spread: false };
  const key = keyOf(fn, property.name);
  const value = ts.isPropertyAssignment(property) ? fn.expression(property.initializer) : closureOf(fn, property);
  return { key, value, spread: false };
}

export function lowerArray(fn: FunctionContext, node: ts.ArrayLiteralExpression): ValueId {
  const { ts } = fn.module;
  const entries = node.elements.map((element): ObjectEntry => {
    if (ts.isSpreadElement(element)) return { key: null, value: fn.expression(element.expression), spread: true };
    return { key: null, value: ts.isOmittedExpression(element) ? constant(fn, element, undefined) : fn.expression(element), spread: false };
  });
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'object', to, array: true, entries, span: spanOf(fn, node) });
  return to;
}

export function lowerTemplate(fn: FunctionContext, node: ts.TemplateExpression): ValueId {
  return operation(
    fn,
    node,
    'template',
    node.templateSpans.map(span => fn.expression(span.expression)),
  );
}
