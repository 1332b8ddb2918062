/** Calls, `new`, member access and optional chains. A callee is settled as early as it can be: module API, own function, method, value. */
import type ts from 'typescript';
import { invariant } from '../base/invariant.ts';
import type { ApiRef, Argument, BlockId, Callee, ValueId } from '../ir/ir.ts';
import { constant, deeper, endArm, type FunctionContext, joined, operation, spanOf, startJoin, tooDeep } from './context.ts';
import { callTo, type Target } from './lower-exits.ts';
import { closureOf, functionNamed, readThis, superOf } from './lower-name.ts';
import { initializeObject } from './lower-part.ts';
import { propertyOf } from './member-key.ts';
import { GLOBAL, strip } from './provenance.ts';
import { apiByType } from './type-resolution.ts';

/** Calls that end the process: no obligation survives them. */
const STOPS: ReadonlySet<string> = new Set(['process.exit', 'process.abort', 'process.reallyExit']);

/** Where a nullish link of the optional chain around leads; null outside of one. */
type ChainExit = BlockId | null;

export function lowerCall(fn: FunctionContext, node: ts.CallExpression, exit: ChainExit = null): ValueId {
  const { ts } = fn.module;
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return operation(
      fn,
      node,
      'import',
      node.arguments.map(argument => fn.expression(argument)),
    );
  }
  const target = targetOf(fn, node, exit);
  if (node.questionDotToken && exit !== null) {
    if (target.callee.kind === 'value') leaveIfNullish(fn, node, target.callee.value, exit);
    else if (target.callee.kind === 'method' && target.receiver !== null) {
      leaveIfNullish(fn, node, loadMember(fn, node, target.receiver, target.callee.name), exit);
    } else if (target.callee.kind === 'super' && target.callee.name !== null) {
      leaveIfNullish(fn, node, loadMember(fn, node, superOf(fn, node), target.callee.name), exit);
    }
  }
  const args = lowerArguments(fn, node.arguments);
  if (target.callee.kind === 'api' && STOPS.has(`${target.callee.api.module}.${target.callee.api.member}`)) {
    const span = spanOf(fn, node);
    fn.graph.end({ kind: 'stop', span });
    return constant(fn, node, undefined);
  }
  const result = callTo(fn, node, target, args);
  // Until `super()` has returned there is no object; only then do the fields of this class run.
  if (target.callee.kind === 'super' && target.callee.name === null && ts.isConstructorDeclaration(fn.home)) initializeObject(fn, fn.home);
  return result;
}

export function lowerNew(fn: FunctionContext, node: ts.NewExpression): ValueId {
  const callee = strip(fn.module.ts, node.expression);
  const known = settledApi(fn, node, callee);
  if (known) lowerLoading(fn, callee);
  const api = known ?? askedApi(fn, node, callee);
  const base = api ? undefined : fn.module.provenance.baseOf(callee);
  const value = api ? undefined : fn.expression(callee);
  return callTo(fn, node, { callee: constructed(api, base, value), receiver: null }, lowerArguments(fn, node.arguments ?? []), true);
}

/** What `new` makes: a library class, a class of this file that extends one, or whatever the value is. */
function constructed(api: ApiRef | undefined, base: ApiRef | undefined, value: ValueId | undefined): Callee {
  if (api) return { kind: 'api', api };
  invariant(value !== undefined, 'a callee that is no API is a value');
  return base ? { kind: 'api', api: base, subclass: value } : { kind: 'value', value };
}

export function lowerTaggedTemplate(fn: FunctionContext, node: ts.TaggedTemplateExpression): ValueId {
  const { ts } = fn.module;
  const target = targetOf(fn, node, null);
  const strings = operation(fn, node.template, 'template-strings', []);
  const spans = ts.isTemplateExpression(node.template) ? node.template.templateSpans : [];
  const args = [strings, ...spans.map(span => fn.expression(span.expression))].map(value => ({ value, spread: false }));
  return callTo(fn, node, target, args);
}

function lowerArguments(fn: FunctionContext, list: readonly ts.Expression[]): readonly Argument[] {
  const { ts } = fn.module;
  return list.map(argument =>
    ts.isSpreadElement(argument)
      ? { value: fn.expression(argument.expression), spread: true }
      : { value: fn.expression(argument), spread: false },
  );
}

