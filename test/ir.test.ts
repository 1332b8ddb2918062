/**
 * The graph that each construct becomes, as golden files: `fixtures/ir/construct--case.ts` and what it prints beside it. `UPDATE=1` rewrites
 * them, to be read like code. Then real code in bulk: nothing throws, and every graph is sound.
 *
 * Invariant: lowering never throws on a program that parses; what it does not understand is `opaque` with a reason.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { checkModule } from '../src/ir/check-ir.ts';
import { dotModule } from '../src/ir/dot-ir.ts';
import type { BlockId, CellId, FunctionId, FunctionIr, Instruction, ModuleIr, Terminator, ValueId } from '../src/ir/ir.ts';
import { printModule } from '../src/ir/print-ir.ts';
import { usesNotDominated } from './support/dominance.ts';
import { lowered } from './support/lowered.ts';

const ROOT = path.join(import.meta.dirname, '..');
const GOLDENS = path.join(ROOT, 'fixtures/ir');
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

describe('golden files', () => {
  const sources = readdirSync(GOLDENS).filter(name => SOURCE.test(name));

  for (const name of sources) {
    it(name, () => {
      const module = soundly(readFileSync(path.join(GOLDENS, name), 'utf8'), name);
      const golden = path.join(GOLDENS, name.replace(SOURCE, '.ir'));
      const printed = `${printModule(module)}\n`;
      if (process.env['UPDATE'] !== undefined) writeFileSync(golden, printed);
      expect(existsSync(golden) ? readFileSync(golden, 'utf8') : '').toBe(printed);
    });
  }

  it('are drawn as Graphviz DOT', () => {
    const name = 'dot--every-edge.ts';
    const module = soundly(readFileSync(path.join(GOLDENS, name), 'utf8'), name);
    const drawn = `${dotModule(module, fn => block => (block.id === fn.entry ? 'entry' : undefined))}\n`;
    const golden = path.join(GOLDENS, 'dot--every-edge.dot');
    if (process.env['UPDATE'] !== undefined) writeFileSync(golden, drawn);
    expect(existsSync(golden) ? readFileSync(golden, 'utf8') : '').toBe(drawn);
  });

  it('belong to a source each', () => {
    const expected = sources.map(name => name.replace(SOURCE, '.ir'));
    expect(readdirSync(GOLDENS).filter(name => name.endsWith('.ir'))).toEqual(expected.toSorted());
  });
});

describe('the checker', () => {
  const [bb0, bb1, bb2] = [0 as BlockId, 1 as BlockId, 2 as BlockId];
  const [v0, v1] = [0 as ValueId, 1 as ValueId];
  const span = { file: 'seed.ts', start: 0, end: 0 };
  const ret: Terminator = { kind: 'return', value: null, span };
  const one: Instruction = { kind: 'const', to: v0, value: 1, span };
  const call: Terminator = {
    kind: 'call',
    result: v1,
    callee: { kind: 'method', name: 'm' },
    construct: false,
    receiver: null,
    args: [],
    next: bb1,
    throws: bb2,
    span,
  };
  const block = (id: BlockId, terminator: Terminator, instructions: readonly Instruction[] = [], caught: ValueId | null = null) => ({
    id,
    caught,
    instructions,
    terminator,
  });

  const seeds: readonly { readonly what: string; readonly blocks: readonly FunctionIr['blocks'][]; readonly faults: readonly string[] }[] =
    [
      { what: 'passes a sound graph', blocks: [graphOf(block(bb0, call), block(bb1, ret), block(bb2, ret, [], v0))], faults: [] },
      {
        what: 'sees a missing target',
        blocks: [graphOf(block(bb0, { kind: 'jump', to: bb2, span }))],
        faults: ['seed: bb0 leads to bb2, which does not exist'],
      },
      { what: 'sees a missing entry', blocks: [new Map()], faults: ['seed: the entry does not exist'] },
      {
        what: 'sees a double definition',
        blocks: [graphOf(block(bb0, ret, [one, { kind: 'const', to: v0, value: 2, span }]))],
        faults: ['seed: %0 is defined twice'],
      },
      {
        what: 'sees an exceptional edge into a normal block',
        blocks: [graphOf(block(bb0, call), block(bb1, ret), block(bb2, ret))],
        faults: ['seed: bb0 -> bb2: an exceptional edge into a normal block'],
      },
      {
        what: 'sees a normal edge into a handler',
        blocks: [graphOf(block(bb0, { kind: 'jump', to: bb1, span }), block(bb1, ret, [], v0))],
        faults: ['seed: bb0 -> bb1: a normal edge into a handler'],
      },
      {
        what: 'sees an unreachable block',
        blocks: [graphOf(block(bb0, ret), block(bb1, ret))],
        faults: ['seed: nothing leads to bb1'],
      },
      {
        what: 'sees an undefined value',
        blocks: [graphOf(block(bb0, { kind: 'return', value: v1, span }))],
        faults: ['seed: bb0 uses %1, which nothing defines'],
      },
      {
        what: 'sees an unknown cell',
        blocks: [graphOf(block(bb0, ret, [{ kind: 'read', to: v0, cell: 7 as CellId, span }]))],
        faults: ['seed: bb0 names cell 7, which does not exist'],
      },
      {
        what: 'sees an unknown function',
        blocks: [graphOf(block(bb0, ret, [{ kind: 'closure', to: v0, fn: 7 as FunctionId, span }]))],
        faults: ['seed: bb0 closes over function 7, which does not exist'],
      },
    ];

  for (const { what, blocks, faults } of seeds) {
    it(what, () => expect(blocks.flatMap(it => checkModule(moduleOf(it)))).toEqual(faults));
  }

  it('sees a module without a body and an unknown captured cell', () => {
    const module = moduleOf(graphOf(block(bb0, ret)), [7 as CellId]);
    expect(checkModule({ ...module, body: 9 as FunctionId })).toEqual(['the module has no body', 'seed: captured cell 7 does not exist']);
  });

  it('of dominance sees a use that some path reaches without the definition', () => {
    const useOf = (value: ValueId): Terminator => ({ kind: 'return', value, span });
    const handled = graphOf(block(bb0, call), block(bb1, useOf(v1)), block(bb2, useOf(v0), [], v0));
    expect(usesNotDominated(functionOf(handled))).toEqual([]);
    const wrong = graphOf(block(bb0, call), block(bb1, ret), block(bb2, useOf(v1), [], v0));
    expect(usesNotDominated(functionOf(wrong))).toEqual(['seed: bb2 uses %1, which some path does not define']);
    const late = graphOf(block(bb0, ret, [{ kind: 'store', object: v0, property: 'p', value: v0, span }, one]));
    expect(usesNotDominated(functionOf(late))).toHaveLength(2);
  });

  function graphOf(...blocks: readonly ReturnType<typeof block>[]): FunctionIr['blocks'] {
    return new Map(blocks.map(it => [it.id, it]));
  }

  function functionOf(blocks: FunctionIr['blocks'], captures: readonly CellId[] = []): FunctionIr {
    const shape = {
      kind: 'function',
      async: false,
      generator: false,
      params: [],
      thisCell: null,
      names: new Map(),
      declaredClasses: new Map(),
      paramSpans: [],
      ownerClass: null,
      span,
    } as const;
    return { ...shape, id: 0 as FunctionId, name: 'seed', captures, entry: bb0, blocks };
  }

  function moduleOf(blocks: FunctionIr['blocks'], captures: readonly CellId[] = []): ModuleIr {
    const fn = functionOf(blocks, captures);
    return { file: 'seed.ts', functions: new Map([[fn.id, fn]]), body: fn.id, cells: new Map(), classes: new Map() };
  }
});

describe('generated code', () => {
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
  const chain = (count: number, operator: string): string =>
    numbers(count)
      .map(i => `a${i}`)
      .join(operator);
  const finallyInFinally = (depth: number): string =>
    depth === 0 ? 'x();' : `try { a(); return 1; } finally { ${finallyInFinally(depth - 1)} }`;
  const finallyInTry = (depth: number): string =>
    depth === 0 ? 'x();' : `try { ${finallyInTry(depth - 1)} if (q) break L; if (p) return 1; } finally { y(); }`;

  /** Each was a stack overflow, an explosion or quadratic at some time. `blocks` bounds the size of the graph. */
  const programs: { readonly [what: string]: { readonly text: string; readonly blocks: number } } = {
    'functions that call each other in a row': {
      text: numbers(5000)
        .map(i => `function f${i}() { f${i + 1}(); }`)
        .join('\n'),
      blocks: 16_000,
    },
    'a condition of thousands of parts': { text: `if (${chain(5000, ' || ')}) b();`, blocks: 6000 },
    'a value of thousands of choices': { text: `x = ${chain(3000, ' ?? ')};`, blocks: 10_000 },
    'a sum of thousands of terms': { text: `x = ${chain(10_000, ' + ')};`, blocks: 1 },
    'a chain of thousands of calls': { text: `a${'.b()'.repeat(2000)};`, blocks: 1000 },
    'an optional chain of thousands of calls': { text: `a${'?.b()'.repeat(2000)};`, blocks: 1500 },
    'thousands of calls with one handler': { text: 'f(a);\n'.repeat(10_000), blocks: 10_002 },
    'deep blocks': { text: '{ if (a) '.repeat(500) + 'x();' + '}'.repeat(500), blocks: 1000 },
    'deep callbacks': { text: 'f(() => { '.repeat(400) + '});'.repeat(400), blocks: 1500 },
    'finally in finally in finally': { text: `function f() { ${finallyInFinally(25)} }`, blocks: 1500 },
    'finally in try in try': { text: `function f() { L: for (;;) { ${finallyInTry(100)} } }`, blocks: 1500 },
  };

  for (const [what, { text, blocks }] of Object.entries(programs)) {
    it(what, () => {
      const module = soundly(text, 'generated.js');
      const size = [...module.functions.values()].reduce((sum, fn) => sum + fn.blocks.size, 0);
      expect(size).toBeLessThanOrEqual(blocks);
    });
  }
});

