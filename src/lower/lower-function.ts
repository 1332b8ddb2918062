/**
 * One function (or class field, static block, module body) from syntax to graph. Here the constructs are wired together: this is the
 * one file of the folder that knows them all.
 */
import type ts from 'typescript';
import type { Span } from '../base/span.ts';
import { GraphBuilder } from '../ir/build-ir.ts';
import type { CellId, FunctionId, FunctionIr, FunctionKind, ValueId } from '../ir/ir.ts';
import { complete, deeper, type FunctionContext, isTooDeep, type ModuleContext, operation, spanOf, tooDeep } from './context.ts';
import { assignTo, declareTo, withDefault } from './lower-assignment.ts';
import { lowerClass } from './lower-class.ts';
import { lowerCondition } from './lower-condition.ts';
import { lowerExpression } from './lower-expression.ts';
import { hoistFunctions, readThis } from './lower-name.ts';
import { lowerOpaque } from './lower-opaque.ts';
import { initializeObject, startsObject } from './lower-part.ts';
import { lowerStatement } from './lower-statement.ts';
import { lowerStatements } from './lower-using.ts';

/** The door to the other functions of the file. */
export type Nested = {
  /** The id of the function, lowered or not. */
  idOf(node: ts.Node): FunctionId;
  /** The same, and the function is lowered (or is being lowered) now. */
  lowered(node: ts.Node): FunctionId;
  capturesOf(id: FunctionId): Iterable<CellId>;
  homeOf(cell: CellId): ts.Node | undefined;
};

export function lowerFunction(module: ModuleContext, home: ts.Node, id: FunctionId, name: string, nested: Nested): FunctionIr {
  const { ts } = module;
  const graph = new GraphBuilder();
  const params = parametersOf(ts, home).map(() => graph.value());
  const unwind = graph.handler();
  const fn: FunctionContext = {
    module,
    graph,
    home,
    async: hasModifier(ts, home, ts.SyntaxKind.AsyncKeyword),
    generator: (home as { readonly asteriskToken?: ts.Node }).asteriskToken !== undefined,
    frames: [],
    handler: unwind.id,
    unwind: unwind.id,
    labels: [],
    returnCell: null,
    direct: new Map(),
    names: new Map(),
    captures: new Set(),
    insideFinally: 0,
    expression: node => lowerExpression(fn, node),
    statement(node) {
      // `deeper` without its closures: every statement passes here.
      if (isTooDeep(fn)) return void tooDeep(fn, node);
      module.depth += 1;
      lowerStatement(fn, node);
      module.depth -= 1;
    },
    statements(holder, list) {
      hoistFunctions(fn, holder);
      lowerStatements(fn, list);
    },
    hoist: holder => hoistFunctions(fn, holder),
    expressionOfClass: node => lowerClass(fn, node),
    nested(node) {
      const inner = nested.lowered(node);
      for (const cell of nested.capturesOf(inner)) if (nested.homeOf(cell) !== home) fn.captures.add(cell);
      return inner;
    },
    functionOf: node => nested.idOf(node),
    condition(node, then, otherwise) {
      const span = spanOf(fn, node);
      deeper(
        fn,
        () => lowerCondition(fn, node, then, otherwise),
        () => graph.end({ kind: 'branch', test: tooDeep(fn, node), then, else: otherwise, span }),
      );
    },
    assign: (target, value) => assignTo(fn, target, value),
    declare: (target, value) => declareTo(fn, target, value),
    opaque: (node, why) => lowerOpaque(fn, node, why),
  };

  lowerBody(fn, params);
  const end = endOf(fn);
  graph.end({ kind: 'return', value: null, span: end });
  graph.enter(unwind.id);
  graph.end({ kind: 'throw', value: unwind.caught, to: null, rethrows: true, span: end });

  return {
    id,
    name,
    kind: kindOf(ts, home),
    async: fn.async,
    generator: fn.generator,
    params,
    thisCell: ts.isArrowFunction(home) ? null : module.thisCellOf(home),
    captures: [...fn.captures].sort((a, b) => a - b),
    entry: graph.entry,
    blocks: graph.finish(),
    names: fn.names,
    span: spanOf(fn, home),
  };
}

function lowerBody(fn: FunctionContext, params: readonly ValueId[]): void {
  const { ts } = fn.module;
  const { home } = fn;
  if (ts.isSourceFile(home)) return fn.statements(home, home.statements);
  if (ts.isClassStaticBlockDeclaration(home)) return fn.statements(home.body, home.body.statements);
  if (ts.isPropertyDeclaration(home)) return lowerField(fn, home);
  lowerParameters(fn, params);
  if (ts.isConstructorDeclaration(home) && startsObject(fn, home)) initializeObject(fn, home);
  const body = (home as ts.FunctionLikeDeclaration).body;
  if (!body) return;
  if (ts.isBlock(body)) fn.statements(body, body.statements);
  else complete(fn, body, { kind: 'return', value: fn.expression(body) });
}

function lowerField(fn: FunctionContext, field: ts.PropertyDeclaration): void {
  if (!field.initializer) return;
  const value = fn.expression(field.initializer);
  const property = fn.module.ts.isComputedPropertyName(field.name) ? '[computed]' : field.name.text;
  fn.graph.emit({ kind: 'store', object: readThis(fn, field), property, value, span: spanOf(fn, field) });
}

/** The parameters that exist at run time: not the `this` that only TypeScript sees. */
function parametersOf(typescript: ModuleContext['ts'], home: ts.Node): readonly ts.ParameterDeclaration[] {
  if (!typescript.isFunctionLike(home)) return [];
  return (home.parameters as readonly ts.ParameterDeclaration[]).filter(
    ({ name }) => !(typescript.isIdentifier(name) && name.text === 'this'),
  );
}

function lowerParameters(fn: FunctionContext, values: readonly ValueId[]): void {
  const { ts } = fn.module;
  const { home } = fn;
  parametersOf(ts, home).forEach((parameter, i) => {
    const passed = values[i];
    if (passed === undefined) return;
    const given = parameter.dotDotDotToken ? operation(fn, parameter, 'rest', [passed]) : passed;
    fn.declare(parameter.name, parameter.initializer ? withDefault(fn, parameter, given, parameter.initializer) : given);
  });
}

/** Where the function ends, for paths that fall off it: the closing brace, or the last token there is. */
function endOf(fn: FunctionContext): Span {
  const { ts, file, sourceFile } = fn.module;
  const { body } = fn.home as Partial<ts.FunctionLikeDeclaration>;
  // To ask for the last token is to scan the body again, and a block ends with its brace.
  if (body && ts.isBlock(body)) return { file, start: body.end - 1, end: body.end };
  return spanOf(fn, fn.home.getLastToken(sourceFile) ?? fn.home);
}

function kindOf(typescript: ModuleContext['ts'], home: ts.Node): FunctionKind {
  if (typescript.isSourceFile(home)) return 'module';
  if (typescript.isArrowFunction(home)) return 'arrow';
  if (typescript.isMethodDeclaration(home)) return 'method';
  if (typescript.isConstructorDeclaration(home)) return 'constructor';
  if (typescript.isAccessor(home)) return 'accessor';
  if (typescript.isPropertyDeclaration(home) || typescript.isClassStaticBlockDeclaration(home)) return 'initializer';
  return 'function';
}

function hasModifier(typescript: ModuleContext['ts'], node: ts.Node, kind: ts.SyntaxKind): boolean {
  return typescript.canHaveModifiers(node) && (typescript.getModifiers(node)?.some(modifier => modifier.kind === kind) ?? false);
}
