/**
 * Guards: what a path has already decided, so that a later branch on the same condition is not taken the other way.
 *
 * A condition has a key made of the names and constants it reads (`c3`, `v1.secure`, `===(v2,"x")`). A guard is remembered only if some
 * branch ahead can still read it. Approximation: *must*, with one decree: a property that the function does not store to keeps its
 * value between two tests.
 */
import { reachableFrom } from '../dataflow/reach.ts';
import type { Block, BlockId, CellId, FunctionIr, Instruction, ModuleIr, ValueId } from '../ir/ir.ts';
import { definedBy } from '../ir/visit-ir.ts';

/** Condition keys that are known to hold (true) or not to hold (false). */
export type Guards = ReadonlyMap<string, boolean>;

export type Condition = { readonly key: string; readonly negated: boolean };

export type GuardFacts = {
  /** The condition that a branch at the end of the block reads; undefined where remembering it cannot help. */
  conditionOf(block: Block): Condition | undefined;
  /** The guards that a branch reachable from the block's entry may still read. */
  kept(guards: Guards, at: BlockId): Guards;
};

const DEPTH = 4;
const NEGATIONS: ReadonlyMap<string, string> = new Map([
  ['!==', '==='],
  ['!=', '=='],
]);

export const NO_GUARDS: Guards = new Map();

export function guardFactsOf(fn: FunctionIr, module: ModuleIr): GuardFacts {
  const stored = storedProperties(fn);
  const conditions = new Map<BlockId, Condition>();
  const counts = new Map<string, number>();
  for (const block of fn.blocks.values()) {
    if (block.terminator.kind !== 'branch') continue;
    const condition = keyedCondition(block, block.terminator.test, module, stored);
    if (!condition) continue;
    conditions.set(block.id, condition);
    counts.set(condition.key, (counts.get(condition.key) ?? 0) + 1);
  }
  // A condition read once can only be answered by a constant written to a cell before.
  const useful = (key: string): boolean => (counts.get(key) ?? 0) > 1 || /^c\d+$/.test(key);
  for (const [block, { key }] of conditions) if (!useful(key)) conditions.delete(block);

  const ahead = new Map<BlockId, ReadonlySet<string>>();
  const keysAhead = (at: BlockId): ReadonlySet<string> => {
    const known = ahead.get(at);
    if (known) return known;
    const keys = new Set([at, ...reachableFrom(fn, at)].flatMap(id => conditions.get(id)?.key ?? []));
    ahead.set(at, keys);
    return keys;
  };
  return {
    conditionOf: block => conditions.get(block.id),
    kept(guards, at) {
      if (guards.size === 0) return guards;
      const keys = keysAhead(at);
      const kept = [...guards].filter(([key]) => keys.has(key));
      return kept.length === guards.size ? guards : new Map(kept);
    },
  };
}

/** The guards after an instruction: a constant written to a cell decides it, any other definition forgets what it touches. */
export function stepGuards(guards: Guards, it: Instruction, constantOf: (value: ValueId) => Instruction | undefined): Guards {
  if (it.kind === 'write') {
    const written = constantOf(it.value);
    const after = forget(guards, `c${it.cell}`);
    const truth = written && truthOf(written);
    return truth === undefined ? after : new Map([...after, [`c${it.cell}`, truth]]);
  }
  const defined = definedBy(it);
  return defined === null ? guards : forget(guards, `v${defined}`);
}

/** Without everything that reads the name (`c3`, `v7`). */
export function forget(guards: Guards, name: string): Guards {
  if (guards.size === 0) return guards;
  const mentions = new RegExp(`\\b${name}\\b`);
  const kept = [...guards].filter(([key]) => !mentions.test(key));
  return kept.length === guards.size ? guards : new Map(kept);
}

export function withGuard(guards: Guards, { key, negated }: Condition, holds: boolean): Guards {
  return new Map([...guards, [key, holds !== negated]]);
}

/** Whether the condition holds; undefined where the path has not decided it. */
export function decided(guards: Guards, { key, negated }: Condition): boolean | undefined {
  const known = guards.get(key);
  return known === undefined ? undefined : known !== negated;
}

function truthOf(it: Instruction): boolean | undefined {
  if (it.kind === 'const') return Boolean(it.value);
  return it.kind === 'object' || it.kind === 'closure' ? true : undefined;
}

function keyedCondition(block: Block, test: ValueId, module: ModuleIr, stored: ReadonlySet<string>): Condition | undefined {
  const local = new Map(block.instructions.flatMap((it, i) => (definedBy(it) === null ? [] : [[definedBy(it), { it, i }] as const])));
  /** Undefined: not a stable condition (an object made here, a captured cell, a property that is stored to). */
  function keyOf(value: ValueId, depth: number): string | undefined {
    const found = local.get(value);
    // A value of another block is as good as a name: it is defined once.
    if (!found) return `v${value}`;
    const { it, i } = found;
    if (depth > DEPTH) return undefined;
    switch (it.kind) {
      case 'const':
        return JSON.stringify(it.value ?? String(it.value));
      case 'read':
        return isStable(module, it.cell) && !writtenAfter(block, i, it.cell) ? `c${it.cell}` : undefined;
      case 'load': {
        const object = typeof it.property === 'string' && !stored.has(it.property) ? keyOf(it.object, depth + 1) : undefined;
        return object === undefined ? undefined : `${object}.${String(it.property)}`;
      }
      case 'op': {
        const operands = it.operands.map(operand => keyOf(operand, depth + 1));
        return operands.includes(undefined) ? undefined : `${it.operator}(${operands.join(',')})`;
      }
      default:
        return undefined;
    }
  }

  let [value, negated] = [test, false];
  for (;;) {
    const it = local.get(value)?.it;
    const [operand] = it?.kind === 'op' ? it.operands : [];
    if (it?.kind !== 'op' || operand === undefined) break;
    const positive = NEGATIONS.get(it.operator);
    if (it.operator === '!') [value, negated] = [operand, !negated];
    else if (positive !== undefined) {
      const operands = it.operands.map(other => keyOf(other, 1));
      return operands.includes(undefined) ? undefined : { key: `${positive}(${operands.join(',')})`, negated: !negated };
    } else break;
  }
  const key = keyOf(value, 0);
  return key === undefined ? undefined : { key, negated };
}

const isStable = (module: ModuleIr, cell: CellId): boolean => module.cells.get(cell)?.captured === false;

function writtenAfter(block: Block, index: number, cell: CellId): boolean {
  return block.instructions.some((it, i) => i > index && it.kind === 'write' && it.cell === cell);
}

function storedProperties(fn: FunctionIr): ReadonlySet<string> {
  const stored = new Set<string>();
  for (const block of fn.blocks.values()) {
    for (const it of block.instructions) if (it.kind === 'store' && typeof it.property === 'string') stored.add(it.property);
  }
  return stored;
}
