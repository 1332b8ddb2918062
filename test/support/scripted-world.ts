/**
 * The world that a golden's program runs in: everything it does not declare is a stub, and a script decides what each stub returns or
 * throws, what the arguments are, how often a loop goes round. Two runs with one script meet the same world as long as they do the same.
 *
 * By decree property loads, operators and destructuring do not throw in the graph. So a stub has every property, is iterable, and
 * becomes a number where one is needed; what a property is, or that it is looked at, is no event.
 */
import type { ApiRef } from '../../src/ir/ir.ts';
import { isObject, isStub, nameStub, printShape, type Shape, shapeOf } from './value-shape.ts';

/** What is being decided: what a call does, what an argument is, how a loop goes on, how a generator is resumed. */
export type Question = 'call' | 'argument' | 'element' | 'awaited element' | 'resume';

export type Answer =
  /** A stub with every property, with none, or with properties that have none. */
  | { readonly kind: 'stub' | 'hollow' | 'shallow' }
  | { readonly kind: 'list' | 'rejects' | 'throws' | 'throws zero' | 'ends' }
  | { readonly kind: 'constant'; readonly value: string | number | null | undefined }
  | { readonly kind: 'resumes'; readonly how: 'next' | 'throw' | 'return'; readonly value: Answer };

export type Answers = { readonly [Q in Question]: readonly Answer[] } & {
  /** Members and globals that are undefined where the script's tail is `zero`: for what nobody decides by a call. */
  readonly absent: readonly string[];
};

/** Which answer of the list each question gets; `tail` once the prefix is used up. */
export type Script = {
  readonly prefix: readonly number[];
  readonly tail: 'stub' | 'zero' | 'throws' | { readonly seed: number };
};

export type Event = { readonly what: string; readonly args: readonly Shape[] };

export type World = {
  readonly events: Event[];
  readonly asked: Question[];
  /** Functions of the program that it handed out. */
  readonly callbacks: ((...args: readonly unknown[]) => unknown)[];
  /** Whether `process.exit` was called. */
  stopped: boolean;
  note(what: string, ...args: readonly unknown[]): void;
  decide(question: Question): Answer;
  /** The value of an answer that is one; `name` is what a stub is called. */
  valueOf(answer: Answer, name: string): unknown;
  /** The elements of a stub in a loop. */
  elements(list: unknown, awaited: boolean): { next(): { readonly done: boolean; readonly value: unknown } | Promise<never> };
  /** A library member or global variable. */
  api(ref: ApiRef): unknown;
  stub(name: string): object;
};

/** Thrown by `process.exit`. */
export class Stopped extends Error {}

/** Beyond so many questions every call throws and every loop ends, so that every program does. */
const QUESTIONS = 60;

/** Of destructuring and spread; more than any pattern takes. */
const ELEMENTS = 5;

/** Globals that are what they are. */
const REAL: ReadonlySet<string> = new Set(['Object', 'Symbol', 'Promise', 'Error', 'Map', 'Set', 'Array', 'undefined', 'NaN']);

/** What compilers put around `require` gives back what it is given. */
const GIVES_BACK = /(?:^|\.)__import(?:Default|Star)$/;

