/**
 * One function (or class field, static block, module body) from syntax to graph. Here the constructs are wired together: this is the
 * one file of the folder that knows them all.
 */
import type ts from 'typescript';
import type { Span } from '../base/span.ts';
import { GraphBuilder } from '../ir/build-ir.ts';
import type { ApiRef, BlockId, CellId, FunctionId, FunctionIr, FunctionKind, ValueId } from '../ir/ir.ts';
import {
  complete,
  type Frame,
  type FunctionContext,
  isTooDeep,
  type Lowerings,
  type ModuleContext,
  operation,
  spanOf,
  tooDeep,
} from './context.ts';
import { assignTo, declareTo, withDefault } from './lower-assignment.ts';
import { lowerClass } from './lower-class.ts';
import { lowerCondition } from './lower-condition.ts';
import { EXPRESSIONS, lowerExpression } from './lower-expression.ts';
import { hoistFunctions, readThis } from './lower-name.ts';
import { lowerOpaque } from './lower-opaque.ts';
import { constructImplicitly, initializeObject, startsObject } from './lower-part.ts';
import { lowerStatement, STATEMENTS } from './lower-statement.ts';
import { lowerStatements } from './lower-using.ts';
import { keyNamed } from './member-key.ts';
import { byKind, modifiersOf, oncePerCopy, type Syntax } from './syntax.ts';

/** The door to the other functions of the file. */
export type Functions = {
  /** The id of the function, lowered or not. */
  idOf(node: ts.Node): FunctionId;
  /** The same, and the function is lowered (or is being lowered) now. */
  lowered(node: ts.Node): FunctionId;
  capturesOf(id: FunctionId): readonly CellId[];
  homeOf(cell: CellId): ts.Node | null;
};

const NO_CLASSES: FunctionIr['declaredClasses'] = new Map();

export const lowerings = oncePerCopy((typescript): Lowerings => ({
  expressions: byKind(typescript, EXPRESSIONS),
  statements: byKind(typescript, STATEMENTS),
}));

export function lowerFunction(module: ModuleContext, home: ts.Node, id: FunctionId, name: string, functions: Functions): FunctionIr {
  const { ts } = module;
  const parameters = parametersOf(ts, home);
  const graph = new GraphBuilder();
  // A derived class without a constructor passes on whatever it is given.
  const params = ts.isClassLike(home) && !startsObject(ts, home) ? [graph.value()] : parameters.map(() => graph.value());
  const unwind = graph.handler();
  const fn = new FunctionLowering(module, functions, home, graph, unwind.id);

  lowerParameters(fn, parameters, params);
  lowerBody(fn, params);
  const end = endOf(fn);
  const owner = ownerOf(ts, home);
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
    paramSpans: params.map((_, i) => spanOf(fn, parameters[i] ?? home)),
    ownerClass: owner && module.classOf(owner),
    thisCell: ts.isArrowFunction(home) ? null : module.thisCellOf(home),
    captures: [...fn.captures].sort((a, b) => a - b),
    entry: graph.entry,
    blocks: graph.finish(),
    names: fn.names,
    declaredClasses: fn.declaredClasses ?? NO_CLASSES,
    // A constructor that nobody wrote is no place that the functions of the class are inside of.
    span: ts.isClassLike(home) ? (home.name ? spanOf(fn, home.name) : end) : spanOf(fn, home),
  };
}

/** A class, so that the doors are made once and not for every function. */
class FunctionLowering implements FunctionContext {
  readonly module: ModuleContext;
  readonly graph: GraphBuilder;
  readonly home: ts.Node;
  readonly async: boolean;
  readonly generator: boolean;
  readonly frames: Frame[] = [];
  handler: BlockId;
  readonly unwind: BlockId;
  labels: readonly string[] = [];
  returnCell: CellId | null = null;
  readonly names = new Map<ValueId, string>();
  readonly captures = new Set<CellId>();
  declaredClasses: Map<ValueId, ApiRef> | null = null;
  insideFinally = 0;
  readonly #functions: Functions;

  constructor(module: ModuleContext, functions: Functions, home: ts.Node, graph: GraphBuilder, unwind: BlockId) {
    this.module = module;
    this.graph = graph;
    this.home = home;
    this.async = modifiersOf(home)?.some(({ kind }) => kind === module.ts.SyntaxKind.AsyncKeyword) ?? false;
    this.generator = (home as { readonly asteriskToken?: ts.Node }).asteriskToken !== undefined;
    this.handler = unwind;
    this.unwind = unwind;
    this.#functions = functions;
  }

  expression(node: ts.Expression): ValueId {
    return lowerExpression(this, node);
  }

  statement(node: ts.Statement): void {
    // `deeper` without its closures: every statement passes here.
    if (isTooDeep(this)) return void tooDeep(this, node);
    this.module.depth += 1;
    lowerStatement(this, node);
    this.module.depth -= 1;
  }

  statements(holder: ts.Node, list: readonly ts.Statement[]): void {
    hoistFunctions(this, holder);
    lowerStatements(this, list);
  }

