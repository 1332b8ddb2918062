/**
 * Runs the graphs of a module, so that they can be compared with the program they came from: calls, choices, exceptions, `await` and
 * `yield`, closures and classes. It gives each instruction and terminator the meaning that `ir.ts` states and knows nothing of syntax.
 *
 * Where a graph says less than its source, its run knows less: `UNKNOWN` flows on, and a choice by it halts the run. By decree a cell
 * is one for each call of its function, loops included; no program here lets a closure tell the difference.
 */
import type { Argument, BlockId, Terminator, ValueId } from '../../src/ir/ir.ts';
import { step } from './run-ir-instructions.ts';
import { byDecree, Halt, known } from './run-ir-operators.ts';
import {
  type Activation,
  closure,
  keyIn,
  type Machine,
  memberOfSuper,
  type Outcome,
  type Pause,
  type Resumption,
  valueIn,
} from './run-ir-state.ts';
import { memberOf } from './value-shape.ts';

/** Runs an activation to its end, pausing at each `suspend`. */
export function* steps(machine: Machine, activation: Activation): Generator<Pause, Outcome, Resumption> {
  const { fn, values } = activation;
  const { host } = machine;
  let thrown: unknown;
  let from: BlockId | null = null;
  for (let at: BlockId = fn.entry; ;) {
    const block = fn.blocks.get(at);
    if (!block) throw new Error(`there is no bb${at}`);
    if ((machine.fuel.left -= 1) < 0) throw new Halt('endless', `${fn.name} goes on and on`);
    host.visit(fn, block, from);
    from = at;
    if (block.caught !== null) values.set(block.caught, thrown);
    for (const it of block.instructions) step(machine, activation, it);
    const end = block.terminator;
    switch (end.kind) {
      case 'jump':
        at = end.to;
        break;
      case 'branch':
        at = known(valueIn(values, end.test)) ? end.then : end.else;
        break;
      case 'call':
        try {
          values.set(end.result, call(machine, activation, end));
          at = end.next;
        } catch (error) {
          if (error instanceof Halt) throw error;
          thrown = error;
          at = end.throws;
        }
        break;
      case 'suspend': {
        const { how, value } = yield { how: end.how, value: valueIn(values, end.value) };
        if (value instanceof Halt) throw value;
        if (how === 'next') values.set(end.result, value);
        if (how === 'throw') thrown = value;
        at = how === 'next' ? end.next : how === 'throw' ? end.throws : (end.returns ?? end.throws);
        break;
      }
      case 'return':
        return { exit: 'return', value: end.value === null ? undefined : valueIn(values, end.value) };
      case 'throw':
        thrown = valueIn(values, end.value);
        if (end.to === null) return { exit: 'throw', value: thrown };
        at = end.to;
        break;
      case 'stop': {
        const halt = new Halt('stop', `${fn.name} stops`);
        host.halted(halt);
        throw halt;
      }
    }
  }
}

function call(machine: Machine, activation: Activation, end: Extract<Terminator, { kind: 'call' }>): unknown {
  const { callee } = end;
  const { values } = activation;
  const receiver = end.receiver === null ? undefined : valueIn(values, end.receiver);
  const args = end.args.flatMap(argument => argumentsFrom(argument, values));
  switch (callee.kind) {
    case 'api':
      if (callee.subclass !== undefined) return apply(known(valueIn(values, callee.subclass)), undefined, args, end.construct);
      return apply(machine.host.api(callee.api), undefined, args, end.construct);
    case 'value':
      return apply(known(valueIn(values, callee.value)), receiver, args, end.construct);
    case 'function': {
      const value = closure(machine, activation, callee.fn) as (...args: readonly unknown[]) => unknown;
      return Reflect.apply(value, receiver, args);
    }
    case 'method': {
      const object = known(receiver);
      const method = known(byDecree(() => memberOf(object, keyIn(callee.name))));
      // Where it is taken for disposal it must be there when the variable is declared; by decree it is.
      if (method === undefined && callee.name.startsWith('[Symbol.')) throw new Halt('beyond decree', `no ${callee.name}`);
      return apply(method, object, args, end.construct);
    }
    case 'super': {
      const { name } = callee;
      if (name !== null) return apply(known(byDecree(() => memberOfSuper(activation, keyIn(name)))), receiver, args, false);
      let home: Activation | null = activation;
      while (home && !home.construction) home = home.around;
      if (!home?.construction || home.fn.thisCell === null) throw new Error('super is called in a constructor');
      const { base, newTarget } = home.construction;
      const object = Reflect.construct(base as () => unknown, args, newTarget as () => unknown) as unknown;
      home.cells.set(home.fn.thisCell, object);
      return object;
    }
  }
}

function apply(callee: unknown, receiver: unknown, args: readonly unknown[], construct: boolean): unknown {
  if (construct) return Reflect.construct(callee as () => unknown, args) as unknown;
  return Reflect.apply(callee as () => unknown, receiver, args) as unknown;
}

function argumentsFrom({ value, spread }: Argument, values: ReadonlyMap<ValueId, unknown>): readonly unknown[] {
  if (!spread) return [valueIn(values, value)];
  const list = known(valueIn(values, value));
  return byDecree(() => [...(list as Iterable<unknown>)]);
}