export function scriptedWorld(answers: Answers, script: Script): World {
  const roots = new Map<string, object>();
  let seed = typeof script.tail === 'object' ? script.tail.seed : 0;

  const isAbsent = (name: string): boolean => script.tail === 'zero' && answers.absent.includes(name);

  const indexOf = (question: Question, list: readonly Answer[], at: number): number => {
    const given = script.prefix[at];
    if (given !== undefined) return given % list.length;
    const find = (wanted: (answer: Answer) => boolean): number => Math.max(0, list.findIndex(wanted));
    switch (script.tail) {
      case 'stub':
        // A loop that always went on would never end.
        return question.endsWith('element') && at % 3 === 2 ? find(({ kind }) => kind === 'ends') : 0;
      case 'zero':
        return find(it => it.kind === 'ends' || (it.kind === 'constant' && (it.value === 0 || it.value === null)));
      case 'throws':
        return find(it => it.kind === 'throws' || it.kind === 'rejects' || (it.kind === 'resumes' && it.how === 'throw'));
      default:
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        return (seed >>> 8) % list.length;
    }
  };

  const called = (name: string, args: readonly unknown[], constructs: boolean, newTarget: object | null): unknown => {
    if (name === 'process.exit') world.stopped = true;
    if (world.stopped) throw new Stopped();
    const result = `#${world.events.length}`;
    world.note(`${constructs ? 'new ' : ''}${name}`, ...args);
    for (const argument of args) world.callbacks.push(...functionsIn(argument));
    const answer = world.decide('call');
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- a program may throw anything.
    if (answer.kind === 'throws' || answer.kind === 'throws zero') throw answer.kind === 'throws' ? stub(`!${result}`) : 0;
    if (name === 'require') return rootOf(String(args[0]).replace(/^node:/, ''));
    if (GIVES_BACK.test(name)) return args[0];
    if (newTarget) return Object.create((newTarget as { readonly prototype: object }).prototype) as unknown;
    const value = world.valueOf(answer, result);
    return constructs && !isObject(value) ? stub(result) : value;
  };

  const stub = (name: string, depth: 0 | 1 | 'any' = 'any'): object => {
    const hollow = depth !== 'any';
    const members = new Map<string | symbol, unknown>();
    const memberOf = (key: string | symbol): unknown => {
      if (key === Symbol.toPrimitive) return () => (hollow ? 0 : 2);
      if (key === Symbol.iterator) return () => (hollow ? [] : Array.from({ length: ELEMENTS }, (_, i) => proxy[String(i)])).values();
      if (key === Symbol.dispose || key === Symbol.asyncDispose) return stub(`${name}[${key.description ?? ''}]`);
      if (key === '__esModule') return true;
      if (key === 'then' || typeof key === 'symbol') return undefined;
      if (key === 'default' && roots.get(name) === proxy) return proxy;
      if (key === 'call' || key === 'apply' || key === 'bind') return Function.prototype[key];
      if (depth === 0 || isAbsent(`${name}.${key}`)) return undefined;
      return depth === 'any' ? stub(`${name}.${key}`) : /^\d/.test(key) ? undefined : stub(`${name}.${key}`, 0);
    };
    const target = function () {
      return undefined;
    } as unknown as { [key: string | symbol]: unknown };
    const proxy: typeof target = new Proxy(target, {
      apply: (_target, _this, args: readonly unknown[]) => called(name, args, false, null),
      construct: (_target, args: readonly unknown[], newTarget: object): object =>
        called(name, args, true, newTarget === proxy ? null : newTarget) as object,
      get(_target, key) {
        if (!members.has(key)) members.set(key, memberOf(key));
        return members.get(key);
      },
      has: (_target, key) => !hollow && typeof key === 'string' && !key.startsWith('#'),
      set(_target, key, value, receiver) {
        if (receiver !== proxy)
          return Reflect.defineProperty(receiver as object, key, { value, writable: true, enumerable: true, configurable: true });
        world.note(`${name}.${String(key)} =`, value);
        members.set(key, value);
        return true;
      },
      deleteProperty: () => true,
    });
    return nameStub(proxy, name);
  };

  const rootOf = (name: string): object => {
    const known = roots.get(name) ?? stub(name);
    roots.set(name, known);
    return known;
  };

  const world: World = {
    events: [],
    asked: [],
    callbacks: [],
    stopped: false,
    note(what, ...args) {
      if (!world.stopped) world.events.push({ what, args: args.map(argument => shapeOf(argument)) });
    },
    decide(question) {
      const at = world.asked.length;
      world.asked.push(question);
      const list = answers[question];
      if (at >= QUESTIONS) return list.find(({ kind }) => kind === 'throws' || kind === 'ends') ?? { kind: 'stub' };
      return list[indexOf(question, list, at)] ?? { kind: 'stub' };
    },
    valueOf(answer, name) {
      switch (answer.kind) {
        case 'constant':
          return answer.value;
        case 'hollow':
          return stub(`hollow ${name}`, 0);
        case 'shallow':
          return stub(`shallow ${name}`, 1);
        case 'list':
          return [0, stub(`hollow ${name}[1]`, 0)];
        case 'rejects':
          return rejected(stub(`!${name}`));
        default:
          return stub(name);
      }
    },
    elements(list, awaited) {
      const name = printShape(shapeOf(list));
      let count = 0;
      return {
        next() {
          const answer = world.decide(awaited ? 'awaited element' : 'element');
          count += 1;
          if (answer.kind === 'rejects') return rejected(stub(`!${name}@${count}`));
          return answer.kind === 'ends'
            ? { done: true, value: undefined }
            : { done: false, value: world.valueOf(answer, `${name}@${count}`) };
        },
      };
    },
    api({ module, member }) {
      const [first = '', ...rest] = member.split('.');
      if (module === 'global' && isAbsent(member)) return undefined;
      const real = module === 'global' && REAL.has(first);
      const root = real ? (globalThis as { readonly [name: string]: unknown })[first] : rootOf(module === 'global' ? first : module);
      const path = module === 'global' || first === 'default' ? rest : [first, ...rest];
      return path.reduce<unknown>((object, key) => (object as { readonly [name: string]: unknown })[key], root);
    },
    stub,
  };
  return world;
}

function rejected(reason: unknown): Promise<never> {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a program may throw anything.
  const promise = Promise.reject(reason);
  // Nobody may wait for it.
  promise.catch(() => undefined);
  return promise;
}

/** The functions that an argument holds, itself included. */
function functionsIn(value: unknown): ((...args: readonly unknown[]) => unknown)[] {
  if (isStub(value) || !isObject(value)) return [];
  if (typeof value === 'function') return [value as () => unknown];
  return Object.values(value).filter((it): it is () => unknown => typeof it === 'function' && !isStub(it));
}
