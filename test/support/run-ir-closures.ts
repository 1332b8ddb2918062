/**
 * Functions of a graph as functions of JavaScript: plain, async, generator and both. What JavaScript does around a body (it makes the
 * promise, it keeps the generator) is done here by JavaScript's own means; the body is stepped by `run-ir.ts`.
 */
import type { FunctionIr } from '../../src/ir/ir.ts';
import { steps } from './run-ir.ts';
import { type Activation, activate, cameFrom, type Machine, type Outcome, type Pause, type Resumption } from './run-ir-state.ts';
import { Halt } from './run-ir-operators.ts';
import { UNKNOWN } from './value-shape.ts';

/** What a generator hands out, or its end. */
type Step = { readonly value: unknown; readonly done: boolean };

export function closureOf(machine: Machine, fn: FunctionIr, around: Activation): unknown {
  const value = function (this: unknown, ...args: readonly unknown[]): unknown {
    const newTarget = new.target as unknown;
    const construction = newTarget === undefined ? null : { newTarget, base: undefined };
    return run(machine, activate(fn, around, this, args, construction));
  };
  Object.defineProperty(value, 'length', { value: fn.params.length });
  cameFrom(value, { graph: fn, around });
  return value;
}

/** What a call of the function gives: its result, a promise of it, or a generator. */
export function run(machine: Machine, activation: Activation): unknown {
  const { fn } = activation;
  const body = reporting(machine, activation);
  if (fn.generator) return fn.async ? asyncGenerator(body) : generator(body);
  return fn.async ? runAwaiting(body) : left(withoutPause(body.next()));
}

/** Steps the body, and tells of a halt before anything of JavaScript's can swallow it. */
function* reporting(machine: Machine, activation: Activation): Generator<Pause, Outcome, Resumption> {
  try {
    return yield* steps(machine, activation);
  } catch (error) {
    if (error instanceof Halt) machine.host.halted(error);
    throw error;
  }
}

function left({ exit, value }: Outcome): unknown {
  if (exit === 'throw') throw value;
  return value;
}

function withoutPause(step: IteratorResult<Pause, Outcome>): Outcome {
  if (!step.done) throw new Error(`${step.value.how} in a function that cannot`);
  return step.value;
}

async function runAwaiting(body: Generator<Pause, Outcome, Resumption>): Promise<unknown> {
  let step = body.next();
  while (!step.done) step = body.next(await settled(step.value.value));
  return left(step.value);
}

async function settled(value: unknown): Promise<Resumption> {
  try {
    return { how: 'next', value: await value };
  } catch (error) {
    return { how: 'throw', value: error };
  }
}

/** What `return(value)` ends with: the graph knows the value only where a `return` of the body replaced it. */
const returned = ({ exit, value }: Outcome, resumption: Resumption | null): unknown =>
  left({ exit, value: exit === 'return' && resumption?.how === 'return' && value === undefined ? UNKNOWN : value });

