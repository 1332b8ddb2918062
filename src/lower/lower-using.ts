/**
 * `using` and `await using`: what follows the declaration is guarded, and every way out of it disposes of the value, the last declared
 * first. It is the value that is disposed of, not what a name holds: nobody can assign to a `using`.
 *
 * Approximation: a value without the method makes the declaration throw; like a property load, by decree it does not here.
 */
import type ts from 'typescript';
import type { ValueId } from '../ir/ir.ts';
import { deeper, type FunctionContext, operation, spanOf, tooDeep } from './context.ts';
import { awaited, callTo } from './lower-exits.ts';
import { onEveryExit } from './lower-finally.ts';

/** Whether the list declares with `using` or `await using`. */
export function isUsing({ module: { ts } }: FunctionContext, list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.Using) !== 0;
}

/** A statement list, in which each `using` guards the rest. */
export function lowerStatements(fn: FunctionContext, list: readonly ts.Statement[], from = 0): void {
  const { ts } = fn.module;
  for (let i = from, statement = list[i]; statement; i += 1, statement = list[i]) {
    if (ts.isVariableStatement(statement) && isUsing(fn, statement.declarationList)) {
      return guardRest(fn, statement.declarationList, list, i + 1);
    }
    fn.statement(statement);
  }
}

function guardRest(fn: FunctionContext, using: ts.VariableDeclarationList, list: readonly ts.Statement[], from: number): void {
  guardedBy(fn, using, () => lowerStatements(fn, list, from));
}

/** Declares what the list declares, one inside the other, and `rest` inside all of them. */
export function guardedBy(fn: FunctionContext, list: ts.VariableDeclarationList, rest: () => void): void {
  const declare = ([first, ...others]: readonly ts.VariableDeclaration[]): void => {
    if (!first) return rest();
    deeper(
      fn,
      () => {
        if (!first.initializer) return declare(others);
        const value = fn.expression(first.initializer);
        fn.declare(first.name, value);
        disposing(fn, first, value, () => declare(others));
      },
      () => void tooDeep(fn, first),
    );
  };
  declare(list.declarations);
}

/** Runs `guarded`, and disposes of `value` on every way out. */
export function disposing(fn: FunctionContext, declaration: ts.VariableDeclaration, value: ValueId, guarded: () => void): void {
  onEveryExit(fn, declaration, guarded, () => dispose(fn, declaration, value));
}

/** `value[Symbol.dispose]()`, awaited for `await using`; null and undefined are let pass. */
function dispose(fn: FunctionContext, node: ts.VariableDeclaration, value: ValueId): void {
  const { graph } = fn;
  const { NodeFlags } = fn.module.ts;
  const isAwaited = (node.parent.flags & NodeFlags.BlockScoped) === NodeFlags.AwaitUsing;
  const [some, after] = [graph.block(), graph.block()];
  graph.end({ kind: 'branch', test: operation(fn, node, 'is-nullish', [value]), then: after, else: some, span: spanOf(fn, node) });
  graph.enter(some);
  const name = isAwaited ? '[Symbol.asyncDispose]' : '[Symbol.dispose]';
  const result = callTo(fn, node, { callee: { kind: 'method', name }, receiver: value });
  if (isAwaited) awaited(fn, node, result);
  graph.jump(after, spanOf(fn, node));
  graph.enter(after);
}