  hoist(holder: ts.Node): void {
    hoistFunctions(this, holder);
  }

  expressionOfClass(node: ts.ClassLikeDeclaration): ValueId {
    return lowerClass(this, node);
  }

  nested(node: ts.Node): FunctionId {
    const inner = this.#functions.lowered(node);
    for (const cell of this.#functions.capturesOf(inner)) if (this.#functions.homeOf(cell) !== this.home) this.captures.add(cell);
    return inner;
  }

  functionOf(node: ts.Node): FunctionId {
    return this.#functions.idOf(node);
  }

  condition(node: ts.Expression, then: BlockId, otherwise: BlockId): void {
    if (isTooDeep(this)) {
      return this.graph.end({ kind: 'branch', test: tooDeep(this, node), then, else: otherwise, span: spanOf(this, node) });
    }
    this.module.depth += 1;
    lowerCondition(this, node, then, otherwise);
    this.module.depth -= 1;
  }

  assign(target: ts.Node, value: ValueId): void {
    assignTo(this, target, value);
  }

  declare(name: ts.BindingName, value: ValueId): void {
    declareTo(this, name, value);
  }

  opaque(node: ts.Node, why: string): ValueId {
    return lowerOpaque(this, node, why);
  }
}

function lowerBody(fn: FunctionContext, params: readonly ValueId[]): void {
  const { ts } = fn.module;
  const { home } = fn;
  if (ts.isSourceFile(home)) return fn.statements(home, home.statements);
  if (ts.isClassStaticBlockDeclaration(home)) return fn.statements(home.body, home.body.statements);
  if (ts.isPropertyDeclaration(home)) return lowerField(fn, home);
  if (ts.isClassLike(home)) return constructImplicitly(fn, home, params);
  if (ts.isConstructorDeclaration(home) && startsObject(ts, home.parent)) initializeObject(fn, home);
  const body = (home as ts.FunctionLikeDeclaration).body;
  if (!body) return;
  if (ts.isBlock(body)) fn.statements(body, body.statements);
  else complete(fn, body, { kind: 'return', value: fn.expression(body) });
}

function lowerField(fn: FunctionContext, field: ts.PropertyDeclaration): void {
  if (!field.initializer) return;
  const value = fn.expression(field.initializer);
  const { name } = field;
  const property = fn.module.ts.isComputedPropertyName(name) ? (keyNamed(fn, name.expression) ?? '[computed]') : name.text;
  fn.graph.emit({ kind: 'store', object: readThis(fn, field), property, value, span: spanOf(fn, field) });
}

/** The parameters that exist at run time: not the `this` that only TypeScript sees. */
function parametersOf(typescript: Syntax, home: ts.Node): readonly ts.ParameterDeclaration[] {
  if (!typescript.isFunctionLike(home)) return [];
  const parameters = home.parameters as readonly ts.ParameterDeclaration[];
  const [first] = parameters;
  return first && typescript.isIdentifier(first.name) && first.name.text === 'this' ? parameters.slice(1) : parameters;
}

function lowerParameters(fn: FunctionContext, parameters: readonly ts.ParameterDeclaration[], values: readonly ValueId[]): void {
  parameters.forEach((parameter, i) => {
    const passed = values[i];
    if (passed === undefined) return;
    const given = parameter.dotDotDotToken ? operation(fn, parameter, 'rest', [passed]) : passed;
    fn.declare(parameter.name, parameter.initializer ? withDefault(fn, parameter, given, parameter.initializer) : given);
  });
}

/**
 * Where the function ends, for paths that fall off it: its closing brace, or the last character there is. (To ask for the last token is
 * to scan the body again.)
 */
function endOf({ home, module: { ts, file } }: FunctionContext): Span {
  const end = ts.isSourceFile(home) ? home.endOfFileToken.end : home.end;
  return { file, start: ts.isSourceFile(home) ? end : end - 1, end };
}

/** The class whose instance the function has as `this`. */
function ownerOf(typescript: Syntax, home: ts.Node): ts.ClassLikeDeclaration | null {
  if (typescript.isClassLike(home)) return home;
  if (!typescript.isClassElement(home) || !typescript.isClassLike(home.parent)) return null;
  return modifiersOf(home)?.some(({ kind }) => kind === typescript.SyntaxKind.StaticKeyword) ? null : home.parent;
}

function kindOf(typescript: Syntax, home: ts.Node): FunctionKind {
  if (typescript.isSourceFile(home)) return 'module';
  if (typescript.isArrowFunction(home)) return 'arrow';
  if (typescript.isMethodDeclaration(home)) return 'method';
  if (typescript.isConstructorDeclaration(home) || typescript.isClassLike(home)) return 'constructor';
  if (typescript.isAccessor(home)) return 'accessor';
  if (typescript.isPropertyDeclaration(home) || typescript.isClassStaticBlockDeclaration(home)) return 'initializer';
  return 'function';
}
