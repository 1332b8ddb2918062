/**
 * How calls and promises of the module can end, as far as the source shows it: may the call throw, does it return at all, may the
 * promise reject.
 *
 * Approximation: `mayThrow` and `mayReject` are *may*, of evidence only; `neverReturns` is *must*. Inside a recursion a function neither
 * throws nor rejects, and it returns.
 */
import type { BlockId, FunctionId, FunctionIr, ModuleIr, Terminator, ValueId } from '../ir/ir.ts';
import { targetsOf } from '../ir/targets.ts';
import type { Call } from './call.ts';
import { optionGiven } from './options.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { ModelIndex } from './model-index.ts';

export type Endings = {
  /** Whether the source shows that the call may throw: a known thrower, or a function whose body does. */
  mayThrow(call: Call): boolean;
  /** Whether no evident path through the callee returns (`usage(): never`). */
  neverReturns(call: Call): boolean;
  /** Whether an evident path through the function, async or not, returns. */
  returns(fn: FunctionId): boolean;
  /** Whether awaiting the value in the function can reject; a promise of which nothing is known can. */
  mayReject(value: ValueId, fn: FunctionIr): boolean;
  /** Whether an evident path leads out of the function by throwing; of an async function, by rejecting. */
  leavesByThrow(fn: FunctionId): boolean;
};

/** Operators whose result may be a promise, because they hand an operand on. */
const CARRYING: ReadonlySet<string> = new Set(['next', 'import', 'computed-member', 'rest']);

/** Functions that call what they are given, once and without an error. */
const SCHEDULERS: ReadonlySet<string> = new Set(['global.queueMicrotask', 'global.setImmediate', 'process.nextTick']);

export function endingsOf(module: ModuleIr, models: ModelIndex, factsFor: (fn: FunctionIr) => FunctionFacts): Endings {
  const exits = new Map<FunctionId, Exits>();
  const resolving = new Map<FunctionId, boolean>();

  function exitsOf(id: FunctionId): Exits {
    const known = exits.get(id);
    if (known) return known;
    exits.set(id, { throws: false, returns: true });
    const fn = module.functions.get(id);
    const found = fn ? walk(fn) : { throws: false, returns: true };
    exits.set(id, found);
    return found;
  }

  function walk(fn: FunctionIr): Exits {
    const reached = new Set([fn.entry]);
    let [throws, returns] = [false, false];
    for (const id of reached) {
      const it = fn.blocks.get(id)?.terminator;
      if (it?.kind === 'throw' && it.to === null) throws = true;
      if (it?.kind === 'return') returns = true;
      for (const target of it ? evidentTargets(it, fn) : []) reached.add(target);
    }
    return { throws, returns };
  }

  function evidentTargets(it: Terminator, fn: FunctionIr): readonly BlockId[] {
    if (it.kind === 'call') return [...(neverReturns(it) ? [] : [it.next]), ...(mayThrow(it) ? [it.throws] : [])];
    if (it.kind === 'suspend') return it.how === 'await' && mayReject(it.value, fn) ? [it.next, it.throws] : [it.next];
    return targetsOf(it);
  }

  const isSync = (id: FunctionId): boolean => {
    const fn = module.functions.get(id);
    return fn !== undefined && !fn.async && !fn.generator;
  };
  const mayThrow = ({ callee, construct }: Call): boolean => {
    if (callee.kind === 'function') return isSync(callee.fn) && exitsOf(callee.fn).throws;
    return callee.kind === 'api' && (models.effectsOf(callee.api, construct)?.some(effect => effect.kind === 'throws') ?? false);
  };
  const neverReturns = ({ callee }: Call): boolean => callee.kind === 'function' && isSync(callee.fn) && !exitsOf(callee.fn).returns;

  function mayReject(value: ValueId, fn: FunctionIr): boolean {
    const facts = factsFor(fn);
    const definition = facts.definitionOf(value);
    if (definition) {
      if (definition.kind === 'op') return CARRYING.has(definition.operator);
      return !(definition.kind === 'const' || definition.kind === 'object' || definition.kind === 'closure');
    }
    const call = facts.callOf(value);
    return call === undefined || promiseMayReject(call, fn, facts);
  }

  function promiseMayReject(call: Call, fn: FunctionIr, facts: FunctionFacts): boolean {
    const { callee, construct, args, receiver } = call;
    const handles = (index: number): boolean => {
      const handler = args[index];
      const closure = handler && facts.closureOf(handler.value);
      return closure !== undefined && !exitsOf(closure).throws;
    };
    switch (callee.kind) {
      case 'function':
        return functionMayReject(callee.fn);
      case 'method':
        if (callee.name === 'catch') return !handles(0);
        if (callee.name === 'then') return !(handles(0) && (handles(1) || (receiver !== null && !mayReject(receiver, fn))));
        if (callee.name === 'finally') return !handles(0) || receiver === null || mayReject(receiver, fn);
        return true;
      case 'api': {
        const settles = models.effectsOf(callee.api, construct)?.find(effect => effect.kind === 'never-rejects');
        if (settles && optionGiven(call, settles.unless, facts) === undefined) return false;
        const { module: from, member } = callee.api;
        if (from !== 'global') return true;
        if (member === 'Promise.resolve') return args.some(arg => mayReject(arg.value, fn));
        return !(construct && member === 'Promise' && args[0] !== undefined && executorOnlyResolves(args[0].value, facts));
      }
      case 'value':
      case 'super':
        return true;
    }
  }

  /** `new Promise(resolve => …)`: nobody holds the function that would reject it. */
  function executorOnlyResolves(executor: ValueId, facts: FunctionFacts): boolean {
    const closure = facts.closureOf(executor);
    const body = closure === undefined ? undefined : module.functions.get(closure);
    if (body) return body.params.length < 2 && !exitsOf(body.id).throws;
    const definition = facts.definitionOf(executor);
    return definition?.kind === 'api' && SCHEDULERS.has(`${definition.api.module}.${definition.api.member}`);
  }

  function functionMayReject(id: FunctionId): boolean {
    const fn = module.functions.get(id);
    if (!fn || fn.generator) return true;
    if (fn.async) return exitsOf(id).throws || returnsRejecting(fn);
    return returnsRejecting(fn);
  }

  /** Whether some returned value is a promise that may reject. */
  function returnsRejecting(fn: FunctionIr): boolean {
    const known = resolving.get(fn.id);
    if (known !== undefined) return known;
    resolving.set(fn.id, false);
    const rejecting = [...fn.blocks.values()].some(
      ({ terminator: it }) => it.kind === 'return' && it.value !== null && mayReject(it.value, fn),
    );
    resolving.set(fn.id, rejecting);
    return rejecting;
  }

  return { mayThrow, neverReturns, returns: id => exitsOf(id).returns, mayReject, leavesByThrow: id => exitsOf(id).throws };
}

type Exits = { readonly throws: boolean; readonly returns: boolean };
