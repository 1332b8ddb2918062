/**
 * The laws of the solver and the analyses on random small graphs, against the slowest right answer: a search over positions, one name or
 * one state at a time. The domains are toys; nothing here knows what a socket is.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Arrival, explore, type Exploration, type PathNode, pathTo, type Problem } from '../src/dataflow/explore.ts';
import { livenessOf } from '../src/dataflow/liveness.ts';
import { cellNameOf, type Name, named, valueName } from '../src/dataflow/name.ts';
import { reachableFrom } from '../src/dataflow/reach.ts';
import type { Block, BlockId, CellId, FunctionId, FunctionIr, Instruction, Terminator, ValueId } from '../src/ir/ir.ts';
import { targetsOf } from '../src/ir/targets.ts';
import { definedBy, definedByTerminator, usedBy, usedByTerminator } from '../src/ir/visit-ir.ts';

const RUNS = { numRuns: 300 };
const BLOCKS = 6;
const VALUES = 4;
const CELLS = 3;
const span = { file: 'toy.ts', start: 0, end: 0 };

const blockId = fc.nat(BLOCKS - 1).map(id => id as BlockId);
const valueId = fc.nat(VALUES - 1).map(id => id as ValueId);
const cellId = fc.nat(CELLS - 1).map(id => id as CellId);

const instruction: fc.Arbitrary<Instruction> = fc.oneof(
  valueId.map((to): Instruction => ({ kind: 'const', to, value: 1, span })),
  fc.tuple(valueId, valueId).map(([to, operand]): Instruction => ({ kind: 'op', to, operator: '!', operands: [operand], span })),
  fc.tuple(valueId, cellId).map(([to, cell]): Instruction => ({ kind: 'read', to, cell, span })),
  fc.tuple(cellId, valueId).map(([cell, value]): Instruction => ({ kind: 'write', cell, value, span })),
  fc.tuple(valueId, valueId).map(([object, value]): Instruction => ({ kind: 'store', object, property: 'p', value, span })),
);

const terminator: fc.Arbitrary<Terminator> = fc.oneof(
  blockId.map((to): Terminator => ({ kind: 'jump', to, span })),
  fc.tuple(valueId, blockId, blockId).map(([test, then, otherwise]): Terminator => ({ kind: 'branch', test, then, else: otherwise, span })),
  fc.tuple(valueId, valueId, blockId, blockId).map(([result, value, next, throws]): Terminator => ({
    kind: 'suspend',
    how: 'await',
    result,
    value,
    next,
    throws,
    returns: null,
    span,
  })),
  valueId.map((value): Terminator => ({ kind: 'return', value, span })),
  fc.tuple(valueId, fc.option(blockId)).map(([value, to]): Terminator => ({ kind: 'throw', value, to, rethrows: false, span })),
);

/** A graph of all kinds of edges; that values are defined once is not needed here, so it does not hold. */
const graph: fc.Arbitrary<FunctionIr> = fc
  .array(fc.tuple(fc.option(valueId), fc.array(instruction, { maxLength: 3 }), terminator), { minLength: BLOCKS, maxLength: BLOCKS })
  .map(parts => functionOf(parts.map(([caught, instructions, end], id) => ({ id: id as BlockId, caught, instructions, terminator: end }))));

