/**
 * Resources that a function is handed as a callback: `pool.getConnection((error, connection) => …)`, `net.createServer(socket => …)`,
 * `pool.connect().then(client => …)`.
 *
 * Approximation: *must*: only functions of this module that one call of a modelled API is certainly given.
 */
import { valueName } from '../dataflow/name.ts';
import type { ApiRef, FunctionId, FunctionIr, ModuleIr, ValueId } from '../ir/ir.ts';
import type { Effect, Slot } from '../protocol/effect.ts';
import { type Birth, makingEffects } from './births.ts';
import { type Call, siteOf } from './call.ts';
import type { Classes } from './classes.ts';
import type { FunctionFacts } from './function-facts.ts';
import { NO_GUARDS, withGuard } from './guards.ts';
import type { ModelIndex } from './model-index.ts';
import { bornState } from './state.ts';

/** A function given to a call as its callback, with what the model says of the call, and where the resource is asked for. */
type Given = {
  readonly callback: FunctionId;
  readonly effects: readonly Effect[];
  readonly api: ApiRef;
  /** The call that its findings stand at; null where they stand at the parameter. */
  readonly askedBy: Call | null;
  /** The event and the emitter it is listened to at; null where it is no listener. */
  readonly listensTo: string | null;
};

export type Received = {
  /** The resources that the function's parameters hold when it is entered. */
  birthsAtEntry(fn: FunctionIr): readonly Birth[];
};

export function receivedIn(module: ModuleIr, models: ModelIndex, classes: Classes, factsOf: (fn: FunctionIr) => FunctionFacts): Received {
  let known: ReadonlyMap<FunctionId, Given> | undefined;

  function callbacks(): ReadonlyMap<FunctionId, Given> {
    const given = new Map<FunctionId, Given>();
    const listening = new Map<string, FunctionId>();
    for (const fn of module.functions.values()) {
      for (const { terminator: it } of fn.blocks.values()) {
        if (it.kind !== 'call' || it.args.length === 0) continue;
        const found = fulfilledBy(it, fn) ?? givenTo(it, fn);
        if (!found) continue;
        // Of several listeners to one event each leaves to the others what it ignores.
        const other = found.listensTo === null ? undefined : listening.get(found.listensTo);
        if (found.listensTo !== null) listening.set(found.listensTo, found.callback);
        if (other === undefined) given.set(found.callback, found);
        else given.delete(other);
      }
    }
    return given;
  }

  /** `pool.connect().then(client => …)`: what the promise resolves to is the callback's first parameter. */
  function fulfilledBy({ callee, receiver, args }: Call, fn: FunctionIr): Given | undefined {
    if (callee.kind !== 'method' || callee.name !== 'then' || receiver === null) return undefined;
    const facts = factsOf(fn);
    const [handler] = args;
    const promised = facts.callOf(receiver);
    const callback = handler && facts.closureOf(handler.value);
    if (callback === undefined || !promised || facts.usesOf(receiver) > 1) return undefined;
    const api = classes.apiOf(promised, fn);
    const [effect] = makingEffects((api && models.effectsOf(api, promised.construct)) ?? [], 'awaited');
    return api && effect ? { callback, api, effects: [{ ...effect, into: 'param0' }], askedBy: promised, listensTo: null } : undefined;
  }

  /** The callback of a call that hands it something: the last function among the arguments. */
  function givenTo(call: Call, fn: FunctionIr): Given | undefined {
    const facts = factsOf(fn);
    const callback = call.args.map(({ value }) => facts.closureOf(value)).findLast(closure => closure !== undefined);
    if (callback === undefined) return undefined;
    const api = classes.apiOf(call, fn);
    const literal = call.args.map(arg => facts.constantOf(arg.value)).find(value => typeof value === 'string');
    const effects = api && models.effectsOf(api, call.construct, literal);
    const hands = effects?.some(effect => 'into' in effect && effect.into.startsWith('param')) ?? false;
    const listensTo = typeof literal === 'string' ? `${literal} of ${emitterOf(call, fn)}` : null;
    return api && effects && hands ? { callback, effects, api, askedBy: null, listensTo } : undefined;
  }

  /** The receiver of the call: the variable that it was read from, else the value itself. */
  function emitterOf({ receiver }: Call, fn: FunctionIr): string {
    const it = receiver === null ? undefined : factsOf(fn).definitionOf(receiver);
    return it?.kind === 'read' ? `c${it.cell}` : `${fn.id} v${receiver}`;
  }

  return {
    birthsAtEntry(fn) {
      const given = (known ??= callbacks()).get(fn.id);
      return given ? fn.params.flatMap((param, i) => birthOf(given, fn, param, i) ?? []) : [];
    },
  };

  function birthOf({ effects, api, askedBy }: Given, fn: FunctionIr, param: ValueId, index: number): Birth | undefined {
    const slot: Slot = `param${index}`;
    const [effect] = makingEffects(effects, slot);
    const resource = effect && models.resourceOf(effect.resource);
    if (!effect || !resource) return undefined;
    const releasing = effects.find(other => other.kind === 'releaser' && other.of === slot);
    const releaser = releasing?.kind === 'releaser' ? fn.params[Number(releasing.by.slice('param'.length))] : undefined;
    const made = siteOf(askedBy?.span ?? fn.paramSpans[index] ?? fn.span, fn.entry, api);
    const state = bornState('open', valueName(param), made);
    // After an error there is no resource: an error-first callback has one or the other.
    const [error] = fn.params;
    const guards = index > 0 && error !== undefined ? withGuard(NO_GUARDS, { key: `v${error}`, negated: false }, false) : NO_GUARDS;
    return {
      block: fn.entry,
      next: fn.entry,
      result: param,
      call: null,
      resource,
      made,
      state: { ...state, guards },
      boundedBy: undefined,
      received: effect.kind === 'receive' ? effect.how : 'no',
      releaser: releaser ?? null,
    };
  }
}