/** A sample that is the same every time: each `EVERY`-th file of the sorted list. */
const EVERY = 4;

describe('real code', () => {
  it('lowers without a throw and to sound graphs', () => {
    const faults: string[] = [];
    let files = 0;
    for (const file of librarySources().filter((_, i) => i % EVERY === 0)) {
      try {
        const module = lowered(readFileSync(path.join(ROOT, file), 'utf8'), file);
        if (!module) continue;
        files += 1;
        faults.push(...faultsOf(module).map(fault => `${file}: ${fault}`));
      } catch (thrown) {
        faults.push(`${file}: ${String(thrown)}`);
      }
    }
    expect(faults).toEqual([]);
    expect(files).toBeGreaterThan(100);
  });
});

/** JavaScript and TypeScript under node_modules, declarations and files above 1 MB aside. */
function librarySources(): readonly string[] {
  const folder = path.join(ROOT, 'node_modules');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.[cm]?[jt]s$/.test(file) && !/\.d\.[cm]?ts$/.test(file) && !file.startsWith('.'))
    .map(file => path.join('node_modules', file))
    .filter(file => {
      const stat = statSync(path.join(ROOT, file), { throwIfNoEntry: false });
      return stat?.isFile() === true && stat.size <= 1_000_000;
    })
    .toSorted();
}

function soundly(text: string, file: string): ModuleIr {
  const module = lowered(text, file);
  expect.assert(module !== undefined, 'the program parses');
  expect(faultsOf(module)).toEqual([]);
  return module;
}

function faultsOf(module: ModuleIr): readonly string[] {
  return [...checkModule(module), ...[...module.functions.values()].flatMap(fn => usesNotDominated(fn))];
}
