/** Statements: a table of contents. Each construct of some size has a file of its own. */
import type ts from 'typescript';
import { complete, type FunctionContext, spanOf } from './context.ts';
import { lowerBreakOrContinue, lowerDeclarations, lowerDo, lowerFor, lowerForEach, lowerLabeled, lowerWhile } from './lower-loop.ts';
import { lowerSwitch } from './lower-switch.ts';
import { lowerThrow, lowerTry } from './lower-try.ts';
import type { TsModule } from './ts-port.ts';

export function lowerStatement(fn: FunctionContext, node: ts.Statement): void {
  const { ts } = fn.module;
  if (isAmbient(ts, node)) return;
  if (ts.isBlock(node)) return fn.statements(node, node.statements);
  if (ts.isVariableStatement(node)) return lowerDeclarations(fn, node.declarationList);
  if (ts.isExpressionStatement(node)) return void fn.expression(node.expression);
  if (ts.isIfStatement(node)) return lowerIf(fn, node);
  if (ts.isReturnStatement(node))
    return complete(fn, node, { kind: 'return', value: node.expression ? fn.expression(node.expression) : null });
  if (ts.isThrowStatement(node)) return lowerThrow(fn, node);
  if (ts.isTryStatement(node)) return lowerTry(fn, node);
  if (ts.isWhileStatement(node)) return lowerWhile(fn, node);
  if (ts.isDoStatement(node)) return lowerDo(fn, node);
  if (ts.isForStatement(node)) return lowerFor(fn, node);
  if (ts.isForInStatement(node) || ts.isForOfStatement(node)) return lowerForEach(fn, node);
  if (ts.isSwitchStatement(node)) return lowerSwitch(fn, node);
  if (ts.isLabeledStatement(node)) return lowerLabeled(fn, node);
  if (ts.isBreakOrContinueStatement(node)) return lowerBreakOrContinue(fn, node);
  if (ts.isClassDeclaration(node)) return void fn.expressionOfClass(node);
  if (ts.isExportAssignment(node)) return void fn.expression(node.expression);
  if (ts.isModuleDeclaration(node)) return lowerNamespace(fn, node);
  if (ts.isEnumDeclaration(node)) {
    // The object is there before its members are: one may name another.
    fn.declare(node.name, fn.opaque(node.name, 'enum'));
    for (const member of node.members) if (member.initializer) fn.expression(member.initializer);
    return;
  }
  const hasNoRunTimePart =
    ts.isFunctionDeclaration(node) || // hoisted when its holder was entered
    ts.isEmptyStatement(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isNamespaceExportDeclaration(node) ||
    node.kind === ts.SyntaxKind.DebuggerStatement;
  if (!hasNoRunTimePart) fn.opaque(node, `statement ${ts.SyntaxKind[node.kind]}`);
}

/** `declare const …`: what it declares is made elsewhere. */
function isAmbient(typescript: TsModule, node: ts.Statement): boolean {
  if (!typescript.canHaveModifiers(node)) return false;
  return node.modifiers?.some(modifier => modifier.kind === typescript.SyntaxKind.DeclareKeyword) ?? false;
}

/** A chain of else-ifs is walked in a loop: generated code has thousands. */
function lowerIf(fn: FunctionContext, first: ts.IfStatement): void {
  const { graph } = fn;
  const after = graph.block();
  for (let node: ts.Statement | undefined = first; ;) {
    if (!node || !fn.module.ts.isIfStatement(node)) {
      if (node) fn.statement(node);
      graph.jump(after, spanOf(fn, node ?? first));
      break;
    }
    const [then, otherwise] = [graph.block(), graph.block()];
    fn.condition(node.expression, then, otherwise);
    graph.enter(then);
    fn.statement(node.thenStatement);
    graph.jump(after, spanOf(fn, node));
    graph.enter(otherwise);
    node = node.elseStatement;
  }
  graph.enter(after);
}

function lowerNamespace(fn: FunctionContext, node: ts.ModuleDeclaration): void {
  const { ts } = fn.module;
  if (!node.body) return;
  if (ts.isIdentifier(node.name)) fn.declare(node.name, fn.opaque(node.name, 'namespace'));
  if (ts.isModuleBlock(node.body)) fn.statements(node.body, node.body.statements);
  else if (ts.isModuleDeclaration(node.body)) lowerNamespace(fn, node.body);
}
