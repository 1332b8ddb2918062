/**
 * What names are put into fields of classes as they are: `http = http`, `this.lib = secure ? https : http`. A module kept in a field is
 * found again by it.
 *
 * Approximation: *may*: other assignments to the field are not seen. What is injected there is taken to behave as the module does.
 */
import type ts from 'typescript';
import { isTransparent } from './node-traits.ts';
import type { Syntax } from './syntax.ts';

/** By class, then by the field's name: the expressions put into it. */
export type FieldValues = ReadonlyMap<ts.Node, ReadonlyMap<string, readonly ts.Expression[]>>;

export class FieldValueCollector {
  readonly values = new Map<ts.Node, Map<string, ts.Expression[]>>();

  /** Looks at where a name is mentioned. Asked about every name of a file: what is put into no field must be told at once. */
  add(typescript: Syntax, name: ts.Identifier): void {
    let value: ts.Expression = name;
    while (passesOn(typescript, value)) value = value.parent as ts.Expression;
    const { parent } = value;
    if (typescript.isPropertyDeclaration(parent)) {
      if (parent.initializer === value && typescript.isIdentifier(parent.name)) this.#put(parent.parent, parent.name.text, value);
      return;
    }
    if (!typescript.isBinaryExpression(parent) || parent.right !== value) return;
    const { left, operatorToken } = parent;
    if (operatorToken.kind !== typescript.SyntaxKind.EqualsToken || !typescript.isPropertyAccessExpression(left)) return;
    const owner = left.expression.kind === typescript.SyntaxKind.ThisKeyword ? classAround(typescript, parent) : undefined;
    if (owner) this.#put(owner, left.name.text, value);
  }

  #put(owner: ts.Node, field: string, value: ts.Expression): void {
    const fields = this.values.get(owner) ?? new Map<string, ts.Expression[]>();
    fields.set(field, [...(fields.get(field) ?? []), value]);
    this.values.set(owner, fields);
  }
}

/** Whether the expression around hands the value on. */
function passesOn(typescript: Syntax, value: ts.Expression): boolean {
  const { parent } = value;
  // `require('net')`: the name is that of `require`.
  if (typescript.isCallExpression(parent)) return parent.expression === value && parent.arguments.length === 1;
  if (typescript.isConditionalExpression(parent)) return parent.condition !== value;
  if (!typescript.isBinaryExpression(parent)) return isTransparent(typescript, parent);
  const { kind } = parent.operatorToken;
  return kind === typescript.SyntaxKind.BarBarToken || kind === typescript.SyntaxKind.QuestionQuestionToken;
}

/** The class in whose code the node stands. */
export function classAround(typescript: Syntax, node: ts.Node): ts.Node | undefined {
  for (let at = node; !typescript.isSourceFile(at); at = at.parent) if (typescript.isClassLike(at)) return at;
  return undefined;
}
