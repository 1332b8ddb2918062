/** Statements: a table of contents. Each construct of some size has a file of its own. */
import type ts from 'typescript';
import { complete, type FunctionContext, spanOf } from './context.ts';
import { isAmbient } from './declare.ts';
import { lowerBreakOrContinue, lowerDeclarations, lowerDo, lowerFor, lowerForEach, lowerLabeled, lowerWhile } from './lower-loop.ts';
import { awaited } from './lower-exits.ts';
import { lowerSwitch } from './lower-switch.ts';
import { lowerThrow, lowerTry } from './lower-try.ts';
import { type Case, on } from './syntax.ts';

export function lowerStatement(fn: FunctionContext, node: ts.Statement): void {
  if (isAmbient(fn.module.ts, node)) return;
  const lower = fn.module.lowerings.statements[node.kind];
  if (lower) lower(fn, node);
  else fn.opaque(node, `statement ${fn.module.ts.SyntaxKind[node.kind]}`);
}

/** There is no run-time part. */
const nothing = (): void => undefined;

/** Every kind of statement that is understood. */
export const STATEMENTS: readonly Case<FunctionContext, void>[] = [
  on(['Block'], (fn: FunctionContext, node: ts.Block) => fn.statements(node, node.statements)),
  on(['VariableStatement'], (fn: FunctionContext, node: ts.VariableStatement) => lowerDeclarations(fn, node.declarationList)),
  on(['ExpressionStatement', 'ExportAssignment'], (fn: FunctionContext, node: ts.ExpressionStatement | ts.ExportAssignment) => {
    fn.expression(node.expression);
  }),
  on(['IfStatement'], lowerIf),
  on(['ReturnStatement'], lowerReturn),
  on(['ThrowStatement'], lowerThrow),
  on(['TryStatement'], lowerTry),
  on(['WhileStatement'], lowerWhile),
  on(['DoStatement'], lowerDo),
  on(['ForStatement'], lowerFor),
  on(['ForInStatement', 'ForOfStatement'], lowerForEach),
  on(['SwitchStatement'], lowerSwitch),
  on(['LabeledStatement'], lowerLabeled),
  on(['BreakStatement', 'ContinueStatement'], lowerBreakOrContinue),
  on(['ClassDeclaration'], (fn: FunctionContext, node: ts.ClassDeclaration) => {
    fn.expressionOfClass(node);
  }),
  on(['WithStatement'], lowerWith),
  on(['ModuleDeclaration'], lowerNamespace),
  on(['EnumDeclaration'], lowerEnum),
  // Hoisted when its holder was entered.
  on(['FunctionDeclaration'], nothing),
  on(['EmptyStatement', 'DebuggerStatement', 'InterfaceDeclaration', 'TypeAliasDeclaration'], nothing),
  on(['ImportDeclaration', 'ImportEqualsDeclaration', 'ExportDeclaration', 'NamespaceExportDeclaration'], nothing),
];

function lowerReturn(fn: FunctionContext, node: ts.ReturnStatement): void {
  if (!node.expression) return complete(fn, node, { kind: 'return', value: null });
  const value = fn.expression(node.expression);
  // An async generator waits for what it returns, inside of the `try` around.
  complete(fn, node, { kind: 'return', value: fn.async && fn.generator ? awaited(fn, node, value) : value });
}

/** What its body names may be a member of the object, which is never known: `bindings.ts` says so of each name. */
function lowerWith(fn: FunctionContext, node: ts.WithStatement): void {
  const object = fn.expression(node.expression);
  fn.graph.emit({ kind: 'opaque', to: fn.graph.value(), why: 'with', uses: [object], span: spanOf(fn, node) });
  fn.statement(node.statement);
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
    const then = graph.block();
    const otherwise = graph.block();
    fn.condition(node.expression, then, otherwise);
    graph.enter(then);
    fn.statement(node.thenStatement);
    graph.jump(after, spanOf(fn, node));
    graph.enter(otherwise);
    node = node.elseStatement;
  }
  graph.enter(after);
}

/** The object is there before its members are: one may name another. */
function lowerEnum(fn: FunctionContext, node: ts.EnumDeclaration): void {
  fn.declare(node.name, fn.opaque(node.name, 'enum'));
  for (const member of node.members) if (member.initializer) fn.expression(member.initializer);
}

function lowerNamespace(fn: FunctionContext, node: ts.ModuleDeclaration): void {
  const { ts } = fn.module;
  if (!node.body) return;
  if (ts.isIdentifier(node.name)) fn.declare(node.name, fn.opaque(node.name, 'namespace'));
  if (ts.isModuleBlock(node.body)) fn.statements(node.body, node.body.statements);
  else if (ts.isModuleDeclaration(node.body)) lowerNamespace(fn, node.body);
}
