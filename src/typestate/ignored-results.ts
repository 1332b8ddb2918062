/**
 * Functions whose result nobody gets: executors, listeners, what timers run. An arrow such as `resolve => socket.once('open', resolve)`
 * returns the socket, and hands it to nobody by that.
 *
 * Approximation: *must*: the closure is used once, as an argument of a call that is known to ignore what it returns.
 */
import type { FunctionId, FunctionIr, ModuleIr } from '../ir/ir.ts';
import type { Call } from './call.ts';
import type { FunctionFacts } from './function-facts.ts';

const LISTENING: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'addEventListener', 'prependListener', 'prependOnceListener']);

const RUNNING: ReadonlySet<string> = new Set([
  'global.Promise',
  'global.queueMicrotask',
  'global.setImmediate',
  'global.setInterval',
  'global.setTimeout',
  'process.nextTick',
]);

export function ignoredResultsIn(module: ModuleIr, factsOf: (fn: FunctionIr) => FunctionFacts): ReadonlySet<FunctionId> {
  const ignored = new Set<FunctionId>();
  for (const fn of module.functions.values()) {
    for (const { terminator: it } of fn.blocks.values()) {
      if (it.kind !== 'call' || it.args.length === 0 || !ignores(it)) continue;
      const facts = factsOf(fn);
      for (const { value } of it.args) {
        const definition = facts.definitionOf(value);
        if (definition?.kind === 'closure' && facts.usesOf(value) === 1) ignored.add(definition.fn);
      }
    }
  }
  return ignored;
}

function ignores({ callee }: Call): boolean {
  if (callee.kind === 'method') return LISTENING.has(callee.name);
  if (callee.kind !== 'api') return false;
  const [, method] = callee.api.member.split('#');
  return method === undefined ? RUNNING.has(`${callee.api.module}.${callee.api.member}`) : LISTENING.has(method);
}
