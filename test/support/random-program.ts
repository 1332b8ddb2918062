/**
 * Random programs of nested loops, switches, labels, `using` and try statements in one function `f(v)`: a plain one, an async one, a
 * generator, or both. Every condition is a call, so that a script that has run out ends each loop.
 *
 * What they call: `t(x)` gives a number, `u(x)` something to dispose of or null, `p(x)` a promise, `w(x)` something to dispose of with
 * `await` or null, `l(x)` a list for `for await` and `yield*`. Promises stand under an `await` only.
 */
import type fc from 'fast-check';

export type Kind = 'plain' | 'async' | 'generator' | 'async generator';

/** The statement around: what `break` and `continue` may name. */
type Around = {
  readonly depth: number;
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  readonly loops: readonly string[];
  readonly blocks: readonly string[];
};

type Options = readonly (() => string)[];

const DEPTH = 3;

const HEADS: { readonly [K in Kind]: string } = {
  plain: 'function f',
  async: 'async function f',
  generator: 'function* f',
  'async generator': 'async function* f',
};

/** Draws a program; `integer` is the arbitrary that choices are drawn from. */
export function programOf(g: fc.GeneratorValue, integer: typeof fc.integer, kind: Kind): string {
  let calls = 0;
  let labels = 0;
  const [awaits, yields] = [kind.startsWith('async'), kind.endsWith('generator')];
  const pick = (max: number): number => g(integer, { min: 0, max: max - 1 });
  const choose = (options: Options): string => options[pick(options.length)]?.() ?? '';

  const pausing = (depth: number): Options => [
    ...(awaits ? [() => `(await p(${(calls += 1)}))`, () => `(await ${value(depth - 1)})`] : []),
    ...(yields ? [() => `(yield ${value(depth - 1)})`, () => `(yield* l(${(calls += 1)}))`] : []),
  ];
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
            ...pausing(depth),
            ...pausing(depth),
          ]),
    ]);
  const condition = (): string =>
    choose([() => `t(${(calls += 1)})`, () => `t(${(calls += 1)}) && ${value(1)}`, () => `!!t(${(calls += 1)}) && !v`]);

  const simpleIn = (around: Around): Options => [
    () => `${value(2)};`,
    () => `v = ${value(1)};`,
    () => `return ${value(1)};`,
    () => 'return;',
    () => `throw ${value(1)};`,
    ...pausing(1).map(pause => () => `${pause()};`),
    ...(around.inLoop || around.inSwitch ? [() => 'break;'] : []),
    ...(around.inLoop ? [() => 'continue;'] : []),
    ...around.loops.flatMap(label => [() => `break ${label};`, () => `continue ${label};`]),
    ...around.blocks.map(label => () => `break ${label};`),
  ];
  const block = (around: Around): string => `{ ${Array.from({ length: pick(4) }, () => statement(around)).join(' ')} }`;
  const statement = (around: Around): string => {
    const inner = { ...around, depth: around.depth - 1 };
    const [inLoop, inSwitch] = [
      { ...inner, inLoop: true, inSwitch: false },
      { ...inner, inSwitch: true },
    ];
    const loop = (text: (body: string) => string): string => {
      const label = `L${(labels += 1)}`;
      return `${label}: ${text(block({ ...inLoop, loops: [...around.loops, label] }))}`;
    };
    const simple = simpleIn(around);
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
      () => `switch (${value(1)}) { case ${value(0)}: ${statement(inSwitch)} default: ${statement(inSwitch)} case 2: ${block(inSwitch)} }`,
      () => `try ${block(inner)} catch (e) { v = e; ${statement(inner)} }`,
      () => `try ${block(inner)} finally ${block(inner)}`,
      () => `{ using r = u(${(calls += 1)}), s = u(${value(0)}); ${statement(inner)} using q = u(${value(0)}); ${statement(inner)} }`,
      () => loop(body => `for (using r of [u(${(calls += 1)}), null, u(${(calls += 1)})]) ${body}`),
      // Without a label: what TypeScript makes of it could not be continued by one.
      () => `for (using r = u(${value(1)}); ${condition()}; v++) ${block(inLoop)}`,
      () => `try ${block(inner)} catch { ${statement(inner)} } finally ${block(inner)}`,
      () => {
        const label = `B${(labels += 1)}`;
        return `${label}: ${block({ ...inner, blocks: [...around.blocks, label] })}`;
      },
      ...(awaits
        ? [
            () => loop(body => `for await (const x of l(${(calls += 1)})) ${body}`),
            () => `{ await using r = w(${(calls += 1)}); ${statement(inner)} }`,
          ]
        : []),
    ]);
  };
  const around: Around = { depth: DEPTH, inLoop: false, inSwitch: false, loops: [], blocks: [] };
  return `${HEADS[kind]}(v) { ${Array.from({ length: 1 + pick(3) }, () => statement(around)).join(' ')} }`;
}
