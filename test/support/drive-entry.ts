/**
 * Calls one entry of a running program and all that comes of it: a promise is awaited, a generator is resumed, a returned function is
 * called, and so is every callback that the program handed out. What is seen of all that joins the events of the world.
 *
 * One activation is driven at a time, so that the order of events does not hang on the order of microtasks.
 */
import type { Entry } from './golden-program.ts';
import { Halt } from './run-ir-operators.ts';
import type { Running } from './running-program.ts';
import { type Answer, Stopped, type World } from './scripted-world.ts';
import { isObject, isStub } from './value-shape.ts';

/** Hands out promises, and is resumed with what became of them. */
export type Drive = Generator<PromiseLike<unknown>, void>;

type Call = (...args: readonly unknown[]) => unknown;

const CALLBACKS = 6;
const RESUMPTIONS = 8;
const DEPTH = 2;

export function* drive(world: World, running: Running, entry: Entry): Drive {
  const isOver = (): boolean => world.stopped || running.halt() !== undefined;

  /** Runs something, and notes how it ends. */
  function* attempt(what: string, depth: number, act: () => unknown): Generator<PromiseLike<unknown>, Ended> {
    let value: unknown;
    try {
      value = act();
      if (value instanceof Promise) value = yield value as Promise<unknown>;
    } catch (error) {
      if (!isOver() && !(error instanceof Halt) && !(error instanceof Stopped)) world.note(`${what} throws`, error);
      return { exit: 'throw' };
    }
    if (isOver()) return { exit: 'throw' };
    world.note(`${what} returns`, value);
    if (depth > 0) yield* follow(what, depth - 1, value);
    return { exit: 'return', value };
  }

  function* follow(what: string, depth: number, value: unknown): Drive {
    if (!isObject(value) || isStub(value)) return;
    if (typeof value === 'function') yield* attempt(`${what}()`, depth, () => Reflect.apply(value, world.stub('this'), stubs(what)));
    else if (isGenerator(value)) yield* resume(what, value);
    else if (!isA(Error, value) && !isA(Promise, value)) yield* followMembers(what, depth, value);
  }

  function* followMembers(what: string, depth: number, value: object): Drive {
    for (const [key, { value: member, enumerable, get, set }] of descriptorsOf(value)) {
      const place = `${what}.${key}`;
      if (isOver() || enumerable !== true || key.startsWith('#')) continue;
      if (typeof member === 'function' && !isStub(member)) {
        yield* attempt(place, depth, () => Reflect.apply(member as Call, value, stubs(place)));
      }
      if (get) yield* attempt(`get ${place}`, depth, () => Reflect.apply(get, value, []) as unknown);
      if (set) yield* attempt(`set ${place}`, depth, () => void Reflect.apply(set, value, stubs(place)));
    }
  }

  function* resume(what: string, value: Generator): Drive {
    for (let i = 0; i < RESUMPTIONS && !isOver(); i += 1) {
      const answer = world.decide('resume');
      if (answer.kind !== 'resumes') return;
      const sent = world.valueOf(answer.value, `sent ${i}`);
      const ended: Ended = yield* attempt(`${what}.${answer.how}`, 0, () => value[answer.how](sent));
      if (ended.exit === 'throw' || (ended.value as IteratorResult<unknown>).done === true) return;
    }
  }

  const decided = (count: number, name: string): readonly unknown[] =>
    Array.from({ length: count }, (_, i) => world.valueOf(world.decide('argument') satisfies Answer, `${name}${i}`));
  const stubs = (name: string): readonly unknown[] => [0, 1].map(i => world.stub(`${name} ${i}`));

  const loaded = yield* attempt('module', 0, () => running.start());
  if (loaded.exit === 'return' && entry.kind !== 'module' && !isOver()) yield* driveEntry(entry);
  for (let i = 0; i < CALLBACKS && !isOver(); i += 1) {
    const callback = world.callbacks[i];
    if (!callback) break;
    yield* attempt(`callback ${i}`, DEPTH, () => Reflect.apply(callback, world.stub('this'), stubs(`callback ${i}`)));
  }

  function* driveEntry(it: Exclude<Entry, { kind: 'module' }>): Drive {
    const { name } = it;
    const value = running.valueOf(it);
    if (!isObject(value) || isStub(value)) throw new Error(`${name} is not what it is declared to be`);
    const call = value as Call;
    const make = (): unknown => construct(call, decided(it.kind === 'object' ? 0 : it.params, 'arg'));
    switch (it.kind) {
      case 'function':
        yield* attempt(name, DEPTH, () => Reflect.apply(call, world.stub('this'), decided(it.params, 'arg')));
        return;
      case 'object':
        return yield* followMembers(name, DEPTH, value);
      case 'class':
        // Its static fields.
        world.note(`${name} holds`, Object.assign({}, value));
        yield* followMembers(name, DEPTH, value);
        yield* attempt(`new ${name}`, DEPTH, make);
        return;
      case 'member': {
        const { isStatic, key, how, params } = it.member;
        const made: Ended = isStatic ? { exit: 'return', value } : yield* attempt(`new ${name}`, 0, make);
        if (made.exit === 'throw' || !isObject(made.value)) return;
        const object = made.value as { [key: string | symbol]: unknown };
        yield* attempt(`${name} ${how} ${String(key)}`, DEPTH, () => {
          if (how === 'get') return object[key];
          if (how === 'set') return void (object[key] = decided(1, 'to ')[0]);
          return Reflect.apply(object[key] as Call, object, decided(params, 'to '));
        });
      }
    }
  }
}

const construct = (value: Call, args: readonly unknown[]): unknown => Reflect.construct(value, args);

type Ended = { readonly exit: 'return'; readonly value: unknown } | { readonly exit: 'throw' };

const isA = (kind: new (...args: never[]) => object, value: object): boolean => value instanceof kind;

function descriptorsOf(value: object): readonly (readonly [string, PropertyDescriptor])[] {
  const all: { readonly [key: string]: PropertyDescriptor } = Object.getOwnPropertyDescriptors(value);
  return Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function isGenerator(value: object): value is Generator {
  const tag = (value as { readonly [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  return tag === 'Generator' || tag === 'AsyncGenerator';
}

/** Drives to the end; what the program left running is given the time that it needs. */
export async function finish(driving: Drive): Promise<void> {
  let step = driving.next();
  while (!step.done) {
    try {
      const value: unknown = await step.value;
      step = driving.next(value);
    } catch (error) {
      step = driving.throw(error);
    }
  }
  await new Promise(resolve => setImmediate(resolve));
}