describe('explore', () => {
  /** Toy states: a number that each edge changes in its own way. */
  const STATES = 5;
  const arrivalsOf = (block: Block, state: number): readonly Arrival<number>[] =>
    targetsOf(block.terminator).map((to, edge) => ({ to, state: (state * 2 + block.id + edge) % STATES }));
  const start: Arrival<number> = { to: 0 as BlockId, state: 1 };

  const problem = (parts: Partial<Problem<number>> = {}): Problem<number> => ({
    key: String,
    step: arrivalsOf,
    limit: STATES,
    coarsen: () => expect.unreachable('there is room for every state as it is'),
    overflow: () => expect.unreachable('there is room for every state'),
    budget: 10_000,
    ...parts,
  });

  /** Distance of every (block, state) from the start: a plain breadth-first search. */
  const distances = (fn: FunctionIr): ReadonlyMap<string, number> => {
    const found = new Map([[`${start.to} ${start.state}`, 0]]);
    let front: readonly Arrival<number>[] = [start];
    for (let distance = 1; front.length > 0; distance += 1) {
      front = front.flatMap(({ to, state }) =>
        arrivalsOf(blockOf(fn, to), state).filter(arrival => {
          const key = `${arrival.to} ${arrival.state}`;
          if (found.has(key)) return false;
          found.set(key, distance);
          return true;
        }),
      );
    }
    return found;
  };

  it('finds what can be found, each by a shortest path, shortest first', () => {
    fc.assert(
      fc.property(graph, fn => {
        const { nodes, steps, exhausted } = explore(fn, [start], problem());
        const all = [...nodes.values()].flat();
        const found = new Map(all.map(node => [`${node.block} ${node.state}`, pathTo(node).length - 1]));
        expect(found).toEqual(distances(fn));
        expect(all).toHaveLength(found.size);
        expect({ steps, exhausted }).toEqual({ steps: found.size, exhausted: false });
        for (const ofBlock of nodes.values()) {
          const lengths = ofBlock.map(node => pathTo(node).length);
          expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
        }
      }),
      RUNS,
    );
  });

  it('gives paths whose every step the problem took', () => {
    fc.assert(
      fc.property(graph, fn => {
        for (const node of [...explore(fn, [start], problem()).nodes.values()].flat()) {
          const path = pathTo(node);
          expect(path.at(0)).toMatchObject({ block: start.to, state: start.state, from: null });
          expect(path.at(-1)).toBe(node);
          for (const { block, state, from } of path.slice(1)) {
            expect.assert(from !== null);
            expect(arrivalsOf(blockOf(fn, from.block), from.state)).toContainEqual({ to: block, state });
          }
        }
      }),
      RUNS,
    );
  });

  it('steps each block and key once, in the same order every time', () => {
    const trace = (fn: FunctionIr, limit: number): readonly string[] => {
      const steps: string[] = [];
      const step = (block: Block, state: number): readonly Arrival<number>[] => {
        steps.push(`${block.id} ${state}`);
        return arrivalsOf(block, state);
      };
      explore(fn, [start], problem({ step, limit, coarsen: state => state % 2, overflow: () => undefined }));
      return steps;
    };
    fc.assert(
      fc.property(graph, fc.integer({ min: 1, max: STATES }), (fn, limit) => {
        const steps = trace(fn, limit);
        expect(new Set(steps).size).toBe(steps.length);
        expect(trace(fn, limit)).toEqual(steps);
      }),
      RUNS,
    );
  });

  it('holds `limit` states as they are and as many again coarsened, and tells of each it drops', () => {
    fc.assert(
      fc.property(graph, fc.integer({ min: 1, max: 3 }), (fn, limit) => {
        const coarse = (state: number): number => (state < 100 ? state + 100 : state);
        const step = (block: Block, state: number): readonly Arrival<number>[] =>
          arrivalsOf(block, state % 100).map(it => (state < 100 ? it : { to: it.to, state: coarse(it.state) }));
        const dropped: PathNode<number>[] = [];
        const { nodes } = explore(
          fn,
          [start],
          problem({ step, limit, coarsen: coarse, overflow: (block, state, node) => dropped.push({ ...node, block: block.id, state }) }),
        );
        for (const ofBlock of nodes.values()) {
          expect(ofBlock.length).toBeLessThanOrEqual(2 * limit);
          expect(ofBlock.slice(limit).every(({ state }) => state >= 100)).toBe(true);
        }
        // Wherever a held state leads, that is held, or held coarsened, or told as dropped.
        const places = [...nodes.values(), dropped].flat().map(it => `${it.block} ${it.state}`);
        for (const { block, state } of [...nodes.values()].flat()) {
          for (const { to, state: next } of step(blockOf(fn, block), state)) {
            expect([`${to} ${next}`, `${to} ${coarse(next)}`].some(place => places.includes(place))).toBe(true);
          }
        }
        for (const { block, state, from } of dropped) {
          expect(nodes.get(block)).toHaveLength(2 * limit);
          expect(nodes.get(block)?.map(node => node.state)).not.toContain(state);
          expect.assert(from !== null);
          expect(nodes.get(from.block)).toContain(from);
        }
      }),
      RUNS,
    );
  });

  it('stands for all that can be found, where coarsening forgets everything', () => {
    const TOP = 99;
    const step = (block: Block, state: number): readonly Arrival<number>[] =>
      state === TOP ? targetsOf(block.terminator).map(to => ({ to, state: TOP })) : arrivalsOf(block, state);
    fc.assert(
      fc.property(graph, fc.integer({ min: 1, max: STATES }), (fn, limit) => {
        const { nodes } = explore(fn, [start], problem({ step, limit, coarsen: () => TOP }));
        for (const key of distances(fn).keys()) {
          const [block, state] = key.split(' ').map(Number);
          const held = nodes.get(block as BlockId)?.map(node => node.state) ?? [];
          expect(held.includes(state ?? TOP) || held.includes(TOP)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('gives up when the budget is spent and says so, and not before', () => {
    fc.assert(
      fc.property(graph, fn => {
        const { steps: needed, nodes } = explore(fn, [start], problem());
        expect(explore(fn, [start], problem({ budget: needed }))).toMatchObject({ steps: needed, exhausted: false });
        if (needed === 1) return;
        const cut: Exploration<number> = explore(fn, [start], problem({ budget: needed - 1 }));
        expect(cut).toMatchObject({ steps: needed - 1, exhausted: true });
        // What was found is true.
        for (const [block, found] of cut.nodes) {
          const known = nodes.get(block)?.map(node => node.state);
          for (const { state } of found) expect(known).toContain(state);
        }
      }),
      RUNS,
    );
  });

  it('starts nowhere where there is no start, and ignores edges to blocks that are not there', () => {
    const fn = functionOf([{ id: 0 as BlockId, caught: null, instructions: [], terminator: { kind: 'jump', to: 7 as BlockId, span } }]);
    expect(explore(fn, [], problem())).toMatchObject({ steps: 0, exhausted: false });
    expect(explore(fn, [start, start], problem())).toMatchObject({ steps: 1, exhausted: false });
  });
});

/** One thing that happens at a position: names used, then names defined. */
type Event = { readonly uses: readonly Name[]; readonly defines: readonly Name[] };

describe('liveness', () => {
  const names: readonly Name[] = [
    ...Array.from({ length: VALUES }, (_, id) => valueName(id as ValueId)),
    ...Array.from({ length: CELLS }, (_, id) => cellNameOf(id as CellId)),
  ];

  /** Before even the caught value is defined. */
  const AT_ENTRY = -2;

  /** Whether some path from right after instruction `index` of the block meets an event that `judge` affirms, none before it denied. */
  function meets(fn: FunctionIr, from: BlockId, index: number, judge: (it: Event) => boolean | null): boolean {
    const seen = new Set<BlockId>();
    const open: { readonly id: BlockId; readonly skip: number }[] = [{ id: from, skip: index + 2 }];
    for (let at = open.pop(); at; at = open.pop()) {
      const block = blockOf(fn, at.id);
      const verdict = eventsIn(block)
        .slice(at.skip)
        .map(judge)
        .find(it => it !== null);
      if (verdict === true) return true;
      if (verdict === false) continue;
      for (const target of targetsOf(block.terminator)) {
        if (!seen.has(target)) open.push({ id: target, skip: 0 });
        seen.add(target);
      }
    }
    return false;
  }

  /** Whether the event uses the name (true), ends the search for a use (false), or neither. */
  const usedOrDefined = (name: Name) => (it: Event) => (it.uses.includes(name) ? true : it.defines.includes(name) ? false : null);

  it('is: some path uses the name before defining it', () => {
    fc.assert(
      fc.property(graph, fn => {
        const { liveAfter } = livenessOf(fn, () => false);
        forEachPosition(fn, (name, block, index) => {
          expect(liveAfter(name, block, index)).toBe(meets(fn, block, index, usedOrDefined(name)));
        });
      }),
      RUNS,
    );
  });

  it('is given where others may read the name at any time, and to no other name', () => {
    const shared = cellNameOf(1 as CellId);
    fc.assert(
      fc.property(graph, fn => {
        const { liveAfter, mentionedFrom } = livenessOf(fn, name => name === shared);
        const alone = livenessOf(fn, () => false);
        forEachPosition(fn, (name, block, index) => {
          expect(liveAfter(name, block, index)).toBe(name === shared || alone.liveAfter(name, block, index));
          expect(mentionedFrom(name, block)).toBe(name === shared || alone.mentionedFrom(name, block));
        });
      }),
      RUNS,
    );
  });

  it('asks less of a mention: some path uses or defines the name', () => {
    fc.assert(
      fc.property(graph, fn => {
        const { mentionedFrom } = livenessOf(fn, () => false);
        for (const name of names) {
          for (const block of fn.blocks.keys()) {
            const mentions = (it: Event): boolean | null => it.uses.includes(name) || it.defines.includes(name) || null;
            expect(mentionedFrom(name, block)).toBe(meets(fn, block, AT_ENTRY, mentions));
          }
        }
      }),
      RUNS,
    );
  });

  it('does not depend on the order of the questions', () => {
    fc.assert(
      fc.property(graph, fn => {
        const [forth, back] = [livenessOf(fn, () => false), livenessOf(fn, () => false)];
        const ask = (of: typeof forth, order: readonly Name[]): ReadonlyMap<Name, boolean> =>
          new Map(order.map(name => [name, of.liveAfter(name, fn.entry, -1)]));
        expect(ask(forth, names)).toEqual(ask(back, names.toReversed()));
      }),
      RUNS,
    );
  });

  function forEachPosition(fn: FunctionIr, visit: (name: Name, block: BlockId, index: number) => void): void {
    for (const name of names) {
      for (const { id, instructions } of fn.blocks.values()) {
        for (let index = -1; index <= instructions.length; index += 1) visit(name, id, index);
      }
    }
  }
});

describe('reachableFrom', () => {
  it('is the transitive closure of the edges', () => {
    fc.assert(
      fc.property(graph, blockId, (fn, from) => {
        let closure = new Set(targetsOf(blockOf(fn, from).terminator));
        for (let before = -1; before !== closure.size;) {
          before = closure.size;
          closure = new Set([...closure, ...[...closure].flatMap(id => targetsOf(blockOf(fn, id).terminator))]);
        }
        expect(new Set(reachableFrom(fn, from))).toEqual(closure);
      }),
      RUNS,
    );
  });
});

describe('names', () => {
  it('keep values and cells apart', () => {
    fc.assert(
      fc.property(fc.nat(), id => {
        expect(named(valueName(id as ValueId))).toEqual({ value: id });
        expect(named(cellNameOf(id as CellId))).toEqual({ cell: id });
      }),
    );
  });
});

/** The caught value, the instructions, the terminator. */
function eventsIn(block: Block): readonly Event[] {
  const ofInstruction = (it: Instruction): Event => {
    const defined = definedBy(it);
    return {
      uses: [...usedBy(it).map(valueName), ...(it.kind === 'read' ? [cellNameOf(it.cell)] : [])],
      defines: [...(defined === null ? [] : [valueName(defined)]), ...(it.kind === 'write' ? [cellNameOf(it.cell)] : [])],
    };
  };
  const caught: Event = { uses: [], defines: block.caught === null ? [] : [valueName(block.caught)] };
  const result = definedByTerminator(block.terminator);
  const end: Event = { uses: usedByTerminator(block.terminator).map(valueName), defines: result === null ? [] : [valueName(result)] };
  return [caught, ...block.instructions.map(ofInstruction), end];
}

function blockOf(fn: FunctionIr, id: BlockId): Block {
  const block = fn.blocks.get(id);
  expect.assert(block !== undefined, `block ${id} exists`);
  return block;
}

function functionOf(blocks: readonly Block[]): FunctionIr {
  return {
    id: 0 as FunctionId,
    name: 'toy',
    kind: 'function',
    async: false,
    generator: false,
    params: [],
    thisCell: null,
    captures: [],
    entry: 0 as BlockId,
    blocks: new Map(blocks.map(block => [block.id, block])),
    names: new Map(),
    declaredClasses: new Map(),
    paramSpans: [],
    ownerClass: null,
    span,
  };
}
