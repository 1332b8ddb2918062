/**
 * Random programs of nested loops, switches, labels, `using`, try, `await` and `yield`, run twice: by Node, and by an interpreter of their
 * graph. Both must make the same calls in the same order, hand out the same values and leave the same way, whatever the calls return or
 * throw, whatever the promises become, and however the generators are resumed.
 *
 * A disposal does not throw: beside an error on its way JavaScript would make one error of two, and the graph keeps the later.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { loadBundledTypeScript } from '../src/host/bundled-typescript.ts';
import type { ModuleIr } from '../src/ir/ir.ts';
import { asTypeScript } from '../src/lower/ts-port.ts';
import { lowered } from './support/lowered.ts';
import { type Kind, programOf } from './support/random-program.ts';
import { closureOf } from './support/run-ir-closures.ts';
import { activate, machineFor, type Resumption } from './support/run-ir-state.ts';
import { iteration } from './support/running-program.ts';
import { agrees, printShape, type Shape, shapeOf } from './support/value-shape.ts';

const SCALE = Number(process.env['SEMANTICS_SCALE'] ?? 1);
const RUNS: { readonly [K in Kind]: number } = { plain: 1500, async: 700, generator: 700, 'async generator': 700 };

/** What a call does: returns a number (0 ends loops), or throws; a promise of one is fulfilled or rejects. */
const script = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 3 }) }, { weight: 1, arbitrary: fc.constant('throws') }),
  { maxLength: 40 },
);

/** How a generator is resumed, after the first `next()`. */
const schedule = fc.array(
  fc.record({
    how: fc.oneof({ weight: 4, arbitrary: fc.constant('next') }, fc.constant('throw'), fc.constant('return')),
    value: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 12 },
);

type Answers = readonly (number | string)[];
type Calls = { readonly [name: string]: (argument: unknown) => unknown };
type Program = (calls: Calls) => (v: number) => unknown;

/** What a program calls, following the script, and what it was called with. */
function callsFor(answers: Answers): { readonly calls: Calls; readonly noted: unknown[] } {
  const noted: unknown[] = [];
  let asked = 0;
  const t = (argument: unknown): number => {
    const answer = answers[asked] ?? 0;
    asked += 1;
    noted.push(argument);
    if (typeof answer === 'string') throw new Error(`call ${asked}`);
    return answer;
  };
  const p = (argument: unknown): Promise<number> => {
    const promise = new Promise<number>(resolve => resolve(t(argument)));
    promise.catch(() => undefined);
    return promise;
  };
  const disposes = (argument: unknown) => (): void => void noted.push(`disposes of ${String(argument)}`);
  const u = (argument: unknown): unknown => (t(argument) === 0 ? null : { [Symbol.dispose]: disposes(argument) });
  const w = (argument: unknown): unknown =>
    t(argument) === 0 ? null : { [Symbol.asyncDispose]: () => Promise.resolve().then(disposes(argument)) };
  const l = (argument: unknown): unknown => [t(argument), 7, 0].slice(0, 1 + (asked % 3));
  return { calls: { t, u, p, w, l }, noted };
}

/** Calls the function; what it does after its first call is up to whoever holds its promise or generator. */
function* observe(run: () => unknown, kind: Kind, resumptions: readonly Resumption[], noted: unknown[]): Generator<unknown, void> {
  function* attempt(act: () => unknown): Generator<unknown, boolean> {
    try {
      const made = act();
      const value: unknown = kind.startsWith('async') && made instanceof Promise ? yield made : made;
      noted.push('gives', value);
      return typeof value === 'object' && value !== null && (value as { readonly done?: unknown }).done === true;
    } catch (error) {
      noted.push('throws', error);
      return true;
    }
  }
  if (!kind.endsWith('generator')) {
    yield* attempt(run);
    return;
  }
  const made = run() as Generator;
  for (const { how, value } of [{ how: 'next', value: undefined } as const, ...resumptions]) {
    if (yield* attempt(() => made[how](value))) return;
  }
}

async function traced(program: Program, kind: Kind, answers: Answers, resumptions: readonly Resumption[]): Promise<Shape> {
  const { calls, noted } = callsFor(answers);
  const f = program(calls);
  const observing = observe(() => f(1), kind, resumptions, noted);
  for (let step = observing.next(); step.done !== true;) {
    try {
      const value: unknown = await step.value;
      step = observing.next(value);
    } catch (error) {
      step = observing.throw(error);
    }
  }
  return noted.map(it => shapeOf(it));
}

/** Not every Node that we run on knows `using`; TypeScript puts it into older words. */
function executable(text: string): string {
  if (!text.includes('using ')) return text;
  const typescript = asTypeScript(loadBundledTypeScript());
  const compilerOptions = { target: typescript.ScriptTarget.ES2022 };
  return typescript.transpileModule(text, { fileName: 'random.js', compilerOptions }).outputText;
}

function programOfText(text: string): Program {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the program is ours, and running it is the test.
  const make = new Function('t', 'u', 'p', 'w', 'l', `${executable(text)}; return f;`) as (
    ...calls: readonly unknown[]
  ) => ReturnType<Program>;
  return ({ t, u, p, w, l }) => make(t, u, p, w, l);
}

function programOfModule(module: ModuleIr): Program {
  const body = module.functions.get(module.body);
  const f = [...module.functions.values()].find(({ name }) => name === 'f');
  if (!body || !f) throw new Error('the program declares f');
  return calls => {
    const machine = machineFor(module, {
      api: ({ member }) => calls[member],
      iterate: (list, awaited) => iteration(null, list, awaited),
      visit: () => undefined,
      halted: halt => {
        throw halt;
      },
      closure: closureOf,
      class: () => undefined,
      made: () => undefined,
    });
    return closureOf(machine, f, activate(body, null, undefined, [])) as (v: number) => unknown;
  };
}

for (const kind of Object.keys(RUNS) as Kind[]) {
  it(`means what the program means: ${kind}`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), script, schedule, async (g, answers, resumptions) => {
        const text = programOf(g, fc.integer, kind);
        const module = lowered(text, 'random.js');
        expect.assert(module !== undefined, `the program parses: ${text}`);
        const byGraph = await traced(programOfModule(module), kind, answers, resumptions);
        const byNode = await traced(programOfText(text), kind, answers, resumptions);
        if (!agrees(byGraph, byNode)) expect(printShape(byGraph), text).toBe(printShape(byNode));
      }),
      { numRuns: RUNS[kind] * SCALE },
    );
  });
}
