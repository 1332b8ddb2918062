/**
 * Random programs of nested loops, switches, labels, `using` and try statements, run twice: by Node, and by an interpreter of their graph. Both must
 * make the same calls in the same order and leave the same way, whatever the calls return or throw.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';

import { loadBundledTypeScript } from '../src/host/bundled-typescript.ts';
import { asTypeScript } from '../src/lower/ts-port.ts';
import { lowered } from './support/lowered.ts';
import { type Calls, type Outcome, runFunction } from './support/run-ir.ts';

const DEPTH = 3;

/** What a call does: returns a number (0 ends loops), or throws. */
const script = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 3 }) }, { weight: 1, arbitrary: fc.constant('throws') }),
  {
    maxLength: 40,
  },
);

/** The statement around: what `break` and `continue` may name. */
type Around = {
  readonly depth: number;
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  readonly loops: readonly string[];
  readonly blocks: readonly string[];
};

/** Draws programs. Every condition is a call, so that a script that has run out ends each loop. */
function programOf(g: fc.GeneratorValue): string {
  let calls = 0;
  let labels = 0;
  const pick = (max: number): number => g(fc.integer, { min: 0, max: max - 1 });
  const choose = (options: readonly (() => string)[]): string => options[pick(options.length)]?.() ?? '';

  // TypeScript takes `case (v = x): …` for an arrow function with a return type, hence no more than `value(0)` there.
  const value = (depth: number): string =>
    choose([
      () => `t(${(calls += 1)})`,
      () => 'v',
      ...(depth <= 0
        ? []
        : [
            () => `(${value(depth - 1)} && ${value(depth - 1)})`,
            () => `(${value(depth - 1)} || ${value(depth - 1)})`,
            () => `(${value(depth - 1)} ?? ${value(depth - 1)})`,
            () => `(${value(depth - 1)} ? ${value(depth - 1)} : ${value(depth - 1)})`,
            () => `(v = ${value(depth - 1)})`,
            () => `(v ||= ${value(depth - 1)})`,
            () => `(v &&= ${value(depth - 1)})`,
            () => `(v += ${value(depth - 1)})`,
            () => `(${value(depth - 1)}, ${value(depth - 1)})`,
            () => `t(${value(depth - 1)})`,
            () => `!${value(depth - 1)}`,
            () => 'v++',
          ]),
    ]);
  const condition = (): string =>
    choose([() => `t(${(calls += 1)})`, () => `t(${(calls += 1)}) && ${value(1)}`, () => `!!t(${(calls += 1)}) && !v`]);

  const block = (around: Around): string => `{ ${Array.from({ length: pick(4) }, () => statement(around)).join(' ')} }`;
  const statement = (around: Around): string => {
    const inner = { ...around, depth: around.depth - 1 };
    const loop = (text: (body: string) => string): string => {
      const label = `L${(labels += 1)}`;
      return `${label}: ${text(block({ ...inner, inLoop: true, inSwitch: false, loops: [...around.loops, label] }))}`;
    };
    const simple = [
      () => `${value(2)};`,
      () => `v = ${value(1)};`,
      () => `return ${value(1)};`,
      () => 'return;',
      () => `throw ${value(1)};`,
      ...(around.inLoop || around.inSwitch ? [() => 'break;'] : []),
      ...(around.inLoop ? [() => 'continue;'] : []),
      ...around.loops.flatMap(label => [() => `break ${label};`, () => `continue ${label};`]),
      ...around.blocks.map(label => () => `break ${label};`),
    ];
    if (around.depth <= 0) return choose(simple);
    return choose([
      () => `${value(2)};`,
      () => choose(simple),
      () => `if (${value(1)}) ${statement(inner)} else ${block(inner)}`,
      () => `if (${condition()}) ${block(inner)}`,
      () => loop(body => `while (${condition()}) ${body}`),
      () => loop(body => `do ${body} while (${condition()});`),
      () => loop(body => `for (let i = 0; ${condition()}; i++) ${body}`),
      () => loop(body => `for (const x of [1, ${value(1)}]) ${body}`),
      () =>
        `switch (${value(1)}) { case ${value(0)}: ${statement({ ...inner, inSwitch: true })} default: ${statement({ ...inner, inSwitch: true })} case 2: ${block({ ...inner, inSwitch: true })} }`,
      () => `try ${block(inner)} catch (e) { v = e; ${statement(inner)} }`,
      () => `try ${block(inner)} finally ${block(inner)}`,
      () => `{ using r = u(${(calls += 1)}), s = u(${value(0)}); ${statement(inner)} using q = u(${value(0)}); ${statement(inner)} }`,
      () => loop(body => `for (using r of [u(${(calls += 1)}), null, u(${(calls += 1)})]) ${body}`),
      // Without a label: what TypeScript makes of it could not be continued by one.
      () => `for (using r = u(${value(1)}); ${condition()}; v++) ${block({ ...inner, inLoop: true, inSwitch: false })}`,
      () => `try ${block(inner)} catch { ${statement(inner)} } finally ${block(inner)}`,
      () => {
        const label = `B${(labels += 1)}`;
        return `${label}: ${block({ ...inner, blocks: [...around.blocks, label] })}`;
      },
    ]);
  };
  const around: Around = { depth: DEPTH, inLoop: false, inSwitch: false, loops: [], blocks: [] };
  return `function f(v) { ${Array.from({ length: 1 + pick(3) }, () => statement(around)).join(' ')} }`;
}

type Trace = Outcome & { readonly calls: readonly unknown[] };

/** Runs with a `t` that follows the script, and notes what it was called with. */
function traced(answers: readonly (number | string)[], run: (calls: Calls) => Outcome): Trace {
  const calls: unknown[] = [];
  const t = (argument: unknown): number => {
    const answer = answers[calls.length] ?? 0;
    calls.push(argument);
    if (typeof answer === 'string') throw new Error(`call ${calls.length}`);
    return answer;
  };
  // A disposal does not throw: beside an error on its way JavaScript would make one error of two, and the graph keeps the later.
  const u = (argument: unknown): Disposable | null =>
    t(argument) === 0 ? null : { [Symbol.dispose]: () => void calls.push(`disposes of ${String(argument)}`) };
  const outcome = run({ t, u });
  return { ...outcome, calls };
}

/** Not every Node that we run on knows `using`; TypeScript puts it into older words. */
function executable(text: string): string {
  if (!text.includes('using ')) return text;
  const typescript = asTypeScript(loadBundledTypeScript());
  return typescript.transpileModule(text, { fileName: 'random.js', compilerOptions: { target: typescript.ScriptTarget.ES2022 } })
    .outputText;
}

function runText(text: string, { t, u }: Calls): Outcome {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the program is ours, and running it is the test.
  const make = new Function('t', 'u', `${executable(text)}; return f;`) as (t: Calls['t'], u: Calls['u']) => (v: number) => unknown;
  const f = make(t, u);
  try {
    return { exit: 'return', value: f(1) };
  } catch (value) {
    return { exit: 'throw', value };
  }
}

it('means what the program means', () => {
  fc.assert(
    fc.property(fc.gen(), script, (g, answers) => {
      const text = programOf(g);
      const fn = [...(lowered(text, 'random.js')?.functions.values() ?? [])].find(({ name }) => name === 'f');
      expect.assert(fn !== undefined, `the program parses: ${text}`);
      const byNode = traced(answers, calls => runText(text, calls));
      expect(
        traced(answers, calls => runFunction(fn, [1], calls)),
        text,
      ).toEqual(byNode);
    }),
    { numRuns: 1500 },
  );
});