function generator(body: Generator<Pause, Outcome, Resumption>): unknown {
  let state: 'new' | 'paused' | 'done' = 'new';
  let inner: Generator | null = null;
  let lastReturn: Resumption | null = null;

  const go = (resumption: Resumption | null): Step => {
    if (resumption?.how === 'return') lastReturn = resumption;
    state = 'done';
    for (let step = resumption ? body.next(resumption) : body.next(); ;) {
      if (step.done) return { value: returned(step.value, lastReturn), done: true };
      if (step.value.how === 'yield') {
        state = 'paused';
        return { value: step.value.value, done: false };
      }
      inner = delegate(step.value.value);
      const handed = toInner({ how: 'next', value: undefined });
      if (!('how' in handed)) return handed;
      step = body.next(handed);
    }
  };
  const toInner = (resumption: Resumption): Step | Resumption => {
    if (!inner) throw new Error('there is a delegate');
    try {
      const { value, done } = inner[resumption.how](resumption.value);
      if (done !== true) {
        state = 'paused';
        return { value: value, done: false };
      }
      inner = null;
      return { how: resumption.how === 'return' ? 'return' : 'next', value };
    } catch (error) {
      inner = null;
      return { how: 'throw', value: error };
    }
  };
  const resume = (resumption: Resumption): Step => {
    if (state === 'done' || (state === 'new' && resumption.how !== 'next')) {
      state = 'done';
      if (resumption.how === 'throw') throw resumption.value;
      return { value: resumption.how === 'return' ? resumption.value : undefined, done: true };
    }
    if (!inner) return go(state === 'new' ? null : resumption);
    const handed = toInner(resumption);
    return 'how' in handed ? go(handed) : handed;
  };
  const made = {
    next: (value: unknown) => resume({ how: 'next', value }),
    throw: (value: unknown) => resume({ how: 'throw', value }),
    return: (value: unknown) => resume({ how: 'return', value }),
    [Symbol.iterator]: () => made,
    [Symbol.toStringTag]: 'Generator',
  };
  return made;
}

function* delegate(value: unknown): Generator {
  return yield* value as Iterable<unknown>;
}

/** Resumed by one driver, which waits for each step; JavaScript's queue of requests is not needed. */
function asyncGenerator(body: Generator<Pause, Outcome, Resumption>): unknown {
  let state: 'new' | 'paused' | 'done' = 'new';
  let inner: AsyncGenerator | null = null;
  let lastReturn: Resumption | null = null;

  const go = async (resumption: Resumption | null): Promise<Step> => {
    if (resumption?.how === 'return') lastReturn = resumption;
    state = 'done';
    for (let step = resumption ? body.next(resumption) : body.next(); ;) {
      if (step.done) return { value: await returned(step.value, lastReturn), done: true };
      const { how, value } = step.value;
      if (how === 'await') step = body.next(await settled(value));
      else if (how === 'yield') {
        // What is handed out is awaited first; where it rejects, the `yield` throws.
        const resolved = await settled(value);
        if (resolved.how === 'next') {
          state = 'paused';
          return { value: resolved.value, done: false };
        }
        step = body.next(resolved);
      } else {
        inner = delegateAwaiting(value);
        const handed = await toInner({ how: 'next', value: undefined });
        if (!('how' in handed)) return handed;
        step = body.next(handed);
      }
    }
  };
  const toInner = async (resumption: Resumption): Promise<Step | Resumption> => {
    if (!inner) throw new Error('there is a delegate');
    try {
      const { value, done } = await inner[resumption.how](resumption.value);
      if (done !== true) {
        state = 'paused';
        return { value: value, done: false };
      }
      inner = null;
      return { how: resumption.how === 'return' ? 'return' : 'next', value };
    } catch (error) {
      inner = null;
      return { how: 'throw', value: error };
    }
  };
  const resume = async (resumption: Resumption): Promise<Step> => {
    if (state === 'done' || (state === 'new' && resumption.how !== 'next')) {
      state = 'done';
      if (resumption.how === 'throw') throw resumption.value;
      return { value: resumption.how === 'return' ? await resumption.value : undefined, done: true };
    }
    if (!inner) {
      const awaited = resumption.how === 'return' ? await settled(resumption.value) : resumption;
      return go(state === 'new' ? null : awaited.how === 'next' ? { ...awaited, how: resumption.how } : awaited);
    }
    const handed = await toInner(resumption);
    return 'how' in handed ? go(handed) : handed;
  };
  const made = {
    next: (value: unknown) => resume({ how: 'next', value }),
    throw: (value: unknown) => resume({ how: 'throw', value }),
    return: (value: unknown) => resume({ how: 'return', value }),
    [Symbol.asyncIterator]: () => made,
    [Symbol.toStringTag]: 'AsyncGenerator',
  };
  return made;
}

async function* delegateAwaiting(value: unknown): AsyncGenerator {
  return yield* value as AsyncIterable<unknown>;
}
