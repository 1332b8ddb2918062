/** What is not understood: its parts are still evaluated in order, and the whole is one opaque value with its reason. */
import type ts from 'typescript';
import type { ValueId } from '../ir/ir.ts';
import { isMention } from './bindings.ts';
import { type FunctionContext, spanOf } from './context.ts';
import type { Syntax } from './syntax.ts';

/** Approximation: *may*. Every value a part denotes may be touched in any way by the whole. */
export function lowerOpaque(fn: FunctionContext, node: ts.Node, why: string): ValueId {
  const { ts } = fn.module;
  const uses: ValueId[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isTypeNode(child) || (ts.isIdentifier(child) && !isMention(ts, child))) return;
    if (ts.isStatement(child)) fn.statement(child);
    else if (ts.isExpression(child) && !isJsxPart(ts, child)) uses.push(fn.expression(child));
    else ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'opaque', to, why, uses, span: spanOf(fn, node) });
  return to;
}

/** Parts of JSX that TypeScript calls expressions, but that only hold some. */
function isJsxPart(typescript: Syntax, node: ts.Node): boolean {
  return (
    typescript.isJsxAttributes(node) ||
    typescript.isJsxOpeningElement(node) ||
    typescript.isJsxOpeningFragment(node) ||
    typescript.isJsxClosingFragment(node)
  );
}
