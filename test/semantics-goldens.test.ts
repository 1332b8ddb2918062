/**
 * The programs of `fixtures/ir`, run twice: by Node, and by an interpreter of their graphs. Every function at the top of each is called,
 * and scripts decide what the world answers, so that all exits are met; both runs must do the same in the same order and leave the same way.
 *
 * By decree property loads, operators, destructuring and names do not throw in the graph. So numbers are made iterable here and promises disposable,
 * and a run in which something of that kind throws all the same is compared up to there only.
 *
 * `SEMANTICS_SCALE` multiplies the number of scripts, `SEMANTICS_SHOW` prints what was run and what was not met.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ModuleIr } from '../src/ir/ir.ts';
import { compareRuns, type Tally } from './support/compare-runs.ts';
import { type Golden, goldenProgram } from './support/golden-program.ts';
import { mutantsOf } from './support/mutate-ir.ts';
import { programOfSource } from './support/run-source.ts';
import { programOfGraph } from './support/running-program.ts';

const GOLDENS = path.join(import.meta.dirname, '../fixtures/ir');
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const names = readdirSync(GOLDENS).filter(name => SOURCE.test(name));

const SCALE = Number(process.env['SEMANTICS_SCALE'] ?? 1);
const BUDGET = { prefixes: 40 * SCALE, seeds: 100 * SCALE };

type Reasons = { readonly [golden: string]: string };

/** Goldens that cannot be run in both ways. */
const NOT_RUN: Reasons = {
  'break--outside-its-target.js': 'an early error: no such program runs',
  'class--decorators.ts': 'decorators of parameters are the older dialect, which evaluates them after the class and replaces it',
  'class--super-on-branches.ts': 'TypeScript rejects it, and what it emits all the same uses `this` before `super()`',
  'if--function-in-arm.js': 'a labelled function as an arm is an early error: no such program runs',
  'namespace--functions.ts': 'a namespace is opaque, and the program calls what is in it',
  'using--for.ts': 'TypeScript makes a program of it that does not parse: `continue` to the label of what is no loop any more',
  'with--names.js': 'what a name means inside of `with` is not known',
  'with--opaque.js': 'what a name means inside of `with` is not known',
};

/** Goldens that the graph gives another meaning than JavaScript does. */
const KNOWN_DISAGREEMENTS: Reasons = {
  'for--closure-over-counter.ts': 'a cell is one for each call of its function, not one for each turn of the loop',
};

/** Goldens whose graph stops where the source says by types that no value is left. */
const STOPS_BY_TYPE: ReadonlySet<string> = new Set(['declaration--never.ts', 'switch--exhaustive.ts']);

/** What only a property or a global decides, and no call. */
const ABSENT: { readonly [golden: string]: readonly string[] } = {
  'logical--assign-module.ts': ['http.globalAgent.maxSockets', 'undeclared'],
};

const golden = (name: string): Golden => goldenProgram(name, readFileSync(path.join(GOLDENS, name), 'utf8'), ABSENT[name]);

const visited = new Map<string, ReadonlySet<string>>();
const tallies = new Map<string, Tally>();

const ignoreRejection = (): void => undefined;
const DISPOSALS = [Symbol.dispose, Symbol.asyncDispose] as const;

let listeners: NodeJS.UnhandledRejectionListener[] = [];

beforeAll(() => {
  // Programs leave promises behind that reject; that is theirs, not a failure of the test.
  listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', ignoreRejection);
  Object.defineProperty(Number.prototype, Symbol.iterator, { value: () => [].values(), configurable: true });
  for (const symbol of DISPOSALS) void Object.defineProperty(Promise.prototype, symbol, { value: () => undefined, configurable: true });
});

afterAll(() => {
  process.off('unhandledRejection', ignoreRejection);
  for (const listener of listeners) process.on('unhandledRejection', listener);
  Reflect.deleteProperty(Number.prototype, Symbol.iterator);
  for (const symbol of DISPOSALS) Reflect.deleteProperty(Promise.prototype, symbol);
});