function targetOf(fn: FunctionContext, node: ts.CallExpression | ts.TaggedTemplateExpression, exit: ChainExit): Target {
  const { ts } = fn.module;
  const callee = strip(ts, ts.isCallExpression(node) ? node.expression : node.tag);
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return { callee: { kind: 'super', name: null }, receiver: readThis(fn, callee) };
  const api = settledApi(fn, node, callee);
  if (api) {
    lowerLoading(fn, callee);
    return { callee: { kind: 'api', api }, receiver: null };
  }
  const local = functionNamed(fn, callee);
  if (local !== null) return { callee: { kind: 'function', fn: local }, receiver: null };
  if (ts.isArrowFunction(callee) || ts.isFunctionExpression(callee)) {
    // Called on the spot; it is a closure all the same, and what it captures is shared with it.
    closureOf(fn, callee);
    return { callee: { kind: 'function', fn: fn.functionOf(callee) }, receiver: null };
  }
  if (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)) {
    if (callee.expression.kind === ts.SyntaxKind.SuperKeyword) return superTarget(fn, callee);
  }
  if (ts.isPropertyAccessExpression(callee)) {
    const receiver = lowerLink(fn, callee, exit);
    const asked = askedApi(fn, node, callee);
    return { callee: asked ? { kind: 'api', api: asked } : { kind: 'method', name: callee.name.text }, receiver };
  }
  if (ts.isElementAccessExpression(callee)) {
    const receiver = lowerLink(fn, callee, exit);
    const property = propertyOf(fn, callee);
    if (typeof property === 'string') return { callee: { kind: 'method', name: property }, receiver };
    return { callee: { kind: 'value', value: loadMember(fn, callee, receiver, property) }, receiver };
  }
  const asked = askedApi(fn, node, callee);
  if (asked) return { callee: { kind: 'api', api: asked }, receiver: null };
  return { callee: { kind: 'value', value: chained(fn, callee, exit) }, receiver: null };
}

/** `super.m`: the member is the base's, the receiver is `this`. */
function superTarget(fn: FunctionContext, callee: ts.PropertyAccessExpression | ts.ElementAccessExpression): Target {
  const receiver = readThis(fn, callee.expression);
  const property = propertyOf(fn, callee);
  if (typeof property === 'string') return { callee: { kind: 'super', name: property }, receiver };
  return { callee: { kind: 'value', value: loadMember(fn, callee, superOf(fn, callee.expression), property) }, receiver };
}

/** What imports say that a callee is; of a module that no model knows, the checker may say where it comes from (a re-export). */
function settledApi(fn: FunctionContext, node: ts.CallLikeExpression, callee: ts.Expression): ApiRef | undefined {
  const { provenance, asked } = fn.module;
  const api = provenance.apiOf(callee);
  const isKnown = !api || asked.modules.has(api.module) || api.module === GLOBAL || api.module === 'process';
  return isKnown ? api : (askedApi(fn, node, callee) ?? api);
}

/** What loads the module where a member is taken from it on the spot: `(await import('net')).connect` may reject. */
export function lowerLoading(fn: FunctionContext, member: ts.Expression): void {
  const { ts } = fn.module;
  let base = strip(ts, member);
  while (ts.isPropertyAccessExpression(base) || ts.isElementAccessExpression(base)) base = strip(ts, base.expression);
  if (!ts.isIdentifier(base)) fn.expression(base);
}

/** Asks the checker about a call whose last name some model knows; most calls are never asked about. */
function askedApi(fn: FunctionContext, node: ts.CallLikeExpression, callee: ts.Expression): ApiRef | undefined {
  const { ts, checker, asked } = fn.module;
  if (!checker || !(ts.isCallExpression(node) || ts.isNewExpression(node))) return undefined;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : ts.isIdentifier(callee) ? callee.text : undefined;
  return name !== undefined && asked.names.has(name) ? apiByType(ts, checker, node, asked) : undefined;
}

export function lowerAccess(
  fn: FunctionContext,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  exit: ChainExit = null,
): ValueId {
  const object = lowerLink(fn, node, exit);
  return loadMember(fn, node, object, propertyOf(fn, node));
}

/** An optional chain as a whole: every `?.` that meets null or undefined leaves to one exit, where the chain is undefined. */
export function lowerChain(fn: FunctionContext, node: ts.Expression): ValueId {
  const exit = fn.graph.block();
  const join = startJoin(fn, 'chain');
  endArm(fn, node, join, chained(fn, node, exit));
  fn.graph.enter(exit);
  endArm(fn, node, join, constant(fn, node, undefined));
  return joined(fn, node, join);
}

/** A link of the chain that `exit` belongs to; what is no link of it is an expression of its own. */
function chained(fn: FunctionContext, outer: ts.Expression, exit: ChainExit): ValueId {
  const { ts } = fn.module;
  const node = ts.isNonNullExpression(outer) ? outer.expression : outer;
  if (exit === null || !ts.isOptionalChain(node)) return fn.expression(node);
  return deeper(
    fn,
    () => {
      if (ts.isCallExpression(node)) return lowerCall(fn, node, exit);
      if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return lowerAccess(fn, node, exit);
      return fn.expression(node);
    },
    () => tooDeep(fn, node),
  );
}

/** The object of a member access, with the exit that its `?.` asks for. */
function lowerLink(fn: FunctionContext, node: ts.PropertyAccessExpression | ts.ElementAccessExpression, exit: ChainExit): ValueId {
  const object = chained(fn, node.expression, exit);
  if (node.questionDotToken && exit !== null) leaveIfNullish(fn, node, object, exit);
  return object;
}

function leaveIfNullish(fn: FunctionContext, node: ts.Node, value: ValueId, exit: BlockId): void {
  const next = fn.graph.block();
  const test = operation(fn, node, 'is-nullish', [value]);
  fn.graph.end({ kind: 'branch', test, then: exit, else: next, span: spanOf(fn, node) });
  fn.graph.enter(next);
}

function loadMember(fn: FunctionContext, node: ts.Node, object: ValueId, property: string | ValueId): ValueId {
  const to = fn.graph.value();
  fn.graph.emit({ kind: 'load', to, object, property, span: spanOf(fn, node) });
  return to;
}