async function compared(
  program: Golden,
  module: ModuleIr,
  budget = BUDGET,
): Promise<{ readonly tally: Tally; readonly seen: Set<string> }> {
  const seen = new Set<string>();
  const byGraph = programOfGraph(program, module, (fn, block) => void seen.add(`${fn.id} bb${block.id}`));
  return { tally: await compareRuns(program, programOfSource(program), byGraph, budget), seen };
}

describe('the graph of a golden means what its source means', () => {
  for (const name of names.filter(it => !(it in NOT_RUN))) {
    it(name, async () => {
      const program = golden(name);
      const { tally, seen } = await compared(program, program.module);
      visited.set(name, seen);
      tallies.set(name, tally);
      if (name in KNOWN_DISAGREEMENTS) {
        expect(tally.disagreements, 'it has healed: remove it from the list').not.toEqual([]);
        return;
      }
      expect(tally.disagreements.join('\n')).toBe('');
      expect(tally.seen, 'there is something to see').toBeGreaterThan(0);
      expect(tally.compared, 'some runs come to their end').toBeGreaterThan(0);
      expect(tally.cut.has('endless')).toBe(false);
      expect(tally.cut.has('stop')).toBe(STOPS_BY_TYPE.has(name));
      expect(tally.cut.has('not known')).toBe(false);
    });
  }

  it('for as many as there are, through nearly all of their blocks', () => {
    for (const name of [...Object.keys(NOT_RUN), ...Object.keys(KNOWN_DISAGREEMENTS)]) expect(names).toContain(name);
    expect(tallies.size).toBe(names.length - Object.keys(NOT_RUN).length);
    expect(tallies.size).toBeGreaterThan(200);
    const sum = (count: (tally: Tally) => number): number => [...tallies.values()].reduce((all, tally) => all + count(tally), 0);
    const runs = sum(tally => tally.compared);
    const cut = sum(tally => [...tally.cut.values()].reduce((all, one) => all + one, 0));
    expect(cut / (runs + cut), 'few runs come to what by decree does not throw').toBeLessThan(0.15);
    const missed = [...visited].flatMap(([name, seen]) =>
      blocksOf(golden(name))
        .filter(block => !seen.has(block))
        .map(block => `${name} ${block}`),
    );
    const all = [...visited.keys()].reduce((count, name) => count + blocksOf(golden(name)).length, 0);
    if (process.env['SEMANTICS_SHOW'] !== undefined) console.log({ goldens: tallies.size, runs, cut, blocks: all, missed });
    // The rest is where a function of the program cannot throw, or belongs to a known disagreement.
    expect(missed.length / all, missed.join('\n')).toBeLessThan(0.05);
  });
});

/** The blocks without anything opaque. */
function blocksOf({ module }: Golden): readonly string[] {
  return [...module.functions.values()].flatMap(fn =>
    [...fn.blocks.values()].filter(block => block.instructions.every(it => it.kind !== 'opaque')).map(({ id }) => `${fn.id} bb${id}`),
  );
}

describe('a graph that is not that of its source', () => {
  it('is noticed: branches, handlers, resumptions and writes gone astray', async () => {
    const small = { prefixes: 12, seeds: 20 };
    const survivors: string[] = [];
    let mutants = 0;
    for (const name of names.filter(it => !(it in NOT_RUN) && !(it in KNOWN_DISAGREEMENTS))) {
      const program = golden(name);
      for (const { what, module } of mutantsOf(program.module)) {
        mutants += 1;
        const { tally } = await compared(program, module, small).catch(() => ({ tally: null }));
        if (tally?.disagreements.length === 0 && !tally.cut.has('endless')) survivors.push(`${name}: ${what}`);
      }
    }
    if (process.env['SEMANTICS_SHOW'] !== undefined) console.log({ mutants, survivors });
    expect(mutants).toBeGreaterThan(200);
    // Those left make next to no difference: undefined is written, a result is dropped, nothing follows the `yield`.
    expect(survivors.length / mutants, survivors.join('\n')).toBeLessThan(0.15);
  });
});
